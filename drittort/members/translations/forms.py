"""Input of the page on which a house sets its service up."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ServiceForm(forms.Form):
    """Where the house has texts translated."""

    address = forms.CharField(
        label=_("Address"), max_length=200, help_text=_("Any address that speaks as LibreTranslate does, one of your own or one that you trust."),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )  # fmt: skip
    key = forms.CharField(
        label=_("Key"), max_length=200, required=False, help_text=_("Where the service wants one. Empty: as before."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
