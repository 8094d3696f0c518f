"""What pulse puts into the registries, feature by feature."""

from django.utils.translation import gettext_lazy as _

from drittort.core import privacy
from drittort.pulse.capital import registrations as capital
from drittort.pulse.science import registrations as science
from drittort.pulse.surveys import registrations as surveys

LOADED = (
    surveys,
    capital,
    science,
)  # fmt: skip

privacy.chapter("pulse", _("The pulse: surveys, social capital over time, and whether it works"))
