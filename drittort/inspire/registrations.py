"""What inspire puts into the registries, feature by feature."""

from django.utils.translation import gettext_lazy as _

from drittort.core import privacy
from drittort.inspire.calendar import registrations as calendar
from drittort.inspire.events import registrations as events

LOADED = (calendar, events)

privacy.chapter("inspire", _("Events"))
