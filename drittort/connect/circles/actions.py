"""The verbs of circles: a season, who would like to be in, the answer, six meetings, and going on or a clean ending."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from drittort.connect.circles import rules
from drittort.connect.circles.models import (
    Circle,
    CircleMeeting,
    CircleNo,
    CircleSeason,
    CircleSeat,
    CircleWish,
    Commitment,
)
from drittort.connect.introductions.actions import KEPT, refuse_long
from drittort.connect.introductions.models import Round
from drittort.connect.introductions.rules import OPEN_FOR
from drittort.connect.rounds.actions import write_down
from drittort.connect.rounds.models import DraftSeat, GroupDraft, Unseated
from drittort.connect.rounds.rules import circle_terms, may_host, may_seat, may_sit_together
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate, in_time, require
from drittort.core.jobs.queue import enqueue
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread

CALLED, ASKED, BEGUN, OFF = "circle.called", "circle.asked", "circle.begun", "circle.off"
MET, MOVED, LEFT_CIRCLE = "circle.met", "circle.moved", "circle.left"
ASKED_ON, RENEWED, ENDED, PAUSED = "circle.asked_on", "circle.renewed", "circle.ended", "circle.paused"
DRAW = "connect.circles.draw"


def thread(circle_id: int) -> str:
    """The thread of notices about a circle."""
    return f"circle:{circle_id}"


# ------------------------------------------------------------------ a season, for those who host


def open_season(*, actor: Member, wanted: dict[str, Any], at: datetime) -> CircleSeason:
    """Begin a season: a call when it is open until a day, else for people chosen by hand. `wanted` are its fields, checked by the form."""
    require(may_host(actor))
    with transaction.atomic():
        season = CircleSeason.objects.create(space=actor.space, host=actor, opened_at=at, **wanted)
        if season.open_until is not None:
            write_down(CALLED, actor.space_id, season.pk, at=at, actor=actor)
    return season


def change_season(*, actor: Member, season_id: int, wanted: dict[str, Any], at: datetime) -> CircleSeason:
    """Change a season as long as its people are not asked. What has begun keeps its dates; where the call closes on another day, a draft is thrown away."""
    require(may_host(actor))
    with transaction.atomic():
        season = going_season(actor, season_id)
        if wanted.get("open_until") != season.open_until:
            Round.objects.filter(season=season, sent_at=None).delete()
        for name, value in wanted.items():
            setattr(season, name, value)
        season.save()
    return season


def close_season(*, actor: Member, season_id: int, at: datetime) -> None:
    """End a season before its people are asked; a draft is thrown away. Circles that were asked go on. Twice is once."""
    require(may_host(actor))
    with transaction.atomic():
        season = own_season(actor, season_id)
        Round.objects.filter(season=season, sent_at=None).delete()
        CircleSeason.objects.filter(pk=season.pk, closed_at=None).update(closed_at=at)


def own_season(actor: Member, season_id: int) -> CircleSeason:
    """A season of the house, locked. Raises NotFound."""
    season = locked(rules.seasons_of(actor).filter(pk=season_id)).first()
    if season is None:
        raise NotFound
    return season


def going_season(actor: Member, season_id: int) -> CircleSeason:
    """The same, whose people are not asked yet. Raises OutOfDate."""
    season = own_season(actor, season_id)
    if season.closed_at is not None:
        raise OutOfDate(_("This season is closed already."))
    return season


def ask_for_draft(*, actor: Member, season_id: int, at: datetime) -> None:
    """Let the worker draft circles now, or anew around the groups that are kept."""
    require(may_host(actor))
    with transaction.atomic():
        season = going_season(actor, season_id)
        enqueue(DRAW, {"season": season.pk}, at=at, space_id=season.space_id)


def ask_by_hand(*, actor: Member, season_id: int, members: Collection[int], at: datetime) -> Circle:
    """Ask people who were chosen by hand, never the actor among them. Raises NotAllowed where they may not sit together: one reason for all of them."""
    require(may_host(actor))
    require(may_seat(actor, members))
    with transaction.atomic():
        season = going_season(actor, season_id)
        people = list(Member.objects.here().filter(space=season.space_id, pk__in=set(members)).order_by("pk"))
        circle = ask_circle(season=season, people=people, at=at)
        if season.open_until is None:
            CircleSeason.objects.filter(pk=season.pk).update(closed_at=at)
    return circle


def ask_circle(*, season: CircleSeason, people: list[Member], at: datetime) -> Circle:
    """Ask some people whether they would like to be a circle. Raises NotAllowed where they may not be one now."""
    with transaction.atomic():
        # Locked in the order of their ids, as at a table: asking twice at once cannot pass the cap.
        list(locked(Member.objects.filter(pk__in=[m.pk for m in people]).order_by("pk")))
        require(may_sit_together(circle_terms(season), people, at))
        circle = Circle.objects.create(space_id=season.space_id, season=season, asked_at=at, expires_at=at + OPEN_FOR)
        CircleSeat.objects.bulk_create(CircleSeat(circle=circle, member=m) for m in people)
        write_down(ASKED, season.space_id, circle.pk, at=at)
    return circle


def deliver(*, round_id: int, at: datetime) -> int:
    """Ask the people of each circle of a draft that went out; a worker that was killed goes on where it stopped. Return how many circles were asked."""
    made = Round.objects.select_related("season__space").filter(pk=round_id, sent_at__isnull=False).first()
    if made is None or made.season is None:
        return 0
    asked = 0
    for pk in list(GroupDraft.objects.filter(round=made, sent_at=None, dropped_at=None).order_by("position").values_list("pk", flat=True)):
        with transaction.atomic():
            group = locked(GroupDraft.objects.filter(pk=pk, sent_at=None, dropped_at=None)).first()
            if group is None:
                continue
            people = list(Member.objects.filter(pk__in=DraftSeat.objects.filter(group=pk).values("member_id")).order_by("pk"))
            try:
                circle = ask_circle(season=made.season, people=people, at=at)
            except NotAllowed:
                GroupDraft.objects.filter(pk=pk).update(dropped_at=at)
                Unseated.objects.bulk_create((Unseated(round=made, member=m, code="nobody_open") for m in people), ignore_conflicts=True)
            else:
                GroupDraft.objects.filter(pk=pk).update(sent_at=at, circle=circle)
                asked += 1
    CircleSeason.objects.filter(pk=made.season.pk, closed_at=None).update(closed_at=at)
    return asked


# ------------------------------------------------------------------ who would like to be in


def want_circle(*, actor: Member, season_id: int, stage: int, at: datetime) -> CircleWish:
    """Say that one would like to be in a circle, and where one stands. Saying it again changes the stage. Raises OutOfDate after the last day."""
    if stage not in CircleWish.Stage.values:
        raise Invalid(_("Say where you stand."))
    with transaction.atomic():
        season = call(actor, season_id, at)
        require(rules.may_wish(actor, at))
        wish, _new = CircleWish.objects.update_or_create(season=season, member=actor, defaults={"stage": stage, "at": at})
    return wish


def unwant_circle(*, actor: Member, season_id: int, at: datetime) -> None:
    """Take it back. Nobody is told, and whoever has a seat in a draft loses it."""
    with transaction.atomic():
        season = own_season(actor, season_id)
        CircleWish.objects.filter(season=season, member=actor).delete()
        DraftSeat.objects.filter(group__round__season=season, group__sent_at=None, member=actor).delete()


def call(actor: Member, season_id: int, at: datetime) -> CircleSeason:
    """A call that is open, locked. Raises NotFound, OutOfDate."""
    season = own_season(actor, season_id)
    if season.open_until is None:
        raise NotFound
    if season.closed_at is not None or season.open_until < actor.space.day(at):
        raise OutOfDate(_("This call is closed. The next one will come."))
    return season


# ------------------------------------------------------------------ the answer


def asked(actor: Member, circle_id: int) -> tuple[Circle, dict[int, CircleSeat]]:
    """A circle to which the actor was asked, with its seats, locked. Raises NotFound."""
    circle = locked(rules.visible_to(actor).filter(pk=circle_id)).first()
    if circle is None:
        raise NotFound
    return circle, {seat.member_id: seat for seat in CircleSeat.objects.filter(circle=circle)}


def say_yes(*, actor: Member, circle_id: int, at: datetime) -> Circle:
    """Say that one would like to be in. When all said so it begins at once. Twice changes nothing; too late raises OutOfDate."""
    with transaction.atomic():
        circle, seats = asked(actor, circle_id)
        seat = seats[actor.pk]
        if seat.accepted_at is not None and circle.begun_at is not None:
            return circle
        in_time(rules.may_answer(circle, at))
        if seat.accepted_at is not None:
            return circle
        see_thread(member=actor, thread=thread(circle_id), at=at)
        CircleNo.objects.filter(circle=circle, member=actor, turn=0).delete()
        seat.accepted_at = at
        seat.save(update_fields=["accepted_at"])
        if all(one.accepted_at is not None for one in seats.values()) and rules.may_come_about(actor.space, seats.keys(), at):
            begin(circle, at)
    return circle


def say_no(*, actor: Member, circle_id: int, at: datetime) -> None:
    """Not this time. Only the decliner reads it: no ledger row, no notice, and nothing becomes of it that would not become of silence."""
    with transaction.atomic():
        circle, seats = asked(actor, circle_id)
        in_time(rules.may_answer(circle, at))
        see_thread(member=actor, thread=thread(circle_id), at=at)
        CircleNo.objects.get_or_create(circle=circle, member=actor, turn=0, defaults={"at": at})
        CircleSeat.objects.filter(pk=seats[actor.pk].pk).update(accepted_at=None)


def begin(circle: Circle, at: datetime) -> None:
    """It comes about: six dates, and who has the hot seat when. Inside the caller's transaction."""
    circle.begun_at = at
    circle.save(update_fields=["begun_at"])
    set_dates(circle, at)
    write_down(BEGUN, circle.space_id, circle.pk, at=at)


