"""The verbs of a circle that meets: another moment, who was there, the hot seat, and what people take on. They write as actions do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import combinations

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.connect.circles import rules
from drittort.connect.circles.actions import MET, MOVED, sitting, thread
from drittort.connect.circles.models import Circle, CircleMeeting, CircleNo, CirclePresence, CircleSeat, Commitment
from drittort.connect.rounds.actions import write_down
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, in_time, require
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.members.safety.rules import MESSAGES, may_use
from drittort.network.ties.actions import note_contact, take_back_contacts


def meeting_of(actor: Member, meeting_id: int) -> tuple[CircleMeeting, Circle]:
    """A meeting of a circle in which the actor sits, with its circle locked. Raises NotFound, and OutOfDate where the circle has ended."""
    meeting = CircleMeeting.objects.filter(pk=meeting_id).first()
    if meeting is None:
        raise NotFound
    circle = sitting(actor, meeting.circle_id)
    if circle.ended_at is not None:
        raise OutOfDate(_("This circle has ended."))
    return CircleMeeting.objects.get(pk=meeting_id), circle


def move_meeting(*, actor: Member, meeting_id: int, starts_at: datetime, at: datetime) -> CircleMeeting:
    """Set another moment. A circle that paused goes on with it, and one that was asked whether it goes on is asked anew after it. Raises Invalid for a moment that is over, or that another meeting of the circle has."""
    found = CircleMeeting.objects.filter(pk=meeting_id, circle__space_id=actor.space_id).first()
    if found is None:
        raise NotFound
    with transaction.atomic():
        circle = locked(Circle.objects.filter(pk=found.circle_id)).get()
        verdict = rules.may_move(actor, circle)
        if not verdict and not rules.visible_to(actor).filter(pk=circle.pk).exists():
            raise NotFound
        require(verdict)
        meeting = CircleMeeting.objects.get(pk=meeting_id)
        if starts_at <= at or meeting.turn != circle.turn:
            raise Invalid(_("Choose a moment that lies ahead."))
        if starts_at > at + rules.FARTHEST:
            raise Invalid(_("Choose a moment within two years."))
        if CircleMeeting.objects.filter(circle=circle, starts_at=starts_at).exclude(pk=meeting.pk).exists():
            raise Invalid(_("The circle meets at this moment already."))
        if CirclePresence.objects.filter(meeting=meeting).exists():
            raise Invalid(_("This meeting has taken place."))
        if meeting.starts_at != starts_at:
            meeting.starts_at, meeting.sequence = starts_at, meeting.sequence + 1
            meeting.save(update_fields=["starts_at", "sequence"])
            if circle.asked_on_at is not None:
                Circle.objects.filter(pk=circle.pk).update(asked_on_at=None)
                CircleSeat.objects.filter(circle=circle).update(goes_on_at=None)
                CircleNo.objects.filter(circle=circle, turn=circle.turn).delete()
            wake(circle, at)
            write_down(MOVED, circle.space_id, meeting.pk, at=at)
    return meeting


def wake(circle: Circle, at: datetime) -> None:
    """Let a circle that rests go on. Inside the caller's transaction."""
    Circle.objects.filter(pk=circle.pk, paused_at__isnull=False).update(paused_at=None, woken_at=at)


def swap_hot_seats(*, actor: Member, meeting_id: int, other_id: int, at: datetime) -> None:
    """Change the hot seats of two meetings that lie ahead; one of them is one's own. So the rota stays as fair as it was."""
    with transaction.atomic():
        meeting, circle = meeting_of(actor, meeting_id)
        other = CircleMeeting.objects.filter(circle=circle, turn=circle.turn, pk=other_id).first()
        if other is None or other.pk == meeting.pk or actor.pk not in (meeting.hot_seat_id, other.hot_seat_id):
            raise Invalid(_("Choose a meeting with which you change the hot seat."))
        if min(meeting.starts_at, other.starts_at) <= at:
            raise OutOfDate(_("One of the two meetings has begun already."))
        meeting.hot_seat_id, other.hot_seat_id = other.hot_seat_id, meeting.hot_seat_id
        for one in (meeting, other):
            one.save(update_fields=["hot_seat"])


