"""Addresses of ideas."""

from django.urls import path

from drittort.inspire.ideas import views

urlpatterns = [
    path("<slug:space>/ideas/", views.ideas, name="ideas"),
    path("<slug:space>/ideas/new/", views.new_idea, name="new_idea"),
    path("<slug:space>/ideas/alike/", views.alike, name="alike_ideas"),
    path("<slug:space>/ideas/<int:pk>/", views.idea, name="idea"),
    path("<slug:space>/ideas/<int:pk>/edit/", views.edit_idea, name="edit_idea"),
    path("<slug:space>/ideas/<int:pk>/support/", views.support, name="support_idea"),
    path("<slug:space>/ideas/<int:pk>/step/", views.step, name="idea_step"),
    path("<slug:space>/ideas/<int:pk>/merge/", views.merge, name="merge_idea"),
]