def set_dates(circle: Circle, at: datetime) -> None:
    """Write the six meetings of a turn."""
    people = CircleSeat.objects.filter(rules.SITTING, circle=circle).values_list("member_id", flat=True)
    seats = rules.rota(people, rules.hot_seats_had(circle), seed=circle.pk * 100 + circle.turn)
    CircleMeeting.objects.bulk_create(
        CircleMeeting(circle=circle, turn=circle.turn, number=number, starts_at=moment, hot_seat_id=seat)
        for number, (moment, seat) in enumerate(zip(rules.moments(circle.season, at + rules.LEAST_NOTICE), seats, strict=True), start=1)
    )


def decide_due(*, at: datetime) -> int:
    """Let the circles whose time for answers is over begin with those who said yes, or not come about; a no does the same as silence. Return how many."""
    due = list(Circle.objects.filter(begun_at=None, off_at=None, expires_at__lte=at).values_list("pk", flat=True)[:500])
    done = 0
    for pk in due:
        with transaction.atomic():
            circle = locked(Circle.objects.filter(pk=pk, begun_at=None, off_at=None)).first()
            if circle is None:
                continue
            yes = set(CircleSeat.objects.filter(rules.SITTING, circle=circle).values_list("member_id", flat=True))
            if rules.may_come_about(circle.space, yes, at):
                begin(circle, circle.expires_at)
            else:
                circle.off_at = circle.expires_at
                circle.save(update_fields=["off_at"])
                write_down(OFF, circle.space_id, circle.pk, at=at)
            done += 1
    return done


