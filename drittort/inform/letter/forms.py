"""Input of letters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from drittort.core.paging import number
from drittort.inform.letter.actions import Layout, Own
from drittort.inform.letter.rules import EVERY
from drittort.members.people.words import weekday

NEVER = ""


def layout_of(sent: QueryDict) -> Layout:
    """A draft as its page was sent."""

    def ids(name: str) -> frozenset[int]:
        return frozenset(pk for told in sent.getlist(name) if (pk := number(told)) is not None)

    def line(name: str, most: int) -> str:
        return " ".join(sent.get(name, "").replace("\0", "").split())[:most]

    words = {
        code: Own(
            line(f"subject_{code}", 120),
            line(f"opening_{code}", 400),
            sent.get(f"text_{code}", "").replace("\0", "").replace("\r\n", "\n").strip(),
        )
        for code, _name in settings.LANGUAGES
        if f"text_{code}" in sent
    }
    seen = ids("seen_block")
    return Layout(seen, ids("seen"), ids("block"), ids("item"), {pk: line(f"sentence_{pk}", 300) for pk in seen}, words)


class PlanForm(forms.Form):
    """When the letter goes out."""

    weekday = forms.TypedChoiceField(
        label=_("Day"), required=False, coerce=int, empty_value=None, help_text=_("On a quiet day it waits for the next morning.")
    )
    hour = forms.TypedChoiceField(label=_("At what time"), coerce=int, choices=[(h, f"{h}:00") for h in range(6, 22)])
    by_itself = forms.BooleanField(
        label=_("It goes out by itself"),
        required=False,
        help_text=_("Also when nobody has touched it. Else it waits until somebody lets it go."),
    )
    one_of = ("weekday",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weekday"].choices = [*((day, weekday(day)) for day in range(7)), (NEVER, _("no letter at all"))]  # type: ignore[attr-defined]


class WishForm(forms.Form):
    """How often somebody wants the letter, and when."""

    every = forms.TypedChoiceField(
        label=_("How often"), coerce=int, widget=forms.RadioSelect,
        choices=[(EVERY[0], _("every week")), (EVERY[1], _("every two weeks")), (EVERY[2], _("every four weeks"))],
    )  # fmt: skip
    hour = forms.TypedChoiceField(
        label=_("When"), required=False, coerce=int, empty_value=None,
        choices=[("", _("when the house sends it")), *((h, _("from %(hour)s on") % {"hour": f"{h}:00"}) for h in range(7, 20))],
        help_text=_("Never in the quiet hours of the house, and never on its quiet days."),
    )  # fmt: skip
    one_of = ("hour",)
