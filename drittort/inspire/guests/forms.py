"""What somebody from outside writes to come to an event."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.core.strangers import GuardedForm


class GuestForm(GuardedForm):
    """Coming without an account."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send you a link. Your seat counts as soon as you have opened it."),
    )
    seats = forms.TypedChoiceField(label=_("How many come along?"), coerce=int)
    answer = forms.CharField(
        max_length=500, required=False, help_text=_("Only who hosts it reads this."), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, most: int, question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if question:
            self.fields["answer"].label = question
        else:
            del self.fields["answer"]
        if most:
            self.fields["seats"].choices = [(1, _("just me")), *((n + 1, f"+ {n}") for n in range(1, most + 1))]  # type: ignore[attr-defined]
        else:
            del self.fields["seats"]

    def told(self) -> dict[str, Any]:
        """What was written, ready for an action."""
        told = self.cleaned_data
        return {
            "name": " ".join(told["name"].split()),
            "email": told["email"],
            "language": told["language"],
            "seats": told.get("seats") or 1,
            "answer": told.get("answer", "").strip(),
        }
