"""Writing the forecast, and bringing in what really came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.core.jobs.queue import enqueue
from drittort.members.models import Member
from drittort.plan.forecast import planned, reading, rules
from drittort.plan.forecast.metrics import NAMES as TOLD
from drittort.plan.forecast.models import ActualFigure, ActualFile, Forecast
from drittort.plan.metrics.actions import REMAKE
from drittort.spaces.models import Space

CHANCE = "plan.forecast.chance"
CHANGED, BROUGHT, UNDONE = "forecast.changed", "actuals.brought_in", "actuals.taken_back"
KEPT = timedelta(days=1)


def change_forecast(*, actor: Member, values: Mapping[str, Any], at: datetime) -> Forecast:
    """Say what the forecast assumes, by the names of its columns; the first time it begins. Raises NotAllowed."""
    require(rules.may_write(actor))
    with transaction.atomic():
        found = _forecast(actor, at)
        for name, value in values.items():
            setattr(found, name, value)
        found.begins_on, found.changed_at = found.begins_on.replace(day=1), at
        found.save()
        _reckon(actor, found, at)
    return found


def keep_line(*, actor: Member, kind: str, pk: int | None, values: Mapping[str, Any], at: datetime) -> Any:
    """Write a tariff, a cost or a loan anew (`pk` None) or change it. Raises NotFound, and Invalid for a tariff of a name that stands already or one line too many."""
    require(rules.may_write(actor))
    with transaction.atomic():
        found = _forecast(actor, at)
        rows = rules.lines_of(actor, kind)
        if pk is None:
            if rows.count() >= rules.MOST_LINES:
                raise Invalid(_("That is enough. A forecast of more than %(n)s lines is read by nobody.") % {"n": rules.MOST_LINES})
            line: Any = rules.TABLES[kind](space_id=actor.space_id)
        else:
            line = locked(rows.filter(pk=pk)).first()
            if line is None:
                raise NotFound
        if kind == rules.TARIFF and rows.filter(name=values["name"]).exclude(pk=pk).exists():
            raise Invalid(_("There is a tariff of this name already."))
        for name, value in values.items():
            setattr(line, name, value)
        line.save()
        _reckon(actor, found, at)
    return line


def drop_line(*, actor: Member, kind: str, pk: int, at: datetime) -> None:
    """Take a line out. Raises NotFound."""
    require(rules.may_write(actor))
    with transaction.atomic():
        found = _forecast(actor, at)
        line = locked(rules.lines_of(actor, kind).filter(pk=pk), whole=True).first()
        if line is None:
            raise NotFound
        line.delete()
        _reckon(actor, found, at)


def _forecast(actor: Member, at: datetime) -> Forecast:
    """The forecast of a house, locked; made where there is none yet, from this month on."""
    space = locked(Space.objects.filter(pk=actor.space_id)).get()
    found = Forecast.objects.filter(space=space).first()
    return found or Forecast.objects.create(space=space, begins_on=space.day(at).replace(day=1), changed_at=at)


def _reckon(actor: Member, forecast: Forecast, at: datetime) -> None:
    """What chance made of the forecast is out of date: let the worker reckon it anew, and tell the ledger."""
    forecast.chance, forecast.changed_at = {}, at
    forecast.save(update_fields=["chance", "changed_at"])
    enqueue(CHANCE, {"space": forecast.space_id}, at=at, space_id=forecast.space_id, key=f"{CHANCE}:{forecast.space_id}:{at.isoformat()}")
    ledger.record(
        space_id=forecast.space_id, at=at, kind=CHANGED, actor_id=actor.pk, subject_id=forecast.pk, audience=ledger.MANAGERS
    )  # fmt: skip


def reckon_chance(*, space_id: int) -> bool:
    """Keep what chance makes of the forecast as it stands now; returns whether it still stood so in the end. Nothing is locked while it is reckoned."""
    rows = planned.rows_of(space_id)
    if rows is None:
        return False
    chance = planned.chance_of(rows)
    return bool(Forecast.objects.filter(pk=rows.forecast.pk, changed_at=rows.forecast.changed_at).update(chance=chance))


def hand_in(*, actor: Member, name: str, text: str, at: datetime) -> ActualFile:
    """Keep a table of actual figures for a day, with what its columns probably mean. Raises Invalid where its head cannot be read."""
    require(rules.may_write(actor))
    columns, _rows, _lines, problems = reading.columns_of(text)
    if not columns:
        raise Invalid(str(problems[0]) if problems else _("The table has no columns."))
    return ActualFile.objects.create(space_id=actor.space_id, name=name[:120], text=text, mapping=reading.propose(columns), made_at=at)


def _waiting(actor: Member, pk: int) -> ActualFile:
    require(rules.may_write(actor))
    row = locked(rules.files_of(actor).filter(pk=pk)).first()
    if row is None:
        raise NotFound
    if row.brought_at is not None:
        raise OutOfDate(_("These figures are brought in already."))
    return row


def map_columns(*, actor: Member, file_id: int, mapping: Mapping[str, str], at: datetime) -> ActualFile:
    """Say what the columns mean. Raises Invalid for a meaning that stands twice."""
    told = [meaning for meaning in mapping.values() if meaning]
    if len(told) != len(set(told)):
        raise Invalid(_("Two columns mean the same. Leave one of them out."))
    with transaction.atomic():
        row = _waiting(actor, file_id)
        row.mapping = dict(mapping)
        row.save(update_fields=["mapping"])
    return row


def bring_in(*, actor: Member, file_id: int, at: datetime) -> ActualFile:
    """Bring the figures in: all that can be read; they stand above what earlier files told of the same months. Raises Invalid where nothing can be read."""
    with transaction.atomic():
        row = _waiting(actor, file_id)
        found = reading.read(row.text, row.mapping, actor.space.day(at))
        figures = [
            ActualFigure(space_id=row.space_id, file=row, month=month, name=name, value=value)
            for month, values in found.months.items()
            for name, value in values.items()
        ]
        if not figures:
            raise Invalid(_("There is no figure in it yet that can be read."))
        ActualFigure.objects.bulk_create(figures)
        row.figures, row.brought_at, row.text = len(figures), at, ""
        row.save(update_fields=["figures", "brought_at", "text"])
        ledger.record(
            space_id=row.space_id,
            at=at,
            kind=BROUGHT,
            actor_id=actor.pk,
            subject_id=row.pk,
            audience=ledger.MANAGERS,
            facts={"figures": len(figures)},
        )
        _told_anew(row.space_id, at)
    return row


def _told_anew(space_id: int, at: datetime) -> None:
    """What the plan told of months of which there are other figures now is made anew."""
    for name in TOLD:
        enqueue(REMAKE, {"space": space_id, "metric": name}, at=at, space_id=space_id)


def take_back(*, actor: Member, file_id: int, at: datetime) -> ActualFile:
    """Take the figures of a file back; what earlier files told counts again. Twice is once."""
    require(rules.may_write(actor))
    with transaction.atomic():
        row = locked(rules.files_of(actor).filter(pk=file_id).exclude(brought_at=None)).first()
        if row is None:
            raise NotFound
        if row.undone_at is None:
            row.undone_at = at
            row.save(update_fields=["undone_at"])
            ledger.record(space_id=row.space_id, at=at, kind=UNDONE, actor_id=actor.pk, subject_id=row.pk, audience=ledger.MANAGERS)
            _told_anew(row.space_id, at)
    return row


def forget_files(*, at: datetime) -> int:
    """Tables that nobody brought in go after a day. Returns how many went."""
    return ActualFile.objects.filter(brought_at=None, made_at__lt=at - KEPT).delete()[0]
