"""Everything about one person: counted for the page, streamed for the copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import models
from django.db.models import Count, Max, QuerySet, Value
from django.db.models.functions import Cast
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drittort.core import privacy
from drittort.core.addresses import address
from drittort.core.files import purposes
from drittort.core.files.models import StoredFile
from drittort.core.models import LedgerRow
from drittort.core.privacy import Registered
from drittort.members.house_copy.rules import ASKED as TAKEN_ALONG
from drittort.members.models import Consent, Member
from drittort.members.my_data import rules, words
from drittort.members.my_data.models import DataExport
from drittort.members.people.queries import faces

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of thing that the house holds on somebody."""

    title: str
    count: int
    newest: str
    fields: str
    purpose: str
    basis: str
    kept: str
    contribution: bool
    change: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one part of the house holds, and of what there is nothing."""

    title: str
    held: tuple[Held, ...]
    nothing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """One consent in its history."""

    kind: str
    given: str
    how: str
    revoked: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the data as the page shows it."""

    id: int
    asked: str
    ready: bool
    done: int
    total: int
    rows: int
    size: str
    until: str


@dataclass(frozen=True, slots=True)
class MyData:
    """The whole page."""

    chapters: tuple[Chapter, ...]
    consents: tuple[Given, ...]
    things: int
    taken_along: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of somebody's data, and whether they may ask for another."""

    list: tuple[Copy, ...]
    making: bool
    may_ask: bool
    reason: str


def rows_of(entry: Registered, member: Member) -> QuerySet[Any]:
    """The rows of a table that are held on somebody; copies of their data are not copied again."""
    rows = entry.held_by(member.pk)
    return rows.exclude(purpose__in=purposes.made()) if entry.model is StoredFile else rows


def moment_of(entry: Registered) -> str | None:
    """The field by which the newest row of a table is known."""
    fields = entry.exported()
    for kind in (models.DateTimeField, models.DateField):
        for field in fields:
            if isinstance(field, kind) and not field.null:
                return str(field.name)
    return None


def counts(member: Member, entries: list[Registered]) -> dict[int, tuple[int, datetime | None]]:
    """How many rows each table holds on somebody and when the newest came, all in one query."""
    parts = []
    for k, entry in enumerate(entries):
        field = moment_of(entry)
        newest: Any = Max(Cast(field, models.DateTimeField())) if field else Cast(Value(None), models.DateTimeField())
        rows = rows_of(entry, member).order_by()
        told = rows.annotate(nth=Value(k)).values("nth").annotate(n=Count("pk", distinct=True))
        parts.append(told.annotate(newest=newest).values_list("nth", "n", "newest"))
    return {k: (n, newest) for k, n, newest in parts[0].union(*parts[1:], all=True)}


def my_data(member: Member) -> MyData:
    """What is held on somebody, table by table, with what for, on what basis and for how long."""
    entries = privacy.of_people()
    known = counts(member, entries)
    zone = member.space.zone
    chapters: dict[str, tuple[list[Held], list[str]]] = {}
    for k, entry in enumerate(entries):
        count, newest = known.get(k, (0, None))
        held, nothing = chapters.setdefault(entry.model._meta.app_label, ([], []))
        if not count:
            nothing.append(str(entry.title))
            continue
        mark = entry.mark
        held.append(
            Held(
                title=str(entry.title),
                count=count,
                newest=words.day(newest.astimezone(zone).date()) if newest else "",
                fields=", ".join(dict.fromkeys(privacy.word(entry.model, name) for name in shown(entry))),
                purpose=str(mark.purpose),
                basis=str(mark.basis),
                kept=str(mark.retention),
                contribution=entry.contribution,
                change=path_to(entry.change, member),
            )
        )
    return MyData(
        chapters=tuple(
            Chapter(str(privacy.CHAPTERS.get(module, module)), tuple(held), tuple(nothing)) for module, (held, nothing) in chapters.items()
        ),
        consents=consents(member),
        things=sum(count for count, _newest in known.values()),
        taken_along=taken_along(member),
    )


def path_to(name: str, member: Member) -> str:
    """The address of a page of the house or of the account; "" for none."""
    if not name:
        return ""
    return address(name) if name == "members:security" else address(name, member.space.slug)


def consents(member: Member) -> tuple[Given, ...]:
    """Every consent that was ever given, newest first."""
    zone = member.space.zone
    return tuple(
        Given(
            row.get_kind_display(),
            words.moment(row.given_at, zone),
            row.get_given_by_display(),
            words.moment(row.revoked_at, zone) if row.revoked_at else "",
        )
        for row in Consent.objects.filter(member=member).order_by("-given_at", "-pk")
    )


