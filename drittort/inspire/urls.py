"""Addresses of inspire."""

from drittort.inspire.afterwards.urls import urlpatterns as afterwards
from drittort.inspire.calendar.urls import urlpatterns as calendar
from drittort.inspire.check_in.urls import urlpatterns as check_in
from drittort.inspire.decisions.urls import urlpatterns as decisions
from drittort.inspire.events.urls import urlpatterns as events
from drittort.inspire.guests.urls import urlpatterns as guests
from drittort.inspire.hosting.urls import urlpatterns as hosting
from drittort.inspire.ideas.urls import urlpatterns as ideas
from drittort.inspire.influence.urls import urlpatterns as influence
from drittort.inspire.rituals.urls import urlpatterns as rituals

app_name = "inspire"
urlpatterns = [*rituals, *events, *guests, *check_in, *hosting, *afterwards, *calendar, *ideas, *decisions, *influence]
