"""Input about advice."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TakeForm(forms.Form):
    """Taking advice up: what is done, and until when."""

    text = forms.CharField(label=_("What do you do?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    until_on = forms.DateField(label=_("Until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class DeclineForm(forms.Form):
    """Letting advice rest."""

    text = forms.CharField(
        label=_("Why not now?"), max_length=300, help_text=_("A few words. They stand here for the others until it speaks again.")
    )
