"""Input of the plan: the words of a part with the rows of its sheet, who looks after it, and how it is wanted on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.inform.posts.forms import LANGUAGES
from drittort.plan.writing.actions import Order, Words
from drittort.plan.writing.guide import PARTS, Part
from drittort.plan.writing.rules import LONGEST, LONGEST_CELL
from drittort.plan.writing.sheets import ALTERNATIVES, COMPARISON, GRAVE, LIKELY, MOST_ROWS, RISKS

FREE_ROWS = 2
"""So many rows of a sheet stand empty, for what is still to be said."""


class PartForm(forms.Form):
    """The words of a part. How long they may be is said by the action, so that nothing written is cut off."""

    one_of = ("text",)
    text = forms.CharField(
        label=_("Your words"), required=False, max_length=LONGEST * 2, widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("**bold**, lists with -, headings with ##, tables with |."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What did you change?"), required=False, max_length=200, help_text=_("A few words for the next who looks.")
    )
    language = forms.CharField(max_length=10, widget=forms.HiddenInput)
    base = forms.IntegerField(min_value=0, max_value=2**31, widget=forms.HiddenInput)
    lines = forms.IntegerField(min_value=0, max_value=MOST_ROWS, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, part: Part, rows: Sequence[Sequence[str]], house: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part, self.house = part, house
        said = rows[1:] if part.sheet == COMPARISON else rows
        asked = self.data.get("lines", "") if self.is_bound else ""
        self.count = min(int(asked) if asked.isdecimal() else len(said) + FREE_ROWS, MOST_ROWS) if part.sheet else 0
        self.fields["lines"].initial = self.count
        if not self.initial.get("base"):
            del self.fields["note"]
        if part.sheet == COMPARISON:
            names = rows[0] if rows else ["", "", ""]
            for k in range(ALTERNATIVES):
                self.fields[f"other_{k}"] = short(_("Alternative %(n)s") % {"n": k + 1}, names[k], 60)
        for row in range(self.count):
            told = said[row] if row < len(said) else []
            for column, label in enumerate(self.labels(rows)):
                value = told[column] if column < len(told) else ""
                choices = {1: LIKELY, 2: GRAVE}.get(column) if part.sheet == RISKS else None
                self.fields[f"cell_{row}_{column}"] = (
                    forms.ChoiceField(label=label, required=False, initial=value or "2", choices=list(choices.items()))
                    if choices
                    else short(label, value, LONGEST_CELL)
                )

    def labels(self, rows: Sequence[Sequence[str]]) -> list[Any]:
        """What the columns of the sheet are called."""
        if self.part.sheet == COMPARISON:
            others = [self.data.get(f"other_{k}") or (rows[0][k] if rows else "") for k in range(ALTERNATIVES)]
            return [_("What is compared"), self.house, *(name or _("Alternative %(n)s") % {"n": k + 1} for k, name in enumerate(others))]
        return [_("What may happen"), _("How likely"), _("How grave"), _("What we do")]

    def others(self) -> list[Any]:
        """The fields with the names of the alternatives."""
        return [self[f"other_{k}"] for k in range(ALTERNATIVES)] if self.part.sheet == COMPARISON else []

    def sheet(self) -> list[list[Any]]:
        """The fields of the sheet, row by row."""
        columns = {COMPARISON: ALTERNATIVES + 2, RISKS: 4}.get(self.part.sheet, 0)
        return [[self[f"cell_{row}_{column}"] for column in range(columns)] for row in range(self.count)]

    def words(self) -> Words:
        """What was written, ready for an action."""
        told = self.cleaned_data
        rows = [[told[field.name] for field in row] for row in self.sheet()]
        if self.part.sheet == COMPARISON:
            rows.insert(0, [told[field.name] or str(field.label) for field in self.others()])
        return Words(told["language"], told["text"], rows, told.get("note", ""))


def short(label: Any, value: str, longest: int) -> forms.CharField:
    """One cell of a sheet."""
    return forms.CharField(label=label, required=False, initial=value, max_length=longest)


class CareForm(forms.Form):
    """Who looks after a part, and when it is looked at again."""

    owner = forms.TypedChoiceField(label=_("Who looks after it?"), required=False, coerce=int, empty_value=None)
    review_on = forms.DateField(
        label=_("Look at it again on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("On this day whoever looks after it is asked whether it is still right."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("nobody yet")), *people]  # type: ignore[attr-defined]


class PaperForm(forms.Form):
    """How the plan is wanted on paper."""

    recipient = forms.CharField(
        label=_("For whom?"), required=False, max_length=120, help_text=_("Stands on the first page: “Sparkasse”, “Town of Kassel, economic development”.")
    )  # fmt: skip
    language = forms.ChoiceField(label=_("In which language?"), choices=LANGUAGES)
    fills = forms.BooleanField(label=_("What stands only in the other language comes in that one"), required=False, initial=True)
    parts = forms.MultipleChoiceField(label=_("Which parts?"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = [(key, part.told(language).title) for key, part in PARTS.items()]  # type: ignore[attr-defined]
        self.fields["parts"].initial = list(PARTS)

    def order(self) -> Order:
        """What was chosen, ready for an action."""
        told = self.cleaned_data
        return Order(told["language"], tuple(told["parts"]), told["recipient"], told["fills"])
