"""Who sees office hours, who may book, and what becomes of a booking beside a block."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from drittort.connect.office_hours.models import Booking, BookingQuerySet, OfficeHour, OfficeSlot
from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Block, Member
from drittort.members.safety.rules import MESSAGES, kept_apart_by, may_use

MOST_OPEN = 5
MOST_STANDING = 240
ASK_AFTER, TELL_FOR = timedelta(hours=2), timedelta(days=30)
RECENT = timedelta(days=60)
KEPT = timedelta(days=366)
USUAL_DELAY, MORNING, EVENING = timedelta(hours=4), 8, 20
TOO_LATE = timedelta(minutes=30)
"""So shortly before it begins a block changes nothing any more."""


def of_house(space_id: int) -> QuerySet[OfficeHour]:
    """The office hours of a house whose hosts are still here."""
    return OfficeHour.objects.filter(space_id=space_id, member__left_on=None)


def visible_to(member: Member) -> QuerySet[OfficeHour]:
    """What a member may open: what stands in the house, and their own."""
    return of_house(member.space_id).filter(Q(closed_at=None) | Q(member=member))


def bookings_of(member: Member) -> BookingQuerySet:
    """The bookings that a member may open: their own, and those that came to them."""
    return Booking.objects.filter(Q(member=member) | Q(slot__office_hour__member=member, withheld=False))


def may_offer(member: Member, at: datetime) -> Verdict:
    """Whether a member may open another office hour."""
    verdict = may_use(member, MESSAGES, at)
    if not verdict:
        return verdict
    if OfficeHour.objects.filter(member=member, closed_at=None).count() >= MOST_OPEN:
        return no(_("Five office hours at once are plenty. End one of them first."))
    return YES


def may_edit(member: Member, office_hour: OfficeHour) -> Verdict:
    """Whether a member may change an office hour: who holds it."""
    return YES if office_hour.member_id == member.pk else no(_("Only who holds it may change it."))


def may_book(member: Member, office_hour: OfficeHour, at: datetime) -> Verdict:
    """Whether a member may book. Asks about nobody but the member: their own bookings and their own blocks."""
    verdict = may_use(member, MESSAGES, at)
    if not verdict:
        return verdict
    if office_hour.member_id == member.pk:
        return no(_("This is your own."))
    if kept_apart_by(member).filter(blocked=office_hour.member_id).exists():
        return no(_("You have blocked this person. Take that back first, if you would like to meet."))
    if ahead_of(member, office_hour, at).count() >= office_hour.most:
        return no(_("You have booked as often as goes at once. When it is over, there is room again."))
    return YES


def ahead_of(member: Member, office_hour: OfficeHour, at: datetime) -> BookingQuerySet:
    """A member's own bookings of an office hour that are still to come."""
    return Booking.objects.live().filter(member=member, slot__office_hour=office_hour, slot__starts_at__gt=at)


def may_cancel(booking: Booking, at: datetime) -> Verdict:
    """Whether either of the two may still let it go: until it begins."""
    if booking.cancelled_at is not None:
        return no(_("It was let go already."))
    return YES if booking.slot.starts_at > at else no(_("It has begun, or is over."))


def may_move(member: Member, booking: Booking, at: datetime) -> Verdict:
    """Whether somebody may move a booking: who comes, as long as it may be let go."""
    return may_cancel(booking, at) if booking.member_id == member.pk else no(_("Only who comes moves it."))


def may_tell(booking: Booking, at: datetime) -> Verdict:
    """Whether the two may say whether they met: from the beginning on, for a month."""
    if booking.cancelled_at is not None or booking.slot.starts_at > at:
        return no(_("It has not been yet."))
    return YES if at <= booking.slot.ends_at + TELL_FOR else no(_("It was a while ago; its page is closed now."))


def may_thank(member: Member, booking: Booking, at: datetime) -> Verdict:
    """Whether who came may say thanks: once, after they have met."""
    if booking.member_id != member.pk or not booking.guest_met or booking.thanked_at is not None:
        return no(_("Thanks come when you have met."))
    return may_tell(booking, at)


def has_blocked(host_id: int, guest_id: int) -> bool:
    """Whether the host has blocked the guest. Nobody reads the answer: it decides whether a booking is delivered, and in whose name it is called off."""
    return Block.objects.filter(blocker=host_id, blocked=guest_id).exists()


def to_let_go(at: datetime) -> list[int]:
    """Ids of the bookings ahead between two of whom one has blocked the other, and whose moment has come to be called off.

    What was withheld is called off also where the block was taken back meanwhile: the host has never heard of it. What was delivered takes place where the block came
    too late for a person to call it off: whoever stands at the door already would read the block in it.
    """
    host = "slot__office_hour__member"
    between = Q(blocker=OuterRef("member"), blocked=OuterRef(host)) | Q(blocker=OuterRef(host), blocked=OuterRef("member"))
    blocked_at = Subquery(Block.objects.filter(between).order_by("-at").values("at")[:1])
    in_time = Q(slot__starts_at__gt=at, blocked_at__lte=F("slot__starts_at") - TOO_LATE)
    rows = Booking.objects.live().annotate(blocked_at=blocked_at)
    found = rows.filter(Q(withheld=True) | in_time).select_related("slot__office_hour__space")
    # The row brings the moment of the block along.
    since = [(one, max(one.booked_at, one.blocked_at or one.booked_at)) for one in found]  # type: ignore[attr-defined]
    return [one.pk for one, moment in since if lets_go_at(one, moment) <= at]


def lets_go_at(booking: Booking, since: datetime) -> datetime:
    """When a booking beside a block is called off: some hours later, by day, as a person would; never later than half of the time that is left.

    It follows from the booking alone, so that looking twice changes nothing; and it differs from one to the next, so that no delay gives it away.
    """
    share = int.from_bytes(blake2b(f"booking:{booking.pk}".encode(), digest_size=4).digest(), "big") / 2**32
    latest = since + (booking.slot.starts_at - since) / 2
    moment = since + USUAL_DELAY * (0.5 + share)
    zone = booking.slot.office_hour.space.zone
    local = moment.astimezone(zone)
    if not MORNING <= local.hour < EVENING:
        day = local.date() + timedelta(days=1 if local.hour >= EVENING else 0)
        moment = datetime(day.year, day.month, day.day, MORNING, tzinfo=zone) + timedelta(hours=3) * share
    return min(moment, latest)


def open_slots(office_hour: OfficeHour, at: datetime) -> QuerySet[OfficeSlot]:
    """The times that may be booked now, the next first."""
    return OfficeSlot.objects.open(at).filter(office_hour=office_hour).order_by("starts_at")
