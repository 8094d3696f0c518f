"""Input of a location."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LocationForm(forms.Form):
    """One address of the house, and how one gets in."""

    name = forms.CharField(label=_("What do you call it?"), max_length=80, help_text=_("As you say it: “rear building”, “at the quay”."))
    address = forms.CharField(
        label=_("Street and town"), max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    way_in = forms.CharField(
        label=_("How does one get in?"),
        max_length=300,
        required=False,
        help_text=_("In your words: which door, which bell, who is there when. No codes: every member reads this."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
