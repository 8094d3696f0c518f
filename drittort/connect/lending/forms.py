"""Input about loans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def day(label: Any, **more: Any) -> forms.DateField:
    """A day, chosen in the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


class LoanForm(forms.Form):
    """Which days, and what for."""

    from_on = day(_("From"))
    until_on = day(_("Until"))
    text = forms.CharField(label=_("What for?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class LongerForm(forms.Form):
    """Another day for giving back."""

    until_on = day(_("It may stay until"))


class ThanksForm(forms.Form):
    """A sentence of thanks."""

    text = forms.CharField(label=_("A sentence of thanks"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
