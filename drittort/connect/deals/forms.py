"""Input about deals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.connect.deals.actions import Business
from drittort.connect.deals.models import Deal


class DealForm(forms.Form):
    """Business that was done."""

    other = forms.CharField(label=_("With whom?"), max_length=120, help_text=_("The name of a person or of a company in the house."))
    mine = forms.TypedChoiceField(label=_("For whom?"), required=False, coerce=int, empty_value=None)
    text = forms.CharField(label=_("What was it?"), max_length=160, help_text=_("In a few words; only the two sides read them."))
    done_on = forms.DateField(label=_("On which day?"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    band = forms.ChoiceField(
        label=_("About how much?"), required=False, choices=[("", _("I'd rather not say")), *Deal.Band.choices],
        help_text=_("Only told in sums in which nobody can be seen."),
    )  # fmt: skip
    source = forms.ChoiceField(
        label=_("What brought you together?"), required=False, choices=[("", _("Nothing of the house")), *Deal.Source.choices]
    )

    def __init__(self, *args: Any, companies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if companies:
            self.fields["mine"].choices = [("", _("for myself")), *companies]  # type: ignore[attr-defined]
        else:
            del self.fields["mine"]

    def business(self) -> Business:
        """What was written, ready for an action."""
        told: dict[str, Any] = self.cleaned_data
        return Business(told["text"], told["done_on"], told["band"], told["source"])
