"""What pulse puts into the registries, feature by feature."""

from django.utils.translation import gettext_lazy as _

from drittort.core import privacy
from drittort.pulse.capital import registrations as capital
from drittort.pulse.proof import registrations as proof
from drittort.pulse.science import registrations as science
from drittort.pulse.surveys import registrations as surveys

LOADED = (
    surveys,
    capital,
    proof,
    science,
)  # fmt: skip

privacy.chapter("pulse", _("The pulse: surveys, social capital over time, and whether it works"))
