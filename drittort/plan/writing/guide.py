"""The guide through a plan: its parts with why each matters and what to ask oneself, the chapters of the whole, and examples from four kinds of houses."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

LANGUAGES = ("de", "en")
SUMMARY = "summary"
HOUSES: dict[str, Any] = {
    "small": _("A small house: fourteen desks above a bookshop"),
    "rural": _("A house in the country: an old dairy in a village"),
    "urban": _("A house in the city: a former factory with 160 desks"),
    "trade": _("A house of one trade: for people who rebuild houses"),
}
"""The four kinds of houses from which the examples come. All four are invented."""


@dataclass(frozen=True, slots=True)
class Words:
    """A part in one language. `columns` and `lines` are what its sheet begins with."""

    title: str
    why: str
    questions: tuple[str, ...]
    columns: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of every plan: how many minutes it takes, and which sheet goes with its text ("" for none)."""

    key: str
    minutes: int
    sheet: str
    words: dict[str, Words]

    def told(self, language: str) -> Words:
        """The part in a language; in German where it is told in no other."""
        return self.words.get(language, self.words["de"])


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the whole, as those who lend or give money look for it, with its parts in their order."""

    key: str
    titles: dict[str, str]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """How one kind of house wrote a part: a text, and the rows of its sheet."""

    house: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()


def read(name: str) -> dict[str, Any]:
    """What stands in a file beside this one."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def words(told: dict[str, Any]) -> Words:
    """A part as it is told in one language."""
    return Words(
        told["title"], told["why"], tuple(told["questions"]), tuple(told.get("columns", ())), tuple(told.get("lines", ()))
    )  # fmt: skip


def examples() -> dict[tuple[str, str], tuple[Example, ...]]:
    """The examples by part and language, in the order of the houses."""
    found: dict[tuple[str, str], tuple[Example, ...]] = {}
    for key, houses in read("examples").items():
        for language in LANGUAGES:
            found[key, language] = tuple(
                Example(house, houses[house][language].strip(), tuple(tuple(row) for row in houses[house].get(f"rows_{language}", ())))
                for house in HOUSES
            )
    return found


GUIDE = read("guide")
PARTS = {
    told["key"]: Part(told["key"], told["minutes"], told.get("sheet", ""), {code: words(told[code]) for code in LANGUAGES})
    for told in GUIDE["part"]
}
CHAPTERS = tuple(Chapter(told["key"], {code: told[code] for code in LANGUAGES}, tuple(told["parts"])) for told in GUIDE["chapter"])
EXAMPLES = examples()
