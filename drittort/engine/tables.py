"""Tables as text: separators, heads, encodings, row-exact problems, and the files of people. `drittort.engine.formats` reads contacts and pairs by it."""

import csv
import gzip
import io
import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Generic, TypeVar

T = TypeVar("T")

GROUPING = ("company", "department", "industry", "team", "location", "office")
NOT_GROUPING = frozenset({"name", "email", "since", "until", "counted_since", "needs", "offers", "days", "languages", "picture"})

LONGEST_ID = 200
SECONDS_A_DAY = 86_400.0
LATEST = 7_258_118_400.0  # 2200-01-01: seconds beyond are almost surely milliseconds
LARGEST_FILE = 1 << 30

SENTENCES: dict[str, str] = {
    "empty": "The file is empty; the first line must name the columns ({expected}).",
    "column_missing": "The column {name} is missing; found are: {found}.",
    "column_twice": "The column {name} stands twice in the first line.",
    "csv": "The line cannot be read: {reason}.",
    "fields": "The line has {got} fields, the first line has {expected}.",
    "value_missing": "{name} is empty.",
    "id_too_long": "{name} has {got} characters; at most {limit} are allowed.",
    "self_contact": "{value} is in contact with themselves; the line is left out.",
    "duplicate": "The line repeats line {first}; it is left out.",
    "id_twice": "The id {value} stands already in line {first}.",
    "pair_twice": "The pair {value} stands already in line {first}; the line is left out.",
    "time": "{value} is not a time: write it like 2026-03-31T14:05:00+02:00, or as seconds since 1970.",
    "time_range": "{value} lies outside of the years 1900 to 2200 (milliseconds instead of seconds?).",
    "date": "{value} is not a date: write it like 2026-03-31.",
    "number": "{value} is not a number.",
    "negative": "The weight {value} is below zero.",
    "id_unknown": "{value} is not among the known people.",
    "encoding": "The file is neither UTF-8 nor Windows-1252 text.",
    "gzip": "The file is damaged: it cannot be unpacked.",
    "too_large": "The file is larger than {limit} MB when unpacked.",
}
"""Stable code to the English sentence. A site translates by code and fills in the same parameters."""

LEFT_OUT = frozenset({"self_contact", "duplicate", "pair_twice"})
"""Problems that only leave their line out. Every other one makes the file unfit."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: `line` as an editor counts it (1 is the head; 0 the whole file), `column` the column's name or empty."""

    line: int
    column: str
    code: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def fatal(self) -> bool:
        """Whether the file cannot be used with this problem."""
        return self.code not in LEFT_OUT

    @property
    def sentence(self) -> str:
        """The problem in English, without its place."""
        return SENTENCES[self.code].format(**self.parameters)

    def __str__(self) -> str:
        place = f"line {self.line}" + (f", column {self.column}" if self.column else "")
        return f"{place}: {self.sentence}" if self.line else self.sentence


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """What a file holds (`value`: its good rows) and its `problems` in the order of lines. `rows` counts the data lines.

    `lines` (interactions only) is the line of each good row, for problems that only the caller can see.
    """

    value: T
    problems: tuple[Problem, ...]
    rows: int
    lines: tuple[int, ...] = ()

    @property
    def fit(self) -> bool:
        """Whether no problem is fatal."""
        return not any(p.fatal for p in self.problems)


@dataclass(frozen=True, slots=True)
class People:
    """`ids` and, for every other column of the file, one value a person in the same order, None where the field is empty."""

    ids: tuple[str, ...]
    columns: Mapping[str, tuple[str | None, ...]]
    lines: tuple[int, ...] = ()

    def days(self, column: str) -> tuple[float | None, ...]:
        """Return a column of dates as days since 1970-01-01 UTC, None where it is empty or absent."""
        return tuple(None if v is None else days_of(v) for v in self.columns.get(column, (None,) * len(self.ids)))

    def groupings(self) -> dict[str, tuple[str | None, ...]]:
        """Return the columns that sort people into groups: those of `GROUPING`, and others that have few different values.

        Left out: `NOT_GROUPING`, texts, columns in which most values stand once, and numbers of more than eight different values (age, say).
        """
        return {name: values for name, values in self.columns.items() if name in GROUPING or (name not in NOT_GROUPING and _sorts(values))}


@dataclass(frozen=True, slots=True)
class Records:
    """The good rows of any file: one value a row in every column, None where the field is empty, and the line of each row."""

    columns: Mapping[str, tuple[str | None, ...]]
    lines: tuple[int, ...] = ()


