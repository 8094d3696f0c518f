"""The hub: every use case records one row; feed, notices, mail, ties, figures and audit read it.

A reaction is what a module does when something was recorded. It is a job row inserted in the recording transaction,
unique by (ledger row, reaction), so it runs at least once and never for something that was rolled back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.transaction import TransactionManagementError

from drittort.core.models import LedgerRow

KEPT = timedelta(days=731)
EVERYONE, MANAGERS, NOBODY = "members", "managers", "nobody"


def only(member_id: int) -> str:
    """The audience of one person."""
    return f"self:{member_id}"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of ledger row: its name and the sentence by which people read it (translatable).

    `subject` is the table that its subject id names ("" when it has none, None when nobody said), `refers` the tables of ids among its facts.
    """

    name: str
    sentence: Any
    subject: str | None = None
    refers: Mapping[str, str] = field(default_factory=dict)


KINDS: dict[str, Kind] = {}
REACTIONS: dict[str, list[str]] = defaultdict(list)
FUNCTIONS: dict[str, Callable[[LedgerRow, datetime], None]] = {}


def kind(name: str, sentence: Any, *, subject: str | None = None, **refers: str) -> str:
    """Register a kind of row; returns its name. `subject` and the keywords (fact="module.Model") say which rows its numbers name."""
    KINDS[name] = Kind(name, sentence, subject, refers)
    return name


def naming(person: str, person_id: int) -> Q:
    """The rows that name somebody: as actor, as subject or reader, or among their facts. `person` is the table of people."""
    found = Q(actor_id=person_id) | Q(audience=only(person_id))
    for each in KINDS.values():
        if each.subject == person:
            found |= Q(kind=each.name, subject_id=person_id)
        for fact, table in each.refers.items():
            if table == person:
                found |= Q(kind=each.name, **{f"facts__{fact}": person_id})
    return found


def reaction(*kinds: str, name: str) -> Callable[[Callable[[LedgerRow, datetime], None]], Callable[[LedgerRow, datetime], None]]:
    """Register an idempotent function (row, at) to run in the worker after a row of `kinds`."""

    def register(function: Callable[[LedgerRow, datetime], None]) -> Callable[[LedgerRow, datetime], None]:
        FUNCTIONS[name] = function
        for each in kinds:
            if name not in REACTIONS[each]:
                REACTIONS[each].append(name)
        return function

    return register


def record(
    *,
    space_id: int,
    at: datetime,
    kind: str,
    actor_id: int | None,
    subject_id: int | None,
    audience: str,
    facts: dict[str, Any] | None = None,
) -> LedgerRow:
    """Write one row and its reactions. Only inside the transaction of the use case."""
    if kind not in KINDS:
        raise KeyError(f"ledger kind {kind} is not registered")
    if not connection.in_atomic_block:
        raise TransactionManagementError("record() outside a transaction")
    from drittort.core.jobs.queue import enqueue
    from drittort.core.live.topics import announce

    row = LedgerRow.objects.create(
        space_id=space_id, at=at, kind=kind, actor_id=actor_id, subject_id=subject_id, audience=audience, facts=facts or {}
    )
    for name in REACTIONS[kind]:
        enqueue("core.react", {"row": row.pk, "reaction": name}, at=at, space_id=space_id, key=f"react:{row.pk}:{name}")
    announce(row)
    return row


def forget(at: datetime) -> int:
    """Remove rows older than 24 months, in short transactions; return how many."""
    old = list(LedgerRow.objects.filter(at__lt=at - KEPT).values_list("pk", flat=True))
    return sum(LedgerRow.objects.filter(pk__in=old[start : start + 1000]).delete()[0] for start in range(0, len(old), 1000))


def react(payload: dict[str, Any], at: datetime) -> None:
    """The job behind every reaction. A row that was erased meanwhile needs none."""
    row = LedgerRow.objects.filter(pk=payload["row"]).first()
    if row is not None:
        FUNCTIONS[payload["reaction"]](row, at)
