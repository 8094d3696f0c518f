"""Addresses of the calendar."""

from django.urls import path

from drittort.inspire.calendar import views

urlpatterns = [
    path("<slug:space>/calendar/", views.calendar, name="calendar"),
    path("<slug:space>/calendar/week/", views.week, name="calendar_week"),
    path("<slug:space>/calendar/print/", views.printed, name="print_calendar"),
    path("<slug:space>/calendar/subscribe/", views.subscribe, name="subscribe_calendar"),
    path("<slug:space>/calendar/feed/<str:token>.ics", views.feed, name="calendar_feed"),
    path("<slug:space>/events/<int:pk>/event.ics", views.event_file, name="event_file"),
    path("<slug:space>/events/<int:pk>/series.ics", views.series_file, name="series_file"),
]
