"""The quiet no, held against any way of bringing people together: one course is run several times, and what a watcher could read is compared.

A course is run inside a transaction that is rolled back, with a clock that stands, so two of them differ only where the house itself tells something apart:
pages are compared byte for byte, and beside them mails, notices, the copy of one's own data and the rows of the ledger that somebody may read.

    seen = [Course(cast, clock).run(before, begin, watchers={cast.ada: pages}, moments=moments) for before in (nothing, block)]
    assert same(seen)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.core.signing import TimestampSigner, b62_encode
from django.db import connection, transaction

from drittort.connect.introductions import actions, warm
from drittort.core.jobs.runner import run_due
from drittort.core.ledger import EVERYONE, only
from drittort.core.models import LedgerRow, Mail
from drittort.core.privacy import held_on
from drittort.members.models import Member
from drittort.members.notices.models import Notice
from tests.cast import Cast

Step = Callable[[Cast], Any]
# When somebody signed in, and with which key, is their own doing and new each time.
OWN_DOING = {"members.SignIn", "members.KeyEvent", "members.Account"}
# Their numbers run through the whole house, whoever they are for; the names of mails are drawn from them.
RUNNING = {"core.LedgerRow", "core.Mail", "members.Notice"}


def nothing(cast: Cast) -> None:
    """The step in which nothing happens."""


@dataclass
class Clock:
    """What the house takes for now."""

    at: datetime

    def hold(self, monkeypatch: pytest.MonkeyPatch) -> Clock:
        """Let pages and signatures go by this clock."""
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.at)
        monkeypatch.setattr(TimestampSigner, "timestamp", lambda signer: b62_encode(int(self.at.timestamp())))
        return self


@dataclass
class Course:
    """One course of things in the named world, and what was seen of it."""

    cast: Cast
    clock: Clock
    due: Sequence[Callable[..., Any]] = field(default=(warm.ask_due, actions.expire_due))

    def run(
        self, before: Step, begin: Step, after: Step = nothing, *, watchers: Mapping[Member, Iterable[str]], moments: Iterable[datetime]
    ) -> list[dict[str, Any]]:
        """Run it: `before`, `begin`, the worker, `after`; then look at every moment, the worker's work done. One dict a moment, by watcher and page."""
        (seen,) = self.run_each(before, begin, (after,), watchers=watchers, moments=moments)
        return seen

    def run_each(
        self, before: Step, begin: Step, afters: Sequence[Step], *, watchers: Mapping[Member, Iterable[str]], moments: Iterable[datetime]
    ) -> list[list[dict[str, Any]]]:
        """Run what begins alike once, and from there each of `afters` as if there were no other: what `run` gives for each."""
        moments = list(moments)
        with transaction.atomic():
            number_alike()
            self.clock.at = self.cast.now
            before(self.cast)
            begin(self.cast)
            run_due(clock=lambda: self.cast.now)
            seen = [self.go_on(after, watchers, moments) for after in afters]
            transaction.set_rollback(True)
        self.clock.at = self.cast.now
        return seen

    def go_on(self, after: Step, watchers: Mapping[Member, Iterable[str]], moments: Iterable[datetime]) -> list[dict[str, Any]]:
        """Run what comes after the beginning, look, and take it back."""
        seen = []
        with transaction.atomic():
            number_alike()
            self.clock.at = self.cast.now
            after(self.cast)
            for at in moments:
                self.clock.at = at
                for task in self.due:
                    task(at=at)
                run_due(clock=lambda now=at: now)
                seen.append({str(key): value for who, paths in watchers.items() for key, value in self.look(who, paths).items()})
            transaction.set_rollback(True)
        return seen

    def look(self, who: Member, paths: Iterable[str]) -> dict[tuple[str, str], Any]:
        """All that somebody can read now. What they read is not kept as read."""
        told: dict[str, Any] = {
            "mails": list(Mail.objects.filter(to_member_id=who.pk).order_by("pk").values_list("subject", "text", "html", "created_at")),
            "notices": list(
                Notice.objects.filter(member=who).order_by("at", "key").values_list("code", "at", "seen_at", "due_at", "facts")
            ),
            "copy": {
                table: [
                    {name: value for name, value in row.items() if name not in ("id", "message_id") or table not in RUNNING} for row in rows
                ]
                for table, rows in held_on(who.pk).items()
                if table not in OWN_DOING
            },
            "ledger": list(
                LedgerRow.objects.filter(audience__in=(EVERYONE, only(who.pk)))
                .order_by("at", "kind", "actor_id")
                .values_list("kind", "at", "actor_id")
            ),
        }
        with transaction.atomic():
            browser = self.cast.client(who)
            for path in paths:
                answer = browser.get(path)
                told[path] = (answer.status_code, answer.getvalue())
            transaction.set_rollback(True)
        return {(who.name, what): value for what, value in told.items()}


def number_alike() -> None:
    """Let the next rows have the same numbers in each course: PostgreSQL does not take numbers back with a transaction."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


def differences(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Where two courses tell something apart: the number of the moment, and what was looked at."""
    assert len(one) == len(other) > 0
    return [
        (k, what)
        for k, (a, b) in enumerate(zip(one, other, strict=True))
        for what in sorted(a.keys() | b.keys())
        if a.get(what) != b.get(what)
    ]
