"""First times that inspire itself knows of: the first event, the first story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Min

from drittort.core.firsts import First
from drittort.inspire.events.models import Event
from drittort.inspire.stories.models import Story, StorySide


def first_events(space_id: int, first: date, last: date) -> Iterator[First]:
    """Whose first event took place on these days."""
    held = Event.objects.standing().filter(space=space_id, host__isnull=False)
    for host, at in held.values("host").annotate(at=Min("ends_at")).values_list("host_id", "at"):
        if first <= at.date() <= last:
            event = held.filter(host=host).order_by("ends_at", "pk").values_list("pk", flat=True).first()
            yield First(host, at.date(), f"event:{event}")


def first_stories(space_id: int, first: date, last: date) -> Iterator[First]:
    """Whose first story the house has been reading since these days."""
    shown = Story.objects.shown().filter(space=space_id)
    sides = StorySide.objects.filter(house_at__isnull=False, story__in=shown.values("pk"))
    for member, at in sides.values("member").annotate(at=Min("story__shown_at")).values_list("member_id", "at"):
        if at is not None and first <= at.date() <= last:
            yield First(member, at.date())
