"""What inspire puts into the registries, feature by feature."""

from django.utils.translation import gettext_lazy as _

from drittort.core import privacy
from drittort.inspire.afterwards import registrations as afterwards
from drittort.inspire.calendar import registrations as calendar
from drittort.inspire.check_in import registrations as check_in
from drittort.inspire.decisions import registrations as decisions
from drittort.inspire.event_advice import registrations as event_advice
from drittort.inspire.events import registrations as events
from drittort.inspire.guests import registrations as guests
from drittort.inspire.history import registrations as history
from drittort.inspire.hosting import registrations as hosting
from drittort.inspire.ideas import registrations as ideas
from drittort.inspire.milestones import registrations as milestones
from drittort.inspire.pictures import registrations as pictures
from drittort.inspire.stories import registrations as stories
from drittort.inspire.thanks import registrations as thanks
from drittort.inspire.year_book import registrations as year_book

LOADED = (
    afterwards, calendar, check_in, decisions, event_advice, events, guests, hosting, ideas, pictures, stories, thanks, milestones, history, year_book,
)  # fmt: skip

privacy.chapter("inspire", _("Events, ideas, decisions, stories and thanks"))
