"""Addresses of events."""

from django.urls import path

from drittort.inspire.events import views

urlpatterns = [
    path("answer/event/<str:token>/", views.answer_event, name="answer_event"),
    path("<slug:space>/events/", views.events, name="events"),
    path("<slug:space>/events/past/", views.past_events, name="past_events"),
    path("<slug:space>/events/new/", views.new_event, name="new_event"),
    path("<slug:space>/events/<int:pk>/", views.event, name="event"),
    path("<slug:space>/events/<int:pk>/edit/", views.edit_event, name="edit_event"),
    path("<slug:space>/events/<int:pk>/step/", views.step, name="event_step"),
    path("<slug:space>/events/<int:pk>/register/", views.register, name="register_event"),
    path("<slug:space>/events/<int:pk>/admit/", views.admit, name="admit_to_event"),
    path("<slug:space>/events/<int:pk>/people/", views.to_meet, name="people_to_meet"),
]