def _sorts(values: Sequence[str | None]) -> bool:
    given = [v for v in values if v is not None]
    different = set(given)
    if len(different) < 2 or len(different) * 2 > len(given) or max(map(len, different)) > 60:
        return False
    return len(different) <= 8 or not all(_is_number(v) for v in different)


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def decode(raw: bytes) -> str:
    """Return the text of a file: gzip unpacked, UTF-8 with or without mark, UTF-16 with mark, else Windows-1252. Raises ValueError (its text is a code)."""
    if raw[:2] == b"\x1f\x8b":
        try:
            with gzip.open(io.BytesIO(raw)) as packed:
                raw = packed.read(LARGEST_FILE + 1)
        except (OSError, EOFError, ValueError) as error:
            raise ValueError("gzip") from error
        except Exception as error:  # zlib.error derives from Exception alone
            raise ValueError("gzip") from error
    if len(raw) > LARGEST_FILE:
        raise ValueError("too_large")
    marked = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
    for encoding in (marked, "utf-8-sig", "cp1252"):
        if not encoding:
            continue
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ValueError("encoding")


def separator(head: str) -> str:
    """Return the separator of a first line: semicolon, tab or comma, whichever stands most often outside of quotes (none: comma)."""
    plain = "".join(head.split('"')[::2])
    return max(",;\t", key=lambda mark: (plain.count(mark), mark == ","))


def days_of(text: str) -> float:
    """Return a time as days since 1970-01-01 UTC: ISO 8601 (without zone: UTC), 31.12.2026, or seconds since 1970. Raises ValueError("time" | "time_range")."""
    try:
        seconds = float(text)
        # 20260331 is a date in ISO 8601's basic form, and no second of August 1970.
        if len(text) == 8 and text.isdigit() and 1900 <= int(text[:4]) < 2200:
            seconds = datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()
    except ValueError:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = _german(text)
        if not 1900 <= moment.year < 2200:
            raise ValueError("time_range") from None
        seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    if math.isnan(seconds):
        raise ValueError("time")
    if not -2_208_988_800.0 <= seconds < LATEST:
        raise ValueError("time_range")
    return seconds / SECONDS_A_DAY


def _german(text: str) -> datetime:
    try:
        day, month, year = text.split(".")
        if len(year) != 4:
            raise ValueError
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError("time") from None
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


@dataclass(slots=True)
class Table:
    """The lines of one file under its head by column, and the problems met."""

    names: list[str]
    lines: Sequence[int]
    columns: list[list[str]]
    problems: list[Problem]

    def column(self, name: str) -> list[str] | None:
        return self.columns[self.names.index(name)] if name in self.names and self.columns else None

    def __len__(self) -> int:
        return len(self.lines)


def read_table(text: str | Iterable[str], required: Sequence[str]) -> Table:
    """Split a file into columns; rows of another width than the head's become problems."""
    table = Table([], [], [], [])
    lines = list(io.StringIO(text, newline="")) if isinstance(text, str) else list(text)
    skipped = next((i for i, line in enumerate(lines) if line.removeprefix("\ufeff").strip()), len(lines))
    if skipped == len(lines):
        table.problems.append(Problem(0, "", "empty", {"expected": ", ".join(required)}))
        return table
    lines[skipped] = lines[skipped].removeprefix("\ufeff")
    delimiter = separator(lines[skipped])
    named = lines[skipped].strip('\r\n "')
    if len(named) == 5 and named.lower().startswith("sep=") and skipped + 1 < len(lines):
        # Spreadsheets write the separator into a line of its own before the head.
        delimiter, skipped = named[4], skipped + 1
    reader = csv.reader(itertools.islice(lines, skipped, None), delimiter=delimiter)
    try:
        table.names = [name.strip().lower() for name in next(reader)]
    except csv.Error as error:
        table.problems.append(Problem(skipped + 1, "", "csv", {"reason": str(error)}))
        return table
    first = skipped + reader.line_num
    found = ", ".join(n for n in table.names if n)
    for name in required:
        if name not in table.names:
            table.problems.append(Problem(skipped + 1, name, "column_missing", {"name": name, "found": found or "-"}))
    for name in dict.fromkeys(n for n in table.names if n and table.names.count(n) > 1):
        table.problems.append(Problem(skipped + 1, name, "column_twice", {"name": name}))
    if table.problems:
        return table
    width = len(table.names)
    try:
        rows = list(reader)
        plain = len(rows) == skipped + reader.line_num - first and set(map(len, rows)) <= {width} and [""] * width not in rows
    except csv.Error:
        plain = False
    if plain:
        # One row a line and all of one width, as nearly always: no need to look at each.
        table.lines = range(first + 1, first + 1 + len(rows))
    else:
        rows, table.lines = _careful(itertools.islice(lines, first, None), delimiter, first, width, table.problems)
    table.columns = [list(map(str.strip, column)) for column in zip(*rows, strict=True)] if rows else [[] for _ in table.names]
    return table


