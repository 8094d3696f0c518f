"""The nightly work of event advice: count who came, learn, foretell what comes, advise."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import enqueue, job
from drittort.inspire.event_advice import actions, rules
from drittort.inspire.event_advice.models import EventTurnout
from drittort.inspire.events.models import Event
from drittort.spaces.models import Space

HOUSE = "inspire.event_advice.house"


@job("inspire.event_advice.nightly", every=timedelta(hours=24))
def nightly(payload: dict[str, Any], at: datetime) -> None:
    """Put each house into the queue."""
    actions.forget_old(at=at)
    for pk in Space.objects.filter(is_sample=False).values_list("pk", flat=True):
        enqueue(HOUSE, {"space": pk}, at=at, space_id=pk, key=f"{HOUSE}:{pk}:{at.date()}")


@job(HOUSE, attempts=3, patient=True)
def of_house(payload: dict[str, Any], at: datetime) -> None:
    """The advice of one house."""
    advise(space=Space.objects.get(pk=payload["space"]), at=at)


def advise(*, space: Space, at: datetime) -> None:
    """As the job does it, for the demo: at once."""
    # The engine is loaded by who computes, not by every process of pages that knows this job.
    from drittort.inspire.event_advice import giving
    from drittort.inspire.event_advice.past import past_of

    past = past_of(space, at)
    over = [one for one in past.held if one.ends_at <= at - rules.COUNTED_AFTER]
    before = set(EventTurnout.objects.filter(event__space=space, came__isnull=False).values_list("event", flat=True))
    actions.count_turnouts(
        came={
            one.pk: (past.came[one.pk].people, past.came[one.pk].is_noted)
            for one in over
            if one.pk not in before and past.came[one.pk].is_known
        },
        at=at,
    )
    known = giving.learnt(past)
    if known is not None:
        outlook = giving.Outlook(past, known, at)
        actions.note_strengths(
            space_id=space.pk, strengths=actions.as_numbers(known.strengths), widen=known.widen, events=known.events, usual=outlook.usual, week=outlook.week(), at=at,
        )  # fmt: skip
        coming = list(Event.objects.standing().filter(space=space, starts_at__gt=at).order_by("starts_at", "pk"))
        actions.foretell(foretold=giving.foretold(past, known, coming), at=at)
        look_back(past, at)
    actions.renew_advice(space_id=space.pk, given=giving.advice_for(space, past, known, at), at=at)


def look_back(past: Any, at: datetime) -> None:
    """For events that were never foretold: what would have been. Once a house, with the first night that knows enough."""
    from drittort.inspire.event_advice import giving

    told = set(EventTurnout.objects.filter(event__space=past.space, foretold_at__isnull=False).values_list("event", flat=True))
    if any(one.pk in told for one in past.rows):
        return
    actions.foretell(foretold=giving.looked_back(past, at), at=at, looked_back=True)
