"""What reviews and measures are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.plan.review.models import MonthReview, PlanMeasure, ProgramVerdict

privacy.words(
    MonthReview,
    month=pgettext_lazy("field", "month"),
    begun_at=pgettext_lazy("field", "begun"),
    begun_by=pgettext_lazy("field", "begun by"),
    closed_at=pgettext_lazy("field", "closed"),
    closed_by=pgettext_lazy("field", "closed by"),
)
privacy.words(
    ProgramVerdict,
    review=pgettext_lazy("field", "review"),
    program=pgettext_lazy("field", "program"),
    says=pgettext_lazy("field", "decided"),
    reason=pgettext_lazy("field", "why"),
    by=pgettext_lazy("field", "written down by"),
)
privacy.words(
    PlanMeasure,
    text=pgettext_lazy("field", "what is to be done"),
    responsible=pgettext_lazy("field", "done by"),
    until_on=pgettext_lazy("field", "until"),
    made_at=pgettext_lazy("field", "agreed on"),
    made_by=pgettext_lazy("field", "written down by"),
    dropped_at=pgettext_lazy("field", "dropped"),
    settled_with=pgettext_lazy("field", "what came of it"),
)
privacy.entitle(MonthReview, _("Reviews that you held"))
privacy.entitle(ProgramVerdict, _("What you wrote down on programs"))
privacy.entitle(PlanMeasure, _("What you took on for the house"))
privacy.called(MonthReview, "month")
privacy.called(PlanMeasure, "text")
privacy.own_words(ProgramVerdict, "reason")
