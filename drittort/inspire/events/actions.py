"""Writing an event down, announcing it, changing it, calling it off; and coming, waiting in line, or not being able to after all.

Everything that touches seats holds the lock of the event, so one place is given once and the line keeps its order.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate, require
from drittort.inspire.events import rules
from drittort.inspire.events.index import event_changed
from drittort.inspire.events.models import CoHost, Event, EventSeries, Registration
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, may_use, reach_each_other
from drittort.members.skills.topics import GATHERS, facts_of
from drittort.spaces.models import Location

PROPOSED, RETURNED, PUBLISHED = "event.proposed", "event.returned", "event.published"
CHANGED, CANCELLED = "event.changed", "event.cancelled"
REGISTERED, WAITS, OFFERED = "event.registered", "event.waits", "event.offered"
LAPSED, WITHDRAWN = "event.lapsed", "event.withdrawn"
ASKS, ADMITTED, DECLINED = "event.asks", "event.admitted", "event.declined"
KEPT, ANSWERS_KEPT = timedelta(days=366), timedelta(days=30)
TOLD = ("title", "starts_at", "ends_at", "way", "location_id", "place", "link")
"""What those who come are told of when it changes."""
LISTS = ("access", "roles", "checklist")


@dataclass(frozen=True, slots=True)
class Words:
    """What an event says of itself."""

    title: str
    text: str
    language: str
    starts_at: datetime
    ends_at: datetime
    way: str
    location_id: int | None = None
    place: str = ""
    link: str = ""
    capacity: int | None = None
    guests: int = 0
    price: str = ""
    more: str = ""
    access: tuple[str, ...] = ()
    question: str = ""
    contact: str = ""
    is_public: bool = False
    by_host: bool = False
    roles: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()

    def fields(self) -> dict[str, object]:
        """As they stand in the table."""
        return {**asdict(self), **{name: list(getattr(self, name)) for name in LISTS}}


def checked(actor: Member, words: Words, at: datetime) -> None:
    """Raise Invalid for hours that are over and for a place that is not the house's."""
    if words.ends_at <= at:
        raise Invalid(_("That is over already. Which day do you mean?"))
    if words.location_id is not None and not Location.objects.standing().filter(space_id=actor.space_id, pk=words.location_id).exists():
        raise Invalid(_("There is no such place in the house."))


def draft_event(*, actor: Member, words: Words, at: datetime) -> Event:
    """Write an event down. Only its host reads it until it is handed in. Raises Invalid for hours that are over."""
    require(may_use(actor, POSTS, at))
    checked(actor, words, at)
    with transaction.atomic():
        event = Event.objects.create(space_id=actor.space_id, host=actor, made_at=at, changed_at=at, **words.fields())
        event_changed([event], at)
    return event


def visible(actor: Member, event_id: int) -> Event:
    """An event that the actor sees, locked. Raises NotFound."""
    if not rules.visible_to(actor).filter(pk=event_id).exists():
        raise NotFound
    event = locked(Event.objects.filter(pk=event_id)).first()
    if event is None:
        raise NotFound
    return event


def record(kind: str, event: Event, actor_id: int | None, at: datetime, *, audience: str = ledger.NOBODY, **facts: object) -> None:
    """One row in the ledger. Who comes to what is between the person and who hosts it: nobody reads it there."""
    ledger.record(space_id=event.space_id, at=at, kind=kind, actor_id=actor_id, subject_id=event.pk, audience=audience, facts=facts)


def propose_event(*, actor: Member, event_id: int, at: datetime) -> Event:
    """Hand a draft in. Twice is once."""
    require(may_use(actor, POSTS, at))
    with transaction.atomic():
        event = visible(actor, event_id)
        require(rules.may_propose(actor, event, at))
        event.proposed_at, event.returned_at, event.returned_with = at, None, ""
        event.save(update_fields=["proposed_at", "returned_at", "returned_with"])
        record(PROPOSED, event, actor.pk, at, audience=ledger.MANAGERS)
    return event


def publish_event(*, actor: Member, event_id: int, at: datetime) -> Event:
    """Announce an event to the house. Somebody else was faster: nothing happens."""
    with transaction.atomic():
        event = visible(actor, event_id)
        if event.published_at is not None and rules.publishes(actor):
            return event
        require(rules.may_publish(actor, event, at))
        event.published_at, event.published_by, event.changed_at = at, actor, at
        event.proposed_at, event.returned_at, event.returned_with = event.proposed_at or at, None, ""
        event.save(
            update_fields=["published_at", "published_by_id", "changed_at", "proposed_at", "returned_at", "returned_with"],
        )
        record(
            PUBLISHED, event, actor.pk, at, audience=ledger.EVERYONE, **facts_of(GATHERS, f"{event.title}. {event.text}", event.language)
        )
        event_changed([event], at)
    return event


