"""Input of the first step: the house, and who opens it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.spaces.house.forms import HouseForm


class FirstForm(HouseForm):
    """The house, and the name of its founder; the address only where nobody is signed in."""

    person = forms.CharField(label=_("Your own name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("Links to sign in go there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, data: Any = None, *, signed_in: bool, **more: Any) -> None:
        super().__init__(data, **more)
        if signed_in:
            del self.fields["email"]
