"""Hosting together, taking something on, ticking off what is done, saying what it cost, and writing to those who come."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.core.files.actions import drop_files
from drittort.core.jobs.queue import enqueue
from drittort.inspire.events import actions as events
from drittort.inspire.events.models import CoHost, Event
from drittort.inspire.hosting import rules
from drittort.inspire.hosting.models import EventMessage, EventPart
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, may_use, reach_each_other

ASKED_ALONG, HOSTS_ALONG, STEPPED_BACK = "event.asked_along", "event.hosts_along", "event.stepped_back"
PRINT = "inspire.hosting.print_badges"
TAKEN, GIVEN_BACK, WROTE = "event.part_taken", "event.part_given_back", "event.wrote"


def ask_along(*, actor: Member, event_id: int, member_id: int, role: str = "", at: datetime) -> CoHost:
    """Ask somebody to host an event along. Twice is once. Beside a block it looks asked and never reaches them. Raises NotFound, Invalid for too many."""
    require(may_use(actor, POSTS, at))
    with transaction.atomic():
        event = events.visible(actor, event_id)
        require(rules.may_ask_along(actor, event, at))
        other = Member.objects.here().filter(space=event.space_id, pk=member_id).exclude(pk=actor.pk).first()
        if other is None:
            raise NotFound
        if CoHost.objects.filter(event=event).count() >= rules.MOST_CO_HOSTS:
            raise Invalid(_("That many people can't host it at once."))
        told = {"role": " ".join(role.split()), "asked_at": at, "withheld": not reach_each_other(actor.pk, other.pk)}
        row, new = CoHost.objects.get_or_create(event=event, member=other, defaults=told)
        if new:
            events.record(ASKED_ALONG, event, actor.pk, at, co_host=row.pk)
    return row


def answer_along(*, actor: Member, event_id: int, yes: bool, at: datetime) -> None:
    """Host an event along, or not: a no is silence to whoever asked. Twice is once. Raises NotFound where nobody asked."""
    with transaction.atomic():
        event = events.visible(actor, event_id)
        row = CoHost.objects.filter(event=event, member=actor, withheld=False).first()
        if row is None:
            raise NotFound
        if yes and row.accepted_at is None:
            row.accepted_at = at
            row.save(update_fields=["accepted_at"])
            events.record(HOSTS_ALONG, event, actor.pk, at)
        elif not yes and row.accepted_at is None:
            row.withheld = True
            row.save(update_fields=["withheld"])
        elif not yes:
            row.delete()
            events.record(STEPPED_BACK, event, actor.pk, at)


def unask(*, actor: Member, event_id: int, co_host_id: int, at: datetime) -> None:
    """Take back that somebody hosts an event along, or was asked to."""
    with transaction.atomic():
        event = events.visible(actor, event_id)
        require(rules.may_ask_along(actor, event, at))
        CoHost.objects.filter(event=event, pk=co_host_id).delete()


def take_on(*, actor: Member, event_id: int, text: str, at: datetime) -> EventPart:
    """Take on one of the roles of an event. Twice is once. Raises OutOfDate where somebody was faster, NotFound for what is not to be taken on."""
    with transaction.atomic():
        event = part_of(actor, event_id, text, at)
        part, _new = EventPart.objects.get_or_create(event=event, text=text)
        if part.member_id not in (None, actor.pk):
            raise OutOfDate(_("Somebody has taken that on already."))
        if part.member_id is None:
            part.member, part.taken_at = actor, at
            part.save(update_fields=["member_id", "taken_at"])
            events.record(TAKEN, event, actor.pk, at, part=part.pk)
    return part


def give_back(*, actor: Member, event_id: int, text: str, at: datetime) -> None:
    """Not do after all what one took on. Twice is once."""
    with transaction.atomic():
        event = part_of(actor, event_id, text, at)
        part = EventPart.objects.filter(event=event, text=text, member=actor).first()
        if part is not None:
            part.member, part.taken_at = None, None
            part.save(update_fields=["member_id", "taken_at"])
            events.record(GIVEN_BACK, event, actor.pk, at, part=part.pk)


def part_of(actor: Member, event_id: int, text: str, at: datetime) -> Event:
    """An event, locked, that has such a role."""
    event = events.visible(actor, event_id)
    require(rules.may_take(event, at))
    if text not in event.roles:
        raise NotFound
    return event


def tick(*, actor: Member, event_id: int, text: str, done: bool, at: datetime) -> None:
    """Say that something of the list is done, or not after all. Twice is once. Raises NotFound for what is not on it."""
    with transaction.atomic():
        event = events.visible(actor, event_id)
        require(rules.may_host(actor, event))
        if text not in event.checklist:
            raise NotFound
        part, _new = EventPart.objects.get_or_create(event=event, text=text)
        if done != (part.done_at is not None):
            part.done_at = at if done else None
            part.save(update_fields=["done_at"])


def say_cost(*, actor: Member, event_id: int, budget: Decimal | None, spent: Decimal | None, at: datetime) -> None:
    """Say what an event may cost and what it did cost. Only those who host it read this."""
    with transaction.atomic():
        event = events.visible(actor, event_id)
        require(rules.may_host(actor, event))
        event.budget, event.spent = budget, spent
        event.save(update_fields=["budget", "spent"])


def write_to_all(*, actor: Member, event_id: int, text: str, at: datetime) -> EventMessage:
    """Tell something to all who have a seat, members and guests. Raises Invalid without words, and for more than three within a day."""
    require(may_use(actor, POSTS, at))
    text = text.strip()
    if not text:
        raise Invalid(_("Write a few words first."))
    with transaction.atomic():
        event = events.visible(actor, event_id)
        require(rules.may_write(actor, event))
        if EventMessage.objects.filter(event=event, at__gt=at - rules.MESSAGES_IN).count() >= rules.MESSAGES:
            raise Invalid(_("Three messages a day are enough. Put it all into one tomorrow."))
        said = EventMessage.objects.create(event=event, member=actor, text=text, at=at)
        events.record(WROTE, event, actor.pk, at, message=said.pk)
    return said


def ask_badges(*, actor: Member, event_id: int, at: datetime) -> None:
    """Have name badges made of all who have a seat now; the worker does it, once however often one asks within a minute."""
    with transaction.atomic():
        event = events.visible(actor, event_id)
        require(rules.may_host(actor, event))
        enqueue(PRINT, {"event": event.pk}, at=at, space_id=event.space_id, key=f"{PRINT}:{event.pk}:{at:%Y%m%d%H%M}")


def forget_old(*, at: datetime) -> None:
    """A week after an event its name badges go; a year after it is forgotten who took on what, and what was written."""
    old = Event.objects.filter(badges__isnull=False, ends_at__lte=at - rules.BADGES_KEPT)
    drop_files(ids=[pk for pk in old.values_list("badges", flat=True) if pk is not None])
    for table in (EventPart, EventMessage):
        table._default_manager.filter(event__ends_at__lte=at - events.KEPT).delete()
