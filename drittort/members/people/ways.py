"""What one can do with a person: modules above register their ways, pages of people show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do with somebody: its words, its icon, and its address for a house and a person."""

    name: str
    label: Any
    icon: str
    address: Callable[[str, int], str]


WAYS: dict[str, Way] = {}


def way_to(name: str, label: Any, icon: str, address: Callable[[str, int], str]) -> str:
    """Register a way; returns its name. The address must not depend on who asks, so that it tells nothing about anybody."""
    WAYS[name] = Way(name, label, icon, address)
    return name
