"""What inspire puts into the registries, feature by feature."""

from django.utils.translation import gettext_lazy as _

from drittort.core import privacy
from drittort.inspire.calendar import registrations as calendar
from drittort.inspire.events import registrations as events
from drittort.inspire.history import registrations as history
from drittort.inspire.milestones import registrations as milestones
from drittort.inspire.pictures import registrations as pictures
from drittort.inspire.stories import registrations as stories
from drittort.inspire.thanks import registrations as thanks
from drittort.inspire.year_book import registrations as year_book

LOADED = (calendar, events, pictures, stories, thanks, milestones, history, year_book)

privacy.chapter("inspire", _("Events, stories, thanks"))
