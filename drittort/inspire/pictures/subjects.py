"""What pictures are shown with: each feature says of its things who reads them, whose they are, and who may add a picture."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from drittort.core.errors import Verdict

MOST = 12
"""So many pictures stand with one thing, unless its feature says otherwise."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing with pictures.

    `owners` are asked for every picture, beside those who can be seen in it. `public`: which of some everybody reads; None: none ever is. `people`: who can be
    seen in a picture that somebody brings to one of them; None: anybody in the house.
    """

    name: str
    path: Callable[[str, int], str]
    visible: Callable[[Any, Collection[int]], set[int]]
    may_add: Callable[[Any, int, datetime], Verdict]
    may_remove: Callable[[Any, int], bool]
    owners: Callable[[int], set[int]] | None
    public: Callable[[Collection[int]], set[int]] | None
    people: Callable[[Any, int], set[int]] | None
    most: int


SUBJECTS: dict[str, Subject] = {}


def subject_of_pictures(
    name: str,
    path: Callable[[str, int], str],
    *,
    visible: Callable[[Any, Collection[int]], set[int]],
    may_add: Callable[[Any, int, datetime], Verdict],
    may_remove: Callable[[Any, int], bool],
    owners: Callable[[int], set[int]] | None = None,
    public: Callable[[Collection[int]], set[int]] | None = None,
    people: Callable[[Any, int], set[int]] | None = None,
    most: int = MOST,
) -> str:
    """Register a kind of thing that pictures stand with; returns its name. `path(slug, id)` is where one of them stands."""
    SUBJECTS[name] = Subject(name, path, visible, may_add, may_remove, owners, public, people, most)
    return name


def split(thing: str) -> tuple[Subject, int] | None:
    """The kind and the id of a thing "story:7"; None for anything else."""
    name, _mark, number = thing.partition(":")
    if name not in SUBJECTS or not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    return SUBJECTS[name], int(number)
