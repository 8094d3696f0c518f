"""Who says something after an event, whom they may have met, and who brings pictures of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.inspire.afterwards.models import EventMaterial
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.events.rules import sees_names, visible_to
from drittort.members.models import Member

OPEN_FOR, KEPT = timedelta(days=30), timedelta(days=366)
MOST_PICTURES, MOST_MATERIALS = 24, 8


def was_there(member: Member, event: Event) -> bool:
    """Whether somebody hosted an event or had a seat."""
    return member.pk in event.hosts or Registration.objects.going().filter(event=event, member=member).exists()


def may_look_back(member: Member, event: Event, at: datetime) -> Verdict:
    """Whether somebody answers, says whom they met, and adds pictures: whoever was there, from its beginning until thirty days later."""
    if event.published_at is None or event.cancelled_at is not None or at < event.starts_at:
        return no(_("It has not taken place."))
    if not was_there(member, event):
        return no(_("That is for those who were there."))
    return YES if at <= event.ends_at + OPEN_FOR else no(_("It is a while ago."))


def may_write_minutes(member: Member, event: Event, at: datetime) -> Verdict:
    """Whether somebody writes down what stays: those who host it, and whoever publishes, from its beginning on."""
    if not sees_names(member, event):
        return no(_("Whoever hosts it decides."))
    return YES if event.published_at is not None and at >= event.starts_at else no(_("It has not taken place."))


def others_there(member: Member, event: Event) -> set[int]:
    """Whom somebody may say that they met: who let the others see that they come, and who hosts it."""
    shown = Registration.objects.going().filter(event=event, shown=True, member__isnull=False).values_list("member_id", flat=True)
    return {pk for pk in (*shown, *event.hosts) if pk is not None} - {member.pk}


# ------------------------------------------------------------------ documents


def may_see_material(member: Member, file: StoredFile) -> bool:
    """Whether somebody opens a document: whoever sees its event."""
    return visible_to(member).filter(pk__in=EventMaterial.objects.filter(file=file.pk).values("event")).exists()


def used(ids: Collection[int]) -> set[int]:
    """Which of some files are documents of an event."""
    return set(EventMaterial.objects.filter(file__in=ids).values_list("file_id", flat=True))


MATERIAL = purpose("inspire.material", may_see=may_see_material, used=used)


# ------------------------------------------------------------------ pictures of events


def seen_among(member: Member, ids: Collection[int]) -> set[int]:
    """Which of some events somebody sees."""
    return set(visible_to(member).filter(pk__in=ids).values_list("pk", flat=True))


def may_add_picture(member: Member, event_id: int, at: datetime) -> Verdict:
    """Whether somebody may put a picture to an event: whoever may look back on it."""
    return may_look_back(member, visible_to(member).get(pk=event_id), at)


def may_remove_picture(member: Member, event_id: int) -> bool:
    """Whether somebody may take pictures of others away: those who host it, and whoever publishes."""
    event = visible_to(member).filter(pk=event_id).first()
    return event is not None and sees_names(member, event)


def in_pictures(member: Member, event_id: int) -> set[int]:
    """Who can be in a picture of an event: oneself, and those of whom one may say that one met them."""
    return {member.pk, *others_there(member, visible_to(member).get(pk=event_id))}
