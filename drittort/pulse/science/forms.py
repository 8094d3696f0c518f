"""A file of another house."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TakeForm(forms.Form):
    """The file that another house sent."""

    file = forms.FileField(
        label=_("Comparison file"), help_text=_("Ends in .comparison.json. It holds sums with noise, and a signature."), widget=forms.FileInput(attrs={"accept": ".json,application/json"})
    )  # fmt: skip
