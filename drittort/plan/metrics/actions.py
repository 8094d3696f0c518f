"""Keeping the months of the figures: told once when they are ripe, and never changed but on purpose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Min

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import NotFound, require
from drittort.core.jobs.queue import enqueue
from drittort.core.metrics import METRICS, Figure, Metric, months_from
from drittort.core.models import Job, LedgerRow
from drittort.members.models import Member
from drittort.plan.metrics import rules
from drittort.plan.metrics.models import MetricMonth
from drittort.plan.rules import may_run
from drittort.spaces.models import Space

REMADE = "metric.remade"
REMAKE = "plan.metrics.remake"
Known = dict[str, dict[date, tuple[bool, bool]]]


def keep_months(*, space: Space, at: datetime, names: Iterable[str] | None = None) -> int:
    """Compute the months of the figures that are not closed yet, and keep them; returns how many were written.

    Each metric is asked once, for all of its months together. Computed first, then written in one short transaction that looks again what is closed.
    """
    today, first = space.day(at), first_month(space)
    known = known_months(space)
    made: list[MetricMonth] = []
    asked: set[tuple[str, date]] = set()
    for name in METRICS if names is None else names:
        metric = METRICS[name]
        months = open_months(metric, rules.told_months(metric, first, today), known[name])
        if months:
            # A month of those that gather told nothing so far, even where it is closed: it is told together with what came to it later.
            fresh = set(months) if metric.gathers else set(months) - closed(known[name])
            asked |= {(name, month) for month in fresh}
            made += rows(space, metric, metric.compute(space, months), fresh, today, at)
    return write(space, made, asked)


def first_month(space: Space) -> date:
    """The month in which the house began: when it was made here, or earlier where it brought a past along."""
    begun = LedgerRow.objects.filter(space_id=space.pk).aggregate(first=Min("at"))["first"]
    return space.day(min(space.created_at, begun or space.created_at)).replace(day=1)


def known_months(space: Space) -> Known:
    """What is kept: for each metric and month whether it is closed, and whether it has a value."""
    known: Known = defaultdict(dict)
    kept = MetricMonth.objects.filter(space=space).values_list("metric", "month", "closed_at", "private")
    for name, month, closed_at, private in kept:
        known[name][month] = (closed_at is not None, not private)
    return known


def closed(known: Mapping[date, tuple[bool, bool]]) -> set[date]:
    """The months that stay as they are."""
    return {month for month, (is_closed, _told) in known.items() if is_closed}


def open_months(metric: Metric, months: list[date], known: Mapping[date, tuple[bool, bool]]) -> list[date]:
    """For which months a metric is asked: those that are not closed. One that gathers is asked for all since it last told something."""
    if metric.gathers:
        last = max((month for month, (_closed, told) in known.items() if told), default=date.min)
        waiting = [month for month in months if month > last]
        return waiting if set(waiting) - closed(known) else []
    return [month for month in months if month not in closed(known)]


def rows(space: Space, metric: Metric, figures: Mapping[date, Figure], months: set[date], today: date, at: datetime) -> list[MetricMonth]:
    """What is kept of computed figures: where there was nothing to say, no row, and the month is asked again."""
    return [
        MetricMonth(
            space=space, metric=metric.name, month=month, value=figure.value, of=figure.of, low=figure.low, high=figure.high, private=figure.private,
            since=figure.since, made_at=at, closed_at=at if rules.is_ripe(metric, month, today) else None,
        )
        for month, figure in sorted(figures.items())
        if month in months and (figure.private or figure.value is not None)
    ]  # fmt: skip


def write(space: Space, made: list[MetricMonth], asked: Collection[tuple[str, date]] = ()) -> int:
    """Write rows in place of those that are not closed; of what was asked and says nothing any more, none stays. Two workers wait for each other, and neither
    changes what the other closed."""
    gathering = [metric.name for metric in METRICS.values() if metric.gathers]
    with transaction.atomic():
        locked(Space.objects.filter(pk=space.pk)).get()
        kept = MetricMonth.objects.filter(space=space)
        done = set(kept.filter(closed_at__isnull=False).exclude(private=True, metric__in=gathering).values_list("metric", "month"))
        fresh = [row for row in made if (row.metric, row.month) not in done]
        silent = set(asked) - {(row.metric, row.month) for row in made}
        running = kept.filter(closed_at=None).values_list("pk", "metric", "month")
        MetricMonth.objects.filter(pk__in=[pk for pk, name, month in running if (name, month) in silent]).delete()
        MetricMonth.objects.bulk_create(
            fresh,
            update_conflicts=True,
            unique_fields=["space", "metric", "month"],
            update_fields=["value", "of", "low", "high", "private", "since", "made_at", "closed_at"],
        )
    return len(fresh)


def ask_for_months(*, actor: Member, at: datetime) -> bool:
    """Have the worker compute now what is due at night; returns whether it was put in: not where it waits already."""
    require(may_run(actor))
    if Job.objects.filter(space_id=actor.space_id, name=rules.KEEP, done_at=None, dead_at=None, leased_until=None).exists():
        return False
    return enqueue(rules.KEEP, {"space": actor.space_id}, at=at, space_id=actor.space_id)


def ask_to_remake(*, actor: Member, name: str, at: datetime) -> None:
    """Have the closed months of an open metric made anew, after something was mended. It is written down, and stands beside the months."""
    if name not in METRICS:
        raise NotFound
    require(rules.may_remake(actor, METRICS[name]))
    with transaction.atomic():
        ledger.record(space_id=actor.space_id, at=at, kind=REMADE, actor_id=actor.pk, subject_id=None, audience=ledger.MANAGERS)
        enqueue(REMAKE, {"space": actor.space_id, "metric": name}, at=at, space_id=actor.space_id)


def remake(*, space: Space, metric: Metric, at: datetime) -> int:
    """Compute an open metric anew for its closed months; returns how many changed. What did not change keeps its day; what has nothing to say any more goes."""
    if not metric.open:
        return 0
    today = space.day(at)
    kept = {row.month: row for row in MetricMonth.objects.filter(space=space, metric=metric.name, closed_at__isnull=False)}
    months = [month for month in months_from(min(kept), max(kept)) if month >= rules.back(today, rules.MONTHS - 1)] if kept else []
    figures = metric.compute(space, months) if months else {}
    changed = []
    made = rows(space, metric, figures, set(months), today, at)
    gone = set(months) & kept.keys() - {row.month for row in made}
    for row in made:
        old = kept.get(row.month)
        if old is not None and (old.value, old.of, old.low, old.high, old.private) != (row.value, row.of, row.low, row.high, row.private):
            row.closed_at, row.made_at, row.remade_at = old.closed_at, old.made_at, at
            changed.append(row)
    fields = ["value", "of", "low", "high", "private", "remade_at"]
    with transaction.atomic():
        locked(Space.objects.filter(pk=space.pk)).get()
        MetricMonth.objects.bulk_create(changed, update_conflicts=True, unique_fields=["space", "metric", "month"], update_fields=fields)
        MetricMonth.objects.filter(space=space, metric=metric.name, month__in=gone).delete()
    return len(changed) + len(gone)
