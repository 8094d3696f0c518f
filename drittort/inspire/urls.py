"""Addresses of inspire."""

from drittort.inspire.calendar.urls import urlpatterns as calendar
from drittort.inspire.events.urls import urlpatterns as events
from drittort.inspire.history.urls import urlpatterns as history
from drittort.inspire.milestones.urls import urlpatterns as milestones
from drittort.inspire.pictures.urls import urlpatterns as pictures
from drittort.inspire.stories.urls import urlpatterns as stories
from drittort.inspire.thanks.urls import urlpatterns as thanks
from drittort.inspire.year_book.urls import urlpatterns as year_book

app_name = "inspire"
urlpatterns = [*events, *calendar, *stories, *pictures, *thanks, *milestones, *history, *year_book]
