"""What somebody did for the first time: each module says of what kind and when; whoever celebrates shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class First:
    """Somebody did something for the first time on a day; `subject` names the thing ("event:7"), where the whole house may know which one."""

    member: int
    on: date
    subject: str = ""


Source = Callable[[int, date, date], Iterable[First]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of first time: its name, the sentence by which it is told with %(name)s, and how it is found."""

    name: str
    sentence: Any
    source: Source


KINDS: dict[str, Kind] = {}


def first_time(name: str, sentence: Any, source: Source) -> str:
    """Register a kind; returns its name. `source(space id, first day, last day)` tells whose first time was on these days.

    Only what everybody in the house may know: a first time is shown to all.
    """
    KINDS[name] = Kind(name, sentence, source)
    return name
