"""Brings a delivery into its house: contacts to the staging table in batches, then one switch for everything.

An import that is killed leaves the house as it was; what it staged is swept away an hour later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import OutOfDate
from drittort.core.jobs.queue import JOBS, enqueue
from drittort.members.importing import actions as members
from drittort.network.importing.forms import Daily
from drittort.network.importing.models import StagedContact
from drittort.network.importing.queries import Preview, places_of, plan_of
from drittort.network.models import Contact
from drittort.spaces.actions import open_space
from drittort.spaces.models import Space

BATCH = 2000
COLUMNS = 'run, staged_at, a, b, "on", kind, origin, forth, back'
DEAD_AFTER = timedelta(hours=1)
REBUILD = "network.rebuild"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did: its house, whether anything was written, and the seconds of staging and of the switching transaction."""

    space: Space
    changed: bool
    founder: bool
    staging: float = 0.0
    switch: float = 0.0


def run_import(*, preview: Preview, at: datetime) -> Outcome:
    """Write what a preview showed. Raises OutOfDate when the house changed meanwhile, ValueError for a preview with errors; then nothing is written."""
    if preview.fatal:
        raise ValueError("a preview with errors cannot be imported")
    sweep(at)
    if not preview.is_change:
        return Outcome(preview.space, False, _founder(preview, preview.space, at))
    run = uuid4().hex
    try:
        began = perf_counter()
        staged = sum(_stage(run, origin, rows, at) for origin, rows in preview.staged)
        _look_again(StagedContact)
        staging = perf_counter() - began
        began = perf_counter()
        with transaction.atomic():
            space = _house(preview, at)
            members.hold_consents(space=space)
            # A house that was opened a moment ago holds nobody, so its plan is still the one that was shown.
            if preview.space.pk is not None and plan_of(preview.delivery, space, at) != preview.plan:
                raise OutOfDate(_("The house changed while you looked at the preview. Run the import once more."))
            members.load(space=space, plan=preview.plan, at=at)
            if staged and _switch(run, space) != staged:
                raise OutOfDate(_("The house changed while you looked at the preview. Run the import once more."))
            founder = _founder(preview, space, at)
            ledger.record(
                space_id=space.pk,
                at=at,
                kind="import.done",
                actor_id=None,
                subject_id=None,
                audience=ledger.MANAGERS,
                facts=_facts(preview),
            )
            if REBUILD in JOBS:
                enqueue(REBUILD, {"space": space.pk}, at=at, space_id=space.pk, key=f"{REBUILD}:import:{run}")
        return Outcome(space, True, founder, staging, perf_counter() - began)
    finally:
        _clear(run)


def sweep(at: datetime) -> int:
    """Remove what imports left behind that died on their way; returns how many rows."""
    removed = 0
    for run in set(StagedContact.objects.filter(staged_at__lt=at - DEAD_AFTER).values_list("run", flat=True)):
        removed += _clear(run)
    return removed


def _founder(preview: Preview, space: Space, at: datetime) -> bool:
    return bool(preview.delivery.founder) and members.give_founder(space=space, email=preview.delivery.founder, at=at)


def _house(preview: Preview, at: datetime) -> Space:
    """The house, locked, or opened now."""
    if preview.space.pk is not None:
        return locked(Space.objects.filter(pk=preview.space.pk)).get()
    return open_space(
        slug=preview.space.slug,
        name=preview.space.name,
        at=at,
        language=preview.space.language,
        timezone=preview.space.timezone,
        locations=tuple((name, "") for name in places_of(preview.delivery)),
        is_sample=preview.space.is_sample,
    )


def _facts(preview: Preview) -> dict[str, int]:
    plan, contacts = preview.plan, preview.contacts
    return {
        "people_new": sum(p.pk is None for p in plan.people),
        "people_changed": sum(p.pk is not None for p in plan.people),
        "companies_new": sum(c.pk is None for c in plan.companies),
        "companies_changed": sum(c.pk is not None for c in plan.companies),
        "contacts_new": contacts.new,
        "contacts_changed": contacts.changed,
        "contacts_not_agreed": contacts.not_agreed,
        "contacts_too_old": contacts.too_old,
    }


def _rows(run: str, origin: str, rows: Daily, at: datetime) -> Iterator[tuple[Any, ...]]:
    """Parameters of the staging rows, in the order of the columns."""
    epoch = date(1970, 1, 1).toordinal()
    moment = connection.ops.adapt_datetimefield_value(at)
    days = {int(d): connection.ops.adapt_datefield_value(date.fromordinal(epoch + int(d))) for d in set(rows.on.tolist())}
    columns = (rows.a, rows.b, rows.on, rows.kind, rows.forth, rows.back)
    for a, b, on, kind, forth, back in zip(*(column.tolist() for column in columns), strict=True):
        yield run, moment, rows.ids[a], rows.ids[b], days[on], rows.kinds[kind], origin, forth, back


def _stage(run: str, origin: str, rows: Daily, at: datetime) -> int:
    """Write the rows of one origin to the staging table, a short transaction for every batch; returns how many."""
    table = connection.ops.quote_name(StagedContact._meta.db_table)
    told = _rows(run, origin, rows, at)
    while batch := list(islice(told, BATCH)):
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({COLUMNS}) FROM STDIN") as copy:
                    for row in batch:
                        copy.write_row(row)
            else:
                cursor.executemany(f"INSERT INTO {table} ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)", batch)
    return len(rows)


def _look_again(model: type[Model]) -> None:
    """Have PostgreSQL count a table that just grew: it would plan the switch for an empty one, and take a minute for a second's work."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _switch(run: str, space: Space) -> int:
    """Put the staged rows into place, replacing what their origin said before; returns how many found both their people."""
    quote, member = connection.ops.quote_name, Contact._meta.get_field("first").related_model
    contact, staged, people = (quote(model._meta.db_table) for model in (Contact, StagedContact, member))
    _look_again(member)
    sql = f"""
        INSERT INTO {contact} (space_id, first_id, second_id, "on", kind, origin, forth, back)
        SELECT %s, CASE WHEN p.id < q.id THEN p.id ELSE q.id END, CASE WHEN p.id < q.id THEN q.id ELSE p.id END, s."on", s.kind, s.origin,
               CASE WHEN p.id < q.id THEN s.forth ELSE s.back END, CASE WHEN p.id < q.id THEN s.back ELSE s.forth END
        FROM {staged} s
        JOIN {people} p ON p.space_id = %s AND p.external_id = s.a
        JOIN {people} q ON q.space_id = %s AND q.external_id = s.b
        WHERE s.run = %s
        ON CONFLICT (first_id, second_id, "on", kind, origin) DO UPDATE SET forth = excluded.forth, back = excluded.back
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [space.pk, space.pk, space.pk, run])
        return int(cursor.rowcount)


def _clear(run: str) -> int:
    """Remove the staging rows of a run, batch by batch; returns how many."""
    removed = 0
    while True:
        ids = list(StagedContact.objects.filter(run=run).order_by("id").values_list("id", flat=True)[: BATCH * 5])
        if not ids:
            return removed
        # The ids of a run lie close together, so a range costs one statement and no list of parameters.
        removed += StagedContact.objects.filter(run=run, id__gte=min(ids), id__lte=max(ids)).delete()[0]
