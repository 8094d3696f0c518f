"""What somebody asks the whole house: a module that keeps such things says how they read, one that knows people finds who may know. Neither knows the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that somebody asks, in words that every member of the house may read.

    `about` names it for what is written under it ("post:7"). `open`: an answer still helps; `answered`: somebody wrote under it. `trade` is the letter of
    the section for which it is meant above all, or empty.
    """

    id: int
    space_id: int
    asker_id: int
    title: str
    text: str
    language: str
    about: str
    path: str
    trade: str
    open: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class Knew:
    """Somebody's answer helped: who, and with what was asked."""

    member_id: int
    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """That one reader is asked to answer: why, and where they say that they know somebody, or that it does not fit now."""

    why: str
    somebody_path: str
    not_now_path: str


Find = Callable[[Collection[int]], Mapping[int, Asked]]
FINDS: list[Find] = []
KNEW: list[Callable[[int], Iterable[Knew]]] = []
WANTED: list[Callable[[Any, int], Wanted | None]] = []
WAITING: list[Callable[[Any], Collection[int]]] = []


def asks(find: Find, knew: Callable[[int], Iterable[Knew]]) -> None:
    """Register how things that are asked are found by id (what not everybody may read is not found), and who in a house knew an answer."""
    FINDS.append(find)
    KNEW.append(knew)


def routes(wanted: Callable[[Any, int], Wanted | None], waiting: Callable[[Any], Collection[int]]) -> None:
    """Register whether one reader is asked to answer a thing, and the ids of all that wait for a word of theirs. Each asks one question."""
    WANTED.append(wanted)
    WAITING.append(waiting)


def found(ids: Collection[int]) -> dict[int, Asked]:
    """What is asked, by id."""
    return {pk: one for find in FINDS for pk, one in find(ids).items()}


def known_in(space_id: int) -> list[Knew]:
    """Whose answers helped in a house."""
    return [one for each in KNEW for one in each(space_id)]


def wanted(reader: Any, thing_id: int) -> Wanted | None:
    """Whether a reader is asked to answer a thing. For their own eyes only."""
    return next((one for each in WANTED if (one := each(reader, thing_id)) is not None), None)


def waiting_for(reader: Any) -> set[int]:
    """The ids of what waits for a word of a reader. For their own eyes only."""
    return {pk for each in WAITING for pk in each(reader)}
