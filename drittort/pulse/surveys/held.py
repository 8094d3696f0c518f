"""What surveys hold of a person, in words: nothing but what they said to the whole house. Answers are nobody's."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.pulse.surveys.models import SurveyChange

privacy.words(
    SurveyChange,
    wave=pgettext_lazy("field", "survey"),
    element=pgettext_lazy("field", "what it was about"),
    text=pgettext_lazy("field", "what changed"),
    told_at=pgettext_lazy("field", "said"),
)
privacy.entitle(SurveyChange, _("What you told the house about changes after surveys"), "pulse:surveys")
privacy.own_words(SurveyChange, "text")
