"""What pictures are shown with: each feature says of its things who reads them, whose they are, and who may add a picture."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing with pictures. `owners` are asked for every picture, beside those who can be seen in it."""

    name: str
    path: Callable[[str, int], str]
    visible: Callable[[Any, Collection[int]], set[int]]
    public: Callable[[Collection[int]], set[int]]
    owners: Callable[[int], set[int]]
    may_add: Callable[[Any, int], bool]


SUBJECTS: dict[str, Subject] = {}


def subject_of_pictures(
    name: str,
    path: Callable[[str, int], str],
    *,
    visible: Callable[[Any, Collection[int]], set[int]],
    public: Callable[[Collection[int]], set[int]],
    owners: Callable[[int], set[int]],
    may_add: Callable[[Any, int], bool],
) -> str:
    """Register a kind of thing that pictures stand with; returns its name. `path(slug, id)` is where one of them stands."""
    SUBJECTS[name] = Subject(name, path, visible, public, owners, may_add)
    return name


def split(thing: str) -> tuple[Subject, int] | None:
    """The kind and the id of a thing "story:7"; None for anything else."""
    name, _mark, number = thing.partition(":")
    if name not in SUBJECTS or not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    return SUBJECTS[name], int(number)
