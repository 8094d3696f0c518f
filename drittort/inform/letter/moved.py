"""Items of letters on another machine: their things and people have other numbers there."""

from __future__ import annotations

from typing import Any

from drittort.core.moving.registry import Numbers

MEMBER = "members.Member"


def item(row: dict[str, Any], numbers: Numbers) -> None:
    """Write an item anew."""
    row["key"] = numbers.thing(row["key"])
    row["people"] = [numbers.new(MEMBER, pk) for pk in row["people"]]
