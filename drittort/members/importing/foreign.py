"""Member lists as other coworking software exports them: recognised by their head, mapped column by column, read into the rows of an import.

What is known of their columns stands with its source in docs/import.md. A list from elsewhere is read forgivingly: a line that cannot be used is left out and
named; nothing in it mails anybody, gives anybody a consent, or writes over what people wrote about themselves here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from drittort.engine.tables import parse_records
from drittort.members.importing.forms import DAY, LONGEST, LONGEST_ID, CompanyRow, PersonRow, Rows, is_address
from drittort.members.importing.problems import FileProblem, of_engine
from drittort.members.importing.queries import Known

IGNORE, FIELD = "", "field:"
TARGETS = (
    "id", "name", "first_name", "last_name", "email", "company", "joined_on", "left_on", "status", "row_kind", "language", "location", "days",
    "industry", "line", "offers", "needs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class System:
    """One software: its name, the columns by any of which its lists are known, and what its columns mean here."""

    title: str
    known_by: tuple[frozenset[str], ...]
    columns: Mapping[str, str]


def _known(*sets: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(one.split("|")) for one in sets)


SYSTEMS = {
    "cobot": System(
        "Cobot",
        _known("name|plan name|next invoice date", "plan name|start date|paid for by", "confirmed at|canceled to", "confirmed_at|canceled_to"),
        {
            "id": "id", "membership id": "id", "name": "name", "company": "company", "email": "email", "start date": "joined_on",
            "starts at": "joined_on", "starts_at": "joined_on", "confirmed at": "", "confirmed_at": "", "canceled to": "left_on",
            "canceled_to": "left_on", "cancelled to": "left_on", "status": "status", "locale": "language",
        },
    ),
    "nexudus": System(
        "Nexudus",
        _known("fullname|email", "fullname|registrationdate"),
        {
            "id": "id", "coworkerid": "id", "fullname": "name", "email": "email", "companyname": "company", "coworkertype": "row_kind",
            "active": "status", "registrationdate": "joined_on", "contractstartdate": "", "cancellationdate": "left_on", "location": "location",
            "homespacename": "location", "businessarea": "industry", "profilesummary": "line", "profiletags": "offers", "language": "language",
        },
    ),
    "officernd": System(
        "OfficeRnD",
        _known("member name|start date", "member name|company", "contact person|billing person"),
        {
            "_id": "id", "member id": "id", "member name": "name", "name": "name", "email": "email", "member email": "email", "company": "company",
            "company name": "company", "location": "location", "start date": "joined_on", "end date": "left_on", "status": "status", "bio": "line",
            "description": "line", "tags": "offers", "skills": "offers",
        },
    ),
}  # fmt: skip
COMMON = {
    "full name": "name", "vorname": "first_name", "first name": "first_name", "firstname": "first_name", "nachname": "last_name", "surname": "last_name",
    "last name": "last_name", "lastname": "last_name", "e-mail": "email", "e-mail-adresse": "email", "mail": "email", "email address": "email", "firma": "company",
    "unternehmen": "company", "organisation": "company", "eintritt": "joined_on", "mitglied seit": "joined_on", "joined": "joined_on", "austritt": "left_on",
    "left": "left_on", "sprache": "language", "standort": "location", "tage": "days", "branche": "industry", "über mich": "line", "about": "line", "bietet": "offers",
    "sucht": "needs", "looking for": "needs", **{name: name for name in TARGETS},
}  # fmt: skip
MONEY = re.compile(
    r"price|preis|amount|betrag|balance|saldo|invoice|rechnung|fee|gebühr|deposit|kaution|\bvat\b|\btax\b|steuer|discount|rabatt|iban|\bbic\b|payment"
    r"|zahlung|paid|billing|total|\bcost|quantity|\bplan\b|tariff"
)
GONE = frozenset(
    ["no", "false", "0", "inactive", "canceled", "cancelled", "former", "left", "ended", "nein", "inaktiv", "gekündigt", "ausgetreten"]
)
FIRMS = frozenset(["2", "company", "firma", "team", "organisation", "organization"])
LANGUAGES = {"deutsch": "de", "german": "de", "english": "en", "englisch": "en"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list says in our words. `notes` leave out a line or a cell; `fields` are answers to the house's own profile fields by id of the row."""

    rows: Rows
    notes: tuple[FileProblem, ...] = ()
    fields: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    inferred: frozenset[str] = frozenset()