def _careful(lines: Iterable[str], delimiter: str, before: int, width: int, problems: list[Problem]) -> tuple[list[list[str]], list[int]]:
    """Return the rows of the right width and the line on which each begins; the others become problems, empty ones are passed over."""
    reader = csv.reader(lines, delimiter=delimiter)
    rows: list[list[str]] = []
    places: list[int] = []
    end = 0
    while True:
        line = before + end + 1
        try:
            row = next(reader)
        except StopIteration:
            return rows, places
        except csv.Error as error:
            problems.append(Problem(line, "", "csv", {"reason": str(error)}))
            return rows, places
        end = reader.line_num
        if not any(map(str.strip, row)):
            continue
        # Spreadsheets end lines with separators for columns that were emptied.
        if len(row) >= width and not any(map(str.strip, row[width:])):
            rows.append(row[:width])
            places.append(line)
        else:
            problems.append(Problem(line, "", "fields", {"got": len(row), "expected": width}))


def check_ids(table: Table, name: str, values: list[str], bad: set[int]) -> None:
    """Note in `table` and `bad` (positions of rows) which ids of a column are missing or too long."""
    different = set(values)
    if "" not in different and max(map(len, different), default=0) <= LONGEST_ID:
        return
    for i, value in enumerate(values):
        if not value:
            table.problems.append(Problem(table.lines[i], name, "value_missing", {"name": name}))
            bad.add(i)
        elif len(value) > LONGEST_ID:
            table.problems.append(Problem(table.lines[i], name, "id_too_long", {"name": name, "got": len(value), "limit": LONGEST_ID}))
            bad.add(i)


def read_column(table: Table, name: str, read: Callable[[str], float], absent: float, bad: set[int]) -> list[float]:
    """Return a column as numbers, each distinct text read once; `absent` where it is empty or cannot be read, which `table` and `bad` then hold."""
    values = table.column(name)
    if values is None:
        return [absent] * len(table)
    known: dict[str, float] = {"": absent}
    wrong: dict[str, str] = {}
    for value in set(values) - {""}:
        try:
            known[value] = read(value)
        except ValueError as error:
            known[value] = absent
            wrong[value] = str(error)
    if wrong:
        for i, value in enumerate(values):
            if value in wrong:
                table.problems.append(Problem(table.lines[i], name, wrong[value], {"value": value}))
                bad.add(i)
    return list(map(known.__getitem__, values))


def weight_of(text: str) -> float:
    """Return a factor, not below zero; a decimal comma will do. Raises ValueError("number" | "negative")."""
    try:
        value = float(text.replace(",", ".") if "." not in text else text)
    except ValueError:
        raise ValueError("number") from None
    if not math.isfinite(value):
        raise ValueError("number")
    if value < 0:
        raise ValueError("negative")
    return value


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order of lines."""
    return tuple(sorted(problems, key=lambda p: p.line))


def parse_people(text: str | Iterable[str]) -> Parsed[People]:
    """Read people: an `id` and any columns. An id may stand once; `since` and `counted_since` must be dates."""
    table = read_table(text, ("id",))
    ids = table.column("id")
    if ids is None:
        return Parsed(People((), {}), in_order(table.problems), 0)
    bad: set[int] = set()
    check_ids(table, "id", ids, bad)
    first: dict[str, int] = {}
    for i, person in enumerate(ids):
        if i not in bad and first.setdefault(person, i) != i:
            table.problems.append(Problem(table.lines[i], "id", "id_twice", {"value": person, "first": table.lines[first[person]]}))
            bad.add(i)
    for name in ("since", "counted_since"):
        read_column(table, name, _day, math.nan, bad)
    good = [i for i in range(len(ids)) if i not in bad]
    columns = {}
    for name in table.names:
        values = table.column(name)
        if name and name != "id" and values is not None:
            columns[name] = tuple(values[i] or None for i in good)
    people = People(tuple(ids[i] for i in good), columns, tuple(table.lines[i] for i in good))
    return Parsed(people, in_order(table.problems), len(ids))


def parse_records(text: str | Iterable[str], *, required: Sequence[str]) -> Parsed[Records]:
    """Read a file of any columns, of which the `required` must be there. What a cell may hold, the caller knows."""
    table = read_table(text, required)
    columns = {
        name: tuple(value or None for value in values) for name in table.names if name and (values := table.column(name)) is not None
    }
    return Parsed(Records(columns, tuple(table.lines)), in_order(table.problems), len(table))


def _day(text: str) -> float:
    try:
        return days_of(text)
    except ValueError:
        raise ValueError("date") from None
