"""Addresses of inspire."""

from drittort.inspire.calendar.urls import urlpatterns as calendar
from drittort.inspire.decisions.urls import urlpatterns as decisions
from drittort.inspire.events.urls import urlpatterns as events
from drittort.inspire.ideas.urls import urlpatterns as ideas
from drittort.inspire.influence.urls import urlpatterns as influence

app_name = "inspire"
urlpatterns = [*events, *calendar, *ideas, *decisions, *influence]
