"""Input of the pages of the phone."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class IconForm(forms.Form):
    """A picture of the house. Whether it is one, the files say."""

    picture = forms.FileField(
        label=_("Picture"), help_text=_("Square, 512 pixels or more."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )  # fmt: skip
