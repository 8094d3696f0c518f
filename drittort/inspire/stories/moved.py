"""A house stands at other numbers."""

from __future__ import annotations

from typing import Any

from drittort.core.moving.registry import Numbers


def subject(row: dict[str, Any], numbers: Numbers) -> None:
    """What something grew out of, or what it is about."""
    row["subject"] = numbers.thing(row["subject"])
