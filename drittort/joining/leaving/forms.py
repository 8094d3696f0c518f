"""Input of the pages of leaving."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.joining.leaving.models import Why
from drittort.joining.leaving.rules import LONGEST_AHEAD, LONGEST_PAUSE, NOTICE


def day_field(label: Any, least: date, most: date, **more: Any) -> forms.DateField:
    """A day between two others, with the browser's calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": least.isoformat(), "max": most.isoformat()})
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d", "%d.%m.%Y"], **more)


class LeavingForm(forms.Form):
    """The last day; words to the house; two questions that nobody has to answer."""

    def __init__(self, data: Any = None, *, today: date, **more: Any) -> None:
        super().__init__(data, initial={"last_on": today + timedelta(days=14), **more.pop("initial", {})}, **more)
        self.fields["last_on"] = day_field(_("Your last day"), today, today + LONGEST_AHEAD)
        self.fields["farewell"] = forms.CharField(
            label=_("Words to the house"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Everybody in the house reads them, from two weeks before your last day until a month after it."),
        )  # fmt: skip
        self.fields["why"] = forms.ChoiceField(
            label=_("Why do you go?"), required=False, choices=[("", _("I keep that to myself")), *Why.choices],
            help_text=_("Only the team reads this, and it goes with your data."),
        )  # fmt: skip
        self.fields["missed"] = forms.CharField(label=_("What did you miss here?"), required=False, max_length=500)


class PauseForm(forms.Form):
    """Until when."""

    def __init__(self, data: Any = None, *, today: date, **more: Any) -> None:
        super().__init__(data, initial={"until": today + timedelta(days=30)}, **more)
        self.fields["until"] = day_field(_("Back on"), today + timedelta(days=1), today + LONGEST_PAUSE)


class EndingForm(forms.Form):
    """The last day that the house sets, and why."""

    def __init__(self, data: Any = None, *, today: date, **more: Any) -> None:
        super().__init__(data, initial={"last_on": today + NOTICE}, **more)
        self.fields["reason"] = forms.CharField(
            label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("They read this word for word, and may answer."),
        )  # fmt: skip
        self.fields["last_on"] = day_field(_("Last day"), today + NOTICE, today + LONGEST_AHEAD, help_text=_("At least 14 days ahead."))


class ReplyForm(forms.Form):
    """What somebody says to the end that the house has set."""

    text = forms.CharField(label=_("Your answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
