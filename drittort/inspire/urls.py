"""Addresses of inspire."""

from drittort.inspire.afterwards.urls import urlpatterns as afterwards
from drittort.inspire.calendar.urls import urlpatterns as calendar
from drittort.inspire.check_in.urls import urlpatterns as check_in
from drittort.inspire.decisions.urls import urlpatterns as decisions
from drittort.inspire.event_advice.urls import urlpatterns as event_advice
from drittort.inspire.events.urls import urlpatterns as events
from drittort.inspire.guests.urls import urlpatterns as guests
from drittort.inspire.history.urls import urlpatterns as history
from drittort.inspire.hosting.urls import urlpatterns as hosting
from drittort.inspire.ideas.urls import urlpatterns as ideas
from drittort.inspire.influence.urls import urlpatterns as influence
from drittort.inspire.milestones.urls import urlpatterns as milestones
from drittort.inspire.pictures.urls import urlpatterns as pictures
from drittort.inspire.rituals.urls import urlpatterns as rituals
from drittort.inspire.stories.urls import urlpatterns as stories
from drittort.inspire.thanks.urls import urlpatterns as thanks
from drittort.inspire.year_book.urls import urlpatterns as year_book

app_name = "inspire"
urlpatterns = [
    *rituals, *event_advice, *events, *guests, *check_in, *hosting, *afterwards, *calendar, *ideas, *decisions, *influence, *stories, *pictures, *thanks, *milestones, *history, *year_book,
]  # fmt: skip
