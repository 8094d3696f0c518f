"""The verbs of rounds: a series, its draft, its tables, and what members wish."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from drittort.connect.introductions.actions import KEPT, propose_introduction, tell
from drittort.connect.introductions.models import Introduction, Round, Side
from drittort.connect.introductions.rules import OPEN_FOR, may_care
from drittort.connect.rounds import meeting, rules
from drittort.connect.rounds.models import (
    DraftSeat,
    EmptySeat,
    Gathering,
    GroupDraft,
    NotWith,
    Seat,
    Series,
    SeriesChoice,
    Unseated,
)
from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate, in_time, require
from drittort.core.jobs.queue import enqueue
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.network.ties.actions import note_contact

OPENED, SENT = "series.opened", "round.sent"
ASKED, TOGETHER, OFF, SAT = "gathering.asked", "gathering.together", "gathering.off", "gathering.met"
DRAW = "connect.rounds.draw"
FEW = 2


def write_down(kind: str, space_id: int, subject: int, *, at: datetime, actor: Member | None = None) -> None:
    """One row for a step of the house; nobody reads it but the house itself, and it names no one but who acted."""
    ledger.record(
        space_id=space_id, at=at, kind=kind, actor_id=actor.pk if actor else None, subject_id=subject, audience=ledger.NOBODY, facts={}
    )


# ------------------------------------------------------------------ a series, for those who care


def open_series(*, actor: Member, wanted: dict[str, Any], at: datetime) -> Series:
    """Begin a series. `wanted` are its fields, checked by the form."""
    require(may_care(actor))
    with transaction.atomic():
        series = Series.objects.create(space=actor.space, opened_at=at, **wanted)
        write_down(OPENED, actor.space_id, series.pk, at=at, actor=actor)
    return series


def change_series(*, actor: Member, series_id: int, wanted: dict[str, Any], at: datetime) -> Series:
    """Change a series from its next draft on."""
    require(may_care(actor))
    with transaction.atomic():
        series = own_series(actor, series_id)
        stands_in = wanted.get("host", series.host)
        if (stands_in.pk if stands_in else None) != series.host_id and Round.objects.filter(series=series, sent_at=None).exists():
            # A standing host without a seat does not read who else has none; whoever is host no longer would.
            raise Invalid(_("The standing host changes when the draft has gone out. Everything else can be changed now."))
        for name, value in wanted.items():
            setattr(series, name, value)
        series.save()
    return series


def close_series(*, actor: Member, series_id: int, at: datetime) -> None:
    """End a series. A draft that has not gone out is thrown away; what was sent goes on."""
    require(may_care(actor))
    with transaction.atomic():
        series = own_series(actor, series_id)
        Round.objects.filter(series=series, sent_at=None).delete()
        Series.objects.filter(pk=series.pk).update(closed_at=at, next_on=None)


def own_series(actor: Member, series_id: int) -> Series:
    """A series of the house that goes on, locked. Raises NotFound."""
    series = locked(rules.series_of(actor).filter(pk=series_id)).first()
    if series is None:
        raise NotFound
    return series


# ------------------------------------------------------------------ the draft


def ask_for_draft(*, actor: Member, series_id: int, at: datetime) -> None:
    """Let the worker draw a round now, or draw it anew around the groups that are locked."""
    require(may_care(actor))
    with transaction.atomic():
        series = own_series(actor, series_id)
        enqueue(DRAW, {"series": series.pk, "again": True}, at=at, space_id=series.space_id)


def draft(actor: Member, round_id: int, *, at: datetime) -> Round:
    """The draft of a series or a season, locked, as long as it has not gone out. Raises NotFound, NotAllowed or OutOfDate."""
    made = locked(rules.drafts(actor).filter(pk=round_id)).first()
    if made is None:
        raise NotFound
    require(rules.may_change(actor, made))
    if made.sent_at is not None:
        raise OutOfDate(_("This round has gone out already."))
    return made


def group_of(actor: Member, group_id: int, *, at: datetime) -> tuple[Round, GroupDraft]:
    """A group of a draft with its round locked, so that nothing goes out meanwhile. Raises NotFound or OutOfDate."""
    found = GroupDraft.objects.filter(pk=group_id, round__space_id=actor.space_id).first()
    if found is None:
        raise NotFound
    made = draft(actor, found.round_id, at=at)
    group = GroupDraft.objects.filter(pk=group_id, dropped_at=None).first()
    if group is None:
        raise OutOfDate(_("This group is no longer there."))
    return made, group


def lock_group(*, actor: Member, group_id: int, locks: bool, at: datetime) -> None:
    """Keep a group as it is when the round is drawn anew, or let it go again."""
    with transaction.atomic():
        _made, group = group_of(actor, group_id, at=at)
        GroupDraft.objects.filter(pk=group.pk).update(locked_at=at if locks else None)


def swap_people(*, actor: Member, round_id: int, member_id: int, other_id: int, at: datetime) -> None:
    """Let two people of a draft change places; one of them may be without a seat. Raises NotAllowed where a hard rule would be broken, and for the actor's own group."""
    with transaction.atomic():
        made = draft(actor, round_id, at=at)
        seats = {seat.member_id: seat for seat in DraftSeat.objects.filter(group__round=made, group__dropped_at=None)}
        first, second = seats.get(member_id), seats.get(other_id)
        without = set(Unseated.objects.filter(round=made).values_list("member_id", flat=True))
        if rules.stands_without(actor, made, without=without, sitting=seats):
            # They don't read who else has no seat, by trying them out neither.
            without = set()
        if member_id == other_id:
            raise Invalid(_("Choose two people."))
        if not {member_id, other_id} <= seats.keys() | without:
            raise NotFound
        if first is None and second is None:
            raise Invalid(_("Neither of the two has a seat."))
        if first is not None and second is not None and first.group_id == second.group_id:
            raise Invalid(_("These two sit together already."))
        kept = rules.terms_of(made)
        moves = [(seat, newcomer) for seat, newcomer in ((first, other_id), (second, member_id)) if seat is not None]
        anew = [
            {s.member_id for s in seats.values() if s.group_id == seat.group_id} - {seat.member_id} | {newcomer} for seat, newcomer in moves
        ]
        for ids in anew:
            require(rules.may_seat(actor, ids))
        for (seat, _newcomer), ids in zip(moves, anew, strict=True):
            people = list(Member.objects.filter(pk__in=ids).order_by("pk"))
            require(rules.may_sit_together(kept, people, at))
            GroupDraft.objects.filter(pk=seat.group_id).update(
                reasons=meeting.visible_reasons(people, kept.space.day(at)), relaxed=[], value=0.0, locked_at=at
            )
        DraftSeat.objects.filter(pk__in=[seat.pk for seat, _newcomer in moves]).delete()
        DraftSeat.objects.bulk_create(DraftSeat(group_id=seat.group_id, member_id=newcomer) for seat, newcomer in moves)
        if len(moves) == 1:
            # Whoever had no seat has one now; the other has none.
            Unseated.objects.filter(round=made, member_id=moves[0][1]).delete()
            Unseated.objects.create(round=made, member_id=moves[0][0].member_id, code="out")


