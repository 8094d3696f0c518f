"""What a conversation may be about: each module registers how the things of its kind are called, where they stand, and who takes part."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from drittort.core.errors import Verdict


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing of the house as the head of its thread names it."""

    title: str
    path: str


Names = Callable[[set[int]], Mapping[int, Subject]]
People = Callable[[int], Collection[int]]


@dataclass(frozen=True, slots=True)
class Comments:
    """The rules of a thing under which everybody who sees it may write: which of some members may read it, whether one may write now, and who is told
    of what is written there from the first word on."""

    readers: Callable[[int, Collection[int]], Collection[int]]
    may_say: Callable[[Any, int, datetime], Verdict]
    told: People


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: how some are called, and the members who belong to one (its rule `people_in`), or the rules of comments under it."""

    names: Names
    people: People | None = None
    comments: Comments | None = None


KINDS: dict[str, Kind] = {}


def subject_kind(name: str, names: Names, people: People | None = None, *, comments: Comments | None = None) -> str:
    """Register a kind of thing with the function that names some of them at once by id; returns the kind.

    With `people`, the rule that gives the ids of those who belong to a thing, its thread is open to exactly them: who comes later reads what was
    said before, who belongs to it no more reads nothing. With `comments` nobody takes part: whoever sees the thing reads what is written under it.
    """
    KINDS[name] = Kind(names, people, comments)
    return name


def comments_on(key: str) -> tuple[Comments, int] | None:
    """The rules of comments under "kind:id", and the id; None where nobody comments."""
    kind, number = parts_of(key)
    rules = KINDS[kind].comments if kind in KINDS and number else None
    return (rules, number) if rules else None


def parts_of(key: str) -> tuple[str, int]:
    """The kind and the number of "kind:id"; 0 where it is no number, or spelled another way: each thing has one key."""
    kind, _, number = key.partition(":")
    plain = number.isascii() and number.isdigit() and len(number) < 19 and str(int(number)) == number
    return kind, int(number) if plain else 0


def commented() -> list[str]:
    """The kinds of things under which comments stand."""
    return [name for name, kind in KINDS.items() if kind.comments is not None]


def people_of(key: str) -> set[int] | None:
    """The ids of those who take part in the thread of "kind:id" by the rule of the thing; None where its kind has no such rule."""
    kind, number = parts_of(key)
    rule = KINDS[kind].people if kind in KINDS and number else None
    return set(rule(number)) if rule else None


def subjects(keys: Iterable[str]) -> dict[str, Subject]:
    """The things behind keys "kind:id", one question a kind. What is gone has no entry."""
    wanted: dict[str, set[int]] = {}
    for key in keys:
        kind, number = parts_of(key)
        if kind in KINDS and number:
            wanted.setdefault(kind, set()).add(number)
    return {f"{kind}:{number}": one for kind, numbers in wanted.items() for number, one in KINDS[kind].names(numbers).items()}