def return_event(*, actor: Member, event_id: int, text: str, at: datetime) -> Event:
    """Hand a proposal back with a few words, which only its host reads. Raises Invalid without words."""
    text = " ".join(text.split())
    if not text:
        raise Invalid(_("Write a few words first: what is missing?"))
    with transaction.atomic():
        event = visible(actor, event_id)
        require(rules.may_return(actor, event, at))
        event.returned_at, event.returned_with = at, text
        event.save(update_fields=["returned_at", "returned_with"])
        record(RETURNED, event, actor.pk, at)
    return event


def change_event(*, actor: Member, event_id: int, words: Words, at: datetime) -> Event:
    """Say something else of an event. Who comes is told where it is about the hour, the place or the name.

    Raises Invalid for fewer seats than are taken.
    """
    checked(actor, words, at)
    with transaction.atomic():
        event = visible(actor, event_id)
        require(rules.may_change(actor, event, at))
        if event.series_id is not None:
            event.apart_at = at
        write_down(event, words, actor.pk, at)
    return event


def write_down(event: Event, words: Words, actor_id: int | None, at: datetime) -> None:
    """Put words into an event that is locked, and tell what has to be told. Raises Invalid for fewer seats than are taken."""
    if words.capacity is not None and words.capacity < event.taken:
        raise Invalid(ngettext("One seat is taken already.", "%(n)s seats are taken already.", event.taken) % {"n": event.taken})
    before = {name: getattr(event, name) for name in TOLD}
    for name, value in words.fields().items():
        setattr(event, name, value)
    event.changed_at = at
    if event.published_at is not None:
        event_changed([event], at)
    told = event.published_at is not None and before != {name: getattr(event, name) for name in TOLD}
    event.sequence += told
    if before["starts_at"] != event.starts_at:
        event.asked_at = event.confirmed_at = None
    event.save()
    event_changed([event], at)
    if before["starts_at"] != event.starts_at:
        moved(event, at)
    if not event.by_host:
        # Whoever asked while the host decided stands in line like everybody else.
        Registration.objects.filter(event=event).asking().update(approved_at=at)
    settle(event, at)
    if told:
        record(CHANGED, event, actor_id, at, audience=ledger.EVERYONE, sequence=event.sequence)


def moved(event: Event, at: datetime) -> None:
    """At another hour people are reminded anew, and no seat is kept beyond the beginning."""
    rows = Registration.objects.filter(event=event)
    rows.update(reminded_at=None)
    rows.offered().filter(offer_until__gt=event.offer_until(at)).update(offer_until=max(event.offer_until(at), at))


def cancel_event(*, actor: Member, event_id: int, text: str, at: datetime) -> Event:
    """Call an event off, with a reason that everybody reads. Twice is once."""
    with transaction.atomic():
        event = visible(actor, event_id)
        if event.cancelled_at is not None and rules.sees_names(actor, event):
            return event
        require(rules.may_cancel(actor, event, at))
        call_off(event, actor.pk, text, at)
    return event


def call_off(event: Event, actor_id: int | None, text: str, at: datetime) -> None:
    """An event that is locked does not take place."""
    event.cancelled_at, event.cancelled_with, event.changed_at = at, " ".join(text.split()), at
    event.sequence += 1
    event.save(update_fields=["cancelled_at", "cancelled_with", "changed_at", "sequence"])
    record(CANCELLED, event, actor_id, at, audience=ledger.EVERYONE, sequence=event.sequence)
    event_changed([event], at)


def confirm_event(*, actor: Member, event_id: int, at: datetime) -> Event:
    """Say that it takes place. Twice is once, and no news to anybody."""
    with transaction.atomic():
        event = visible(actor, event_id)
        require(rules.may_cancel(actor, event, at))
        Event.objects.filter(pk=event.pk, confirmed_at=None).update(confirmed_at=at)
    return event


def note_asked(*, event_id: int, at: datetime) -> None:
    """Its host was asked whether it takes place."""
    Event.objects.filter(pk=event_id, asked_at=None).update(asked_at=at)


