"""What inspire puts into the registries, feature by feature."""

from django.utils.translation import gettext_lazy as _

from drittort.core import privacy
from drittort.inspire.events import registrations as events

LOADED = (events,)

privacy.chapter("inspire", _("Events"))