def columns_of(text: str) -> tuple[tuple[str, ...], tuple[FileProblem, ...]]:
    """The columns of a list in their order, and what is wrong with its head."""
    parsed = parse_records(text, required=())
    return tuple(parsed.value.columns), tuple(of_engine("", parsed.problems))


def recognise(columns: Iterable[str]) -> str:
    """Which software wrote a list with these columns; empty where none is known by them."""
    found = set(columns)
    fits = [(max((len(one) for one in system.known_by if one <= found), default=0), name) for name, system in SYSTEMS.items()]
    best, name = max(fits)
    return name if best else ""


def propose(columns: Iterable[str], system: str = "") -> dict[str, str]:
    """What each column probably means; empty where nobody knows, or where it is about money. No meaning is proposed twice."""
    known = {**COMMON, **(SYSTEMS[system].columns if system else {})}
    found: dict[str, str] = {}
    for column in columns:
        meaning = known.get(column, "")
        found[column] = "" if (meaning in found.values() and meaning) or (is_money(column) and column not in known) else meaning
    return found


def is_money(column: str) -> bool:
    """Whether a column is about money, which an import of people leaves out."""
    return bool(MONEY.search(column))


def day_first(values: Iterable[str]) -> bool | None:
    """Whether 03/04/2026 is the third of April, as the other values of its column tell; None where they leave it open. Raises ValueError where they contradict each other."""
    first = second = False
    for value in values:
        found = re.match(r"(\d{1,2})[/-](\d{1,2})[/-]\d{4}", value)
        if found:
            first, second = first or int(found[1]) > 12, second or int(found[2]) > 12
    if first and second:
        raise ValueError
    return True if first else False if second else None


def read_day(value: str, *, first: bool) -> date:
    """A day as 2026-03-31, 2026/03/31, 31.03.2026, 31/03/2026 or 03/31/2026, with or without a time after it. Raises ValueError."""
    text = value.strip()
    found = re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\D|$)", text)
    if found:
        return date(int(found[1]), int(found[2]), int(found[3]))
    found = re.match(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\D|$)", text)
    if found:
        return date(int(found[3]), int(found[2]), int(found[1]))
    found = re.match(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:\D|$)", text)
    if found:
        day, month = (found[1], found[2]) if first else (found[2], found[1])
        return date(int(found[3]), int(month), int(day))
    raise ValueError(value)


def read(
    file: str,
    text: str,
    mapping: Mapping[str, str],
    *,
    system: str,
    today: date,
    prefers_day_first: bool = True,
    locations: Sequence[str] = (),
) -> Reading:
    """Read a list by its mapping (column to meaning). Several lines of one person become one; companies in lines of their own become companies."""
    parsed = parse_records(text, required=())
    problems = [replace(p, fatal=p.fatal and p.line <= 1) for p in of_engine(file, parsed.problems)]
    if any(p.fatal for p in problems):
        return Reading(Rows(problems=tuple(problems), people_file=file))
    reader = _List(file, parsed.value.columns, parsed.value.lines, mapping, system, today, prefers_day_first, frozenset(locations))
    reader.notes += problems
    if not {"name", "first_name", "last_name", "email"} & set(mapping.values()):
        fatal = FileProblem(file, 1, "", "column_missing", {"name": "name", "found": ", ".join(parsed.value.columns) or "-"})
        return Reading(Rows(problems=(fatal,), people_file=file))
    for row in range(len(parsed.value.lines)):
        reader.take(row)
    return reader.reading()


