"""What is said after an event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.inspire.afterwards.models import EventFeedback


class AnswerForm(forms.Form):
    """Two questions."""

    again = forms.ChoiceField(label=_("Would you come again?"), choices=EventFeedback.Again.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What should stay, what could be different?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever hosted it reads this without your name, and only when enough have answered."),
    )  # fmt: skip


class MetForm(forms.Form):
    """Whom one met."""

    others = forms.TypedMultipleChoiceField(label=_("I met"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["others"].choices = people  # type: ignore[attr-defined]


class MinutesForm(forms.Form):
    """What stays in writing."""

    text = forms.CharField(
        label=_("What stays of it?"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What was said and agreed on, and where to find what was shown. Everybody in the house reads it."),
    )  # fmt: skip


class MaterialForm(forms.Form):
    """A document that stays."""

    file = forms.FileField(label=_("Document"), help_text=_("Slides, a recipe, a list: PDF, text or office files, up to 12 MB."))
