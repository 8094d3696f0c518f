"""Reads what sources tell about contact: the text of a file, and interactions as rows per pair, day and kind."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from drittort.engine.channels import MUTUAL
from drittort.engine.formats import parse_interactions
from drittort.engine.graph import Floats, Interactions, Ints, interactions
from drittort.engine.tables import LARGEST_FILE, decode
from drittort.members.importing.forms import EPOCH, LONGEST_ID
from drittort.members.importing.problems import FileProblem, of_engine

LONGEST_KIND = 20
LONGEST_SOURCE = 40
EXACT = 9
"""Decimals of a weight: sums in another order of lines must not look like a change."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one source tells: `contacts` with, for files, the line of each row. `dated` rows get `origin`, the others `undated`."""

    file: str
    source: str
    medium: str
    contacts: Interactions
    lines: Ints
    rows: int
    problems: tuple[FileProblem, ...] = ()

    @property
    def origin(self) -> str:
        """Origin of contacts that have a time."""
        return f"{self.medium}:{self.source}"

    @property
    def undated(self) -> str:
        """Origin of contacts without a time: they belong to a snapshot of its own."""
        return f"{self.origin}:snapshot"

    @property
    def ids(self) -> tuple[str, ...]:
        """Everybody who occurs."""
        return self.contacts.ids


