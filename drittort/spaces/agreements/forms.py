"""Input of the agreements: a numbered row of sentence and why, in the languages of the house."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from drittort.core.paging import number
from drittort.spaces.agreements.actions import MOST, Sentence

SPARE = 2


class AgreementsForm(forms.Form):
    """All sentences of a version; a row left empty is left out. What changed is said once somebody has read the first version."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: object = None,
        *,
        language: str,
        held: Sequence[dict[str, tuple[str, str]]] = (),
        seen: int = 0,
        asks_change: bool = False,
    ) -> None:
        super().__init__(data, initial={"seen": seen})  # type: ignore[arg-type]
        others = [code for code, _name in settings.LANGUAGES if code != language]
        self.languages = [language, *others]
        count = min(MOST, len(held) + SPARE)
        if data is not None:
            told = [number(key.split("-")[1]) or 0 for key in self.data if key.startswith("text-")]
            count = min(MOST, max([count, *told]))
        self.count = count
        for row in range(1, count + 1):
            words = held[row - 1] if row <= len(held) else {}
            for code in self.languages:
                text, why = words.get(code, ("", ""))
                lang = {"lang": code, "rows": 2}
                self.fields[f"text-{row}-{code}"] = forms.CharField(
                    label=_("Sentence"), max_length=300, required=False, initial=text, widget=forms.Textarea(attrs=lang)
                )
                self.fields[f"why-{row}-{code}"] = forms.CharField(
                    label=_("Why"), max_length=500, required=False, initial=why, widget=forms.Textarea(attrs=lang)
                )
        if asks_change:
            self.fields["change"] = forms.CharField(
                label=_("What changed?"),
                max_length=500,
                help_text=_("One sentence that everybody reads on their next visit."),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def rows(self) -> list[tuple[int, list[tuple[str, forms.BoundField, forms.BoundField]]]]:
        """The fields as the page lays them out: per sentence, per language, sentence and why."""
        return [
            (row, [(code, self[f"text-{row}-{code}"], self[f"why-{row}-{code}"]) for code in self.languages])
            for row in range(1, self.count + 1)
        ]

    @property
    def sentences(self) -> list[Sentence]:
        """What was written, without the empty rows."""
        written = []
        for row in range(1, self.count + 1):
            words = {}
            for code in self.languages:
                pair = (" ".join(self.cleaned_data[f"text-{row}-{code}"].split()), " ".join(self.cleaned_data[f"why-{row}-{code}"].split()))
                if any(pair):
                    words[code] = pair
            if words:
                written.append(Sentence(words))
        return written
