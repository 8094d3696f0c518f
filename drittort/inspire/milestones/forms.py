"""Input of milestones."""

from __future__ import annotations

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _


class CelebrationForm(forms.Form):
    """What the house may celebrate."""

    day = forms.TypedChoiceField(
        label=_("Day of my birthday"), required=False, coerce=int, empty_value=None, choices=[("", "–"), *((k, k) for k in range(1, 32))]
    )
    month = forms.TypedChoiceField(label=_("Month"), required=False, coerce=int, empty_value=None, choices=[("", "–"), *MONTHS.items()])
    quiet = forms.BooleanField(
        label=_("Rather none of my days: no birthday, no years, no first times"),
        required=False,
        help_text=_("Then nothing of it is shown anywhere."),
    )
    book = forms.BooleanField(
        label=_("I would like to stand among the new faces in the year book of the year in which I came"), required=False, help_text=_("With face, name, company and the line of my profile.")
    )  # fmt: skip
