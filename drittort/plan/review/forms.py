"""Input of reviews and measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from drittort.core.paging import number
from drittort.plan.review.rules import Decision


class WordsForm(forms.Form):
    """What somebody writes down in a review; only the fields that were sent count."""

    happened = forms.CharField(
        label=_("What else happened?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What no figure shows."),
    )
    worked = forms.CharField(
        label=_("What worked, what didn't?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("And how you know: a figure, a sentence that somebody said."),
    )  # fmt: skip
    said = forms.CharField(
        label=_("What do you tell all members?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A few sentences. No names, no figures of few people. Everybody in the house reads them."),
    )  # fmt: skip

    def words(self, sent: QueryDict) -> dict[str, Any]:
        """What was sent of it."""
        return {name: value for name, value in self.cleaned_data.items() if name in sent}

    def before(self, sent: QueryDict) -> dict[str, str]:
        """What stood there when the page was opened."""
        return {name: sent.get(f"was-{name}", "") for name in self.fields if f"was-{name}" in sent}


def decisions(sent: QueryDict) -> list[Decision]:
    """What was decided on which program: each has its own fields, and those that were left as the page showed them say nothing."""
    found = []
    for name in sent:
        program = number(name.removeprefix("reason-")) if name.startswith("reason-") else None
        if program is None:
            continue
        one = Decision(program, sent.get(f"says-{program}", ""), " ".join(sent.get(name, "").split())[:500], f"told-{program}" in sent)
        if (one.says or one.reason) and one.state != sent.get(f"was-{program}"):
            found.append(one)
    return found


class MeasureForm(forms.Form):
    """What somebody does until a day."""

    text = forms.CharField(label=_("What is to be done?"), max_length=300)
    responsible_id = forms.TypedChoiceField(label=_("Who does it?"), coerce=int, empty_value=None, required=False)
    until_on = forms.DateField(label=_("Until when?"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    program_id = forms.TypedChoiceField(label=_("For which program?"), coerce=int, empty_value=None, required=False)
    told = forms.BooleanField(label=_("Members may read of it (without a name)"), required=False)

    def __init__(self, *args: Any, choices: Mapping[str, Sequence[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            self.fields[name].choices = [("", "–"), *offered]  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """What became of a measure."""

    text = forms.CharField(
        label=_("In a few words"),
        max_length=300,
        required=False,
        help_text=_("What came of it; where it is dropped, why."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