def leave_out(*, actor: Member, round_id: int, member_id: int, at: datetime) -> None:
    """Take somebody out of this round. A group that becomes too small is taken apart; its people stand among those without a seat."""
    with transaction.atomic():
        made = draft(actor, round_id, at=at)
        seat = DraftSeat.objects.filter(group__round=made, group__dropped_at=None, member_id=member_id).first()
        if seat is None:
            raise NotFound
        stand_up(made, seat, at=at)
        if made.series is None or member_id != made.series.host_id:
            Unseated.objects.bulk_create([Unseated(round=made, member_id=member_id, code="out")], ignore_conflicts=True)


def stand_up(made: Round, seat: DraftSeat, *, at: datetime) -> None:
    """Take a seat of a locked draft away. A group that becomes too small is taken apart: whoever is left of it stands without a seat, but for a standing host."""
    fewest, _most = rules.terms_of(made).seats
    left = list(DraftSeat.objects.filter(group=seat.group_id).exclude(pk=seat.pk).values_list("member_id", flat=True))
    if len(left) >= fewest:
        seat.delete()
        say_why_anew(seat.group_id, made.space.day(at))
        return
    GroupDraft.objects.filter(pk=seat.group_id).update(dropped_at=at)
    host_id = made.series.host_id if made.series is not None else None
    Unseated.objects.bulk_create(
        (Unseated(round=made, member_id=pk, code="odd_one_out") for pk in left if pk != host_id), ignore_conflicts=True
    )


