"""The file of the house as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format

from drittort.members.house_copy import rules
from drittort.members.house_copy.models import HouseCopy
from drittort.members.models import Member


@dataclass(frozen=True, slots=True)
class File:
    """One file: being made, or to be fetched by who asked for it."""

    id: int
    who: str
    mine: bool
    asked: str
    ready: bool
    done: int
    total: int
    rows: int
    size: str
    until: str


@dataclass(frozen=True, slots=True)
class Files:
    """The files of the last day, and whether another may be asked for."""

    list: tuple[File, ...]
    making: bool
    may_ask: bool
    reason: str


def files(reader: Member, at: datetime) -> Files:
    """What was asked for in the last day."""
    found = rules.kept(reader.space_id, at)
    zone = reader.space.zone
    verdict = rules.may_ask(reader)
    return Files(
        tuple(
            File(
                id=row.pk,
                who=row.by.name,
                mine=row.by_id == reader.pk,
                asked=date_format(row.asked_at.astimezone(zone), "DATETIME_FORMAT"),
                ready=row.file is not None,
                done=row.tables_done,
                total=row.tables or 1,
                rows=row.rows,
                size=filesizeformat(row.file.size) if row.file else "",
                until=date_format((row.asked_at + rules.KEPT).astimezone(zone), "DATETIME_FORMAT"),
            )
            for row in found
            if row.done_at is None or row.file is not None
        ),
        making=any(row.done_at is None for row in found),
        may_ask=bool(verdict),
        reason=str(verdict.reason),
    )


def own_file(reader: Member, pk: int, at: datetime) -> HouseCopy | None:
    """A finished file that the reader asked for and can still fetch."""
    return next((row for row in rules.kept(reader.space_id, at) if row.pk == pk and row.by_id == reader.pk and row.file is not None), None)
