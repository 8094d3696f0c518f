"""The trades of a house: sections of economic activity with enough people, small ones together with a neighbour; and what modules have for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from drittort.spaces.industries import SECTIONS, section_name

LEAST = 5
"""So many people make a trade. No figure of fewer is ever shown."""
FAMILIES: tuple[str, ...] = ("JR", "MKLN", "CFDEBA", "GIH", "PQSOTU")
"""Which sections are neighbours: media and the arts, advice and money, making and building, trade and hospitality, people. Families side by side are near."""


@dataclass(frozen=True, slots=True)
class Trade:
    """One trade of a house: its sections, the biggest first, and how many people say that they work in it."""

    letters: str
    size: int

    @property
    def key(self) -> str:
        """The letter by which it is called in addresses; every other letter of it leads to the same."""
        return self.letters[0]

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return " · ".join(section_name(letter) for letter in self.letters)


def arranged(sizes: Mapping[str, int]) -> tuple[Trade, ...]:
    """The trades of a house, the biggest first, from how many people work in each section; none where there are fewer than five in all.

    A section with five people or more stands by itself. The small ones of a family stand together; where even that is too few they go with the biggest
    trade of their family, and without one with all others that are left; if those are too few as well, each with the biggest trade of the nearest family.
    """
    there = {letter: n for letter, n in sizes.items() if letter in SECTIONS and n > 0}
    found = [[letter] for letter, n in sorted(there.items()) if n >= LEAST]
    left: list[str] = []
    for family in FAMILIES:
        small = [letter for letter in family if 0 < there.get(letter, 0) < LEAST]
        big = max((each for each in found if each[0] in family), key=lambda each: there[each[0]], default=None)
        if sum(there[letter] for letter in small) >= LEAST:
            found.append(small)
        elif big is not None:
            big.extend(small)
        else:
            left += small
    if sum(there[letter] for letter in left) >= LEAST:
        found.append(left)
    elif found:
        at_home = {letter: near(letter, found, there) for letter in left}
        for letter, home in at_home.items():
            home.append(letter)
    trades = [
        Trade("".join(sorted(each, key=lambda letter: (-there[letter], letter))), sum(there[letter] for letter in each)) for each in found
    ]
    return tuple(sorted(trades, key=lambda one: (-one.size, one.letters)))


def near(letter: str, found: Sequence[list[str]], there: Mapping[str, int]) -> list[str]:
    """The biggest trade of the family that is nearest to a section's own."""
    place = {each: k for k, family in enumerate(FAMILIES) for each in family}
    return min(found, key=lambda each: (abs(place[each[0]] - place[letter]), -sum(there[one] for one in each), each))


def of_letter(trades: Iterable[Trade], letter: str) -> Trade | None:
    """The trade to which a section belongs in a house."""
    return next((one for one in trades if letter in one.letters and letter), None)


@dataclass(frozen=True, slots=True)
class Beside:
    """Something that another module has for a trade: what, a sentence, and where."""

    title: str
    text: str
    path: str


Source = Callable[[Any, Sequence[str], datetime], Iterable[Beside]]
SOURCES: list[Source] = []


def for_trades(source: Source) -> Source:
    """Register `source(member, letters, at)`: what there is for the people of some sections, in one question."""
    SOURCES.append(source)
    return source


def beside(member: Any, letters: Sequence[str], at: datetime) -> list[Beside]:
    """What all modules have for the people of some sections, for one reader."""
    return [one for source in SOURCES for one in source(member, letters, at)]
