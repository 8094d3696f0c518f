"""The calculator: what somebody assumes, in the address, kept nowhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def money(label: object, **more: object) -> forms.DecimalField:
    """An amount."""
    return forms.DecimalField(label=label, min_value=0, max_value=9_999_999, decimal_places=2, localize=True, **more)  # type: ignore[arg-type]


class AssumptionForm(forms.Form):
    """Everything that the calculation takes as given."""

    more = forms.IntegerField(label=_("So many more members become connected in a year"), min_value=0, max_value=10_000)
    price = money(_("What a member brings in a month, €"))
    stay_connected = forms.DecimalField(
        label=_("Of the connected stay a year, %"), min_value=0, max_value=100, decimal_places=1, localize=True
    )
    stay_others = forms.DecimalField(label=_("Of the others stay a year, %"), min_value=0, max_value=100, decimal_places=1, localize=True)
    cause = forms.IntegerField(
        label=_("Of the difference connection is the reason, %"), min_value=0, max_value=100, help_text=_("Nobody knows. 100 believes all of it, 0 nothing.")
    )  # fmt: skip
    helped = forms.IntegerField(label=_("Answers that members gave each other in a year"), min_value=0, max_value=1_000_000)
    hours = forms.DecimalField(label=_("Hours that an answer saves"), min_value=0, max_value=100, decimal_places=1, localize=True)
    hour = money(_("What an hour is worth, €"))
    cost = money(_("What the programs cost in a year, with the hours of the team, €"))

    def __init__(self, *args: Any, begins: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stay_connected"].help_text = begins
