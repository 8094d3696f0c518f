"""Measures of the plan: what somebody does until a day. Whoever keeps them registers how one is made; other features of the plan make them through here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Maker = Callable[..., Any]
MAKERS: list[Maker] = []


def makes(maker: Maker) -> Maker:
    """Register `maker(actor=, text=, until_on=, responsible_id=, metric=, source=, at=)`. A thing (`source`, as "plan_advice:7") is a measure once."""
    MAKERS.append(maker)
    return maker


def make(**told: Any) -> None:
    """Make a measure, inside the caller's transaction."""
    for maker in MAKERS:
        maker(**told)
