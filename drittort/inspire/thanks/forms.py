"""Input of thanks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.inspire.thanks.models import LONGEST, Thanks

LANGUAGES = [("de", _("German")), ("en", _("English"))]


class ThanksForm(forms.Form):
    """To whom, what for, and who reads it."""

    to = forms.CharField(label=_("To whom?"), max_length=600, help_text=_("Names of people, with commas between them, or of one company."))
    text = forms.CharField(
        label=_("What for?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("One sentence, as you would say it. “Thank you for …”"),
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("Who reads it?"), choices=Thanks.Audience.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)
    about = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
