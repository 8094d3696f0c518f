"""Answering two questions, saying whom one met, showing pictures with everybody's yes, and writing down what stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.core.files.actions import Upload, decode, drop_files, keep_picture
from drittort.inspire.afterwards import rules
from drittort.inspire.afterwards.models import EventFeedback, EventMeeting, EventPhoto, EventPhotoFace
from drittort.inspire.events import actions as events
from drittort.inspire.events.models import Event
from drittort.inspire.events.rules import sees_names, visible_to
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, may_use, reach_each_other
from drittort.network.ties.actions import note_contact, take_back_contacts

ANSWERED, MET, PHOTO, ASKED_BACK = "event.answered", "event.met", "event.photo", "event.photo_taken_back"
MINUTES = "event.minutes"
PURPOSE = "inspire.event_photo"


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


def add_photo(*, actor: Member, event_id: int, upload: Upload, text: str, people: Collection[int], at: datetime) -> EventPhoto:
    """Add a picture with the people in it. Each of them is asked, oneself not; without anybody in it, it is shown at once. Raises Invalid with a sentence."""
    require(may_use(actor, POSTS, at))
    picture = decode(upload, PURPOSE)
    with transaction.atomic():
        event = looking_back(actor, event_id, at)
        shown = set(people) & (rules.others_there(actor, event) | {actor.pk})
        if len(shown) > rules.MOST_FACES or set(people) - shown:
            raise Invalid(_("Please choose those who are in the picture from those who were there."))
        if EventPhoto.objects.filter(event=event).count() >= rules.MOST_PHOTOS:
            raise Invalid(_("There are enough pictures of this event. Take one back first."))
        file = keep_picture(space_id=event.space_id, owner_id=actor.pk, upload=picture, purpose=PURPOSE, at=at)
        photo = EventPhoto.objects.create(event=event, member=actor, file=file, text=" ".join(text.split()), at=at)
        EventPhotoFace.objects.bulk_create(
            EventPhotoFace(
                photo=photo, member_id=pk, asked_at=at, agreed_at=at if pk == actor.pk else None, withheld=pk != actor.pk and not reach_each_other(actor.pk, pk),
            )
            for pk in sorted(shown)
        )  # fmt: skip
        show_if_agreed(photo, at)
        events.record(PHOTO, event, actor.pk, at, photo=photo.pk)
    return photo


def show_if_agreed(photo: EventPhoto, at: datetime) -> None:
    """A picture is shown as soon as nobody in it is left to say yes."""
    if photo.shown_at is None and not photo.faces.filter(agreed_at=None).exists():
        photo.shown_at = at
        photo.save(update_fields=["shown_at"])


def agree(*, actor: Member, photo_id: int, at: datetime) -> None:
    """Say yes to a picture of oneself. Twice is once. Raises NotFound."""
    with transaction.atomic():
        photo = photo_of(actor, photo_id)
        EventPhotoFace.objects.filter(photo=photo, member=actor, agreed_at=None).update(agreed_at=at, declined_at=None)
        show_if_agreed(photo, at)


def decline(*, actor: Member, photo_id: int, at: datetime) -> None:
    """Say no to a picture of oneself, or take the yes back. A picture that was shown goes at once; one that waits waits on, so that nobody learns who did not want it."""
    with transaction.atomic():
        photo = photo_of(actor, photo_id)
        if photo.shown_at is not None:
            events.record(ASKED_BACK, photo.event, None, at)
            drop(photo)
        else:
            EventPhotoFace.objects.filter(photo=photo, member=actor).update(agreed_at=None, declined_at=at)


def take_away(*, actor: Member, photo_id: int, at: datetime) -> None:
    """Take a picture away: whoever added it, and those who host the event. Raises NotFound."""
    with transaction.atomic():
        photo = locked(EventPhoto.objects.filter(pk=photo_id, event__in=visible_to(actor))).first()
        if photo is None or (photo.member_id != actor.pk and not (photo.shown_at and sees_names(actor, photo.event))):
            raise NotFound
        drop(photo)


def photo_of(actor: Member, photo_id: int) -> EventPhoto:
    """A picture in which somebody is to be seen, locked. Raises NotFound."""
    if not rules.asked_of(actor).filter(pk=photo_id).exists():
        raise NotFound
    photo = locked(EventPhoto.objects.filter(pk=photo_id)).first()
    if photo is None:
        raise NotFound
    return photo


def drop(photo: EventPhoto) -> None:
    """The picture and its bytes."""
    drop_files(ids=[photo.file_id])


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


def forget_old(*, at: datetime) -> None:
    """Pictures to which not everybody said yes go after two weeks; what was answered, and who met whom, a year after the event."""
    drop_files(ids=list(EventPhoto.objects.filter(shown_at=None, at__lte=at - rules.WAITS).values_list("file_id", flat=True)))
    for table in (EventFeedback, EventMeeting):
        table.objects.filter(event__ends_at__lte=at - rules.KEPT).delete()


def end_of(*, member_id: int) -> None:
    """Somebody leaves the house: pictures that show them, and those that they added, go."""
    faces = EventPhotoFace.objects.filter(member=member_id).values_list("photo__file_id", flat=True)
    drop_files(ids={*faces, *EventPhoto.objects.filter(member=member_id).values_list("file_id", flat=True)})
