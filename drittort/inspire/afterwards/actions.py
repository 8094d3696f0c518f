"""Answering two questions, saying whom one met, and keeping what stays: in writing, and as documents."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.errors import Invalid, require
from drittort.core.files.actions import Upload, drop_files, keep_file
from drittort.inspire.afterwards import rules
from drittort.inspire.afterwards.models import EventFeedback, EventMaterial, EventMeeting
from drittort.inspire.events import actions as events
from drittort.inspire.events.models import Event
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, may_use, reach_each_other
from drittort.network.ties.actions import note_contact, take_back_contacts

ANSWERED, MINUTES, MATERIAL = "event.answered", "event.minutes", "event.material"


def looking_back(actor: Member, event_id: int, at: datetime) -> Event:
    """An event, locked, on which somebody may look back."""
    event = events.visible(actor, event_id)
    require(rules.may_look_back(actor, event, at))
    return event


def answer(*, actor: Member, event_id: int, again: str, text: str = "", at: datetime) -> EventFeedback:
    """Say whether one would come again, and what should stay or change; once more changes it. Raises Invalid."""
    if again not in EventFeedback.Again.values:
        raise Invalid(_("Please choose one of the three."))
    with transaction.atomic():
        event = looking_back(actor, event_id, at)
        said = {"again": again, "text": text.strip(), "at": at}
        told, new = EventFeedback.objects.update_or_create(event=event, member=actor, defaults=said)
        if new:
            events.record(ANSWERED, event, None, at)
    return told


def say_met(*, actor: Member, event_id: int, others: Collection[int], at: datetime) -> None:
    """Say whom one met there, all of them: who was said before and is missing now is taken back. A contact is it only where both said so and nothing stands between them."""
    with transaction.atomic():
        event = looking_back(actor, event_id, at)
        known, before = rules.others_there(actor, event), EventMeeting.objects.filter(event=event, member=actor)
        wanted, had = set(others) & known, set(before.values_list("other_id", flat=True))
        before.filter(other__in=had - wanted).delete()
        EventMeeting.objects.bulk_create(EventMeeting(event=event, member=actor, other_id=pk, at=at) for pk in sorted(wanted - had))
        back = set(EventMeeting.objects.filter(event=event, other=actor).values_list("member_id", flat=True))
        for other in sorted((wanted ^ had) & back):
            both(event, actor, other, at, met=other in wanted)


def both(event: Event, actor: Member, other: int, at: datetime, *, met: bool) -> None:
    """Both say that they met, or one of them no more."""
    low, high = sorted((actor.pk, other))
    origin = f"event:{event.pk}:{low}:{high}"
    if not met:
        take_back_contacts(space=event.space, origin=origin)
    elif reach_each_other(low, high):
        note_contact(space=event.space, a=low, b=high, at=event.starts_at, kind="meeting", origin=origin)


def write_minutes(*, actor: Member, event_id: int, text: str, at: datetime) -> None:
    """Write down what stays of an event: minutes, where to find what was shown."""
    require(may_use(actor, POSTS, at))
    with transaction.atomic():
        event = events.visible(actor, event_id)
        require(rules.may_write_minutes(actor, event, at))
        before, event.minutes = event.minutes, text.strip()
        event.save(update_fields=["minutes"])
        if not before and event.minutes:
            events.record(MINUTES, event, actor.pk, at, audience=ledger.EVERYONE)


def add_material(*, actor: Member, event_id: int, upload: Upload, at: datetime) -> EventMaterial:
    """Put a document to what stays of an event. Raises Invalid with a sentence for what is no document of the short list, or one too many."""
    require(may_use(actor, POSTS, at))
    with transaction.atomic():
        event = events.visible(actor, event_id)
        require(rules.may_write_minutes(actor, event, at))
        if EventMaterial.objects.filter(event=event).count() >= rules.MOST_MATERIALS:
            raise Invalid(_("That many documents nobody opens. Take one away first."))
        file = keep_file(space_id=event.space_id, owner_id=actor.pk, upload=upload, purpose=rules.MATERIAL, at=at)
        material = EventMaterial.objects.create(event=event, member=actor, file=file, at=at)
        events.record(MATERIAL, event, actor.pk, at, audience=ledger.EVERYONE)
    return material


def remove_material(*, actor: Member, event_id: int, material_id: int, at: datetime) -> None:
    """Take a document away, its bytes too. Twice is once."""
    with transaction.atomic():
        event = events.visible(actor, event_id)
        require(rules.may_write_minutes(actor, event, at))
        drop_files(ids=list(EventMaterial.objects.filter(event=event, pk=material_id).values_list("file_id", flat=True)))


def forget_old(*, at: datetime) -> None:
    """What was answered, and who met whom, goes a year after the event."""
    for table in (EventFeedback, EventMeeting):
        table.objects.filter(event__ends_at__lte=at - rules.KEPT).delete()
