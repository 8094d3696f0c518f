"""The worker: claims a job by a conditional update, runs it, and writes what came of it.

A worker that dies keeps its lease until it runs out; then the job is due again. A job may therefore run twice, never not at all.
"""

from __future__ import annotations

import logging
import threading
import traceback
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from drittort.core import scope
from drittort.core.jobs.queue import JOBS, enqueue_due
from drittort.core.models import Job
from drittort.core.statements import Statement

log = logging.getLogger("drittort.worker")

LEASE = timedelta(seconds=60)
BACKOFF = [30, 60, 120, 300, 600, 1200, 1800, 1800, 3600, 3600, 7200, 14400]
KEEP_DONE = timedelta(days=7)
KEEP_DEAD = timedelta(days=30)

Clock = Callable[[], datetime]


def due(at: datetime) -> Q:
    """Which jobs may be claimed now: open, their time has come, and nobody holds a valid lease."""
    return Q(done_at=None, dead_at=None, run_at__lte=at) & (Q(leased_until=None) | Q(leased_until__lt=at))


@cache
def ready(patient: tuple[str, ...]) -> tuple[Statement, Statement]:
    """The next due jobs that are not patient, and the next of all. The worker asks before every job, and every second while there is none."""

    def first(at: datetime) -> QuerySet[Job]:
        return Job.objects.filter(due(at)).order_by("run_at", "id")

    return Statement(lambda at: first(at).exclude(name__in=patient)[:5], at=datetime), Statement(lambda at: first(at)[:5], at=datetime)


def claim(at: datetime) -> Job | None:
    """Take one due job, a patient one only when nothing else is due. Two workers never take the same lease: the update names the state it expects."""
    hasty, any_ = ready(tuple(name for name, registered in JOBS.items() if registered.patient))
    found: Job
    for found in hasty.objects(at=at) or any_.objects(at=at):
        lease = uuid.uuid4().hex
        taken = Job.objects.filter(due(at), pk=found.pk, lease=found.lease).update(
            lease=lease, leased_until=at + LEASE, attempts=found.attempts + 1
        )
        if taken:
            found.lease, found.attempts, found.leased_until = lease, found.attempts + 1, at + LEASE
            return found
    return None


class Renewal(threading.Thread):
    """Keeps the lease of a long job while its process lives."""

    def __init__(self, job: Job, clock: Clock) -> None:
        super().__init__(daemon=True)
        self.job, self.clock, self.over = job, clock, threading.Event()

    def run(self) -> None:
        """Extend the lease every third of its length."""
        while not self.over.wait(LEASE.total_seconds() / 3):
            try:
                Job.objects.filter(pk=self.job.pk, lease=self.job.lease).update(leased_until=self.clock() + LEASE)
            except DatabaseError:
                # Busy or away for a moment: the lease holds for two more tries.
                log.warning("the lease of job %s could not be renewed", self.job.pk, exc_info=True)
            finally:
                connection.close()


def run(job: Job, *, clock: Clock = timezone.now, renew: bool = True) -> bool:
    """Run one claimed job and write the outcome; return whether it succeeded."""
    mine = Job.objects.filter(pk=job.pk, lease=job.lease)
    if job.space_id is not None and not scope.space_exists(job.space_id):
        mine.update(done_at=clock(), leased_until=None, last_error="The space is gone.")
        return True
    registered = JOBS.get(job.name)
    renewal = Renewal(job, clock) if renew else None
    if renewal:
        renewal.start()
    try:
        if registered is None:
            raise LookupError(f"no job is registered as {job.name}")
        registered.function(job.payload, clock())
    except Exception:
        if job.space_id is not None and not scope.space_exists(job.space_id):
            # The space was deleted while the job ran: there is nothing left to do for it.
            mine.update(done_at=clock(), leased_until=None, last_error="The space is gone.")
            return True
        allowed = registered.attempts if registered else 3
        at = clock()
        dead = at if job.attempts >= allowed else None
        again = at + timedelta(seconds=BACKOFF[min(job.attempts, len(BACKOFF)) - 1])
        mine.update(leased_until=None, dead_at=dead, run_at=again, last_error=traceback.format_exc(limit=-4)[-2000:])
        log.warning("%s failed, attempt %s of %s%s", job.name, job.attempts, allowed, ", given up" if dead else "", exc_info=True)
        return False
    finally:
        if renewal:
            renewal.over.set()
    mine.update(done_at=clock(), leased_until=None, last_error="")
    return True


def run_due(*, clock: Clock = timezone.now, limit: int = 10_000, schedules: bool = False) -> int:
    """Run what is due until nothing is, at most `limit` jobs; return how many ran. For tests and the demo."""
    if schedules:
        enqueue_due(clock())
    for count in range(limit):
        found = claim(clock())
        if found is None:
            return count
        run(found, clock=clock, renew=False)
    return limit


def work(stop: threading.Event, *, pause: float = 1.0, clock: Clock = timezone.now) -> None:
    """Work until told to stop. Every half minute the clock's jobs are put in and old rows taken out."""
    looked: datetime | None = None
    while not stop.is_set():
        try:
            close_old_connections()
            at = clock()
            if looked is None or at - looked > timedelta(seconds=30) or at < looked:
                enqueue_due(at)
                prune(at)
                looked = at
            found = claim(at)
            if found is not None:
                run(found, clock=clock)
                continue
        except Exception:
            log.exception("the worker goes on after an error")
        stop.wait(pause)


def prune(at: datetime) -> int:
    """Remove jobs that were done a week ago, and dead ones after a month in which somebody could have looked."""
    with transaction.atomic():
        return Job.objects.filter(Q(done_at__lt=at - KEEP_DONE) | Q(dead_at__lt=at - KEEP_DEAD)).delete()[0]


def revive(job_id: int, at: datetime) -> bool:
    """Give a dead job another full set of attempts."""
    return bool(Job.objects.filter(pk=job_id).exclude(dead_at=None).update(dead_at=None, attempts=0, run_at=at, last_error=""))


def state() -> dict[str, Any]:
    """Counts for the health page: waiting, running, dead."""
    open_jobs = Job.objects.filter(done_at=None)
    return {
        "waiting": open_jobs.filter(dead_at=None, leased_until=None).count(),
        "running": open_jobs.filter(dead_at=None).exclude(leased_until=None).count(),
        "dead": open_jobs.exclude(dead_at=None).count(),
    }
