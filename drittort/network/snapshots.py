"""What the worker computed for a page and the page reads: stored by name and day, the newest is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from drittort.core.database import locked
from drittort.core.moving.registry import Numbers
from drittort.network.models import Snapshot

REPORT, MAP = "report", "map"
KEPT = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Stored:
    """One snapshot as a page gets it."""

    as_of: date
    made_at: datetime
    content: dict[str, Any]


def newest(space_id: int, name: str) -> Stored | None:
    """The newest snapshot of a name; None before the first."""
    row = Snapshot.objects.filter(space_id=space_id, name=name).order_by("-as_of").values_list("as_of", "made_at", "content").first()
    return Stored(*row) if row else None


def store(*, space_id: int, name: str, as_of: date, content: dict[str, Any], at: datetime) -> None:
    """Keep a snapshot of a day in place of an earlier one of the same day; ones older than five weeks go.

    Days after `as_of` go too: a sample whose last contacts were taken out again stands on an earlier day than before.
    """
    with transaction.atomic():
        Snapshot.objects.filter(space_id=space_id, name=name, as_of__lt=as_of - KEPT).delete()
        Snapshot.objects.filter(space_id=space_id, name=name, as_of__gt=as_of).delete()
        Snapshot.objects.update_or_create(space_id=space_id, name=name, as_of=as_of, defaults={"made_at": at, "content": content})


def take_off_map(*, space_id: int, member_id: int) -> None:
    """Remove what stored maps hold of one member: their dot, their ties, their place among the groups. Inside a transaction."""
    for row in locked(Snapshot.objects.filter(space_id=space_id, name=MAP).order_by("pk")):
        content = row.content
        before = (len(content.get("people", [])), len(content.get("ties", [])), len(content.get("places", {})))
        content["people"] = [p for p in content.get("people", []) if p[0] != member_id]
        content["ties"] = [t for t in content.get("ties", []) if member_id not in t[:2]]
        content["places"] = {k: v for k, v in content.get("places", {}).items() if k != str(member_id)}
        if before != (len(content["people"]), len(content["ties"]), len(content["places"])):
            row.save(update_fields=["content"])


def forget_old(*, at: datetime) -> int:
    """Remove drawings older than five weeks, also where no new one was made meanwhile; samples keep theirs. Returns how many."""
    return Snapshot.objects.filter(made_at__lt=at - KEPT, space__is_sample=False).delete()[0]


def moved(row: dict[str, Any], numbers: Numbers) -> None:
    """A house stands at other numbers: the people on a stored map, their ties and places."""
    if row["name"] != MAP:
        return
    content = row["content"]

    def person(number: int) -> int:
        return int(numbers.new("members.Member", number))

    content["people"] = [[person(p[0]), *p[1:]] for p in content.get("people", [])]
    content["ties"] = [[person(t[0]), person(t[1]), *t[2:]] for t in content.get("ties", [])]
    content["places"] = {str(person(int(k))): v for k, v in content.get("places", {}).items()}