def say_why_anew(group_id: int, day: date) -> None:
    """Somebody stood up from a drafted group: the reasons of those who still sit there, from what they show. The old ones may quote whoever is gone."""
    people = list(Member.objects.filter(pk__in=DraftSeat.objects.filter(group=group_id).values("member_id")).order_by("pk"))
    GroupDraft.objects.filter(pk=group_id).update(reasons=meeting.visible_reasons(people, day), relaxed=[], value=0.0)


def hold_round(*, actor: Member, round_id: int, holds: bool, at: datetime) -> None:
    """Keep a draft from going out by itself, or let it: a day from now at the earliest moment that was meant."""
    with transaction.atomic():
        made = draft(actor, round_id, at=at)
        later = made.sends_at if made.sends_at and made.sends_at > at else at + timedelta(hours=1)
        Round.objects.filter(pk=made.pk).update(held_at=at if holds else None, sends_at=later)


def send_round(*, actor: Member | None, round_id: int, at: datetime) -> bool:
    """Let a draft go out, by hand or by the clock; whether it was this call that did. What follows for each group is done by `deliver`."""
    with transaction.atomic():
        if actor is not None:
            made: Round | None = draft(actor, round_id, at=at)
        else:
            made = locked(Round.objects.filter(pk=round_id, sent_at=None, held_at=None, sends_at__lte=at)).first()
        if made is None:
            return False
        Round.objects.filter(pk=made.pk).update(sent_at=at, held_at=None)
        write_down(SENT, made.space_id, made.pk, at=at, actor=actor)
    return True


def deliver(*, round_id: int, at: datetime) -> int:
    """Ask the people of each group of a round that went out; a worker that was killed goes on where it stopped. Return how many groups were asked."""
    made = Round.objects.select_related("series__space").filter(pk=round_id, sent_at__isnull=False).first()
    if made is None or made.series is None:
        return 0
    asked = 0
    for pk in list(GroupDraft.objects.filter(round=made, sent_at=None, dropped_at=None).order_by("position").values_list("pk", flat=True)):
        with transaction.atomic():
            group = locked(GroupDraft.objects.filter(pk=pk, sent_at=None, dropped_at=None)).first()
            if group is not None:
                asked += ask_group(made, group, at)
    return asked


def ask_group(made: Round, group: GroupDraft, at: datetime) -> bool:
    """Make an introduction of two, a gathering of more. Where a rule forbids it by now, the group is dropped and its people stand without a seat."""
    series = made.series
    assert series is not None
    people = list(Member.objects.select_related("space").filter(pk__in=group.seats.values("member_id")).order_by("pk"))
    try:
        if len(people) == FEW:
            introduction = propose_introduction(
                actor=None,
                first=people[0],
                second=people[1],
                text=series.text,
                at=at,
                reasons=group.reasons,
                seed=made.seed,
                form=Introduction.Form.ROUND,
            )
            became: dict[str, Any] = {"introduction": introduction}
        else:
            became = {"gathering": ask_table(series=series, people=people, reasons=group.reasons, at=at)}
    except NotAllowed:
        GroupDraft.objects.filter(pk=group.pk).update(dropped_at=at)
        Unseated.objects.bulk_create(
            (Unseated(round=made, member=m, code="nobody_open") for m in people if m.pk != series.host_id), ignore_conflicts=True
        )
        return False
    GroupDraft.objects.filter(pk=group.pk).update(sent_at=at, **became)
    return True


def ask_table(*, series: Series, people: list[Member], reasons: list[Any], at: datetime) -> Gathering:
    """Ask more than two people whether they come. Raises NotAllowed where they may not sit together now."""
    with transaction.atomic():
        # Locked in the order of their ids, as with two: asking twice at once cannot pass the cap.
        list(locked(Member.objects.filter(pk__in=[m.pk for m in people]).order_by("pk")))
        require(rules.may_sit_together(rules.terms(series, (FEW + 1, len(people))), people, at))
        gathering = Gathering.objects.create(
            space=series.space,
            series=series,
            proposed_at=at,
            expires_at=at + OPEN_FOR,
            text=series.text,
            reasons=reasons,
            slots=meeting.slot(people, at + OPEN_FOR),
        )
        Seat.objects.bulk_create(Seat(gathering=gathering, member=m) for m in people)
        write_down(ASKED, series.space_id, gathering.pk, at=at)
    return gathering


# ------------------------------------------------------------------ a table


def thread(gathering_id: int) -> str:
    """The thread of notices about a table."""
    return f"gathering:{gathering_id}"


