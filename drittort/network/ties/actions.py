"""Telling of a contact, rebuilding the ties, and forgetting a person. The only writer of contacts and ties, but for the import.

Pages load this module, and only the worker computes: the arrays (numpy, scipy) are loaded where they are used.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from drittort.core.database import locked
from drittort.core.errors import Invalid
from drittort.core.jobs.queue import enqueue
from drittort.core.models import Job
from drittort.network.counted import counted, counted_since
from drittort.network.models import Contact, FirstTie, Tie
from drittort.network.snapshots import take_off_map
from drittort.network.ties.days import ROW, channel_weight, goes_both_ways, kept_since
from drittort.spaces.models import Space

if TYPE_CHECKING:
    from drittort.network.ties.strength import PairTie

T = TypeVar("T")

# Rows in one transaction, so that none holds SQLite's one write lock for long.
CHUNK = 1000


def note_contact(*, space: Space, a: int, b: int, at: datetime, kind: str, weight: float = 1.0, origin: str) -> bool:
    """Note that member `a` had to do with member `b`, and bring their tie up to date. Returns whether it counted.

    Counts only if both are counted on that day: a consent is not retroactive. `kind` is a channel of the engine, `weight` a factor on it, `origin`
    names who told, so that telling the same again changes nothing. Raises Invalid for a contact with oneself or a weight that is none.
    """
    if a == b or not 0 < weight < float("inf"):
        raise Invalid("A contact needs two people and a weight above zero.")
    day = space.day(at)
    first, second = min(a, b), max(a, b)
    value = channel_weight(kind, weight)
    both = goes_both_ways(kind)
    with transaction.atomic():
        # One lock for all that write ties of a house: a revocation cannot slip in between looking and writing, and no two wait for each other.
        locked(Space.objects.filter(pk=space.pk)).get()
        since = counted_since(space, {first, second})
        if len(since) < 2 or max(since.values()) > day:
            return False
        row, _ = Contact.objects.get_or_create(
            first_id=first, second_id=second, on=day, kind=kind, origin=origin, defaults={"space": space}
        )
        forth = value if not row.forth and (both or a == first) else row.forth
        back = value if not row.back and (both or a == second) else row.back
        if (forth, back) != (row.forth, row.back):
            row.forth, row.back = forth, back
            row.save(update_fields=["forth", "back"])
            _bring_up_to_date(space, first, second, day)
    return True


def take_back_contacts(*, space: Space, origin: str) -> int:
    """What somebody told is no longer so: contacts of an origin go, and the ties of their pairs are computed anew. Returns how many went; may be run again."""
    with transaction.atomic():
        locked(Space.objects.filter(pk=space.pk)).get()
        rows = list(Contact.objects.filter(space=space, origin=origin).values_list("pk", "first_id", "second_id", "on"))
        Contact.objects.filter(pk__in=[row[0] for row in rows]).delete()
        for _pk, first, second, day in rows:
            known = Tie.objects.filter(first_id=first, second_id=second).values_list("as_of", flat=True).first()
            as_of = max(known, day) if known else day
            if Contact.objects.filter(first_id=first, second_id=second, on__gte=kept_since(as_of)).exists():
                _bring_up_to_date(space, first, second, day)
            else:
                Tie.objects.filter(first_id=first, second_id=second).delete()
    return len(rows)


def _bring_up_to_date(space: Space, first: int, second: int, day: date) -> None:
    """Compute one pair's tie anew, for the day on which the house's ties stand or the contact's own if that is later."""
    from drittort.network.ties.strength import days_from, pair_ties

    known = Tie.objects.filter(first_id=first, second_id=second).values_list("as_of", flat=True).first()
    as_of = max(known, day) if known else day
    rows = Contact.objects.filter(first_id=first, second_id=second, on__gte=kept_since(as_of), on__lte=as_of)
    ties = pair_ties(days_from(rows.order_by("pk").values_list(*ROW)), [first, second], as_of)
    _write(space, as_of, ties)