class _List:
    """Reads line after line and notes what is left out."""

    def __init__(
        self, file: str, columns: Mapping[str, Sequence[str | None]], lines: Sequence[int], mapping: Mapping[str, str], system: str, today: date,
        prefers_day_first: bool, locations: frozenset[str],
    ) -> None:  # fmt: skip
        self.file, self.columns, self.lines, self.system, self.today, self.locations = file, columns, lines, system, today, locations
        self.by_meaning: dict[str, str] = {}
        for column, meaning in mapping.items():
            if meaning and column in columns:
                self.by_meaning.setdefault(meaning, column)
        self.notes: list[FileProblem] = []
        self.people: dict[str, PersonRow] = {}
        self.firms: dict[str, CompanyRow] = {}
        self.fields: dict[str, dict[int, str]] = {}
        self.by_email: dict[str, str] = {}
        self.inferred: set[str] = set()
        self.row = 0
        self.first: dict[str, bool] = {}
        for meaning in ("joined_on", "left_on"):
            values = [v for v in columns.get(self.by_meaning.get(meaning, ""), ()) if v]
            try:
                told = day_first(values)
            except ValueError:
                told = None
                self.notes.append(FileProblem(file, 1, self.by_meaning[meaning], "dates_mixed", {}, fatal=False))
            self.first[meaning] = prefers_day_first if told is None else told

    def note(self, meaning: str, code: str, **parameters: str | int) -> None:
        self.notes.append(FileProblem(self.file, self.lines[self.row], self.by_meaning.get(meaning, ""), code, parameters, fatal=False))

    def cell(self, meaning: str) -> str | None:
        column = self.by_meaning.get(meaning)
        value = self.columns[column][self.row] if column is not None else None
        if value is not None and len(value) > LONGEST.get(meaning, 300) and meaning not in ("offers", "needs", "days"):
            self.note(meaning, "cut", limit=LONGEST.get(meaning, 300))
            value = value[: LONGEST.get(meaning, 300)].rstrip()
        return value

    def day(self, meaning: str) -> date | None:
        value = self.cell(meaning)
        if value is None or value in ("-", "0000-00-00"):
            return None
        try:
            return read_day(value, first=self.first[meaning])
        except ValueError:
            self.note(meaning, "date_left_out", value=value)
            return None

    def several(self, meaning: str) -> tuple[str, ...] | None:
        value = self.cell(meaning)
        if value is None:
            return None
        parts = [part.strip()[:300] for part in re.split(r"[|;,\n]" if meaning != "needs" else r"[|;\n]", value)]
        return tuple(dict.fromkeys(part for part in parts if part)) or None

    def take(self, row: int) -> None:
        """One line."""
        self.row = row
        email = self.cell("email")
        if email is not None and not is_address(email):
            self.note("email", "email_left_out", value=email)
            email = None
        name = self.cell("name") or " ".join(part for part in (self.cell("first_name"), self.cell("last_name")) if part) or None
        company, kind = self.cell("company"), (self.cell("row_kind") or "").lower()
        if kind in FIRMS or (name is None and email is None and company is not None):
            self.firm(name or company)
            return
        if name is None:
            if email is None:
                self.note("name", "line_left_out")
                return
            name = email.split("@")[0].replace(".", " ").title()
            self.note("name", "name_from_email", value=name)
        self.person(name, email, company)

    def firm(self, name: str | None) -> None:
        if name is None:
            self.note("name", "line_left_out")
            return
        self.firms.setdefault(name, CompanyRow(f"{self.system or 'list'}:{name}"[:LONGEST_ID], name, line=self.lines[self.row]))
        self.note("name", "is_company", value=name)

    def person(self, name: str, email: str | None, company: str | None) -> None:
        line = self.lines[self.row]
        told = self.cell("id") or (email or name).lower()
        key = f"{self.system or 'list'}:{told}"[:LONGEST_ID]
        if email is not None and (held := self.by_email.get(email.lower())) is not None:
            if (self.people[held].name or "").casefold() == name.casefold():
                key = held
            else:
                self.note("email", "email_shared", value=email, first=self.people[held].line)
                email, key = None, key if key not in self.people else f"{self.system or 'list'}:{told}:{name.lower()}"[:LONGEST_ID]
        row = PersonRow(
            id=key, name=name, email=email, company=company, joined_on=self.day("joined_on"), left_on=self.left(key), language=self.language(),
            days=self.days(), location=self.location(), headline=self.cell("line"), offers=self.several("offers"), needs=self.several("needs"), line=line,
        )  # fmt: skip
        if row.joined_on and row.left_on and row.left_on < row.joined_on:
            self.note("left_on", "date_left_out", value=row.left_on.isoformat())
            row = replace(row, left_on=None)
        before = self.people.get(key)
        if before is not None:
            self.note("name", "merged", value=name, first=before.line)
            row = merged(before, row)
        self.people[key] = row
        if email is not None:
            self.by_email.setdefault(email.lower(), key)
        code = self.cell("industry")
        if company is not None and company not in self.firms and code is not None and re.fullmatch(r"\d{2}(\.\d{1,2}){0,2}", code):
            self.firms[company] = CompanyRow(f"{self.system or 'list'}:{company}"[:LONGEST_ID], company, industry=code, line=line)
        for meaning in self.by_meaning:
            if meaning.startswith(FIELD) and (value := self.cell(meaning)) is not None:
                self.fields.setdefault(key, {})[int(meaning.removeprefix(FIELD))] = value

    def left(self, key: str) -> date | None:
        """The last day: as told, or today for somebody whom the list calls gone; a day to come is no leaving yet."""
        day = self.day("left_on")
        if day is not None and day >= self.today:
            self.note("left_on", "leaves_later", value=day.isoformat())
            return None
        if day is None and (self.cell("status") or "").strip().lower() in GONE:
            self.inferred.add(key)
            return self.today
        return day

    def language(self) -> str | None:
        value = (self.cell("language") or "").lower()
        code = LANGUAGES.get(value, value[:2])
        return code if re.fullmatch(r"[a-z]{2}", code) else None

    def location(self) -> str | None:
        value = self.cell("location")
        if value is not None and value not in self.locations:
            self.note("location", "location_left_out", value=value)
            return None
        return value

    def days(self) -> tuple[int, ...] | None:
        names = self.several("days")
        if names is None:
            return None
        found = {DAY.get(name.lower().rstrip(".")) for part in names for name in part.split()}
        return tuple(sorted(day for day in found if day is not None)) or None

    def reading(self) -> Reading:
        rows = Rows(people=tuple(self.people.values()), companies=tuple(self.firms.values()), people_file=self.file)
        return Reading(rows, tuple(sorted(self.notes, key=lambda p: p.line)), self.fields, frozenset(self.inferred))


