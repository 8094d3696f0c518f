"""Putting work into the queue, and the registries of what can be run and what is due by the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from drittort.core.models import Job
from drittort.core.statements import Statement

Work = Callable[[dict[str, Any], datetime], None]


@dataclass(frozen=True, slots=True)
class Registered:
    """A function that jobs can name, how often it is tried, and whether it lets everything else that is due go first."""

    function: Work
    attempts: int
    patient: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job that is put into the queue once in every slot of `every`, whoever looks first."""

    name: str
    every: timedelta


JOBS: dict[str, Registered] = {}
SCHEDULES: dict[str, Schedule] = {}
KNOWN = Statement(lambda key: Job.objects.filter(key=key).values_list("pk"), key=str)


def job(name: str, *, attempts: int = 8, every: timedelta | None = None, patient: bool = False) -> Callable[[Work], Work]:
    """Register `function(payload, at)` under `name`; with `every`, also on the clock.

    A patient job is long and nobody waits for it: whatever else is due goes first, above all mail.
    """

    def register(function: Work) -> Work:
        JOBS[name] = Registered(function, attempts, patient)
        if every is not None:
            SCHEDULES[name] = Schedule(name, every)
        return function

    return register


def enqueue(
    name: str, payload: dict[str, Any], *, at: datetime, space_id: int | None = None, key: str | None = None, run_at: datetime | None = None
) -> bool:
    """Insert a job; with `key`, at most once ever. Returns whether a row was written."""
    if name not in JOBS:
        raise KeyError(f"job {name} is not registered")
    row = Job(space_id=space_id, name=name, payload=payload, key=key, run_at=run_at or at, created_at=at)
    if key is None:
        row.save(force_insert=True)
        return True
    before = bool(KNOWN.rows(key=key))
    if not before:
        # Whoever puts it in at the same moment is no mistake.
        Job.objects.bulk_create([row], ignore_conflicts=True)
    return not before


def slot(schedule: Schedule, at: datetime) -> int:
    """Number of the slot that `at` lies in. Counted in UTC seconds, so a change of the clock neither repeats nor skips one."""
    return int(at.astimezone(UTC).timestamp() // schedule.every.total_seconds())


def enqueue_due(at: datetime) -> int:
    """Put every scheduled job of the present slot into the queue, once; return how many were new."""
    keys = {f"clock:{s.name}:{slot(s, at)}": s for s in SCHEDULES.values()}
    known = set(Job.objects.filter(key__in=keys).values_list("key", flat=True))
    return sum(enqueue(s.name, {}, at=at, key=key) for key, s in keys.items() if key not in known)
