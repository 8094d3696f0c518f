"""Opening an office hour, booking a time, moving it, letting it go, and saying how it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from drittort.connect.office_hours import rules
from drittort.connect.office_hours.models import Booking, OfficeHour, OfficeSlot
from drittort.connect.office_hours.times import LONGEST_SERIES, MOST_AT_ONCE, Times, moments
from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, in_time, require
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.members.safety.rules import reach_each_other

OPENED, CLOSED = "office_hour.opened", "office_hour.closed"
BOOKED, MOVED, CHANGED = "booking.made", "booking.moved", "booking.changed"
CANCELLED, MET, TOLD, THANKED = "booking.cancelled", "booking.met", "booking.told", "booking.thanked"


def thread(booking_id: int) -> str:
    """The thread of notices about a booking."""
    return f"booking:{booking_id}"


@dataclass(frozen=True, slots=True)
class Words:
    """What a host says of an office hour."""

    theme: str
    title: str
    text: str
    language: str
    place: str
    link: str
    minutes: int
    notice_hours: int
    most: int


def open_office_hour(*, actor: Member, words: Words, times: Times, at: datetime) -> OfficeHour:
    """Offer an office hour with its first times. Raises NotAllowed with five of them, Invalid where the times make no sense."""
    refuse_nowhere(words)
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        require(rules.may_offer(actor, at))
        made = OfficeHour.objects.create(space_id=actor.space_id, member=actor, opened_at=at, **as_fields(words))
        add_slots(made, times, actor, at)
        ledger.record(
            space_id=actor.space_id, at=at, kind=OPENED, actor_id=actor.pk, subject_id=made.pk, audience=ledger.EVERYONE, facts={}
        )
    return made


def refuse_nowhere(words: Words) -> None:
    """Raise Invalid where neither a place nor a link is named."""
    if not words.place and not words.link:
        raise Invalid(_("Where do you meet? Name a place, a link, or both."))


def as_fields(words: Words) -> dict[str, Any]:
    """The fields of an office hour."""
    return {name: getattr(words, name) for name in Words.__dataclass_fields__}


def own(actor: Member, office_hour_id: int) -> OfficeHour:
    """The actor's own office hour, locked. Raises NotFound, or NotAllowed for somebody else's."""
    found = locked(rules.visible_to(actor).filter(pk=office_hour_id)).first()
    if found is None:
        raise NotFound
    require(rules.may_edit(actor, found))
    return found


def edit_office_hour(*, actor: Member, office_hour_id: int, words: Words, at: datetime) -> OfficeHour:
    """Say it anew. Times keep their length; who comes is told where place or link is another."""
    refuse_nowhere(words)
    with transaction.atomic():
        found = own(actor, office_hour_id)
        elsewhere = (found.place, found.link) != (words.place, words.link)
        OfficeHour.objects.filter(pk=found.pk).update(**(as_fields(words) | {"minutes": found.minutes}))
        if found.notice_hours != words.notice_hours:
            slots = list(OfficeSlot.objects.filter(office_hour=found, starts_at__gt=at))
            for slot in slots:
                slot.book_until = slot.starts_at - timedelta(hours=words.notice_hours)
            OfficeSlot.objects.bulk_update(slots, ["book_until"])
        if elsewhere:
            for booking in locked(Booking.objects.live().filter(slot__office_hour=found, slot__starts_at__gt=at)):
                Booking.objects.filter(pk=booking.pk).update(sequence=F("sequence") + 1)
                record(CHANGED, booking, found, at, actor=actor)
    found.refresh_from_db()
    return found


def add_times(*, actor: Member, office_hour_id: int, times: Times, at: datetime) -> int:
    """Offer further times; returns how many there are new. Raises Invalid where the times make no sense."""
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        found = own(actor, office_hour_id)
        if found.closed_at is not None:
            raise OutOfDate(_("This office hour has ended."))
        return add_slots(found, times, actor, at)


def add_slots(office_hour: OfficeHour, times: Times, host: Member, at: datetime) -> int:
    """Write times; what was taken back before stands again."""
    today = host.space.day(at)
    if not today <= times.from_on <= today + LONGEST_SERIES or not times.from_on <= times.until_on <= times.from_on + LONGEST_SERIES:
        raise Invalid(_("From today on, for up to half a year: which days do you mean?"))
    found = [pair for pair in moments(times, office_hour.minutes, host.space.zone) if pair[0] > at]
    if not found:
        raise Invalid(_("No time fits into these hours. Are the days right, and is there room for one?"))
    if len(found) > MOST_AT_ONCE:
        raise Invalid(_("These are more than %(most)s times. Choose fewer days, or an earlier end.") % {"most": MOST_AT_ONCE})
    theirs = OfficeSlot.objects.standing().filter(office_hour__member=host, ends_at__gt=found[0][0], starts_at__lt=found[-1][1])
    taken = list(theirs.values_list("starts_at", "ends_at"))
    if any(begins < ends and starts < stops for starts, stops in found for begins, ends in taken if begins < stops and starts < ends):
        raise Invalid(_("You hold office hours at one of these times already."))
    standing = OfficeSlot.objects.standing().filter(office_hour__member=host, starts_at__gt=at).count()
    if standing + len(found) > rules.MOST_STANDING:
        raise Invalid(_("Your calendar is full of office hours. Take some times back first."))
    notice = timedelta(hours=office_hour.notice_hours)
    for starts, ends in found:
        OfficeSlot.objects.update_or_create(
            office_hour=office_hour, starts_at=starts, defaults={"ends_at": ends, "book_until": starts - notice, "dropped_at": None}
        )
    return len(found)


def drop_slot(*, actor: Member, slot_id: int, at: datetime) -> OfficeSlot:
    """Take a time back to which nobody comes. Raises OutOfDate where somebody does: call that off first."""
    with transaction.atomic():
        slot = locked(OfficeSlot.objects.filter(pk=slot_id, office_hour__member=actor)).first()
        if slot is None:
            raise NotFound
        booking = Booking.objects.live().filter(slot=slot).first()
        if booking is not None and not booking.withheld:
            raise OutOfDate(_("Somebody comes at this time. Call it off first."))
        if booking is not None:
            let_go(booking, at)
        OfficeSlot.objects.filter(pk=slot.pk).update(dropped_at=at)
    return slot


def close_office_hour(*, actor: Member, office_hour_id: int, at: datetime) -> OfficeHour:
    """End an office hour: what is booked still takes place, nothing new is. Twice is once."""
    with transaction.atomic():
        found = own(actor, office_hour_id)
        if found.closed_at is None:
            found.closed_at = at
            found.save(update_fields=["closed_at"])
            ledger.record(
                space_id=actor.space_id,
                at=at,
                kind=CLOSED,
                actor_id=actor.pk,
                subject_id=found.pk,
                audience=ledger.only(actor.pk),
                facts={},
            )
    return found


def record(kind: str, booking: Booking, office_hour: OfficeHour, at: datetime, *, actor: Member | None) -> None:
    """One row, for the two only. Without an actor the house did it: the row stands in nobody's copy."""
    facts = {"booking": booking.pk, "guest": booking.member_id, "host": office_hour.member_id}
    ledger.record(
        space_id=office_hour.space_id, at=at, kind=kind, actor_id=actor.pk if actor else None, subject_id=office_hour.pk, audience=ledger.NOBODY,
        facts=facts,
    )  # fmt: skip


