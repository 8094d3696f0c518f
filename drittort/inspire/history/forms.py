"""Input of the history."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.inspire.history.models import LONGEST

LANGUAGES = [("de", _("German")), ("en", _("English"))]


class EntryForm(forms.Form):
    """What happened when."""

    year = forms.IntegerField(label=_("Year"), min_value=1500, max_value=2200)
    on = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), input_formats=["%Y-%m-%d"], help_text=_("Where it is known."),
    )  # fmt: skip
    title = forms.CharField(label=_("What happened?"), max_length=120)
    text = forms.CharField(label=_("A little more"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)


class ReturnForm(forms.Form):
    """A few words with which a proposal goes back."""

    text = forms.CharField(label=_("What is missing?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
