"""Who tells what came of it: each feature registers its beginnings, one picture shows them.

A feature that brings people together registers an origin (its name) and a source: a function that tells the stories which began between two days,
each with what became of it and whose it was. Whatever is told that way is counted by the house's rule for sums (`counting`).
What a feature has published already, so that nobody can be seen in it, it registers as published and is shown as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

MET, HELP, PROJECT, BUSINESS, OPEN = "met", "help", "project", "business", ""
OUTCOMES: dict[str, Any] = {MET: _("Meetings"), HELP: _("Help"), PROJECT: _("Projects"), BUSINESS: _("Business")}


@dataclass(frozen=True, slots=True)
class Story:
    """One beginning: where it comes from, what became of it (one of OUTCOMES, or OPEN), and the ids of those whose it is."""

    origin: str
    outcome: str
    people: frozenset[int]


Source = Callable[[int, date, date], Iterable[Story]]
Published = Callable[[int, date, date], Mapping[tuple[str, str], int]]
ORIGINS: dict[str, Any] = {}
SOURCES: dict[str, Source] = {}
PUBLISHED: dict[str, Published] = {}


def origin(name: str, label: Any) -> str:
    """Register where stories may begin; returns its name. The order of registration is that of the picture."""
    ORIGINS.setdefault(name, label)
    return name


def source(name: str, function: Source) -> Source:
    """Register `function(space id, first day, last day)`: the stories that began on these days, as they stand now. Reads only."""
    SOURCES[name] = function
    return function


def published(name: str, function: Published) -> Published:
    """Register `function(space id, first day, last day)`: numbers by (origin, outcome) that may be told as they are."""
    PUBLISHED[name] = function
    return function