def mine(actor: Member, gathering_id: int) -> tuple[Gathering, dict[int, Seat]]:
    """A table of the actor with its seats, locked. Raises NotFound."""
    gathering = locked(rules.gatherings_of(actor).filter(pk=gathering_id)).first()
    if gathering is None:
        raise NotFound
    return gathering, {seat.member_id: seat for seat in Seat.objects.filter(gathering=gathering)}


def take_seat(*, actor: Member, gathering_id: int, at: datetime) -> Gathering:
    """Say that one comes. When all said so the table is set at once. Twice changes nothing; too late raises OutOfDate, also the second time: whoever said yes
    before has no table by that."""
    with transaction.atomic():
        gathering, seats = mine(actor, gathering_id)
        seat = seats[actor.pk]
        if seat.accepted_at is not None and gathering.introduced_at is not None:
            return gathering
        in_time(rules.may_answer(gathering, at))
        if seat.accepted_at is not None:
            return gathering
        see_thread(member=actor, thread=thread(gathering_id), at=at)
        EmptySeat.objects.filter(gathering=gathering, member=actor).delete()
        seat.accepted_at = at
        seat.save(update_fields=["accepted_at"])
        yes = rules.accepted(seats.values())
        if len(yes) == len(seats) and rules.contact_may_open(actor.space, yes, at):
            set_table(gathering, at)
    return gathering


def leave_seat(*, actor: Member, gathering_id: int, at: datetime) -> Gathering:
    """Say not this time. Leaves a row that only the actor can read, and no trace in the ledger, in counts or in mail."""
    with transaction.atomic():
        gathering, seats = mine(actor, gathering_id)
        in_time(rules.may_answer(gathering, at))
        Seat.objects.filter(pk=seats[actor.pk].pk).update(accepted_at=None)
        EmptySeat.objects.get_or_create(gathering=gathering, member=actor, defaults={"at": at})
        see_thread(member=actor, thread=thread(gathering_id), at=at)
    return gathering


def set_table(gathering: Gathering, at: datetime) -> None:
    """It comes about; inside the caller's transaction."""
    gathering.introduced_at = at
    gathering.save(update_fields=["introduced_at"])
    write_down(TOGETHER, gathering.space_id, gathering.pk, at=at)


def decide_due(*, at: datetime) -> int:
    """Set the tables whose time for answers is over for those who said yes, or close them; a no does the same as silence. Return how many."""
    due = list(Gathering.objects.filter(introduced_at=None, expired_at=None, expires_at__lte=at).values_list("pk", flat=True)[:500])
    done = 0
    for pk in due:
        with transaction.atomic():
            gathering = locked(Gathering.objects.select_related("space").filter(pk=pk, introduced_at=None, expired_at=None)).first()
            if gathering is None:
                continue
            if rules.contact_may_open(gathering.space, rules.accepted(Seat.objects.filter(gathering=gathering)), at):
                set_table(gathering, gathering.expires_at)
            else:
                gathering.expired_at = gathering.expires_at
                gathering.save(update_fields=["expired_at"])
                write_down(OFF, gathering.space_id, gathering.pk, at=at)
            done += 1
    return done


def tell_of_table(
    *, actor: Member, gathering_id: int, said: str, at: datetime, again: bool | None = None, outcome: str = "", shared: bool = False
) -> Gathering:
    """Say whether one was at the table (`met`), it is still to come (`planned`) or not (`missed`). Two who both were there have met."""
    with transaction.atomic():
        gathering, seats = mine(actor, gathering_id)
        seat = seats[actor.pk]
        require(rules.may_tell_outcome(gathering, seat, at))
        see_thread(member=actor, thread=thread(gathering_id), at=at)
        tell(seat, said=said, again=again, outcome=outcome, shared=shared, at=at)
        seat.save()
        if said == "met":
            for other in seats.values():
                if other.member_id != actor.pk and other.met_at is not None:
                    low, high = sorted((actor.pk, other.member_id))
                    note_contact(space=gathering.space, a=low, b=high, at=at, kind="meeting", origin=f"gathering:{gathering.pk}")
            if gathering.met_on is None:
                gathering.met_on = gathering.space.day(at)
                gathering.save(update_fields=["met_on"])
                write_down(SAT, gathering.space_id, gathering.pk, at=at)
    return gathering


def mark_seen(*, actor: Member, gathering_id: int, at: datetime) -> None:
    """Remember when somebody first opened the page, for the own view only."""
    see_thread(member=actor, thread=thread(gathering_id), at=at)
    Seat.objects.filter(gathering_id=gathering_id, member=actor, seen_at=None).update(seen_at=at)


