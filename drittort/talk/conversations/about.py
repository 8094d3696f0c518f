"""What a conversation may be about: each module registers how the things of its kind are called, where they stand, and who takes part."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing of the house as the head of its thread names it."""

    title: str
    path: str


Names = Callable[[set[int]], Mapping[int, Subject]]
People = Callable[[int], Collection[int]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: how some are called, and the members who belong to one (its rule `people_in`)."""

    names: Names
    people: People | None


KINDS: dict[str, Kind] = {}


def subject_kind(name: str, names: Names, people: People | None = None) -> str:
    """Register a kind of thing with the function that names some of them at once by id; returns the kind.

    With `people`, the rule that gives the ids of those who belong to a thing, its thread is open to exactly them: who comes later reads what was
    said before, who belongs to it no more reads nothing.
    """
    KINDS[name] = Kind(names, people)
    return name


def people_of(key: str) -> set[int] | None:
    """The ids of those who take part in the thread of "kind:id" by the rule of the thing; None where its kind has no such rule."""
    kind, _, number = key.partition(":")
    rule = KINDS[kind].people if kind in KINDS and number.isdigit() else None
    return set(rule(int(number))) if rule else None


def subjects(keys: Iterable[str]) -> dict[str, Subject]:
    """The things behind keys "kind:id", one question a kind. What is gone has no entry."""
    wanted: dict[str, set[int]] = {}
    for key in keys:
        kind, _, number = key.partition(":")
        if kind in KINDS and number.isdigit():
            wanted.setdefault(kind, set()).add(int(number))
    return {f"{kind}:{number}": one for kind, numbers in wanted.items() for number, one in KINDS[kind].names(numbers).items()}
