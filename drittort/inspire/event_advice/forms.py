"""Input about advice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.inspire.events.forms import on_the_clock
from drittort.inspire.events.models import Event


class RestForm(forms.Form):
    """Putting advice aside for a while."""

    text = forms.CharField(
        label=_("Why not now?"), max_length=300, help_text=_("A few words. They stand here for the others until it speaks again.")
    )


class HourForm(forms.Form):
    """An hour that somebody is about to choose: as much of it as is there."""

    on = forms.DateField()
    begins = forms.TimeField()
    ends = forms.TimeField(required=False)
    way = forms.ChoiceField(choices=Event.Way.choices, required=False)
    title = forms.CharField(max_length=100, required=False)
    text = forms.CharField(max_length=4000, required=False)
    language = forms.CharField(max_length=10, required=False)

    def event(self, zone: ZoneInfo) -> Event | None:
        """What is planned, as an event that nobody keeps; None for an hour that does not exist."""
        told: dict[str, Any] = self.cleaned_data
        starts_at = on_the_clock(told["on"], told["begins"], zone)
        if starts_at is None:
            return None
        ends_at = self.end(told["on"], starts_at, zone)
        return Event(
            title=told["title"], text=told["text"], language=told["language"] or "de", way=told["way"] or Event.Way.HERE, starts_at=starts_at, ends_at=ends_at
        )  # fmt: skip

    def end(self, day: date, starts_at: datetime, zone: ZoneInfo) -> datetime:
        """When it ends: on the next day for an hour before the beginning, and an hour after it where nothing was said."""
        told = self.cleaned_data
        if told["ends"] is None:
            return starts_at + timedelta(hours=1)
        ends_at = on_the_clock(day + timedelta(days=told["ends"] <= told["begins"]), told["ends"], zone)
        return ends_at if ends_at is not None and ends_at > starts_at else starts_at + timedelta(hours=1)
