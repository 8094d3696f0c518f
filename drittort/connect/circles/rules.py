"""Who may be in a circle, who reads what of it, and what the clock says.

What is said in a circle is read by those who sit in it, and by nobody else: neither by the house nor by who hosts circles. A no is read by its owner.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from drittort.connect.circles.models import (
    Circle,
    CircleMeeting,
    CircleNo,
    CirclePresence,
    CircleQuerySet,
    CircleSeason,
    CircleSeasonQuerySet,
    CircleSeat,
    CircleWish,
    Commitment,
)
from drittort.connect.introductions.rules import introducible
from drittort.connect.rounds import rules as rounds
from drittort.connect.rounds.rules import HOST, may_host
from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Member, MemberQuerySet
from drittort.spaces.models import Space
from drittort.spaces.roles import holds

FEWEST, MOST = rounds.CIRCLE
MEETINGS = 6
EVERY = (7, 14, 28)
NUDGED_AFTER = timedelta(days=4)
GOING_ON_OPEN = timedelta(days=7)
LEAST_NOTICE = timedelta(days=3)
"""Between the last answer and the first meeting lies so much time at least."""
REMINDED_BEFORE = timedelta(days=2)
FARTHEST = timedelta(days=731)
SILENT_MEETINGS = 2
RESTS_AT_MOST = timedelta(days=91)
OUTCOME_OPEN = timedelta(days=60)
MOST_COMMITMENTS = 3
AGENDA = (0.11, 0.17, 0.44, 0.17)
"""Parts of a meeting: how everybody is, what became of the commitments, the hot seat, new commitments; what is left closes it."""


def seasons_of(member: Member) -> CircleSeasonQuerySet:
    """The seasons of a member's house."""
    return CircleSeason.objects.filter(space_id=member.space_id)


def calls_for(member: Member, at: datetime) -> CircleSeasonQuerySet:
    """The calls that are open: every member of the house sees them."""
    return seasons_of(member).going().filter(open_until__gte=member.space.day(at))


def may_wish(member: Member, at: datetime) -> Verdict:
    """Whether a member may say that they would like to be in a circle. Asks about nobody but the member."""
    day = member.space.day(at)
    if not introducible(Member.objects.filter(pk=member.pk), day).exists():
        return no(
            _(
                "A circle brings people together, so it needs your yes to being introduced, and no pause. You change both under “Introductions”."
            )
        )
    return YES


def wishing(season: CircleSeason, at: datetime) -> dict[int, int]:
    """Who may be seated of those who would like to be in a circle of a season, with the stage that each said."""
    able = introducible(Member.objects.filter(space=season.space_id), season.space.day(at))
    return dict(CircleWish.objects.filter(season=season, member__in=able).values_list("member_id", "stage"))


def askable(season: CircleSeason, at: datetime) -> MemberQuerySet:
    """Whom somebody may choose by hand: everybody who may be introduced. Who fits whom is asked when they are chosen."""
    return introducible(Member.objects.filter(space=season.space_id), season.space.day(at))


def visible_to(member: Member) -> CircleQuerySet:
    """The circles to which a member was asked."""
    return Circle.objects.filter(Exists(CircleSeat.objects.filter(circle=OuterRef("pk"), member=member)))


def sits(seat: CircleSeat | None) -> bool:
    """Whether somebody sits in a circle that has begun, or would if it had."""
    return seat is not None and seat.accepted_at is not None and seat.left_at is None


SITTING = Q(accepted_at__isnull=False, left_at=None)


def mine(member: Member) -> CircleQuerySet:
    """The circles in which a member sits. All that is said in them begins here."""
    seat = CircleSeat.objects.filter(SITTING, circle=OuterRef("pk"), member=member)
    return Circle.objects.filter(Exists(seat), begun_at__isnull=False)


def people_in(circle_id: int) -> set[int]:
    """The ids of those who sit in a circle that has begun: its thread is theirs."""
    return set(
        CircleSeat.objects.filter(SITTING, circle=circle_id, circle__begun_at__isnull=False, member__left_on=None).values_list(
            "member_id", flat=True
        )
    )


def own_no(circle: Circle, member: Member, turn: int = 0) -> bool:
    """Whether a member has refused themself. There is no way to ask for somebody else's."""
    return CircleNo.objects.filter(circle=circle, member=member, turn=turn).exists()


def own_noes(member: Member, circles: Iterable[Circle]) -> set[tuple[int, int]]:
    """What a member has refused themself of some circles: (circle, turn)."""
    return set(CircleNo.objects.filter(member=member, circle__in=list(circles)).values_list("circle_id", "turn"))


def with_own_noes(member: Member, circles: CircleQuerySet) -> CircleQuerySet:
    """Some circles with what a member has refused themself of each: to sit in it (`own_no`), and to go on after its present turn (`own_no_to_more`)."""
    own = CircleNo.objects.filter(circle=OuterRef("pk"), member=member)
    return circles.annotate(own_no=Exists(own.filter(turn=0)), own_no_to_more=Exists(own.filter(turn=OuterRef("turn"))))


