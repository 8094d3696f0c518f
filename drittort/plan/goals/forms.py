"""Input of the pages of goals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import HOURS, METRICS, MONEY, SHARE
from drittort.members.models import Member
from drittort.plan.goals.queries import choices
from drittort.plan.goals.rules import owners
from drittort.spaces.models import Space

UNITS: dict[str, Any] = {SHARE: _("in per cent"), HOURS: _("in hours"), MONEY: _("in euros")}


class GoalForm(forms.Form):
    """A goal as people think of it: shares in per cent. `cleaned_data` has them in the unit of the figure."""

    figure = forms.ChoiceField(label=_("Figure"))
    target = forms.FloatField(label=_("What it is to be"), help_text=_("Shares in percent, time in hours or days."))
    by_on = forms.DateField(label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    low = forms.FloatField(
        label=_("Not under"),
        required=False,
        help_text=_("Outside of this for two months, somebody is told. Empty: it may fall as it likes."),
    )
    high = forms.FloatField(label=_("Not over"), required=False, help_text=_("Empty: it may rise as it likes."))
    owner = forms.ModelChoiceField(
        label=_("Whose goal it is"), queryset=Member.objects.none(), required=False, help_text=_("They hear of it when it goes astray.")
    )
    why = forms.CharField(label=_("Why this goal"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, space: Space, figure: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["figure"]
        field.choices = choices()
        people: Any = self.fields["owner"]
        people.queryset = owners(space)
        if figure in METRICS and METRICS[figure].unit in UNITS:
            self.fields["target"].help_text = UNITS[METRICS[figure].unit]

    def clean(self) -> dict[str, Any]:
        """The corridor is in order and holds the target's side; shares become parts of one."""
        data = super().clean() or {}
        metric = METRICS.get(data.get("figure", ""))
        low, high = data.get("low"), data.get("high")
        if low is not None and high is not None and low > high:
            self.add_error("high", _("This is less than the lower end."))
        if metric is not None and metric.unit == SHARE:
            for name in ("target", "low", "high"):
                value = data.get(name)
                if value is not None and 0 <= value <= 100:
                    data[name] = value / 100
                elif value is not None:
                    self.add_error(name, _("A share lies between 0 and 100 per cent."))
        return data


class MeasureForm(forms.Form):
    """What is done about an alarm."""

    measure = forms.CharField(label=_("What we do about it"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class EndForm(forms.Form):
    """Why a goal ends."""

    words = forms.CharField(label=_("Why it ends"), max_length=300, required=False)
