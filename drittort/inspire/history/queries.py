"""The history as a line through the years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.reports import Shown
from drittort.inspire.history import rules, words
from drittort.inspire.history.models import HistoryEntry
from drittort.inspire.pictures import queries as pictures
from drittort.inspire.pictures.queries import Picture
from drittort.members.models import Member
from drittort.members.people.words import first_name
from drittort.spaces.models import Space

MOST = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, with what the reader may do with it."""

    id: int
    title: str
    text: str
    language: str
    day: str
    by: str
    pictures: tuple[Picture, ...]
    can_change: bool
    can_picture: bool
    off: bool
    returned_with: str
    report_path: str


@dataclass(frozen=True, slots=True)
class Year:
    """The entries of one year."""

    year: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The page: the years there are, those shown, what waits for those who keep it, and the reader's own proposals."""

    years: tuple[int, ...]
    chosen: int | None
    shown: tuple[Year, ...]
    waiting: tuple[tuple[int, Entry], ...]
    own: tuple[tuple[int, Entry], ...]
    keeps: bool


def history(reader: Member, year: int | None) -> History:
    """The history of the house, or of one year, the latest first."""
    rows = rules.visible_to(reader).select_related("member")
    everything = list(rows.order_by("-year", F("on").desc(nulls_last=True), "-pk")[:MOST])
    keeps = rules.keeps(reader)
    stands = [e for e in everything if e.published_at is not None and (e.off_at is None or keeps)]
    years = tuple(dict.fromkeys(e.year for e in stands))
    chosen = year if year in years else None
    seen = [e for e in stands if chosen is None or e.year == chosen]
    proposed = [e for e in everything if e.published_at is None]
    made = dict(zip([e.pk for e in (*seen, *proposed)], entries(reader, [*seen, *proposed]), strict=True))
    shown = tuple(Year(y, tuple(made[e.pk] for e in seen if e.year == y)) for y in dict.fromkeys(e.year for e in seen))
    return History(
        years, chosen, shown,
        tuple((e.year, made[e.pk]) for e in proposed if keeps and e.returned_at is None and e.member_id != reader.pk),
        tuple((e.year, made[e.pk]) for e in proposed if e.member_id == reader.pk), keeps,
    )  # fmt: skip


def subject(entry: HistoryEntry) -> str:
    """An entry as a thing."""
    return f"history:{entry.pk}"


def entries(reader: Member, rows: Sequence[HistoryEntry]) -> list[Entry]:
    """Some entries with their pictures, in one question more."""
    seen = pictures.of(reader.space_id, [subject(e) for e in rows])
    keeps, slug = rules.keeps(reader), reader.space.slug
    return [
        Entry(
            e.pk, words.title_of(e, reader.space.name), e.text, e.language, words.day_of(e), first_name(e.member.name) if e.member is not None and e.published_at is None else "",
            tuple(seen.get(subject(e), ())), bool(rules.may_change(reader, e)), keeps or e.member_id == reader.pk, e.off_at is not None,
            e.returned_with if e.member_id == reader.pk else "",
            f"{address('members:report', slug)}?about=history:{e.pk}" if not e.noted and e.member_id != reader.pk and e.published_at is not None else "",
        )
        for e in rows
    ]  # fmt: skip


def written(reader: Member, entry_id: int) -> tuple[str, dict[str, Any]]:
    """The title of an entry and what its form begins with. Raises NotFound where the reader may not change it."""
    entry = rules.visible_to(reader).filter(pk=entry_id).first()
    if entry is None or not rules.may_change(reader, entry):
        raise NotFound
    return entry.title, {name: getattr(entry, name) for name in ("year", "on", "title", "text", "language")}


def of_year(space: Space, year: int) -> list[HistoryEntry]:
    """What stands in the history of one year, in its order, for the book of the year."""
    rows = HistoryEntry.objects.published().filter(space=space, year=year, off_at=None)
    return list(rows.order_by(F("on").asc(nulls_first=True), "pk"))


def shown(reader: Member, entry_id: int, at: datetime) -> Shown | None:
    """An entry as it is reported."""
    entry = rules.visible_to(reader).filter(pk=entry_id, noted="").first()
    return Shown(f"{entry.title}\n\n{entry.text}".strip(), entry.member_id, entry.made_at) if entry is not None else None


def texts(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What the entries are called of which notices speak."""
    told = list(rows)
    titles = dict(HistoryEntry.objects.filter(pk__in={row["entry"] for row in told}).values_list("pk", "title"))
    return [{"entry": titles.get(row["entry"], "…")} for row in told]
