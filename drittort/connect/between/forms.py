"""Input of the page between companies."""

from __future__ import annotations

from django import forms


class IntroduceForm(forms.Form):
    """One person of each company, and the words."""

    member = forms.IntegerField(min_value=1)
    other_member = forms.IntegerField(min_value=1)
    text = forms.CharField(required=False, max_length=2000, widget=forms.Textarea)
