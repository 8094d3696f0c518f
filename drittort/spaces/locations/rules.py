"""Who changes locations, and what the floors above say of a location that goes."""

from __future__ import annotations

from collections.abc import Callable

from drittort.spaces.house.rules import Actor, may_change

HANGS_ON: list[Callable[[int], str]] = []
"""Sentences on what happens to whom when a location (by id) is removed; "" where nothing does. Modules above put theirs in."""

__all__ = ["HANGS_ON", "Actor", "may_change"]
