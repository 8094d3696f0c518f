"""Reads people.csv and companies.csv into rows. An empty cell, like a missing column, says nothing: it changes nothing.

Companies     id, name, industry (WZ 2008, such as 62.01), line (one sentence)
People        id, name, email, company (id or name), joined_on, left_on, language, languages, days, location, line, offers, needs,
              counted_since, introduced_since, map_since; any other column becomes an attribute.
              Several values in one cell are separated by |. `since` is read as `joined_on`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from drittort.engine.tables import People, days_of, parse_people
from drittort.members.importing.problems import FileProblem, of_engine

T = TypeVar("T")

LONGEST_ID = 100
LONGEST = {"name": 120, "company": 120, "line": 200, "industry": 10, "offers": 300, "needs": 300, "email": 254, "location": 80}
LONGEST_ATTRIBUTE = 300

CONSENTS = {"counted_since": "counted", "introduced_since": "introduced", "map_since": "map"}
DATES = ("joined_on", "left_on", *CONSENTS)
COLUMNS = frozenset(
    {"name", "email", "company", *DATES, "since", "language", "languages", "days", "location", "line", "offers", "needs"}
)  # fmt: skip

WEEK = (
    ("mo", "mon", "monday", "montag"), ("di", "tue", "tuesday", "dienstag", "tu"), ("mi", "wed", "wednesday", "mittwoch", "we"),
    ("do", "thu", "thursday", "donnerstag", "th"), ("fr", "fri", "friday", "freitag"), ("sa", "sat", "saturday", "samstag", "sonnabend"),
    ("so", "sun", "sunday", "sonntag", "su"),
)  # fmt: skip
DAY = {name: number for number, names in enumerate(WEEK) for name in names}
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """One company as a file tells it; None where the file says nothing."""

    id: str
    name: str
    industry: str | None = None
    headline: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as a file tells them; None where the file says nothing. `line` is the place in the file (0: not from people.csv)."""

    id: str
    name: str | None = None
    email: str | None = None
    company: str | None = None
    joined_on: date | None = None
    left_on: date | None = None
    language: str | None = None
    languages: tuple[str, ...] | None = None
    days: tuple[int, ...] | None = None
    location: str | None = None
    headline: str | None = None
    offers: tuple[str, ...] | None = None
    needs: tuple[str, ...] | None = None
    consents: tuple[tuple[str, date], ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Rows:
    """What the two files say, and what is wrong with them."""

    people: tuple[PersonRow, ...] = ()
    companies: tuple[CompanyRow, ...] = ()
    problems: tuple[FileProblem, ...] = ()
    people_file: str = ""
    companies_file: str = ""


class _Reader:
    """Reads the cells of one line and notes what is wrong with them."""

    def __init__(self, file: str, parsed: People) -> None:
        self.file, self.people = file, parsed
        self.problems: list[FileProblem] = []
        self.row = 0

    @property
    def line(self) -> int:
        return self.people.lines[self.row]

    def complain(self, column: str, code: str, **parameters: str | int) -> None:
        self.problems.append(FileProblem(self.file, self.line, column, code, parameters))

    def text(self, column: str) -> str | None:
        """A cell, or None where it is empty, absent or too long."""
        values = self.people.columns.get(column)
        value = values[self.row] if values else None
        limit = LONGEST.get(column, LONGEST_ATTRIBUTE)
        if value is not None and column not in ("offers", "needs", "languages", "days") and len(value) > limit:
            self.complain(column, "too_long", name=column, got=len(value), limit=limit)
            return None
        return value

    def day(self, column: str) -> date | None:
        """A cell with a date."""
        value = self.text(column)
        if value is None:
            return None
        try:
            return EPOCH + timedelta(days=math.floor(days_of(value)))
        except ValueError:
            if column not in ("since", "counted_since"):  # those two the engine has named already
                self.complain(column, "date", value=value)
            return None

    def several(self, column: str, read: Callable[[str], T]) -> tuple[T, ...] | None:
        """A cell with values between bars, each once, in the order of the file."""
        value = self.text(column)
        if value is None:
            return None
        found: dict[T, None] = {}
        for part in value.split("|"):
            if part.strip():
                try:
                    found[read(part.strip())] = None
                except ValueError as error:
                    self.complain(column, str(error), value=part.strip(), name=column, got=len(part.strip()), limit=LONGEST.get(column, 0))
        return tuple(found)


def _language(text: str) -> str:
    code = text.lower()
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z]{2,4})?", code):
        raise ValueError("language")
    return code