def open_slot(actor: Member, slot_id: int, at: datetime) -> OfficeSlot:
    """A time that may be booked now, locked. Raises NotFound for none of the house, OutOfDate where somebody was faster."""
    slot = locked(OfficeSlot.objects.filter(pk=slot_id, office_hour__in=rules.visible_to(actor))).first()
    if slot is None:
        raise NotFound
    if not OfficeSlot.objects.open(at).filter(pk=slot.pk).exists():
        raise OutOfDate(_("Somebody was faster, or it is too soon now. Choose another time."))
    slot.office_hour = OfficeHour.objects.select_related("member", "space").get(pk=slot.office_hour_id)
    return slot


def refuse_two_at_once(member: Member, slot: OfficeSlot, *, but: int = 0) -> None:
    """Raise Invalid where somebody has booked another time that overlaps with a slot."""
    others = Booking.objects.live().filter(member=member, slot__starts_at__lt=slot.ends_at, slot__ends_at__gt=slot.starts_at)
    if others.exclude(pk=but).exists():
        raise Invalid(_("You have booked something else at this time."))


def book_slot(*, actor: Member, slot_id: int, text: str, at: datetime) -> Booking:
    """Come at a time, with a sentence of what it is about. The same time again is one booking, with the new words.

    Where the host has blocked the actor, it looks booked and never reaches the host; it is called off later (`let_go_due`).
    Raises Invalid without words, NotAllowed where the actor has booked enough, OutOfDate where somebody was faster.
    """
    text = " ".join(text.split())
    if not text:
        raise Invalid(_("One sentence: what is it about?"))
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        same = Booking.objects.live().filter(member=actor, slot=slot_id).first()
        if same is not None:
            Booking.objects.filter(pk=same.pk).update(text=text)
            return same
        slot = open_slot(actor, slot_id, at)
        require(rules.may_book(actor, slot.office_hour, at))
        refuse_two_at_once(actor, slot)
        withheld = rules.has_blocked(slot.office_hour.member_id, actor.pk)
        booking = Booking.objects.create(slot=slot, member=actor, text=text, booked_at=at, withheld=withheld)
        record(BOOKED, booking, slot.office_hour, at, actor=actor)
    return booking


def visible(actor: Member, booking_id: int) -> Booking:
    """A booking that the actor may open, locked. Raises NotFound."""
    booking = locked(rules.bookings_of(actor).filter(pk=booking_id)).first()
    if booking is None:
        raise NotFound
    booking.slot = OfficeSlot.objects.select_related("office_hour__space").get(pk=booking.slot_id)
    return booking


