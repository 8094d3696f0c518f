"""What somebody may say thanks for: each module says how a sentence for one of its things may begin. Who keeps thanks registers the page where they are said as a link of the place `PLACE`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drittort.core import links

PLACE = "thanks"
BEGINNINGS: dict[str, Callable[[Any, int], str]] = {}


def occasion(kind: str, begins: Callable[[Any, int], str]) -> str:
    """Register a kind of thing ("need"); returns it. `begins(member, id)` is a sentence in the active language for whoever has reason to thank, "" for everybody else."""
    BEGINNINGS[kind] = begins
    return kind


def begins(member: Any, thing: str) -> str:
    """How a sentence of thanks for a thing "need:7" may begin; "" where nobody knows, or it is not this member's."""
    kind, _mark, number = thing.partition(":")
    known = BEGINNINGS.get(kind)
    return known(member, int(number)) if known is not None and number.isascii() and number.isdigit() and len(number) < 19 else ""


def page(member: Any, person_id: int, thing: str) -> str:
    """Where a member thanks somebody for a thing: with the name and the reason filled in; "" where nobody keeps thanks."""
    found = links.at(PLACE, member, person_id)
    return f"{found[0].url}?about={thing}" if found else ""
