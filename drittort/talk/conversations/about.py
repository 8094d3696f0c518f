"""What a conversation may be about: each module registers how the things of its kind are called and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing of the house as the head of its thread names it."""

    title: str
    path: str


Names = Callable[[set[int]], Mapping[int, Subject]]
KINDS: dict[str, Names] = {}


def subject_kind(name: str, names: Names) -> str:
    """Register a kind of thing with the function that names some of them at once by id; returns the kind."""
    KINDS[name] = names
    return name


def subjects(keys: Iterable[str]) -> dict[str, Subject]:
    """The things behind keys "kind:id", one question a kind. What is gone has no entry."""
    wanted: dict[str, set[int]] = {}
    for key in keys:
        kind, _, number = key.partition(":")
        if kind in KINDS and number.isdigit():
            wanted.setdefault(kind, set()).add(int(number))
    return {f"{kind}:{number}": one for kind, numbers in wanted.items() for number, one in KINDS[kind](numbers).items()}
