"""What people from outside do: ask for a seat, confirm their address, not be able to come after all, be forgotten. Seats and the line are those of everybody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.core.jobs.queue import enqueue
from drittort.core.mail.outbox import sent_lately
from drittort.inspire.events import actions as events
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.events.rules import may_come
from drittort.inspire.guests import rules
from drittort.inspire.guests.models import EventGuest
from drittort.spaces.models import Space

ASK_TO_CONFIRM = "inspire.guests.ask_to_confirm"
CONFIRMING = "event-guest-confirm"


def ask_seat(
    *, space: Space, event_id: int, name: str, email: str, language: str, seats: int, answer: str, at: datetime
) -> EventGuest | None:
    """Keep what somebody from outside wrote until the link in their mail is opened; nothing is taken before. None where the address was sent enough mails.

    Whoever asks once more is sent their link once more, and nobody learns whether an address is known. Raises NotFound, NotAllowed when it is too late.
    """
    email = email.strip().lower()
    with transaction.atomic():
        event = locked(rules.public(space).filter(pk=event_id)).first()
        if event is None:
            raise NotFound
        require(rules.may_ask(event, at))
        if not 1 <= seats <= 1 + event.guests:
            raise Invalid
        if sent_lately(email, CONFIRMING, since=at - rules.MAILS_IN) >= rules.MAILS:
            return None
        said = {"name": name, "language": language, "seats": seats, "answer": answer if event.question else "", "asked_at": at}
        guest, new = EventGuest.objects.get_or_create(event=event, email=email, defaults=said)
        if not new and guest.confirmed_at is None:
            EventGuest.objects.filter(pk=guest.pk).update(**said)
        # Once in a minute is enough, and twice in it is once.
        key = f"event_guest:{guest.pk}:{at:%Y%m%d%H%M}"
        enqueue(ASK_TO_CONFIRM, {"guest": guest.pk, "key": key}, at=at, space_id=space.pk, key=key)
    return guest


def found(guest_id: int, email: str) -> EventGuest:
    """The guest whom a link names. Raises NotFound when they were forgotten."""
    guest = EventGuest.objects.select_related("event__space", "event__location").filter(pk=guest_id, email=email).first()
    if guest is None:
        raise NotFound
    return guest


def come(*, guest_id: int, email: str, at: datetime) -> Registration:
    """The address is right, and its owner comes: a seat, or a place in line. Twice is once. Raises NotFound, NotAllowed when it is too late."""
    with transaction.atomic():
        guest, event = of_guest(guest_id, email)
        require(rules.may_ask(event, at) if guest.confirmed_at is None else may_come(event, at))
        events.settle(event, at)
        if guest.confirmed_at is None:
            guest.confirmed_at = at
            guest.save(update_fields=["confirmed_at"])
        mine = Registration.objects.filter(guest=guest).first() or events.newcomer(event, at, guest=guest)
        events.say(mine, event, guest.answer)
        return events.enter(event, mine, min(guest.seats, 1 + event.guests), at)


def withdraw(*, guest_id: int, email: str, at: datetime) -> None:
    """Not be able to come after all, or leave the line. Twice is once."""
    with transaction.atomic():
        guest, event = of_guest(guest_id, email)
        require(may_come(event, at))
        let_go(guest, event, at)


def be_forgotten(*, guest_id: int, email: str, at: datetime) -> None:
    """A guest takes everything back: their seat goes on, and nothing of them stays. Twice is once."""
    with transaction.atomic():
        if EventGuest.objects.filter(pk=guest_id, email=email).exists():
            guest, event = of_guest(guest_id, email)
            let_go(guest, event, at)
            guest.delete()


def let_go(guest: EventGuest, event: Event, at: datetime) -> None:
    """A guest's seat or place in line is free again. The event is locked."""
    mine = Registration.objects.alive().filter(guest=guest).first()
    if mine is not None:
        events.leave(event, mine, at)


def of_guest(guest_id: int, email: str) -> tuple[EventGuest, Event]:
    """A guest and their event, locked."""
    guest = found(guest_id, email)
    event = locked(Event.objects.filter(pk=guest.event_id)).get()
    return guest, event


def forget_old(*, at: datetime) -> None:
    """Addresses that nobody confirmed are forgotten after two days, and guests thirty days after the event."""
    unconfirmed = Q(confirmed_at=None, asked_at__lte=at - rules.UNCONFIRMED)
    EventGuest.objects.filter(unconfirmed | Q(event__ends_at__lte=at - rules.KEPT)).delete()