def discard_event(*, actor: Member, event_id: int, at: datetime) -> None:
    """Throw a draft away, and the series that was to begin with it; nothing stays of it."""
    with transaction.atomic():
        event = visible(actor, event_id)
        require(rules.may_discard(actor, event))
        event_changed([event], at)
        event.delete()
        if event.series_id is not None:
            EventSeries.objects.filter(pk=event.series_id, published_at=None).delete()


def settle(event: Event, at: datetime) -> None:
    """Let offers run out, offer what is free to the next in line, and count the seats anew. The event is locked.

    Strictly in order: whoever asked first and needs two seats is not passed by for one.
    """
    rows = Registration.objects.filter(event=event)
    for late in rows.offered().filter(offer_until__lte=at).order_by("offer_until", "pk"):
        late.lapsed_at = at
        late.save(update_fields=["lapsed_at"])
        record(LAPSED, event, late.member_id, at, registration=late.pk)
    event.taken = rows.holding().aggregate(taken=Sum("seats"))["taken"] or 0
    if event.published_at is not None and event.cancelled_at is None and at < event.starts_at:
        for waits in rows.waiting():
            if event.capacity is not None and event.taken + waits.seats > event.capacity:
                break
            waits.offered_at, waits.offer_until = at, event.offer_until(at)
            waits.save(update_fields=["offered_at", "offer_until"])
            event.taken += waits.seats
            record(OFFERED, event, waits.member_id, at, registration=waits.pk)
    event.save(update_fields=["taken"])


def register(*, actor: Member, event_id: int, guests: int = 0, shown: bool = False, answer: str = "", at: datetime) -> Registration:
    """Come, or change with how many. Where no seat is free, or others wait, one stands at the end of the line; whoever is offered a seat takes it.

    Twice is once. `answer` is read by who hosts it alone. Raises Invalid for more guests than there may be, OutOfDate where the further seats are not there,
    NotAllowed where the host said no.
    """
    with transaction.atomic():
        event = visible(actor, event_id)
        require(rules.may_register(actor, event, at))
        settle(event, at)
        mine = Registration.objects.filter(event=event, member=actor).first() or newcomer(event, at, member=actor)
        mine.shown = shown
        say(mine, event, answer)
        return enter(event, mine, 1 + guests, at)


def newcomer(event: Event, at: datetime, **who: Any) -> Registration:
    """The row of somebody, a member or a guest, who has not said anything yet."""
    return Registration(event=event, asked_at=at, withdrawn_at=at, **who)


def enter(event: Event, mine: Registration, seats: int, at: datetime) -> Registration:
    """Let somebody in, or into the line, or change with how many they come. The event is locked and settled."""
    if not 1 <= seats <= 1 + event.guests:
        raise Invalid(ngettext("You may bring one person along.", "You may bring %(n)s people along.", event.guests) % {"n": event.guests})
    before, further, free = mine.standing, seats - mine.seats, event.free()
    if before == "declined":
        raise NotAllowed(_("It did not work out this time."))
    mine.seats = seats
    if before in ("going", "offered"):
        if further > 0 and free is not None and (further > free or Registration.objects.filter(event=event).waiting().exists()):
            raise OutOfDate(_("So many seats are not free any more."))
        mine.seated_at = mine.seated_at or at
    elif before in ("withdrawn", "lapsed"):
        mine.asked_at, mine.withdrawn_at, mine.reminded_at, mine.seated_at = at, None, None, None
        mine.offered_at = mine.offer_until = mine.lapsed_at = None
        mine.approved_at = None if event.by_host else at
        if mine.approved_at is not None:
            seat_if_free(event, mine, at)
    mine.save()
    if mine.standing != before:
        record({"going": REGISTERED, "asking": ASKS}.get(mine.standing, WAITS), event, mine.member_id, at, registration=mine.pk)
    settle(event, at)
    mine.refresh_from_db()
    return mine


def seat_if_free(event: Event, mine: Registration, at: datetime) -> None:
    """Give somebody a seat where one is free and nobody waits for it."""
    fits = event.capacity is None or (
        event.taken + mine.seats <= event.capacity and not Registration.objects.filter(event=event).waiting().exclude(pk=mine.pk).exists()
    )
    mine.seated_at = at if fits else None


