"""Input of those who were asked to answer a question."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.talk.conversations.rules import LONGEST


class AnswerForm(forms.Form):
    """What somebody knows."""

    text = forms.CharField(
        label=_("What do you know?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It stands under the question, so that others learn from it."),
    )  # fmt: skip