def merged(one: PersonRow, other: PersonRow) -> PersonRow:
    """Several memberships of one person: here from the first day on, gone only if every one of them has ended."""
    joined = min((row.joined_on for row in (one, other) if row.joined_on), default=None)
    left = None if one.left_on is None or other.left_on is None else max(one.left_on, other.left_on)
    later = other if (other.joined_on or date.min) >= (one.joined_on or date.min) else one
    told: dict[str, Any] = {
        name: getattr(one, name) if getattr(one, name) is not None else getattr(other, name)
        for name in ("email", "language", "days", "location", "headline", "offers", "needs")
    }
    return replace(one, joined_on=joined, left_on=left, company=later.company or one.company or other.company, **told)


def gently(reading: Reading, known: Iterable[Known], companies: Iterable[str]) -> Rows:
    """The rows for a house that knows some of the people: found by id or address, kept in what stands there already. What the house has, the list does not change."""
    by_id = {k.external_id: k for k in known if k.external_id is not None}
    by_email = {k.email: k for k in by_id.values() if k.email} | {k.email: k for k in known if k.email}
    people = []
    for row in reading.rows.people:
        held = by_email.get(row.email.lower()) if row.email else None
        held = held or by_id.get(row.id)
        if held is None:
            people.append(row)
            continue
        kept: dict[str, Any] = {
            "name": None, "email": row.email if not held.email or held.external_id is None else None, "joined_on": None, "language": None, "languages": None,
            "headline": None if held.fields["line"] else row.headline, "days": None if held.fields["days"] else row.days,
            "location": None if held.fields["location"] else row.location, "company": None if held.companies else row.company,
            "offers": None if held.lines.get("offer") else row.offers, "needs": None if held.lines.get("seek") else row.needs,
            # The house knows who is here. A list that is older than a return must not send anybody away.
            "left_on": None,
        }  # fmt: skip
        people.append(replace(row, id=held.external_id or row.id, **kept))
    names = set(companies)
    firms = tuple(firm for firm in reading.rows.companies if firm.name not in names)
    return replace(reading.rows, people=tuple(people), companies=firms)
