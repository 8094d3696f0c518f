"""Input about values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.members.values.queries import Value


class ValueForm(forms.Form):
    """One value of the house."""

    name_de = forms.CharField(label=_("Name in German"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=60)
    sentence_de = forms.CharField(label=_("One sentence in German"), max_length=200, required=False)
    sentence_en = forms.CharField(label=_("One sentence in English"), max_length=200, required=False)


class ChoiceForm(forms.Form):
    """Up to three values, each with what is meant by it."""

    def __init__(self, values: list[Value], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.values = values
        for one in values:
            self.fields[f"c{one.id}"] = forms.BooleanField(label=one.name, help_text=one.sentence, required=False, initial=one.chosen)
            self.fields[f"m{one.id}"] = forms.CharField(
                label=_("What do you mean by it?"), max_length=300, required=False, initial=one.meaning
            )

    def rows(self) -> list[tuple[Any, Any]]:
        """Box and meaning of each value."""
        return [(self[f"c{one.id}"], self[f"m{one.id}"]) for one in self.values]

    def clean(self) -> dict[str, Any]:
        """At most three."""
        cleaned = super().clean() or {}
        if len(self.chosen()) > 3:
            raise forms.ValidationError(_("Choose three at most: what is everybody's is nobody's."))
        return cleaned

    def chosen(self) -> dict[int, str]:
        """Meanings by chosen value."""
        return {one.id: self.cleaned_data.get(f"m{one.id}", "") for one in self.values if self.cleaned_data.get(f"c{one.id}")}
