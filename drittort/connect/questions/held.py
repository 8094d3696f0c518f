"""What requests to answer are called on everybody's own page, and in the copy of their data."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.connect.questions.models import QuestionRequest
from drittort.core import privacy

privacy.words(
    QuestionRequest,
    question=pgettext_lazy("field", "question"),
    by=pgettext_lazy("field", "named by"),
    fit=pgettext_lazy("field", "how well it fits"),
    reasons=pgettext_lazy("field", "why you"),
    found_at=pgettext_lazy("field", "found"),
    asked_at=pgettext_lazy("field", "asked"),
    knows_at=pgettext_lazy("field", "you named somebody"),
    passed_at=pgettext_lazy("field", "you said not now"),
)
privacy.entitle(QuestionRequest, _("Questions that the house brought to you, which only you read"), "")
privacy.shown(QuestionRequest, lambda person_id: Q(asked_at__isnull=False))
