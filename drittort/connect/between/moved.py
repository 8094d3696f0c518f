"""A house stands at other numbers."""

from __future__ import annotations

from typing import Any

from drittort.core.moving.registry import Numbers

COMPANIES = ("seeker", "helper", "buyer", "seller")


def moved(row: dict[str, Any], numbers: Numbers) -> None:
    """The companies in the reasons of a missing tie."""
    for reason in row["reasons"]:
        for name in COMPANIES:
            if isinstance(reason.get(name), int):
                reason[name] = numbers.new("members.Company", reason[name])
