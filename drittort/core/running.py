"""What runs in a house: rounds, circles, a row of events, the letter. Each module registers its kinds of running parts; whoever plans hangs them on a plan.

A running part knows nothing of that. It says what it is called, where it stands and when it meets; and which threads of notices are its own, so that whoever keeps
the notices can count what it brought to people.

    running.kind("series", _("Round"), parts, begin=running.form("connect:series"), meetings=meetings, threads=threads)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from drittort.core.addresses import address


@dataclass(frozen=True, slots=True)
class Part:
    """One running part of a house: its number (0 where a house has exactly one), what it is called, where it stands in words, its page, and whether it is over."""

    number: int
    name: str
    text: str
    path: str
    over: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """A date of a part, for the calendar: which part, when, and for how many minutes people come together (0: something goes out, nobody meets)."""

    number: int
    at: datetime
    minutes: int


Parts = Callable[[Any, datetime], Sequence[Part]]
Meetings = Callable[[Any, datetime, datetime], Iterable[Meeting]]
Threads = Callable[[Any, datetime], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of running part. `name` is the word of its things (`core.moving.thing`), so that a part is told by "kind:number" and finds its way into another house.

    `parts(space, at)` are those of a house, the newest first. `begin(slug, preset)` is the address where one begins another, `preset` being what its form is filled
    in with. `meetings(space, since, until)` are its dates. `threads(space, since)` say of which part the notices of a thread are; where a house has exactly one
    part, all threads that begin with one of `prefixes` are its own.
    """

    name: str
    label: Any
    parts: Parts
    begin: Callable[[str, Mapping[str, str]], str]
    meetings: Meetings
    threads: Threads
    prefixes: tuple[str, ...]


KINDS: dict[str, Kind] = {}


def kind(
    name: str,
    label: Any,
    parts: Parts,
    *,
    begin: Callable[[str, Mapping[str, str]], str],
    meetings: Meetings = lambda space, since, until: (),
    threads: Threads = lambda space, since: {},
    prefixes: tuple[str, ...] = (),
) -> None:
    """Register a kind of running part. See `Kind` for the words."""
    KINDS[name] = Kind(name, label, parts, begin, meetings, threads, prefixes)


def the_only(name: str, label: Any, text: Any, page: str, *, prefixes: tuple[str, ...], begin: str = "", **more: Any) -> None:
    """Register a kind of which a house has exactly one part: its ideas, its letter. `page` is where it is, `begin` where one does something for it."""

    def parts(space: Any, at: datetime) -> Sequence[Part]:
        return [Part(0, str(label), str(text), address(page, space.slug))]

    kind(name, label, parts, begin=form(begin or page), prefixes=prefixes, **more)


def form(page: str) -> Callable[[str, Mapping[str, str]], str]:
    """The address of a form that is filled in with what a link brings along (`brought`)."""
    return lambda slug, preset: address(page, slug) + (f"?{urlencode(preset)}" if preset else "")


def brought(request: Any, *fields: str) -> dict[str, str]:
    """What a link brought along for some fields of a form; for `initial`."""
    return {name: request.GET[name][:200] for name in fields if name in request.GET}


def told(name: str, number: int) -> str:
    """A part as one word."""
    return f"{name}:{number}"


def asked(part: str) -> tuple[str, int]:
    """The kind and number of a part that is told by one word; ("", 0) for what is none."""
    name, _colon, number = part.rpartition(":")
    return (name, int(number)) if name in KINDS and number.isdecimal() else ("", 0)
