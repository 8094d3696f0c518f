"""Input of the needs page."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NeedForm(forms.Form):
    """What somebody looks for, in a sentence."""

    text = forms.CharField(
        label=_("What are you looking for?"),
        max_length=500,
        help_text=_("A whole sentence finds more than three words: what do you need, and what for?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=[("de", _("German")), ("en", _("English"))])
