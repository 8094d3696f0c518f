"""A new address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """One field."""

    email = forms.EmailField(
        label=_("New address"),
        help_text=_("We send a link there. Until you open it, everything stays as it is."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
