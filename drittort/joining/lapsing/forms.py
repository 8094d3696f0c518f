"""Input of the page behind the mail."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.joining.leaving.forms import day_field
from drittort.joining.leaving.rules import LONGEST_AHEAD, LONGEST_PAUSE


class BreakForm(forms.Form):
    """Until when somebody stays away."""

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"until": today + timedelta(days=60)})
        self.fields["until"] = day_field(_("Back on"), today + timedelta(days=1), today + LONGEST_PAUSE)


class GoForm(forms.Form):
    """Somebody's last day."""

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"last_on": today + timedelta(days=14)})
        self.fields["last_on"] = day_field(_("Your last day"), today, today + LONGEST_AHEAD)
