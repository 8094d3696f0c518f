"""Input of the introduction pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """Yes, not now, or a pause until a day."""

    answer = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("Not now")), ("pause", _("Pause"))])
    until = forms.DateField(required=False)

    def clean(self) -> dict[str, object]:
        """A pause needs its day."""
        data = super().clean() or {}
        if data.get("answer") == "pause" and not data.get("until"):
            self.add_error("until", _("Until when should the pause last?"))
        return data


class OutcomeForm(forms.Form):
    """What came of it."""

    said = forms.ChoiceField(
        label=_("Did you meet?"),
        choices=[("met", _("Yes, we met")), ("planned", _("Still planned")), ("missed", _("Did not work out"))],
        widget=forms.RadioSelect,
    )
    again = forms.TypedChoiceField(
        label=_("Gladly again?"),
        required=False,
        choices=[("yes", _("Yes")), ("no", _("Once was fine")), ("", _("No answer"))],
        coerce=lambda v: v == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    outcome = forms.CharField(label=_("What came of it?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    shared = forms.BooleanField(label=_("The other side may read this"), required=False)


class DraftForm(forms.Form):
    """The manager's words for a pair."""

    text = forms.CharField(required=False, max_length=2000, widget=forms.Textarea)
