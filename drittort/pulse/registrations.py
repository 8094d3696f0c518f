"""What pulse puts into the registries, feature by feature."""

from django.utils.translation import gettext_lazy as _

from drittort.core import privacy
from drittort.pulse.capital import registrations as capital

LOADED = (
    capital,
)  # fmt: skip

privacy.chapter("pulse", _("The pulse: surveys, social capital over time, and whether it works"))
