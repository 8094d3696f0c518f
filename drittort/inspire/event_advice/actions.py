"""Keeping advice from night to night, making a draft of it, letting it rest; and what was foretold of events beside what came."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import translation

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, in_time, require
from drittort.inspire.event_advice import rules, words
from drittort.inspire.event_advice.dates import next_date
from drittort.inspire.event_advice.models import AdvisedHost, EventAdvice, EventTurnout, TurnoutStrengths
from drittort.inspire.events.actions import Words, draft_event
from drittort.inspire.events.models import Event
from drittort.members.models import Member
from drittort.spaces.models import Location

DRAFTED, RESTED, WOKEN = "event_advice.drafted", "event_advice.rested", "event_advice.woken"
FORETOLD = ("expected", "low", "high", "usual", "known", "foretold_at", "looked_back")
COUNTED = ("came", "is_noted", "counted_at")
FIGURES = ("weekday", "hour", "minutes", "way", "evidence", "expected", "low", "high", "usual")


@dataclass(frozen=True, slots=True)
class Foretold:
    """What is expected of one event."""

    event_id: int
    expected: float
    low: float
    high: float
    usual: float
    known: int


def renew_advice(*, space_id: int, given: Iterable[Any], at: datetime) -> None:
    """Put tonight's advice in place of yesterday's. The same advice stays the same row, also while it rests; what does not speak any more is gone."""
    with transaction.atomic():
        rows = {
            (one.kind, one.key, one.series_id): one for one in locked(EventAdvice.objects.speaking().filter(space=space_id).order_by("pk"))
        }
        for rank, one in enumerate(given, 1):
            row = rows.pop((one.kind, one.key, one.series), None) or EventAdvice(
                space_id=space_id, kind=one.kind, key=one.key, series_id=one.series, made_at=at
            )
            row.rank, row.renewed_at = rank, at
            for name in FIGURES:
                setattr(row, name, getattr(one, name))
            row.save()
            row.hosts.exclude(member__in=one.hosts).delete()
            AdvisedHost.objects.bulk_create([AdvisedHost(advice=row, member_id=pk) for pk in sorted(one.hosts)], ignore_conflicts=True)
        EventAdvice.objects.filter(pk__in=[row.pk for row in rows.values()]).update(gone_at=at)


def note_strengths(
    *, space_id: int, strengths: Mapping[str, Any], widen: float, events: int, usual: float, week: list[Any], at: datetime
) -> None:
    """Keep what a house's events taught."""
    told = {"strengths": dict(strengths), "widen": widen, "events": events, "usual": usual, "week": week, "learnt_at": at}
    TurnoutStrengths.objects.update_or_create(space_id=space_id, defaults=told)


def foretell(*, foretold: Collection[Foretold], at: datetime, looked_back: bool = False) -> None:
    """Write down what is expected of events. What was written of an event that is near, or over, stands."""
    with transaction.atomic():
        ids = [one.event_id for one in foretold]
        known = {row.pk: row for row in locked(EventTurnout.objects.select_related("event").filter(event__in=ids).order_by("pk"))}
        stands = {pk for pk, row in known.items() if row.foretold_at is not None and row.event.starts_at <= at + rules.FREEZES}
        new = [one for one in foretold if one.event_id not in stands]
        rows = [
            EventTurnout(
                event_id=one.event_id, expected=one.expected, low=one.low, high=one.high, usual=one.usual, known=one.known, foretold_at=at, looked_back=looked_back
            )
            for one in new
        ]  # fmt: skip
        keep(rows, {*known}, FORETOLD)


def count_turnouts(*, came: Mapping[int, tuple[int, bool]], at: datetime) -> None:
    """Write down how many came to events, and whether somebody stood at the door. Once: later changes at the door are none any more."""
    with transaction.atomic():
        known = {row.pk: row for row in locked(EventTurnout.objects.filter(event__in=came).order_by("pk"))}
        rows = [
            EventTurnout(event_id=event_id, came=people, is_noted=noted, counted_at=at)
            for event_id, (people, noted) in came.items()
            if event_id not in known or known[event_id].came is None
        ]
        keep(rows, {*known}, COUNTED)


def keep(rows: Iterable[EventTurnout], known: Collection[int], fields: Collection[str]) -> None:
    """Write some fields of rows that are there, and make those that are not."""
    found = list(rows)
    EventTurnout.objects.bulk_create([row for row in found if row.event_id not in known], batch_size=500)
    EventTurnout.objects.bulk_update([row for row in found if row.event_id in known], fields, batch_size=200)