def sitting(actor: Member, circle_id: int) -> Circle:
    """A circle in which the actor sits, locked. Raises NotFound."""
    circle = locked(rules.mine(actor).filter(pk=circle_id)).first()
    if circle is None:
        raise NotFound
    return circle


def leave_circle(*, actor: Member, circle_id: int, at: datetime) -> None:
    """Leave. What one took on goes along; the hot seat of meetings to come goes to whoever had it least. Twice is once."""
    with transaction.atomic():
        circle, seats = asked(actor, circle_id)
        if circle.begun_at is None or not rules.sits(seats[actor.pk]) or circle.ended_at is not None:
            return
        vacate(circle, actor.pk, at)
        write_down(LEFT_CIRCLE, circle.space_id, circle.pk, at=at, actor=actor)


def vacate(circle: Circle, member_id: int, at: datetime) -> None:
    """Take somebody out of a circle that goes on; inside the caller's transaction. With fewer than two people it ends."""
    CircleSeat.objects.filter(circle=circle, member_id=member_id).update(left_at=at, goes_on_at=None)
    Commitment.objects.filter(meeting__circle=circle, member_id=member_id).delete()
    left = list(CircleSeat.objects.filter(rules.SITTING, circle=circle).values_list("member_id", flat=True))
    ahead = CircleMeeting.objects.filter(circle=circle, turn=circle.turn, starts_at__gt=at)
    for meeting in ahead.filter(hot_seat=member_id).order_by("number"):
        had = rules.hot_seats_had(circle)
        meeting.hot_seat_id = min(left, key=lambda pk: (had.get(pk, 0), pk)) if left else None
        meeting.save(update_fields=["hot_seat"])
    if len(left) <= 1:
        end(circle, at)


