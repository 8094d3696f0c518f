"""What programs are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.plan.programs.models import Program

privacy.words(
    Program,
    name=pgettext_lazy("field", "name of the program"),
    kind=pgettext_lazy("field", "what it does"),
    owner=pgettext_lazy("field", "taken care of by"),
    made_at=pgettext_lazy("field", "planned"),
    started_at=pgettext_lazy("field", "started"),
    ended_at=pgettext_lazy("field", "ended"),
)
privacy.entitle(Program, _("Programs that you take care of"))
privacy.called(Program, "name")
