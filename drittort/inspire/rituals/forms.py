"""When and where a ritual begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.inspire.events.forms import LANGUAGES, on_the_clock
from drittort.inspire.events.repeating import Rhythm


class RitualForm(forms.Form):
    """Beginning a ritual: everything else is written already, and can be changed later."""

    on = forms.DateField(label=_("First on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    begins = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    location_id = forms.TypedChoiceField(label=_("At which location?"), coerce=int)
    place = forms.CharField(label=_("Room"), max_length=200, required=False)
    repeats = forms.ChoiceField(label=_("How often does it come?"), choices=Rhythm.choices)
    language = forms.ChoiceField(label=_("Which language is spoken?"), choices=LANGUAGES)

    def __init__(self, *args: Any, zone: ZoneInfo, locations: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["location_id"].choices = locations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An hour that exists."""
        told = super().clean() or {}
        if {"on", "begins"} <= told.keys() and on_the_clock(told["on"], told["begins"], self.zone) is None:
            self.add_error("begins", _("In that night the clocks go forward, and this hour does not exist."))
        return told

    def starts_at(self) -> datetime:
        """The moment at which it begins."""
        moment = on_the_clock(self.cleaned_data["on"], self.cleaned_data["begins"], self.zone)
        assert moment is not None
        return moment