# ------------------------------------------------------------------ going on, or a clean ending


def ask_on_due(*, at: datetime) -> int:
    """Ask the circles whose last meeting is over whether they go on. Return how many."""
    done = 0
    for circle in Circle.objects.running().filter(asked_on_at=None, paused_at=None).select_related("season__space"):
        found = rules.meetings(circle)
        if not found or any(m.starts_at + rules.length(circle.season) > at for m in found):
            continue
        with transaction.atomic():
            row = locked(Circle.objects.running().filter(pk=circle.pk, asked_on_at=None, paused_at=None)).first()
            if row is not None:
                row.asked_on_at = at
                row.save(update_fields=["asked_on_at"])
                write_down(ASKED_ON, row.space_id, row.pk, at=at)
                done += 1
    return done


def say_go_on(*, actor: Member, circle_id: int, goes: bool, at: datetime) -> Circle:
    """Say whether one would like another season. Nobody reads it, and a no does the same as silence. When all say yes it goes on at once, unless a
    block came between two of them: then it ends with the week, as it does beside silence. Raises OutOfDate."""
    with transaction.atomic():
        circle = sitting(actor, circle_id)
        in_time(rules.may_say_go_on(circle, at))
        see_thread(member=actor, thread=thread(circle_id), at=at)
        CircleSeat.objects.filter(circle=circle, member=actor).update(goes_on_at=at if goes else None)
        noes = CircleNo.objects.filter(circle=circle, member=actor, turn=circle.turn)
        if not goes:
            CircleNo.objects.get_or_create(circle=circle, member=actor, turn=circle.turn, defaults={"at": at})
            return circle
        noes.delete()
        seats = list(CircleSeat.objects.filter(rules.SITTING, circle=circle))
        if all(seat.goes_on_at is not None for seat in seats) and rules.may_come_about(
            circle.space, {seat.member_id for seat in seats}, at
        ):
            decide_going_on(circle, at)
    return circle


def decide_going_on(circle: Circle, at: datetime) -> None:
    """Another season with those who would like it, or the end. Inside the caller's transaction."""
    seats = CircleSeat.objects.filter(rules.SITTING, circle=circle)
    yes = set(seats.filter(goes_on_at__isnull=False).values_list("member_id", flat=True))
    if not rules.may_come_about(circle.space, yes, at):
        end(circle, at)
        return
    seats.exclude(member__in=yes).update(left_at=at)
    seats.update(goes_on_at=None)
    circle.turn, circle.asked_on_at = circle.turn + 1, None
    circle.save(update_fields=["turn", "asked_on_at"])
    set_dates(circle, at)
    write_down(RENEWED, circle.space_id, circle.pk, at=at)


