"""What science holds of a person, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.pulse.science.models import ScienceExport

privacy.words(
    ScienceExport, asked_at=pgettext_lazy("field", "asked for"), done_at=pgettext_lazy("field", "ready"), file=pgettext_lazy("field", "file")
)  # fmt: skip
privacy.entitle(ScienceExport, _("Files for science that you asked for"), "pulse:science")
