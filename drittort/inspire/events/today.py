"""What events bring to the first page: what is on today and on the day ahead, and the reader's own of the next days."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Case, F, FilteredRelation, Q, Value, When

from drittort.core.addresses import address
from drittort.core.statements import Statement
from drittort.core.today import Found, Occasion, Visit
from drittort.inspire.events import words
from drittort.inspire.events.models import CoHost, Event, Registration
from drittort.inspire.events.queries import stage, with_place

SHOWN = 16
STANDS = ("approved_at", "declined_at", "seated_at", "offered_at", "lapsed_at", "withdrawn_at")
"""What says where somebody stands."""
NEAR, WEEK = timedelta(days=2), timedelta(days=7)
"""How far ahead everything is shown (over a weekend until Monday's end), and how far what the reader takes part in."""

COMING = Statement(
    lambda member, space, now, near, week: (
        with_place(Event.objects.filter(space_id=space).standing().filter(ends_at__gt=now, starts_at__lt=week))
        .annotate(own=FilteredRelation("registrations", condition=Q(registrations__member=member)))
        .annotate(
            **{f"own_{name}": F(f"own__{name}") for name in ("id", *STANDS)},
            mine=Case(
                When(
                    Q(host=member)
                    | Q(pk__in=CoHost.objects.accepted().filter(member=member).values("event"))
                    | Q(own__withdrawn_at=None, own__seated_at__isnull=False),
                    then=Value(2),
                ),
                When(own__asked_at__isnull=False, own__withdrawn_at=None, own__lapsed_at=None, own__declined_at=None, then=Value(1)),
                default=Value(0),
            ),
        )
        .filter(Q(starts_at__lt=near) | Q(mine__gt=0))
        .order_by("starts_at", "pk")[:SHOWN]
    ),
    member=int,
    space=int,
    now=datetime,
    near=datetime,
    week=datetime,
)


def occasions(visit: Visit) -> Found:
    """Events of the next days. One query."""
    reader = visit.member
    begins = datetime.combine(visit.day, time(), tzinfo=reader.space.zone)
    near = begins + (timedelta(days=8 - visit.day.weekday()) if visit.day.weekday() >= 5 else NEAR)
    rows = COMING.objects(member=reader.pk, space=reader.space_id, now=visit.at, near=near, week=begins + WEEK)
    return Found(occasions=tuple(occasion(visit, row) for row in rows))


def occasion(visit: Visit, event: Any) -> Occasion:
    """One of them. `event` brings the reader's own registration along."""
    reader = visit.member
    own = Registration(**{name: getattr(event, f"own_{name}") for name in STANDS}) if event.own_id is not None else None
    state, tone = words.short(event, stage(event), own, reader.pk, 0)
    return Occasion(
        event.starts_at, event.ends_at, words.hours(event, reader.space.zone), event.title, event.language, words.where(event),
        address("inspire:event", reader.space.slug, event.pk), event.mine > 0, state, tone,
    )  # fmt: skip