def decide_going_on_due(*, at: datetime) -> int:
    """Decide where the time for an answer is over. Return how many circles were decided."""
    due = Circle.objects.running().filter(asked_on_at__lte=at - rules.GOING_ON_OPEN)
    done = 0
    for pk in list(due.values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            circle = locked(due.filter(pk=pk)).first()
            if circle is not None:
                decide_going_on(circle, at)
                done += 1
    return done


def end(circle: Circle, at: datetime) -> None:
    """A clean ending. Inside the caller's transaction."""
    circle.ended_at = at
    circle.save(update_fields=["ended_at"])
    CircleSeat.objects.filter(circle=circle).update(goes_on_at=None)
    write_down(ENDED, circle.space_id, circle.pk, at=at)


def tell_outcome(*, actor: Member, circle_id: int, came: str, outcome: str, shared: bool, at: datetime) -> None:
    """Say what came of a circle for oneself; the others read the words where they are shared. Raises NotFound, NotAllowed, Invalid."""
    if came not in ("", "help", "project", "business"):
        raise Invalid(_("Choose one of the answers."))
    refuse_long(outcome)
    with transaction.atomic():
        circle, seats = asked(actor, circle_id)
        seat = seats[actor.pk]
        require(rules.may_tell_outcome(circle, seat, at))
        see_thread(member=actor, thread=thread(circle_id), at=at)
        seat.came, seat.outcome, seat.outcome_shared = came, outcome.strip(), shared and bool(outcome.strip())
        seat.save(update_fields=["came", "outcome", "outcome_shared"])


# ------------------------------------------------------------------ by the clock


def pause_silent(*, at: datetime) -> int:
    """Let a circle rest of whose last two meetings, since it last woke, nobody says that they took place. Another date wakes it. Return how many."""
    done = 0
    for circle in Circle.objects.running().filter(paused_at=None, asked_on_at=None).select_related("season__space"):
        since = [m for m in rules.meetings(circle) if circle.woken_at is None or m.starts_at > circle.woken_at]
        over = sorted((m for m in since if m.starts_at + timedelta(days=2) <= at), key=lambda m: m.starts_at)[-rules.SILENT_MEETINGS :]
        if len(over) < rules.SILENT_MEETINGS or rules.present_at(over):
            continue
        with transaction.atomic():
            row = locked(Circle.objects.running().filter(pk=circle.pk, paused_at=None, asked_on_at=None)).first()
            if row is not None:
                row.paused_at = at
                row.save(update_fields=["paused_at"])
                write_down(PAUSED, row.space_id, row.pk, at=at)
                done += 1
    return done


def end_resting(*, at: datetime) -> int:
    """End the circles that have rested for so long that nobody waits for them any more. Return how many."""
    done = 0
    for pk in list(Circle.objects.running().filter(paused_at__lte=at - rules.RESTS_AT_MOST).values_list("pk", flat=True)):
        with transaction.atomic():
            circle = locked(Circle.objects.running().filter(pk=pk, paused_at__lte=at - rules.RESTS_AT_MOST)).first()
            if circle is not None:
                end(circle, at)
                done += 1
    return done


def end_open(member_id: int, at: datetime) -> None:
    """Somebody leaves the house: their wishes go, circles that wait are decided without them, and those that run go on without them."""
    CircleWish.objects.filter(member_id=member_id, season__closed_at=None).delete()
    CircleSeat.objects.filter(member_id=member_id, circle__in=Circle.objects.waiting(at)).update(accepted_at=None)
    for pk in CircleSeat.objects.filter(rules.SITTING, member_id=member_id, circle__in=Circle.objects.running()).values_list(
        "circle_id", flat=True
    ):
        with transaction.atomic():
            vacate(locked(Circle.objects.filter(pk=pk)).get(), member_id, at)


def forget_old(*, at: datetime) -> None:
    """Keep what the register promises: circles with all that was said in them 24 months after they ended, and seasons with their last circle."""
    old = at - KEPT
    Circle.objects.filter(Q(ended_at__lt=old) | Q(off_at__lt=old)).delete()
    CircleSeason.objects.filter(closed_at__lt=old, circles=None).delete()