def _weekday(text: str) -> int:
    number = DAY.get(text.lower().rstrip("."))
    if number is None:
        raise ValueError("day")
    return number


def _sentence(text: str) -> str:
    if len(text) > LONGEST["offers"]:
        raise ValueError("too_long")
    return text


def is_address(text: str) -> bool:
    """Whether a text is an e-mail address that an account can have."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST["email"]


def _long_ids(reader: _Reader) -> None:
    for row, person in enumerate(reader.people.ids):
        reader.row = row
        if len(person) > LONGEST_ID:
            reader.complain("id", "id_too_long", name="id", got=len(person), limit=LONGEST_ID)


def read_companies(file: str, text: str) -> Rows:
    """Read companies.csv. Every id and every name may stand once."""
    parsed = parse_people(text)
    reader = _Reader(file, parsed.value)
    _long_ids(reader)
    rows, first = [], dict[str, int]()
    named = "name" in parsed.value.columns
    for row, key in enumerate(parsed.value.ids):
        reader.row = row
        name = reader.text("name") if named else key
        if name is None:
            if not any(p.line == reader.line for p in reader.problems):
                reader.complain("name", "value_missing", name="name")
            continue
        if first.setdefault(name, reader.line) != reader.line:
            reader.complain("name", "name_twice", value=name, first=first[name])
        rows.append(CompanyRow(key, name, reader.text("industry"), reader.text("line"), reader.line))
    problems = of_engine(file, parsed.problems) + reader.problems
    return Rows(companies=tuple(rows), problems=tuple(sorted(problems, key=lambda p: p.line)), companies_file=file)


def read_people(file: str, text: str, *, today: date, names_needed: bool) -> Rows:
    """Read people.csv. `names_needed`: refuse people without a name instead of calling them by their id."""
    parsed = parse_people(text)
    reader = _Reader(file, parsed.value)
    columns = parsed.value.columns
    _long_ids(reader)
    if names_needed and "name" not in columns and not any(p.fatal and p.line <= 1 for p in parsed.problems):
        reader.problems.append(FileProblem(file, 1, "name", "column_missing", {"name": "name", "found": ", ".join(["id", *columns])}))
        return Rows(problems=tuple(reader.problems), people_file=file)
    rows, first = [], dict[str, int]()
    for row, person in enumerate(parsed.value.ids):
        reader.row = row
        before = len(reader.problems)
        name = reader.text("name")
        if name is None and names_needed and len(reader.problems) == before:
            reader.complain("name", "value_missing", name="name")
        rows.append(_person(reader, person, name, first, today))
    problems = of_engine(file, parsed.problems) + reader.problems
    return Rows(people=tuple(rows), problems=tuple(sorted(problems, key=lambda p: p.line)), people_file=file)


def _person(reader: _Reader, person: str, name: str | None, first: dict[str, int], today: date) -> PersonRow:
    email = reader.text("email")
    if email is not None:
        if not is_address(email):
            reader.complain("email", "email", value=email)
            email = None
        elif first.setdefault(email.lower(), reader.line) != reader.line:
            reader.complain("email", "email_twice", value=email, first=first[email.lower()])
    joined = reader.day("joined_on" if "joined_on" in reader.people.columns else "since")
    left = reader.day("left_on")
    if joined and left and left < joined:
        reader.complain("left_on", "left_before", value=left.isoformat(), first=joined.isoformat())
    consents = []
    for column, kind in CONSENTS.items():
        since = reader.day(column)
        if since is not None and since > today:
            # A consent is proven by its past.
            reader.complain(column, "future", value=since.isoformat())
        elif since is not None:
            consents.append((kind, since))
    languages = reader.several("languages", _language)
    language = reader.several("language", _language)
    return PersonRow(
        id=person,
        name=name,
        email=email,
        company=reader.text("company"),
        joined_on=joined,
        left_on=left,
        language=(language or languages or (None,))[0],
        languages=languages or language,
        days=None if (days := reader.several("days", _weekday)) is None else tuple(sorted(days)),
        location=reader.text("location"),
        headline=reader.text("line"),
        offers=reader.several("offers", _sentence),
        needs=reader.several("needs", _sentence),
        consents=tuple(consents),
        attributes={c: v for c in reader.people.columns if c not in COLUMNS and (v := reader.text(c)) is not None},
        line=reader.line,
    )