def visible(actor: Member, advice_id: int) -> EventAdvice:
    """A piece of advice of the house, locked. Raises NotFound."""
    advice = locked(rules.visible_to(actor).filter(pk=advice_id)).first()
    if advice is None:
        raise NotFound
    return advice


def draft_from_advice(*, actor: Member, advice_id: int, at: datetime) -> Event:
    """Make a draft of a piece of advice: title, words, day, hour and way are written already, and only the actor sees it. Raises OutOfDate where somebody was faster."""
    with transaction.atomic():
        advice = visible(actor, advice_id)
        in_time(rules.may_draft(actor, advice, at))
        event = draft_event(actor=actor, words=words_of(actor, advice, at), at=at)
        advice.event, advice.drafted_at = event, at
        advice.save(update_fields=["event", "drafted_at"])
        record(DRAFTED, advice, actor, at, event=event.pk)
    return event


def words_of(actor: Member, advice: EventAdvice, at: datetime) -> Words:
    """What the draft says, in the language of the house; that of a full series is another one of it."""
    like = Event.objects.standing().filter(series=advice.series_id).order_by("-starts_at").first() if advice.series_id is not None else None
    zone = actor.space.zone
    if like is not None:
        begins = like.starts_at.astimezone(zone)
        starts_at = next_date(actor.space, begins.weekday(), begins.hour, like.ends_at - like.starts_at, at)
        return Words(
            title=like.title, text=like.text, language=like.language, starts_at=starts_at, ends_at=starts_at + (like.ends_at - like.starts_at), way=like.way,
            location_id=like.location_id, place=like.place, link=like.link, capacity=like.capacity, guests=like.guests, price=like.price, access=tuple(like.access),
            question=like.question, roles=tuple(like.roles), checklist=tuple(like.checklist),
        )  # fmt: skip
    lasts = timedelta(minutes=advice.minutes or 90)
    starts_at = next_date(actor.space, advice.weekday if advice.weekday is not None else 2, advice.hour or 18, lasts, at)
    places = Location.objects.standing().filter(space_id=actor.space_id)
    location_id = actor.location_id or places.values_list("pk", flat=True).first()
    with translation.override(actor.space.language):
        said = words.draft(advice)
    return Words(
        title=said.title, text=said.text, language=actor.space.language, starts_at=starts_at, ends_at=starts_at + lasts, way=advice.way or Event.Way.HERE, location_id=location_id,
        roles=said.roles, checklist=said.checklist,
    )  # fmt: skip


def rest(*, actor: Member, advice_id: int, text: str, at: datetime) -> None:
    """Put advice aside for a while, with a reason that the others read. Raises Invalid without one."""
    text = " ".join(text.split())
    if not text:
        raise Invalid
    with transaction.atomic():
        advice = visible(actor, advice_id)
        require(rules.may_rest(actor))
        advice.rested_at, advice.rested_by, advice.rested_with = at, actor, text
        advice.rested_until = actor.space.day(at) + rules.RESTS
        advice.save(update_fields=["rested_at", "rested_by", "rested_with", "rested_until"])
        record(RESTED, advice, actor, at)


def wake(*, actor: Member, advice_id: int, at: datetime) -> None:
    """Let advice that rests speak again. Twice is once."""
    with transaction.atomic():
        advice = visible(actor, advice_id)
        require(rules.may_rest(actor))
        if advice.rested_at is not None:
            advice.rested_at = advice.rested_by = advice.rested_until = None
            advice.rested_with = ""
            advice.save(update_fields=["rested_at", "rested_by", "rested_with", "rested_until"])
            record(WOKEN, advice, actor, at)


def record(kind: str, advice: EventAdvice, actor: Member, at: datetime, **facts: int) -> None:
    """One row in the ledger."""
    ledger.record(
        space_id=advice.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=advice.pk, audience=ledger.MANAGERS, facts=dict(facts),
    )  # fmt: skip


def forget_old(*, at: datetime) -> None:
    """What has not spoken for two years goes; what nobody did anything with, after three months."""
    gone = EventAdvice.objects.filter(gone_at__lte=at - rules.RESTS)
    gone.filter(event=None, rested_at=None).delete()
    EventAdvice.objects.filter(made_at__lte=at - rules.KEPT).exclude(gone_at=None, event=None).delete()


def as_numbers(strengths: Any) -> dict[str, Any]:
    """Strengths as they are stored."""
    told = asdict(strengths)
    return {**told, "shared": dict(told["shared"])}
