"""What subscribed calendars are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.inspire.calendar.models import CalendarFeed

privacy.words(CalendarFeed, kind=pgettext_lazy("field", "which calendar"), made_at=pgettext_lazy("field", "made"))
privacy.entitle(CalendarFeed, _("Calendars you subscribed to"), "inspire:subscribe_calendar")
