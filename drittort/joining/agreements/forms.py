"""Input of a proposal."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ProposalForm(forms.Form):
    """What should be different, and why."""

    text = forms.CharField(label=_("What should be different?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    reason = forms.CharField(label=_("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
