"""Letters to guests: at once, for they have no inbox in the house and asked for each of them."""

from __future__ import annotations

from datetime import datetime
from email.utils import formataddr

from django.utils import translation

from drittort.core.ledger import reaction
from drittort.core.mail.outbox import Attachment, house_address, post
from drittort.core.models import LedgerRow
from drittort.inspire.events import actions as events
from drittort.inspire.events import ics, words
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.events.reactions import METHODS, STEP
from drittort.inspire.events.reactions import found as found_event
from drittort.inspire.guests import tokens
from drittort.inspire.guests.actions import CONFIRMING
from drittort.inspire.guests.models import EventGuest
from drittort.inspire.guests.queries import public_page

CATEGORY = "event-guest"
STEPS = {
    events.REGISTERED: (words.GOING, "going"),
    events.OFFERED: (words.OFFERED, "offered"),
    events.LAPSED: (words.LAPSED, "lapsed"),
    events.WITHDRAWN: (words.WITHDRAWN, "withdrawn"),
    events.ADMITTED: (words.ADMITTED, "waiting"),
    events.DECLINED: (words.DECLINED, "declined"),
    events.WAITS: (words.WAITS, "waiting"),
}


def ask_to_confirm(guest_id: int, key: str, at: datetime) -> None:
    """The first mail: nothing is taken before its link is opened."""
    guest = EventGuest.objects.select_related("event__space", "event__location").filter(pk=guest_id).first()
    if guest is None:
        return
    step = words.CONFIRM if guest.confirmed_at is None else words.YOURS
    letter(guest, guest.event, step, key, at, category=CONFIRMING)


def write(mine: Registration, event: Event, step: int, key: str, at: datetime) -> None:
    """Tell a guest of a step, with what a calendar needs."""
    guest = mine.guest
    if guest is None:
        return
    method = METHODS.get(step, "") if mine.seated_at is not None else ""
    url, knows = public_page(event), mine.standing == "going"
    files = (ics.invitation(event, guest.name, guest.email, method, knows_link=knows, at=at, url=url),) if method else ()
    letter(guest, event, step, f"event_guest:{guest.pk}:{key}", at, mine=mine, files=files)


def letter(
    guest: EventGuest, event: Event, step: int, key: str, at: datetime, *, mine: Registration | None = None,
    files: tuple[Attachment, ...] = (), category: str = CATEGORY, quote: str = "",
) -> None:  # fmt: skip
    """One mail to a guest, in their language."""
    zone, link = event.space.zone, tokens.link(guest)
    with translation.override(guest.language):
        buttons = words.buttons(step) if mine is None or mine.standing in ("going", "offered") else []
        post(
            key=key, at=at, template=STEP, to=guest.email, language=guest.language, category=category, space_id=event.space_id,
            context={
                "heading": words.heading(step, event.title, ""), "when": words.when(event, zone), "where": words.where(event),
                "online": event.link if mine is not None and mine.standing == "going" else "",
                "more": words.more(step, mine.offer_until if mine is not None else None, zone),
                "quote": event.cancelled_with if step == words.CANCELLED else quote, "buttons": [(f"{link}&says={says}", label) for says, label in buttons],
                "link": link, "guest": True, "house": event.space.name,
            },
            sender=formataddr((event.space.name, house_address())), attachments=files,
        )  # fmt: skip


def of_row(row: LedgerRow) -> Registration | None:
    """The registration that a row of the ledger is about, where it is a guest's."""
    return Registration.objects.select_related("guest").filter(pk=row.facts.get("registration", 0), guest__isnull=False).first()


@reaction(*STEPS, name="inspire.guests.tell_guest")
def tell_guest(row: LedgerRow, at: datetime) -> None:
    """Tell a guest where they stand, if they still stand there."""
    mine, event = of_row(row), found_event(row.subject_id or 0)
    step, standing = STEPS[row.kind]
    if row.kind == events.WITHDRAWN and not row.facts.get("seat"):
        return
    if mine is not None and event is not None and mine.standing == standing and event.cancelled_at is None and event.ends_at > at:
        write(mine, event, step, f"{step}:{row.pk}", at)


@reaction(events.CHANGED, events.CANCELLED, name="inspire.guests.tell_guests")
def tell_guests(row: LedgerRow, at: datetime) -> None:
    """Tell all guests who come or would like to."""
    event = found_event(row.subject_id or 0)
    if event is None or event.ends_at <= at or row.facts.get("sequence", 0) < event.sequence:
        return
    step = words.CANCELLED if row.kind == events.CANCELLED else words.CHANGED
    for mine in Registration.objects.alive().filter(event=event, guest__isnull=False).select_related("guest"):
        write(mine, event, step, f"{step}:{event.sequence}", at)