def may_answer(circle: Circle, at: datetime) -> Verdict:
    """Whether somebody may still say whether they come along."""
    if circle.begun_at is not None or circle.off_at is not None or circle.expires_at <= at:
        return no(_("The time for an answer is over. The next call will come."))
    return YES


def may_say_go_on(circle: Circle, at: datetime) -> Verdict:
    """Whether those who sit in a circle may say whether they would like another season."""
    if circle.ended_at is not None or circle.asked_on_at is None or circle.asked_on_at + GOING_ON_OPEN <= at:
        return no(_("This is not asked at the moment."))
    return YES


def may_tell_outcome(circle: Circle, seat: CircleSeat | None, at: datetime) -> Verdict:
    """Whether somebody may say what came of their circle: who sat in it, until some weeks after its end."""
    if circle.begun_at is None or seat is None or seat.accepted_at is None:
        return no(_("You do not sit in this circle."))
    over = circle.ended_at or seat.left_at
    if over is not None and over + OUTCOME_OPEN < at:
        return no(_("This circle ended a while ago; its page is closed now."))
    return YES


def may_move(member: Member, circle: Circle) -> Verdict:
    """Whether somebody may set another date: who sits in the circle, and who hosts circles, since a date is not what is said there."""
    runs = circle.space_id == member.space_id and circle.ended_at is None and circle.begun_at is not None
    if runs and (may_host(member) or mine(member).filter(pk=circle.pk).exists()):
        return YES
    return no(_("Dates are set by those who sit in the circle."))


def may_commit(circle: Circle, found: Sequence[CircleMeeting], at: datetime) -> Verdict:
    """Whether something may be taken on until the next meeting: as long as one of these meetings of the circle is still to come."""
    if circle.ended_at is not None:
        return no(_("This circle has ended."))
    if due_meeting(found, at) is None:
        return no(_("No meeting lies ahead of which you could say what became of it. If your circle goes on, you take something on again."))
    return YES


def meetings(circle: Circle) -> list[CircleMeeting]:
    """The meetings of the present turn, in their order."""
    return list(CircleMeeting.objects.filter(circle=circle, turn=circle.turn).order_by("number"))


def length(season: CircleSeason) -> timedelta:
    """How long a meeting lasts."""
    return timedelta(minutes=season.minutes)


def moments(season: CircleSeason, after: datetime, count: int = MEETINGS) -> list[datetime]:
    """The moments of the meetings of a turn: on the rhythm of the season, at the same hour of the day, from `after` on."""
    zone = season.space.zone
    local, every = season.first_at.astimezone(zone), timedelta(days=season.every_days)
    while local < after:
        # By days of the calendar, so a change to summer time moves nothing.
        local += every
    return [local + every * k for k in range(count)]


def rota(people: Collection[int], had: dict[int, int], seed: int, count: int = MEETINGS) -> list[int]:
    """Who has the hot seat in the next meetings: nobody twice before everybody had it once more. `had`: how often each had it so far."""
    order = sorted(people)
    random.Random(seed).shuffle(order)
    times = {pk: had.get(pk, 0) for pk in order}
    seats: list[int] = []
    for _meeting in range(count):
        chosen = min(order, key=lambda pk: times[pk])
        times[chosen] += 1
        seats.append(chosen)
    return seats


def hot_seats_had(circle: Circle, before: datetime | None = None) -> dict[int, int]:
    """How often each had the hot seat in this circle, in all of its meetings or in those that began by a moment."""
    rows = CircleMeeting.objects.filter(circle=circle, hot_seat__isnull=False)
    if before is not None:
        rows = rows.filter(starts_at__lte=before)
    had: dict[int, int] = {}
    for pk in rows.values_list("hot_seat_id", flat=True):
        had[pk] = had.get(pk, 0) + 1
    return had


def due_meeting(found: Sequence[CircleMeeting], at: datetime) -> CircleMeeting | None:
    """The meeting that comes next; None when all have begun."""
    return min((m for m in found if m.starts_at > at), key=lambda m: m.starts_at, default=None)


def last_meeting(found: Sequence[CircleMeeting], at: datetime) -> CircleMeeting | None:
    """The meeting that began last; None before the first."""
    return max((m for m in found if m.starts_at <= at), key=lambda m: m.starts_at, default=None)


def may_come_about(space: Space, people: Collection[int], at: datetime) -> bool:
    """Whether those who said yes are a circle. Where two of them may not be brought together any more it is none, for anybody: as at a table."""
    return len(people) <= MOST and rounds.contact_may_open(space, people, at, fewest=FEWEST)


def commitments_in(circle: Circle) -> Iterable[Commitment]:
    """What was taken on in a circle; asked only for who sits in it."""
    return Commitment.objects.filter(meeting__circle=circle).select_related("meeting").order_by("made_at", "pk")


def present_at(found: Iterable[CircleMeeting]) -> dict[int, set[int]]:
    """Who was at some meetings, by meeting."""
    there: dict[int, set[int]] = {}
    for meeting, member in CirclePresence.objects.filter(meeting__in=list(found)).values_list("meeting_id", "member_id"):
        there.setdefault(meeting, set()).add(member)
    return there


def could_host(member: Member) -> bool:
    """Whether somebody's roles let them host circles, for a link to where it is done."""
    return holds(member, HOST)
