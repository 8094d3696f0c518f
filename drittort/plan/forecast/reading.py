"""A table of actual figures, as it comes out of a spreadsheet: one line a month, one column a figure; months and numbers as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from drittort.engine.tables import parse_records
from drittort.members.importing.problems import FileProblem
from drittort.plan.forecast.models import ActualFigure

MONTH = "month"
MOST_LINES = 400
LARGEST = Decimal(100_000_000)
NAMES = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
OTHERS = {"mar": 3, "mrz": 3, "may": 5, "oct": 10, "dec": 12}
MEANT = {
    MONTH: ("monat", "month", "datum", "date", "zeitraum", "period"),
    "revenue": ("umsatz", "erlös", "einnahmen", "revenue", "sales", "income", "turnover"),
    "joined": ("zugänge", "zugang", "neu", "eintritte", "joined", "new"),
    "left": ("abgänge", "abgang", "kündigungen", "austritte", "left", "churned"),
    "members": ("mitglieder", "members"),
    "leads": ("anfragen", "interessenten", "leads", "enquiries", "inquiries"),
    "occupancy": ("auslastung", "belegung", "occupancy"),
    "staff": ("personal", "löhne", "gehälter", "staff", "wages", "salaries", "payroll"),
    "rent": ("miete", "pacht", "energie", "rent"),
    "programs": ("programm", "veranstaltungen", "events", "program"),
    "other": ("sonstige", "übrige", "other"),
    "cash": ("kontostand", "bank", "kasse", "liquidität", "cash", "balance"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and in which line of the file (as an editor counts; 0 is the whole)."""

    line: int
    text: str

    def __str__(self) -> str:
        return _("Line %(line)s: %(text)s") % {"line": self.line, "text": self.text} if self.line else self.text


@dataclass(frozen=True, slots=True)
class Reading:
    """The months of a file with their figures, and what could not be read."""

    months: Mapping[date, Mapping[str, Decimal]]
    problems: tuple[Problem, ...]


def columns_of(text: str) -> tuple[tuple[str, ...], list[dict[str, str]], tuple[int, ...], tuple[Problem, ...]]:
    """The head of a file, its rows, the line of each, and what is wrong with the whole."""
    parsed = parse_records(text, required=())
    problems = tuple(Problem(p.line, FileProblem("", p.line, p.column, p.code, dict(p.parameters)).sentence) for p in parsed.problems)
    columns = parsed.value.columns
    rows = [dict(zip(columns, (value or "" for value in values), strict=True)) for values in zip(*columns.values(), strict=True)]
    return tuple(columns), rows, parsed.value.lines, problems


def propose(columns: Sequence[str]) -> dict[str, str]:
    """What the columns probably mean by their names; each meaning once."""
    found: dict[str, str] = {}
    for name in columns:
        plain = name.casefold()
        meaning = next((m for m, words in MEANT.items() if m not in found.values() and any(word in plain for word in words)), "")
        found[name] = meaning
    return found


def month_of(text: str) -> date | None:
    """The month that somebody wrote: 2026-03, 03/2026, 3.2026, 31.03.2026, 2026-03-31, März 2026, Mar 26; None for anything else."""
    plain = text.strip().casefold()
    for shape in ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m", "%m/%Y", "%m.%Y", "%Y/%m", "%d.%m.%y"):
        try:
            return datetime.strptime(plain, shape).date().replace(day=1)  # noqa: DTZ007
        except ValueError:
            continue
    named = re.fullmatch(r"([a-zä]{3})[a-zäéû]*\.?[\s-]+(?:20)?(\d{2})", plain)
    if not named:
        return None
    month = NAMES.index(named[1]) + 1 if named[1] in NAMES else OTHERS.get(named[1], 0)
    return date(2000 + int(named[2]), month, 1) if month else None


def number_of(text: str) -> Decimal | None:
    """The number that somebody wrote: 1.234,56 or 1,234.56 or 1 234.5, with € or % or without, negative with a minus or in brackets; None for anything else."""
    plain = re.sub(r"[\s\u00a0\u202f€%']|eur", "", text.strip().casefold().replace("−", "-"))
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    if not re.fullmatch(r"-?[\d.,]*\d[\d.,]*-?", plain):
        return None
    if plain.endswith("-"):
        plain = f"-{plain[:-1]}"
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        thousands = "." if comma > point else ","
        plain = plain.replace(thousands, "").replace(",", ".")
    elif comma >= 0 or point >= 0:
        mark = "," if comma >= 0 else "."
        # One mark before exactly three digits parts thousands, as nobody writes figures of a month to a thousandth; so do several marks.
        if plain.count(mark) > 1 or re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", plain):
            plain = plain.replace(mark, "")
        plain = plain.replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def read(text: str, mapping: Mapping[str, str], today: date) -> Reading:
    """The figures of a file by what its columns mean. A line that cannot be read is left out and told of; an empty cell is no figure."""
    _columns, rows, lines, problems = columns_of(text)
    found: dict[date, dict[str, Decimal]] = {}
    notes = list(problems)
    column = next((name for name, meaning in mapping.items() if meaning == MONTH), None)
    if column is None:
        return Reading({}, (*notes, Problem(0, _("Say which column is the month."))))
    for row, line in zip(rows[:MOST_LINES], lines, strict=False):
        month = month_of(row.get(column, ""))
        if month is None:
            notes.append(Problem(line, _("“%(value)s” is no month. Write it like 03/2026.") % {"value": row.get(column, "")[:30]}))
        elif month > today:
            notes.append(Problem(line, _("This month has not begun yet.")))
        elif month in found:
            notes.append(Problem(line, _("This month stands in the file already; the first line counts.")))
        else:
            found[month] = _figures(row, mapping, line, notes)
    if len(rows) > MOST_LINES:
        notes.append(Problem(0, _("Only the first %(n)s lines were read.") % {"n": MOST_LINES}))
    return Reading({month: found[month] for month in sorted(found) if found[month]}, tuple(sorted(notes, key=lambda note: note.line)))


def _figures(row: Mapping[str, str], mapping: Mapping[str, str], line: int, notes: list[Problem]) -> dict[str, Decimal]:
    found = {}
    for name, meaning in mapping.items():
        text = row.get(name, "").strip()
        if meaning not in ActualFigure.Name.values or not text or text in ("-", "–"):
            continue
        value = number_of(text)
        values: dict[str, Any] = {"column": name, "value": text[:30]}
        if value is None:
            notes.append(Problem(line, _("%(column)s: “%(value)s” is no number.") % values))
        elif abs(value) > LARGEST:
            notes.append(Problem(line, _("%(column)s: %(value)s is too large to be true.") % values))
        elif value < 0 and meaning != ActualFigure.Name.CASH:
            notes.append(Problem(line, _("%(column)s: %(value)s is below nought. Costs are written without a minus.") % values))
        elif meaning == ActualFigure.Name.OCCUPANCY and value > 100:
            notes.append(Problem(line, _("%(column)s: %(value)s is more than a hundred percent.") % values))
        else:
            found[meaning] = value
    return found
