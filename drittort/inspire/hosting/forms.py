"""What those who host write."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class MessageForm(forms.Form):
    """Something for all who come."""

    text = forms.CharField(
        label=_("To all who have a seat"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It comes by mail, to guests, too."),
    )


class CostForm(forms.Form):
    """What it may cost and did cost."""

    budget = forms.DecimalField(label=_("It may cost, €"), max_digits=9, decimal_places=2, min_value=0, required=False, localize=True)
    spent = forms.DecimalField(label=_("It did cost, €"), max_digits=9, decimal_places=2, min_value=0, required=False, localize=True)