def admit(*, actor: Member, event_id: int, registration_id: int, at: datetime) -> None:
    """Say yes to somebody who asked, also after a no. They have a seat, or stand in line by when they asked. Twice is once. Raises NotFound."""
    with transaction.atomic():
        event, theirs = asked_of(actor, event_id, registration_id, at)
        if theirs.standing not in ("asking", "declined"):
            return
        theirs.approved_at, theirs.declined_at = at, None
        seat_if_free(event, theirs, at)
        theirs.save(update_fields=["approved_at", "declined_at", "seated_at"])
        record(REGISTERED if theirs.seated_at else ADMITTED, event, theirs.member_id, at, registration=theirs.pk)
        settle(event, at)


def decline(*, actor: Member, event_id: int, registration_id: int, at: datetime) -> None:
    """Say no to somebody who asked. They are told that it does not work out this time, and nobody else is. Twice is once. Raises NotFound."""
    with transaction.atomic():
        event, theirs = asked_of(actor, event_id, registration_id, at)
        if theirs.standing == "asking":
            theirs.declined_at = at
            theirs.save(update_fields=["declined_at"])
            record(DECLINED, event, theirs.member_id, at, registration=theirs.pk)


def asked_of(actor: Member, event_id: int, registration_id: int, at: datetime) -> tuple[Event, Registration]:
    """An event, locked and settled, with somebody who asked for a seat there."""
    event = visible(actor, event_id)
    require(rules.may_admit(actor, event, at))
    settle(event, at)
    theirs = Registration.objects.filter(event=event, pk=registration_id).first()
    if theirs is None:
        raise NotFound
    return event, theirs


def say(mine: Registration, event: Event, answer: str) -> None:
    """Answer the question of an event. Beside a block the words look given and never reach who hosts it; said once more they are the same words."""
    answer = answer.strip() if event.question else ""
    if answer != mine.answer:
        beside = mine.member_id is not None and event.host_id is not None and not reach_each_other(mine.member_id, event.host_id)
        mine.withheld, mine.answer = bool(answer) and beside, answer


def withdraw(*, actor: Member, event_id: int, at: datetime) -> None:
    """Not be able to come after all, or leave the line. Nobody asks why, and the seat goes on at once. Twice is once."""
    with transaction.atomic():
        event = visible(actor, event_id)
        require(rules.may_register(actor, event, at))
        mine = Registration.objects.alive().filter(event=event, member=actor).first()
        if mine is not None:
            leave(event, mine, at)


def leave(event: Event, mine: Registration, at: datetime) -> None:
    """Somebody's seat or place in line is free again. The event is locked."""
    mine.withdrawn_at = at
    mine.save(update_fields=["withdrawn_at"])
    record(WITHDRAWN, event, mine.member_id, at, registration=mine.pk, seat=int(mine.seated_at is not None))
    settle(event, at)


def lapse_offers(*, event_id: int, at: datetime) -> None:
    """What was offered and not taken in time goes on to the next."""
    with transaction.atomic():
        event = locked(Event.objects.filter(pk=event_id)).first()
        if event is not None:
            settle(event, at)


def note_reminded(*, registration_id: int, at: datetime) -> None:
    """Somebody was reminded; once for each hour that was agreed on."""
    Registration.objects.filter(pk=registration_id, reminded_at=None).update(reminded_at=at)


def end_of(*, member_id: int, at: datetime) -> None:
    """Somebody leaves the house: their seats go on to the next, and their drafts go. What they announced stands and needs another host."""
    rows = Registration.objects.alive().filter(member=member_id, event__starts_at__gt=at)
    for event_id in rows.order_by("event").values_list("event_id", flat=True):
        with transaction.atomic():
            event = locked(Event.objects.filter(pk=event_id)).first()
            mine = Registration.objects.alive().filter(event=event_id, member=member_id).first()
            if event is not None and mine is not None:
                leave(event, mine, at)
    drafts = Event.objects.filter(host=member_id, published_at=None)
    with transaction.atomic():
        event_changed(drafts, at)
        drafts.delete()
    EventSeries.objects.filter(host=member_id, published_at=None).delete()
    EventSeries.objects.filter(host=member_id, ended_at=None).update(host=None)
    Event.objects.standing().ahead(at).filter(host=member_id).update(host=None, changed_at=at)


def forget_old(*, at: datetime) -> None:
    """A month after an event what was answered to its question is forgotten, a year after it who came; drafts that nobody announced go then, too."""
    Registration.objects.filter(event__ends_at__lte=at - ANSWERS_KEPT).exclude(answer="").update(answer="")
    for table in (Registration, CoHost):
        table._default_manager.filter(event__ends_at__lte=at - KEPT).delete()
    Event.objects.filter(ends_at__lte=at - KEPT, published_at=None).delete()
