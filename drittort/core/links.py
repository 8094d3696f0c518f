"""Links from one page to another module's: each module registers where its pages are looked for; the page asks for what stands there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from drittort.core.addresses import address


@dataclass(frozen=True, slots=True)
class Link:
    """One link: on which page it stands, where it leads, its words and a sentence, and who is shown it."""

    place: str
    name: str
    label: Any
    words: Any
    shown: Callable[[Any], bool]
    in_house: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A link for one reader."""

    label: str
    words: str
    url: str


LINKS: dict[tuple[str, str], Link] = {}


def link(
    place: str, name: str, label: Any, words: Any = "", *, shown: Callable[[Any], bool] = lambda member: True, in_house: bool = True
) -> None:
    """Register a link to the page `name`. `shown(member)` asks no database: it stands on every visit of the place. Not `in_house`: outside any house."""
    LINKS[place, name] = Link(place, name, label, words, shown, in_house)


def at(place: str, member: Any, *args: object, first: Sequence[str] = ()) -> list[Shown]:
    """The links of a place for a reader: those to the pages of `first` in that order, then the others as modules were loaded. `args` follow the house in the address."""
    order = {name: k for k, name in enumerate(first)}
    return [
        Shown(str(one.label), str(one.words), address(one.name, *((member.space.slug, *args) if one.in_house else ())))
        for one in sorted(LINKS.values(), key=lambda one: order.get(one.name, len(order)))
        if one.place == place and one.shown(member)
    ]