# ------------------------------------------------------------------ what members wish


def choose_series(*, actor: Member, series_id: int, takes_part: bool, every_days: int | None, at: datetime) -> None:
    """Be in a series or not, and how often at most."""
    if every_days is not None and every_days not in set(rules.EVERY.values()):
        raise Invalid(_("Choose how often."))
    with transaction.atomic():
        series = rules.series_of(actor).filter(pk=series_id).first()
        if series is None:
            raise NotFound
        SeriesChoice.objects.update_or_create(
            series=series, member=actor, defaults={"takes_part": takes_part, "every_days": every_days, "at": at}
        )


def keep_away(*, actor: Member, other_id: int, at: datetime) -> None:
    """Put somebody on one's secret list. Nobody learns of it, and nothing else changes. Raises NotFound for oneself and for strangers."""
    if other_id == actor.pk or not Member.objects.filter(pk=other_id, space=actor.space_id).exists():
        raise NotFound
    NotWith.objects.get_or_create(member=actor, other_id=other_id, defaults={"at": at})


def allow_again(*, actor: Member, other_id: int, at: datetime) -> None:
    """Take somebody off one's secret list."""
    NotWith.objects.filter(member=actor, other_id=other_id).delete()


# ------------------------------------------------------------------ by the clock


def next_date(series: Series, after: date) -> date | None:
    """The day of the round after one; None when it was the only one. By days of the calendar, so a change to summer time moves nothing."""
    every = rules.EVERY.get(Series.Rhythm(series.rhythm))
    if every is None or series.next_on is None:
        return None
    day = series.next_on
    while day <= after:
        day += timedelta(days=every)
    return day


def pause_silent(*, at: datetime) -> list[int]:
    """Give a kind pause to whoever let three introductions in a row pass; return their ids. A no counts as silence does, so that a pause tells of neither."""
    paused: list[int] = []
    since = at - timedelta(days=120)
    over = Introduction.objects.filter(expires_at__lte=at, proposed_at__gt=since)
    tables = Gathering.objects.filter(expires_at__lte=at, proposed_at__gt=since)
    fresh = Introduction.objects.filter(expires_at__gt=at - timedelta(days=2), expires_at__lte=at).values_list("first_id", "second_id")
    lately = {pk for pair in fresh for pk in pair} | set(
        Seat.objects.filter(gathering__expires_at__gt=at - timedelta(days=2), gathering__expires_at__lte=at).values_list(
            "member_id", flat=True
        )
    )
    for member in Member.objects.here().filter(pk__in=lately, paused_until=None):
        sides = [
            *Side.objects.filter(member=member, introduction__in=over).values_list("introduction__expires_at", "accepted_at"),
            *Seat.objects.filter(member=member, gathering__in=tables).values_list("gathering__expires_at", "accepted_at"),
        ]
        last = sorted(sides, key=lambda one: one[0], reverse=True)[: rules.PAUSED_AFTER]
        if len(last) == rules.PAUSED_AFTER and all(yes is None for _when, yes in last):
            Member.objects.filter(pk=member.pk, paused_until=None).update(paused_until=member.space.day(at) + rules.KIND_PAUSE)
            paused.append(member.pk)
    return paused


def end_open(member_id: int, at: datetime) -> None:
    """Somebody leaves: their drafted seats go, and tables that wait for them are decided without them when their time is over."""
    drafted = DraftSeat.objects.filter(member_id=member_id, group__sent_at=None, group__dropped_at=None)
    for round_id in drafted.values_list("group__round", flat=True):
        with transaction.atomic():
            made = locked(Round.objects.filter(pk=round_id)).first()
            seat = drafted.filter(group__round=round_id).first()
            if made is not None and seat is not None:
                stand_up(made, seat, at=at)
    DraftSeat.objects.filter(member_id=member_id, group__sent_at=None).delete()
    Seat.objects.filter(member_id=member_id, gathering__in=Gathering.objects.waiting(at)).update(accepted_at=None)
    Series.objects.filter(host_id=member_id).update(host=None)


def forget_old(*, at: datetime) -> None:
    """Keep what the register promises: tables with their answers and refusals 24 months."""
    Gathering.objects.filter(proposed_at__lt=at - KEPT).delete()
    Series.objects.filter(~Q(closed_at=None), closed_at__lt=at - KEPT).delete()
