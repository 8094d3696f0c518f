"""Input about work."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ShowcaseForm(forms.Form):
    """One piece of work."""

    title = forms.CharField(label=_("Title"), max_length=80)
    text = forms.CharField(label=_("What it is"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    link = forms.URLField(label=_("Link"), max_length=300, required=False, assume_scheme="https")
    picture = forms.FileField(
        label=_("Picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"})
    )
