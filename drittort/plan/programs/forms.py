"""Input of programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.core import metrics
from drittort.inspire.events.forms import LANGUAGES
from drittort.plan.programs.actions import Shape
from drittort.plan.programs.models import Program


def day(label: Any, help_text: Any = "") -> forms.DateField:
    """A day to choose, or none."""
    return forms.DateField(
        label=label, required=False, help_text=help_text, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


def amount(label: Any, help_text: Any, digits: int, decimals: int) -> forms.DecimalField:
    """A number that may be nothing, as people write it."""
    return forms.DecimalField(
        label=label, help_text=help_text, max_digits=digits, decimal_places=decimals, min_value=0, required=False, localize=True
    )


def one_of(label: Any) -> forms.ChoiceField:
    """A choice of what the house has; which is asked when the form is made."""
    return forms.ChoiceField(label=label, required=False)


class ProgramForm(forms.Form):
    """A program as the people who care for the house think of it. Shares are asked in percent."""

    kind = forms.ChoiceField(label=_("What does it do?"), choices=Program.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=80)
    purpose = forms.CharField(
        label=_("What is it good for?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is different for people when it goes well."),
    )
    owner_id = forms.TypedChoiceField(
        label=_("Who takes care of it?"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("One person. Without one it stays a draft."),
    )
    audience = forms.ChoiceField(label=_("For whom?"), choices=Program.Audience.choices, widget=forms.RadioSelect)
    location_id = forms.TypedChoiceField(label=_("Which location?"), required=False, coerce=int, empty_value=None)
    industry = one_of(_("Which trade?"))
    group_id = forms.TypedChoiceField(label=_("Which group?"), required=False, coerce=int, empty_value=None)
    role = one_of(_("Which role?"))
    cadence = forms.ChoiceField(label=_("How often?"), choices=Program.Cadence.choices)
    rule = forms.CharField(
        label=_("When does what happen?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence that everybody could follow: when …, then …"),
    )  # fmt: skip
    metric = one_of(_("By which figure does one see that it works?"))
    target = forms.DecimalField(
        label=_("What should it be?"),
        max_digits=9,
        decimal_places=2,
        required=False,
        localize=True,
        help_text=_("Shares in percent, time in hours or days."),
    )
    mails = amount(
        _("Mails a week and reader, at most"),
        _(
            "0.5 is one every two weeks. What exceeds it waits; what is meant for one person goes at once, and the calendar says when that is too much."
        ),
        4,
        2,
    )
    hours = amount(_("Hours of the team, a month"), "", 5, 1)
    money = amount(_("Money, a month, €"), "", 9, 2)
    starts_on = day(_("First day"), _("Without one it begins on the day on which you start it."))
    ends_on = day(_("Last day"), _("Without one it goes on until somebody ends it."))
    review_on = day(_("Look at it again on"), _("Then it stands in the monthly review with three questions: keep, change or stop?"))
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)

    def __init__(self, *args: Any, choices: Mapping[str, Sequence[tuple[str, str]]], initial: Mapping[str, Any], **kwargs: Any) -> None:
        shown = dict(initial)
        if shown.get("target") is not None:
            shown["target"] = Decimal(str(round(shown["target"] * self.scale(shown.get("metric", "")), 2))).normalize()
        kwargs["initial"] = shown
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            self.fields[name].choices = [("", "–"), *offered]  # type: ignore[attr-defined]

    @staticmethod
    def scale(metric: str) -> int:
        """By how much a figure is shown larger than it is kept: shares as percent."""
        found = metrics.METRICS.get(metric)
        return 100 if found is not None and found.unit == metrics.SHARE else 1

    def shape(self) -> Shape:
        """What was asked for, ready for an action."""
        told = self.cleaned_data
        costs = {name: told[name] if told[name] is not None else Decimal(0) for name in ("mails", "hours", "money")}
        target = None if told["target"] is None else float(told["target"]) / self.scale(told["metric"])
        return Shape(**{**told, **costs, "target": target})


class EndForm(forms.Form):
    """Why a program ends."""

    text = forms.CharField(label=_("Why does it end?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