def taken_along(member: Member) -> tuple[str, ...]:
    """Who asked when for the file of the whole house, in which this person stands too; newest first."""
    rows = list(LedgerRow.objects.filter(space_id=member.space_id, kind=TAKEN_ALONG, at__gte=member_since(member)).order_by("-at")[:20])
    people = faces(member.space_id, {row.actor_id for row in rows if row.actor_id})
    zone = member.space.zone
    return tuple(
        _("%(who)s, on %(day)s") % {"who": people[row.actor_id].name, "day": words.day(row.at.astimezone(zone).date())}
        for row in rows
        if row.actor_id in people
    )


def member_since(member: Member) -> datetime:
    """The beginning of the day on which somebody came: what was taken along before holds nothing of theirs."""
    return datetime.combine(member.joined_on, time.min, tzinfo=member.space.zone)


def copies(member: Member, at: datetime) -> Copies:
    """The copies that were asked for in the last week."""
    found = rules.copies(member, at)
    zone = member.space.zone
    verdict = rules.may_ask_copy(found[0] if found else None, at)
    return Copies(
        tuple(
            Copy(
                id=row.pk,
                asked=words.moment(row.asked_at, zone),
                ready=row.file is not None,
                done=row.tables_done,
                total=row.tables or 1,
                rows=row.rows,
                size=filesizeformat(row.file.size) if row.file else "",
                until=words.day((row.done_at + rules.KEPT).astimezone(zone).date()) if row.done_at else "",
            )
            for row in found
            if row.done_at is None or row.file is not None
        ),
        making=any(row.done_at is None for row in found),
        may_ask=bool(verdict),
        reason=str(verdict.reason),
    )


def own_copy(member: Member, pk: int, at: datetime) -> DataExport | None:
    """One finished copy of one's own that can still be fetched."""
    return next((row for row in rules.copies(member, at) if row.pk == pk and row.file is not None), None)


def shown(entry: Registered) -> list[str]:
    """The fields that a reader wants to see: not the own number, not the house, nothing that stands for itself."""
    skipped = {"id", "space", "space_id", "sort_name", "account", "token", "sizes", "key", *(c.removesuffix("_id") for c in entry.person)}
    skipped |= set(entry.person)
    if len(entry.person) > 1:
        skipped -= {name for column in entry.person for name in (column, column.removesuffix("_id"))}
    return [f.name for f in entry.exported() if f.name not in skipped]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a copy: its values as they are stored, with the names of what numbers name, and as people read them."""

    stored: dict[str, Any]
    read: tuple[tuple[str, str], ...]


def stream(entry: Registered, member: Member) -> Iterator[Row]:
    """The rows of a table that are held on somebody, a chunk at a time, in the active language."""
    fields = entry.exported()
    names = [f.attname for f in fields]
    rows = rows_of(entry, member).order_by("pk").distinct().values("pk", *names)
    last: Any = None
    while True:
        chunk = list((rows.filter(pk__gt=last) if last is not None else rows)[:CHUNK])
        if not chunk:
            return
        last = chunk[-1]["pk"]
        yield from read(entry, fields, chunk, member)


def read(entry: Registered, fields: list[Any], chunk: list[dict[str, Any]], member: Member) -> Iterator[Row]:
    """Names for numbers, sentences for codes: a fixed number of queries for a chunk."""
    language = (get_language() or "de")[:2]
    named = {f.attname: names_of(f.related_model, {row[f.attname] for row in chunk}, language, member) for f in fields if f.is_relation}
    readings = {
        f.attname: privacy.READS[entry.model._meta.label, f.name](chunk, member)
        for f in fields
        if (entry.model._meta.label, f.name) in privacy.READS
    }
    wanted = set(shown(entry))
    zone = member.space.zone
    for k, row in enumerate(chunk):
        stored: dict[str, Any] = {}
        told: list[tuple[str, str]] = []
        for f in fields:
            value = row[f.attname]
            stored[f.attname] = value
            text = ""
            if f.attname in readings:
                text = readings[f.attname][k]
            elif f.is_relation:
                name = named[f.attname].get(value)
                if name is not None:
                    stored[f.name] = name
                text = name if name is not None else words.plain(value, zone)
            elif f.choices:
                text = str(dict(f.flatchoices).get(value, value))
            else:
                text = words.plain(value, zone)
            if f.name in wanted and text:
                told.append((privacy.word(entry.model, f.name), text))
        yield Row(stored, tuple(told))


def names_of(model: type[models.Model], ids: set[Any], language: str, member: Member) -> dict[Any, str]:
    """What rows are called, as the pages of the house call them to a member: in one query, in two where not everybody may know it."""
    named = privacy.NAMED.get(model._meta.label)
    wanted = {pk for pk in ids if pk is not None}
    if named is None or not wanted:
        return {}
    found = model._base_manager.filter(pk__in=wanted).values_list("pk", named.field.format(language=language))
    known = wanted if named.known is None else set(named.known(member).filter(pk__in=wanted).values_list("pk", flat=True))
    return {pk: str(name if pk in known else named.else_) for pk, name in found}
