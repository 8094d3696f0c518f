"""The rules of advice, in both languages, as they stand in `rules.toml`, and what studies say in `studies.toml`. No rule is hidden in code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

UNDER, OVER, FALLS, RISES = KINDS = ("under", "over", "falls", "rises")
LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True)
class When:
    """One condition: a figure (divided by another one, where `per` names it) and a mark, under or over which it is; or by how much of itself it moved."""

    figure: str
    kind: str
    mark: float
    per: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a study says of it: its key, and the change between `low` and `high` as a share of the figure ("value"), or of what is missing to one ("rest")."""

    study: str
    low: float
    high: float
    of: str


@dataclass(frozen=True, slots=True)
class Said:
    """A rule in one language."""

    title: str
    do: str


@dataclass(frozen=True, slots=True)
class Rule:
    """When a rule speaks, what it says, by which figure it is scored and what it costs. `at` names the page where one does it."""

    key: str
    when: tuple[When, ...]
    metric: str
    hours: int
    money: int
    said: Mapping[str, Said]
    effect: Effect | None = None
    at: str = ""

    @property
    def words(self) -> Said:
        """It in the reader's language."""
        return self.said.get((get_language() or "de")[:2], self.said["de"])


def _when(told: Mapping[str, Any]) -> When:
    kind = next(each for each in KINDS if each in told)
    return When(told["figure"], kind, float(told[kind]), told.get("per", ""))


@cache
def rules() -> dict[str, Rule]:
    """All rules by key, in their order."""
    rows = tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))["rule"]
    return {
        row["key"]: Rule(
            row["key"], tuple(_when(each) for each in row["when"]), row["metric"], row["hours"], row["money"],
            {code: Said(row[code]["title"], row[code]["do"]) for code in LANGUAGES}, Effect(**row["effect"]) if "effect" in row else None, row.get("at", ""),
        )
        for row in rows
    }  # fmt: skip


@cache
def studies() -> dict[str, dict[str, str]]:
    """What studies say, by key and language."""
    told: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("studies.toml").read_text(encoding="utf-8"))
    return told


def study(key: str) -> str:
    """What a study says, in the reader's language."""
    told = studies()[key]
    return told.get((get_language() or "de")[:2], told["de"])