@dataclass(frozen=True, slots=True)
class Daily:
    """Contacts summed by pair, day and kind: positions `a` < `b` in `ids`, `on` days since 1970, `kind` a position in `kinds`, weights each way."""

    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    a: Ints
    b: Ints
    on: Ints
    kind: Ints
    forth: Floats
    back: Floats

    def __len__(self) -> int:
        return len(self.a)

    def select(self, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Daily:
        """The chosen rows."""
        return Daily(self.ids, self.kinds, self.a[rows], self.b[rows], self.on[rows], self.kind[rows], self.forth[rows], self.back[rows])


class Unreadable(Exception):
    """A file that cannot be opened; `code` of a sentence or the system's own words."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_text(path: Path) -> str:
    """The text of a file whatever its common encoding. Raises Unreadable, and OSError where the file cannot be opened."""
    if path.stat().st_size > LARGEST_FILE:
        raise Unreadable(FileProblem(str(path), 0, "", "too_large", {"limit": LARGEST_FILE >> 20}))
    try:
        return decode(path.read_bytes())
    except ValueError as error:
        raise Unreadable(FileProblem(str(path), 0, "", str(error), {"limit": LARGEST_FILE >> 20})) from error


def read_interactions(file: str, text: str, *, source: str, today: date, sample: bool) -> Told:
    """Read interactions.csv. Contacts with oneself and days to come are refused; a sample leaves the first out and allows the second."""
    parsed = parse_interactions(text)
    problems = [
        FileProblem(p.file, p.line, p.column, "self_contact_refused", p.parameters) if p.code == "self_contact" and not sample else p
        for p in of_engine(file, parsed.problems)
    ]
    told, lines = parsed.value, np.array(parsed.lines, dtype=np.int64)
    long_ids = {i for i, person in enumerate(told.ids) if len(person) > LONGEST_ID}
    long_kinds = {i for i, kind in enumerate(told.kinds) if len(kind) > LONGEST_KIND}
    for column, codes, wrong, names, limit in (
        ("source", told.source, long_ids, told.ids, LONGEST_ID),
        ("target", told.target, long_ids, told.ids, LONGEST_ID),
        ("kind", told.kind, long_kinds, told.kinds, LONGEST_KIND),
    ):
        for row in np.flatnonzero(np.isin(codes, list(wrong))) if wrong else ():
            parameters: Mapping[str, str | int] = {"name": column, "got": len(names[codes[row]]), "limit": limit}
            problems.append(FileProblem(file, int(lines[row]), column, "too_long", parameters))
    if not sample:
        # A day ahead of UTC is today somewhere.
        for row in np.flatnonzero(told.at >= (today - EPOCH).days + 2):
            value = (EPOCH + timedelta(days=math.floor(told.at[row]))).isoformat()
            problems.append(FileProblem(file, int(lines[row]), "at", "future", {"value": value}))
    return Told(file, source, "import", told, lines, parsed.rows, tuple(sorted(problems, key=lambda p: p.line)))


def unknown_people(told: Told, known: Iterable[str]) -> list[FileProblem]:
    """A problem for every line that names somebody who is not known."""
    held = set(known)
    strange = [i for i, person in enumerate(told.ids) if person not in held]
    if not strange:
        return []
    problems = []
    for column, codes in (("source", told.contacts.source), ("target", told.contacts.target)):
        for row in np.flatnonzero(np.isin(codes, strange)):
            problems.append(FileProblem(told.file, int(told.lines[row]), column, "id_unknown", {"value": told.ids[codes[row]]}))
    return sorted(problems, key=lambda p: p.line)


def first_days(told: Iterable[Told]) -> dict[str, date]:
    """The first day on which each person occurs with a time."""
    found: dict[str, float] = {}
    for each in told:
        first = np.full(len(each.ids), np.inf)
        dated = ~np.isnan(each.contacts.at)
        for side in (each.contacts.source, each.contacts.target):
            np.minimum.at(first, side[dated], each.contacts.at[dated])
        for person, moment in zip(each.ids, first.tolist(), strict=True):
            if moment < found.get(person, math.inf):
                found[person] = moment
    return {person: EPOCH + timedelta(days=math.floor(moment)) for person, moment in found.items()}


def last_day(told: Iterable[Told]) -> date | None:
    """The last day with a dated contact, or None."""
    days = [float(each.contacts.at[~np.isnan(each.contacts.at)].max()) for each in told if (~np.isnan(each.contacts.at)).any()]
    return EPOCH + timedelta(days=math.floor(max(days))) if days else None


def daily(contacts: Interactions, *, snapshot: date | None = None) -> Daily:
    """Sum interactions by pair, UTC day and kind, each direction apart; with `snapshot`, all of them on that day.

    A meeting counts for both alike, whether a file names the pair once or both ways round: the fuller of the two ways stands for both.
    Rows that weigh nothing (evenings with more than twenty people) are left out.
    """
    n, k = len(contacts.ids), max(len(contacts.kinds), 1)
    low, high = np.minimum(contacts.source, contacts.target), np.maximum(contacts.source, contacts.target)
    turned = contacts.source > contacts.target
    if snapshot is not None:
        days, rank = np.array([(snapshot - EPOCH).days], dtype=np.int64), np.zeros(len(contacts), dtype=np.int64)
    else:
        days, rank = np.unique(np.floor(contacts.at).astype(np.int64), return_inverse=True)
    key = ((low * n + high) * len(days) + rank) * k + contacts.kind
    keys, place = np.unique(key, return_inverse=True)
    forth: Floats = np.bincount(place, weights=contacts.weight * ~turned, minlength=len(keys)).astype(np.float64)
    back: Floats = np.bincount(place, weights=contacts.weight * turned, minlength=len(keys)).astype(np.float64)
    rest, kind = np.divmod(keys, k)
    pair, day = np.divmod(rest, len(days) or 1)
    a, b = np.divmod(pair, n or 1)
    mutual = np.array([name in MUTUAL for name in contacts.kinds], dtype=bool)[kind] if len(keys) else np.zeros(0, dtype=bool)
    fuller = np.maximum(forth, back)
    forth, back = np.where(mutual, fuller, forth).round(EXACT), np.where(mutual, fuller, back).round(EXACT)
    summed = Daily(contacts.ids, contacts.kinds, a, b, days[day] if len(keys) else day, kind, forth, back)
    return summed.select((forth > 0) | (back > 0))


def told_by_rows(
    file: str, source: str, medium: str, rows: Iterable[tuple[str, str, float, str, float]], problems: tuple[FileProblem, ...] = ()
) -> Told:
    """What a source tells as rows of source, target, moment (seconds since 1970), kind and factor on the kind's weight."""
    sources: list[str] = []
    targets: list[str] = []
    moments: list[float] = []
    kinds: list[str] = []
    weights: list[float] = []
    for a, b, at, kind, weight in rows:
        sources.append(a)
        targets.append(b)
        moments.append(at)
        kinds.append(kind)
        weights.append(weight)
    contacts = interactions(sources, targets, np.array(moments, dtype=np.float64) / 86_400.0, kinds, np.array(weights, dtype=np.float64))
    return Told(file, source, medium, contacts, np.zeros(len(contacts), dtype=np.int64), len(contacts), problems)
