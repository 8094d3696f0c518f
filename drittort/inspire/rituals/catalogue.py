"""Small formats that come again, ready to begin: texts, roles and lists in both languages."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from drittort.core.errors import NotFound

LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True)
class Said:
    """A ritual in one language."""

    title: str
    line: str
    text: str
    roles: tuple[str, ...]
    checklist: tuple[str, ...]
    question: str = ""


@dataclass(frozen=True, slots=True)
class Ritual:
    """One small format: when it usually is, how often, for how many, and what it says."""

    key: str
    weekday: int
    hour: int
    minutes: int
    rhythm: str
    capacity: int | None
    said: dict[str, Said]

    def first_on(self, today: date) -> date:
        """Its next usual day, with a few days in between to tell the house."""
        soon = today + timedelta(days=4)
        return soon + timedelta(days=(self.weekday - soon.weekday()) % 7)


def said(told: dict[str, Any]) -> Said:
    """One language as it stands in the file."""
    return Said(told["title"], told["line"], told["text"], tuple(told["roles"]), tuple(told["checklist"]), told.get("question", ""))


@cache
def rituals() -> tuple[Ritual, ...]:
    """All of them, in their order."""
    rows = tomllib.loads(Path(__file__).with_name("rituals.toml").read_text(encoding="utf-8"))["ritual"]
    return tuple(
        Ritual(
            row["key"], row["weekday"], row["hour"], row["minutes"], row["rhythm"], row.get("capacity"),
            {code: said(row[code]) for code in LANGUAGES},
        )
        for row in rows
    )  # fmt: skip


def ritual(key: str) -> Ritual:
    """One of them. Raises NotFound."""
    found = next((one for one in rituals() if one.key == key), None)
    if found is None:
        raise NotFound
    return found
