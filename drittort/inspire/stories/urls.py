"""Addresses of stories."""

from django.urls import path

from drittort.inspire.stories import views

urlpatterns = [
    path("answer/story/<str:token>/", views.answer_story, name="answer_story"),
    path("<slug:space>/stories/", views.stories, name="stories"),
    path("<slug:space>/stories/mine/", views.my_stories, name="my_stories"),
    path("<slug:space>/stories/mine/wanted/", views.want_stories, name="want_stories"),
    path("<slug:space>/stories/new/", views.new_story, name="new_story"),
    path("<slug:space>/stories/waiting/", views.stories_waiting, name="stories_waiting"),
    path("<slug:space>/stories/quotes/", views.pick_quote, name="pick_quote"),
    path("<slug:space>/stories/<int:pk>/", views.story, name="story"),
    path("<slug:space>/stories/<int:pk>/tell/", views.tell_story, name="tell_story"),
    path("<slug:space>/stories/<int:pk>/text/", views.story_text, name="story_text"),
    path("<slug:space>/stories/<int:pk>/step/", views.story_step, name="story_step"),
    path("<slug:space>/told/", views.public_stories, name="public_stories"),
    path("<slug:space>/told/<int:pk>/", views.public_story, name="public_story"),
]
