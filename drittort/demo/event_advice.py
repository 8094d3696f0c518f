"""Advice on events in the demo: what a night of the worker would say, and a past of it: forecasts, one piece that was taken, one that rests."""

from __future__ import annotations

from datetime import datetime, timedelta

from drittort.inspire.event_advice import actions
from drittort.inspire.event_advice.giving import looked_back
from drittort.inspire.event_advice.jobs import advise
from drittort.inspire.event_advice.models import EventAdvice
from drittort.inspire.event_advice.past import past_of
from drittort.members.models import Member
from drittort.spaces.models import Space

SINCE = timedelta(days=120)
"""So long the house has foretold its events."""
TAKEN = ("Antragswerkstatt", "starting")
WHY = "Im Dezember kommt dazu niemand. Im Frühjahr gern."


def load_event_advice(space: Space, at: datetime) -> None:
    """Forecasts of the last months, from what was known at the beginning of each, then tonight's advice."""
    past = past_of(space, at)
    said = looked_back(past, at)
    begun = {one.pk: one.starts_at for one in past.rows}
    for before in (True, False):
        part = [one for one in said if (begun[one.event_id] > at - SINCE) is before]
        actions.foretell(foretold=part, at=at - SINCE if before else at, looked_back=not before)
    was = next((one for one in reversed(past.rows) if one.title == TAKEN[0] and one.starts_at > at - SINCE), None)
    told = next((one for one in said if was is not None and one.event_id == was.pk), None)
    if was is not None and told is not None:
        made, begins = was.starts_at - timedelta(days=30), was.starts_at.astimezone(space.zone)
        EventAdvice.objects.create(
            space=space, kind=EventAdvice.Kind.TOPIC, key=TAKEN[1], rank=1, made_at=made, renewed_at=made, drafted_at=made, event=was, weekday=begins.weekday(), hour=begins.hour,
            minutes=90, way=was.way, evidence={"seeks": 9, "offers": 6, "some_offer": True, "events": 0, "last": "", "came": None}, expected=told.expected, low=told.low, high=told.high,
            usual=told.usual,
        )  # fmt: skip
    advise(space=space, at=at)
    manager = next((m for m in Member.objects.here().filter(space=space) if m.attributes.get("plays") == "manager"), None)
    last = EventAdvice.objects.speaking().filter(space=space, kind=EventAdvice.Kind.TOPIC).order_by("-rank").first()
    if manager is not None and last is not None:
        actions.rest(actor=manager, advice_id=last.pk, text=WHY, at=at - timedelta(days=9))
