"""Input of the introduction pages."""

from __future__ import annotations

from typing import Any

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


class PauseForm(forms.Form):
    """A pause until a day, with no introduction at hand."""

    until = forms.DateField(
        error_messages={"required": _("Until when should the pause last?"), "invalid": _("Until when should the pause last?")}
    )


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
    introducer_may_know = forms.BooleanField(
        label=_("Whoever introduced us may know that we met, if the other side agrees"), required=False
    )

    def __init__(self, *args: Any, warm: bool = False, **kwargs: Any) -> None:
        """`warm`: somebody introduced the two, who may be told."""
        super().__init__(*args, **kwargs)
        if not warm:
            del self.fields["introducer_may_know"]


class DraftForm(forms.Form):
    """The manager's words for a pair."""

    text = forms.CharField(required=False, max_length=2000, widget=forms.Textarea)


class WarmForm(forms.Form):
    """An introducer's words: to both, and to each alone."""

    one_of = ("text", "to_first", "to_second")

    text = forms.CharField(
        label=_("Your words to both"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One sentence is enough, to both or to one of them: what the one has that the other needs, or why you thought of them."
        ),
    )
    to_first = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    to_second = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, names: tuple[str, str], **kwargs: Any) -> None:
        """`names`: the first names of the two."""
        super().__init__(*args, **kwargs)
        for field, name in zip(("to_first", "to_second"), names, strict=True):
            self.fields[field].label = _("Only for %(name)s to read") % {"name": name}

    def clean(self) -> dict[str, object]:
        """Who introduces says a word, be it to one alone."""
        data = super().clean() or {}
        if not self.errors and not any(str(data.get(name, "")).strip() for name in self.one_of):
            self.add_error("text", _("Write a sentence: from you it counts more than from any machine."))
        return data
