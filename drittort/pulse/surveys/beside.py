"""What stands beside an element on the page of results: whoever runs programs says which of them are meant for it. Pulse knows no programs itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Beside:
    """Something that is done for an element: its name and where it is read."""

    name: str
    url: str


Source = Callable[[Any], Mapping[str, Sequence[Beside]]]
SOURCES: dict[str, Source] = {}


def beside(name: str, source: Source) -> None:
    """Register a source: `source(member)` gives what this reader may know of, by element, in one query."""
    SOURCES[name] = source


def of_elements(member: Any) -> dict[str, list[Beside]]:
    """Everything beside the elements, for one reader."""
    found: dict[str, list[Beside]] = {}
    for source in SOURCES.values():
        for element, some in source(member).items():
            found.setdefault(element, []).extend(some)
    return found
