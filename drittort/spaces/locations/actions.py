"""Adding, changing, ordering, removing locations. A removed one comes back within a day, with its people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.core.jobs.queue import job
from drittort.spaces.house.actions import note_change
from drittort.spaces.locations.rules import Actor, may_change
from drittort.spaces.models import Location, Space

COMES_BACK = timedelta(days=1)
LONGEST = 50


def held(actor: Actor, location_id: int, *, removed: bool = False) -> Location:
    """A location of the actor's house, locked. Raises NotFound."""
    row = locked(Location.objects.filter(space_id=actor.space_id, pk=location_id, removed_at__isnull=not removed)).first()
    if row is None:
        raise NotFound
    return row


def add_location(*, actor: Actor, name: str, address: str, way_in: str, at: datetime) -> Location:
    """Add one at the end. Raises Invalid for a name that is there already."""
    require(may_change(actor))
    try:
        with transaction.atomic():
            space = locked(Space.objects.filter(pk=actor.space_id)).get()
            there = Location.objects.filter(space=space).standing()
            if there.count() >= LONGEST:
                raise Invalid(_("Fifty locations are as many as a house can have."))
            last = there.aggregate(last=Max("position"))["last"]
            row = Location.objects.create(space=space, name=name, address=address, way_in=way_in, position=0 if last is None else last + 1)
            note_change(actor, "location", at, subject_id=row.pk)
    except IntegrityError as error:
        raise Invalid(_("There is a location of this name already.")) from error
    return row


def change_location(*, actor: Actor, location_id: int, name: str, address: str, way_in: str, at: datetime) -> Location:
    """Change name, address and way in. Raises Invalid for another's name."""
    require(may_change(actor))
    try:
        with transaction.atomic():
            row = held(actor, location_id)
            if (row.name, row.address, row.way_in) != (name, address, way_in):
                row.name, row.address, row.way_in = name, address, way_in
                row.save(update_fields=["name", "address", "way_in"])
                note_change(actor, "location", at, subject_id=row.pk)
    except IntegrityError as error:
        raise Invalid(_("There is a location of this name already.")) from error
    return row


def move_location(*, actor: Actor, location_id: int, by: int, at: datetime) -> None:
    """Move one up (-1) or down (1) among the others; at the end of the list it stays."""
    require(may_change(actor))
    with transaction.atomic():
        # The house is the one lock for the order, so that two people's moves come one after the other.
        locked(Space.objects.filter(pk=actor.space_id)).get()
        mine = held(actor, location_id)
        rows = list(Location.objects.filter(space_id=actor.space_id).standing())
        place = next(k for k, row in enumerate(rows) if row.pk == mine.pk)
        there = min(max(place + by, 0), len(rows) - 1)
        if there == place:
            return
        rows.insert(there, rows.pop(place))
        for position, row in enumerate(rows):
            row.position = position
        Location.objects.bulk_update(rows, ["position"])
        note_change(actor, "location", at, subject_id=mine.pk)


def remove_location(*, actor: Actor, location_id: int, at: datetime) -> Location:
    """Take one away. Its people stay, without a location; within a day it can be brought back with them."""
    require(may_change(actor))
    with transaction.atomic():
        row = held(actor, location_id)
        row.removed_at = at
        row.save(update_fields=["removed_at"])
        note_change(actor, "location", at, subject_id=row.pk)
    return row


def bring_back_location(*, actor: Actor, location_id: int, at: datetime) -> Location:
    """Undo removing. Raises NotFound after a day, Invalid where another has the name now."""
    require(may_change(actor))
    try:
        with transaction.atomic():
            row = held(actor, location_id, removed=True)
            row.removed_at = None
            row.save(update_fields=["removed_at"])
            note_change(actor, "location", at, subject_id=row.pk)
    except IntegrityError as error:
        raise Invalid(_("There is a location of this name already.")) from error
    return row


@job("spaces.locations.forget", every=timedelta(hours=6))
def forget_removed(payload: dict[str, Any], at: datetime) -> None:
    """Locations that were removed a day ago go for good."""
    Location.objects.filter(removed_at__lt=at - COMES_BACK).delete()