def move_booking(*, actor: Member, booking_id: int, slot_id: int, at: datetime) -> Booking:
    """Come at another time of the same office hour; the old one opens again. To the same time changes nothing."""
    with transaction.atomic():
        booking = visible(actor, booking_id)
        if booking.slot_id == slot_id:
            return booking
        in_time(rules.may_move(actor, booking, at))
        see_thread(member=actor, thread=thread(booking.pk), at=at)
        slot = open_slot(actor, slot_id, at)
        if slot.office_hour_id != booking.slot.office_hour_id:
            raise NotFound
        refuse_two_at_once(actor, slot, but=booking.pk)
        booking.slot, booking.sequence = slot, booking.sequence + 1
        booking.save(update_fields=["slot", "sequence"])
        record(MOVED, booking, slot.office_hour, at, actor=actor)
    return booking


def cancel_booking(*, actor: Member, booking_id: int, at: datetime) -> Booking:
    """Let a booking go, either of the two; its time opens again. Twice is once. No reason is asked for."""
    with transaction.atomic():
        booking = visible(actor, booking_id)
        if booking.cancelled_at is None:
            in_time(rules.may_cancel(booking, at))
            see_thread(member=actor, thread=thread(booking.pk), at=at)
            end(booking, at, actor=actor, by_guest=actor.pk == booking.member_id)
    return booking


def end(booking: Booking, at: datetime, *, actor: Member | None, by_guest: bool) -> None:
    """Write that a booking does not take place."""
    booking.cancelled_at, booking.by_guest, booking.sequence = at, by_guest, booking.sequence + 1
    booking.save(update_fields=["cancelled_at", "by_guest", "sequence"])
    record(CANCELLED, booking, booking.slot.office_hour, at, actor=actor)


def let_go(booking: Booking, at: datetime) -> None:
    """Call a booking beside a block off, as the one who blocked would by hand. To the other it looks like any other that was called off."""
    booking.slot = OfficeSlot.objects.select_related("office_hour").get(pk=booking.slot_id)
    by_guest = not booking.withheld and not rules.has_blocked(booking.slot.office_hour.member_id, booking.member_id)
    end(booking, at, actor=None, by_guest=by_guest)


def let_go_due(*, at: datetime) -> int:
    """Call off what two would come to of whom one has blocked the other; returns how many."""
    gone = 0
    for pk in rules.to_let_go(at):
        with transaction.atomic():
            booking = locked(Booking.objects.live().filter(pk=pk)).first()
            if booking is not None:
                let_go(booking, at)
                gone += 1
    return gone


def tell_met(*, actor: Member, booking_id: int, met: bool, at: datetime, helped: bool = False) -> Booking:
    """Say whether you met, and, who came, whether it helped. The first yes of either is the meeting; what one says the other does not read."""
    with transaction.atomic():
        booking = visible(actor, booking_id)
        in_time(rules.may_tell(booking, at))
        see_thread(member=actor, thread=thread(booking.pk), at=at)
        if booking.member_id == actor.pk:
            booking.guest_met, booking.helped = met, met and helped
        else:
            booking.host_met = met
        kind = TOLD
        if met and booking.met_on is None:
            kind, booking.met_on = MET, booking.slot.office_hour.space.day(booking.slot.starts_at)
        booking.save(update_fields=["guest_met", "host_met", "helped", "met_on"])
        record(kind, booking, booking.slot.office_hour, at, actor=actor)
    return booking


def say_thanks(*, actor: Member, booking_id: int, text: str, at: datetime) -> Booking:
    """Say thanks in a sentence, once. Beside a block they look said and are never delivered. Raises Invalid without words."""
    text = " ".join(text.split())
    if not text:
        raise Invalid(_("Write a few words first."))
    with transaction.atomic():
        booking = visible(actor, booking_id)
        require(rules.may_thank(actor, booking, at))
        see_thread(member=actor, thread=thread(booking.pk), at=at)
        booking.thanks, booking.thanked_at = text, at
        booking.thanks_withheld = not reach_each_other(booking.member_id, booking.slot.office_hour.member_id)
        booking.save(update_fields=["thanks", "thanked_at", "thanks_withheld"])
        record(THANKED, booking, booking.slot.office_hour, at, actor=actor)
    return booking


def end_of(*, member_id: int, at: datetime) -> None:
    """Somebody leaves: their office hours end, and what they or others would have come to is called off."""
    theirs = Q(member=member_id) | Q(slot__office_hour__member=member_id)
    for pk in list(Booking.objects.live().filter(theirs, slot__starts_at__gt=at).values_list("pk", flat=True)):
        with transaction.atomic():
            booking = locked(Booking.objects.live().filter(pk=pk)).first()
            if booking is not None:
                booking.slot = OfficeSlot.objects.select_related("office_hour").get(pk=booking.slot_id)
                end(booking, at, actor=None, by_guest=booking.member_id == member_id)
    OfficeHour.objects.filter(member=member_id, closed_at=None).update(closed_at=at)


def forget_old(*, at: datetime) -> None:
    """Remove times with their bookings after the 12 months that the register promises, and office hours of which no time is left."""
    OfficeSlot.objects.filter(ends_at__lt=at - rules.KEPT).delete()
    OfficeHour.objects.filter(slots=None, opened_at__lt=at - rules.KEPT).delete()
