"""Addresses for people from outside."""

from django.urls import path

from drittort.inspire.guests import views

urlpatterns = [
    path("answer/guest/<str:token>/", views.guest, name="guest"),
    path("<slug:space>/whats-on/", views.open_events, name="open_events"),
    path("<slug:space>/whats-on/sent/", views.sent, name="guest_sent"),
    path("<slug:space>/whats-on/<int:pk>/", views.open_event, name="open_event"),
    path("<slug:space>/whats-on/<int:pk>/event.ics", views.open_event_file, name="open_event_file"),
]
