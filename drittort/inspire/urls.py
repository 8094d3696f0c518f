"""Addresses of inspire."""

from drittort.inspire.calendar.urls import urlpatterns as calendar
from drittort.inspire.events.urls import urlpatterns as events

app_name = "inspire"
urlpatterns = [*events, *calendar]
