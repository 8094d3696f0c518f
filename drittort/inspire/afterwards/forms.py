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


class PhotoForm(forms.Form):
    """A picture, with those who are in it."""

    picture = forms.FileField(label=_("Picture"), widget=forms.FileInput(attrs={"accept": "image/*"}))
    text = forms.CharField(label=_("What is to be seen?"), max_length=200, required=False)
    people = forms.TypedMultipleChoiceField(
        label=_("Who is in it?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Each of them is asked. The picture is shown once all have said yes, and goes when one takes it back."),
    )  # fmt: skip
    nobody_else = forms.BooleanField(label=_("Nobody else can be recognised in it"))

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]


class MinutesForm(forms.Form):
    """What stays in writing."""

    text = forms.CharField(
        label=_("What stays of it?"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What was said and agreed on, and where to find what was shown. Everybody in the house reads it."),
    )  # fmt: skip