def note_presence(*, actor: Member, meeting_id: int, members: Collection[int], at: datetime) -> CircleMeeting:
    """Say who was there; anybody who sits in the circle may, and the last word counts. Two who both were there have met, as far as both are counted.

    Raises Invalid before the meeting has begun.
    """
    with transaction.atomic():
        meeting, circle = meeting_of(actor, meeting_id)
        if meeting.starts_at > at:
            raise Invalid(_("This meeting is still to come."))
        see_thread(member=actor, thread=thread(circle.pk), at=at)
        seats = set(CircleSeat.objects.filter(rules.SITTING, circle=circle).values_list("member_id", flat=True))
        before = set(CirclePresence.objects.filter(meeting=meeting).values_list("member_id", flat=True))
        # Who has left since then stays where they were.
        there = (set(members) & seats) | (before - seats)
        if there == before:
            return meeting
        CirclePresence.objects.filter(meeting=meeting).exclude(member__in=there).delete()
        CirclePresence.objects.bulk_create(CirclePresence(meeting=meeting, member_id=pk, at=at) for pk in sorted(there - before))
        origin = f"circle_meeting:{meeting.pk}"
        if before - there:
            take_back_contacts(space=circle.space, origin=origin)
        for a, b in combinations(sorted(there), 2):
            note_contact(space=circle.space, a=a, b=b, at=meeting.starts_at, kind="meeting", origin=origin)
        if there:
            wake(circle, at)
        if not before:
            write_down(MET, circle.space_id, meeting.pk, at=at)
    return meeting


def commit(*, actor: Member, meeting_id: int, text: str, at: datetime) -> Commitment:
    """Take something on until the next meeting, at most three things at once. The same words again are the same commitment. Raises Invalid, and OutOfDate after the last meeting."""
    text = " ".join(text.split())
    if not text:
        raise Invalid(_("Write a few words first."))
    if len(text) > (most := Commitment._meta.get_field("text").max_length or 0):
        raise Invalid(_("Say it in at most %(most)s characters, please.") % {"most": most})
    require(may_use(actor, MESSAGES, at))
    with transaction.atomic():
        meeting, circle = meeting_of(actor, meeting_id)
        in_time(rules.may_commit(circle, rules.meetings(circle), at))
        open_ = Commitment.objects.filter(meeting__circle=circle, member=actor, said="")
        same = open_.filter(text=text).first()
        if same is not None:
            return same
        if open_.count() >= rules.MOST_COMMITMENTS:
            raise Invalid(_("Three things at once are enough. Say first what became of one of them."))
        return Commitment.objects.create(meeting=meeting, member=actor, text=text, made_at=at)


def check_commitment(*, actor: Member, commitment_id: int, said: str, at: datetime) -> Commitment:
    """Say what became of one's own commitment: done, partly, or not this time. The last word counts, and "" opens it again. Raises NotFound, Invalid."""
    if said and said not in Commitment.Said.values:
        raise Invalid(_("Choose one of the three answers."))
    with transaction.atomic():
        commitment = locked(Commitment.objects.filter(pk=commitment_id, member=actor)).first()
        if commitment is None or not rules.mine(actor).filter(meetings=commitment.meeting_id).exists():
            raise NotFound
        commitment.said, commitment.checked_at = said, at if said else None
        commitment.save(update_fields=["said", "checked_at"])
    return commitment


def take_commitment_back(*, actor: Member, commitment_id: int, at: datetime) -> None:
    """Remove one's own commitment, as if it had not been taken on. Twice is once."""
    Commitment.objects.filter(pk=commitment_id, member=actor).delete()