def _write(space: Space, as_of: date, ties: list[PairTie]) -> None:
    Tie.objects.bulk_create(
        [
            Tie(space=space, first_id=t.first, second_id=t.second, forth=t.forth, back=t.back, days=t.days, last_on=t.last_on, as_of=as_of)
            for t in ties
        ],
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["forth", "back", "days", "last_on", "as_of"],
    )


def rebuild_ties(*, space: Space, as_of: date) -> int:
    """Compute all ties of a house for a day from its contacts, and let go of contacts older than 24 months. Returns how many ties stand.

    Computed first, then written in short transactions, each of which looks again who is counted: who takes the consent back meanwhile is not
    written back in. May be run again, or by two workers at once.
    """
    from drittort.network.ties.strength import days_of_house, first_ties, pair_ties

    # A sample of public data keeps all of its rows, so that bringing it in again finds them; its days do not go on either.
    old = [] if space.is_sample else list(Contact.objects.filter(space=space, on__lt=kept_since(as_of)).values_list("pk", flat=True))
    for ids in _chunks(old):
        Contact.objects.filter(pk__in=ids).delete()
    people = list(counted(space).order_by("pk").values_list("pk", flat=True))
    days = days_of_house(space.pk, as_of)
    ties = pair_ties(days, people, as_of)
    firsts = first_ties(days, people, as_of)
    written = 0
    for chunk in _chunks(ties):
        with transaction.atomic():
            locked(Space.objects.filter(pk=space.pk)).get()
            still = set(counted(space).values_list("pk", flat=True))
            kept = [t for t in chunk if t.first in still and t.second in still]
            _write(space, as_of, kept)
            written += len(kept)
    for first_chunk in _chunks([] if space.is_sample else sorted(firsts.items())):
        with transaction.atomic():
            locked(Space.objects.filter(pk=space.pk)).get()
            still = set(counted(space).values_list("pk", flat=True))
            # What once was written stays: contacts are kept for 24 months, and the first of them would seem later and later.
            FirstTie.objects.bulk_create(
                [FirstTie(space=space, member_id=pk, on=day) for pk, day in first_chunk if pk in still], ignore_conflicts=True
            )
    pairs = {(t.first, t.second) for t in ties}
    rows = Tie.objects.filter(space=space).values_list("pk", "first_id", "second_id").iterator()
    for gone in _chunks([row for row in rows if row[1:] not in pairs]):
        with transaction.atomic():
            locked(Space.objects.filter(pk=space.pk)).get()
            still = set(counted(space).values_list("pk", flat=True))
            # A contact that was noted since the rows were read keeps its tie.
            held = Contact.objects.filter(first=OuterRef("first"), second=OuterRef("second"), on__gte=kept_since(as_of))
            alive = set(Tie.objects.filter(Exists(held), pk__in=[row[0] for row in gone]).values_list("pk", flat=True))
            over = [pk for pk, first, second in gone if pk not in alive or first not in still or second not in still]
            Tie.objects.filter(pk__in=over).delete()
    return written


def _chunks(rows: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def forget_person(*, member_id: int, until: date | None = None) -> int:
    """Delete every contact and tie of a member, for both sides, and take them off the map. Returns how many contacts went. May be run again.

    `until`: only contacts up to that day, for somebody who was asked again and said yes since.
    """
    with transaction.atomic():
        space = locked(Space.objects.filter(members=member_id)).first()
        if space is None:
            return 0
        mine = Q(first_id=member_id) | Q(second_id=member_id)
        contacts = Contact.objects.filter(mine) if until is None else Contact.objects.filter(mine, on__lte=until)
        gone, _ = contacts.delete()
        Tie.objects.filter(mine).delete()
        FirstTie.objects.filter(member=member_id).delete()
        take_off_map(space_id=space.pk, member_id=member_id)
    return gone


def ask_for_rebuild(*, space: Space, at: datetime) -> bool:
    """Put a rebuild of ties, report and map into the queue, unless one waits there already; return whether it was put in."""
    with transaction.atomic():
        locked(Space.objects.filter(pk=space.pk)).get()
        if Job.objects.filter(space_id=space.pk, name="network.rebuild", done_at=None, dead_at=None, leased_until=None).exists():
            return False
        return enqueue("network.rebuild", {"space": space.pk}, at=at, space_id=space.pk)
