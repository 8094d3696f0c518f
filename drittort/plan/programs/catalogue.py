"""Programs ready to run: texts, roles, first steps, what they may cost and what hangs on them, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from drittort.core.errors import NotFound

LANGUAGES = ("de", "en")
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Said:
    """A template in one language."""

    name: str
    line: str
    purpose: str
    rule: str
    roles: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of running part that a template needs, and what its form is filled in with."""

    kind: str
    preset: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Template:
    """A program to choose. `days` are when its first steps are due, counted from its first day; `weeks` is how long it runs, 0 without an end."""

    key: str
    kind: str
    audience: str
    cadence: str
    mails: Decimal
    hours: Decimal
    money: Decimal
    weeks: int
    review: int
    metric: str
    target: float | None
    days: tuple[int, ...]
    parts: tuple[Wanted, ...]
    said: Mapping[str, Said]

    def first_on(self, today: date) -> date:
        """A Monday that leaves time to prepare it."""
        soon = today + SOON
        return soon + timedelta(days=-soon.weekday() % 7)

    def last_on(self, first: date) -> date | None:
        """Its last day from a first one on; None where it goes on."""
        return first + timedelta(weeks=self.weeks, days=-1) if self.weeks else None

    def review_on(self, first: date) -> date:
        """When it is looked at again."""
        return first + timedelta(weeks=self.review)

    def steps(self, language: str, first: date) -> list[tuple[date, str]]:
        """What is to be done at first, each with its day."""
        said = self.said.get(language, self.said[LANGUAGES[0]])
        return [(first + timedelta(days=days), text) for days, text in zip(self.days, said.steps, strict=True)]


def template_of(row: Mapping[str, Any]) -> Template:
    """A template as it stands in the file."""
    return Template(
        key=row["key"], kind=row["kind"], audience=row["audience"], cadence=row["cadence"], mails=Decimal(str(row["mails"])), hours=Decimal(row["hours"]),
        money=Decimal(row["money"]), weeks=row["weeks"], review=row["review"], metric=row["metric"], target=row.get("target"), days=tuple(row["days"]),
        parts=tuple(Wanted(one["kind"], {name: value for name, value in one.items() if name != "kind"}) for one in row["parts"]),
        said={
            code: Said(told["name"], told["line"], told["purpose"], told["rule"], tuple(told["roles"]), tuple(told["steps"]))
            for code in LANGUAGES for told in (row[code],)
        },
    )  # fmt: skip


@cache
def templates() -> tuple[Template, ...]:
    """All of them, in their order."""
    rows = tomllib.loads(Path(__file__).with_name("programs.toml").read_text(encoding="utf-8"))["program"]
    return tuple(template_of(row) for row in rows)


def template(key: str) -> Template:
    """One of them. Raises NotFound."""
    found = next((one for one in templates() if one.key == key), None)
    if found is None:
        raise NotFound
    return found
