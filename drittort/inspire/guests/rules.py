"""Which events people from outside read, and whether they may come."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import NotFound, Verdict, no
from drittort.inspire.events.models import Event, EventQuerySet
from drittort.inspire.events.rules import may_come
from drittort.spaces.models import Space
from drittort.spaces.settings import setting

UNCONFIRMED, KEPT = timedelta(days=2), timedelta(days=30)
MAILS, MAILS_IN = 3, timedelta(hours=1)


def open_house(slug: str) -> Space:
    """The house whose public events are asked for. Raises NotFound where there is none, or where it shows none."""
    space = Space.objects.filter(slug=slug, is_sample=False, opening__isnull=True).first()
    if space is None or not setting(space, "public_events"):
        raise NotFound
    return space


def public(space: Space) -> EventQuerySet:
    """What people from outside may read: announced, and meant for them."""
    return Event.objects.published().filter(space=space, is_public=True)


def may_ask(event: Event, at: datetime) -> Verdict:
    """Whether somebody from outside may ask for a seat."""
    return may_come(event, at) if event.is_public else no(_("It is for people of the house only."))
