"""A season of mentoring from its opening to what two do in it. The draft is in `drafting`, how it ends in `ending`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.connect.introductions.rules import OPEN_FOR, may_care
from drittort.connect.mentoring import rules
from drittort.connect.mentoring.models import (
    MentoringAnswer,
    MentoringApplication,
    MentoringCandidate,
    MentoringMeeting,
    MentoringNo,
    MentoringPair,
    MentoringSeason,
    MentoringSide,
    MentoringWish,
)
from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, in_time, require
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.members.safety.rules import reach_each_other

OPENED, SHORTLISTED, SENT, CLOSED = "mentoring.opened", "mentoring.shortlisted", "mentoring.sent", "mentoring.closed"
APPLIED, ASKED, BEGUN, EXPIRED = "mentoring.applied", "mentoring.asked", "mentoring.begun", "mentoring.expired"
SHARED, MET, ENDED, THANKED = "mentoring.shared", "mentoring.met", "mentoring.ended", "mentoring.thanked"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a season is called and how long it runs."""

    name: str
    text: str
    apply_until: date
    starts_on: date
    ends_on: date
    every_weeks: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody writes who applies."""

    text: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    days: tuple[int, ...]
    mentees: int = 1


def open_season(*, actor: Member, frame: Frame, at: datetime) -> MentoringSeason:
    """Open a season. Raises Invalid for days out of order."""
    require(may_care(actor))
    today = actor.space.day(at)
    if max(frame.apply_until, frame.starts_on, frame.ends_on) > today + rules.FARTHEST:
        raise Invalid(_("That is far away. A season ends within two years."))
    if not today <= frame.apply_until < frame.apply_until + rules.BEFORE_IT_BEGINS <= frame.starts_on < frame.ends_on:
        raise Invalid(_("The first day comes at least 17 days after the last day to apply; the end comes last."))
    with transaction.atomic():
        season = MentoringSeason.objects.create(
            space_id=actor.space_id, name=frame.name, text=frame.text, apply_until=frame.apply_until, starts_on=frame.starts_on, ends_on=frame.ends_on,
            every_weeks=frame.every_weeks, opened_at=at, seed=at.toordinal(),
        )  # fmt: skip
        note(OPENED, season, at, actor=actor, audience=ledger.EVERYONE)
    return season


def note(
    kind: str, season: MentoringSeason, at: datetime, *, actor: Member | None = None, audience: str = ledger.NOBODY, **facts: int
) -> None:
    """One row about a season."""
    ledger.record(
        space_id=season.space_id,
        at=at,
        kind=kind,
        actor_id=actor.pk if actor else None,
        subject_id=season.pk,
        audience=audience,
        facts=facts,
    )


def record(kind: str, pair: MentoringPair, at: datetime, *, actor: Member | None = None) -> None:
    """One row about a pair, for the two only. What one does alone is no step of it."""
    note(kind, pair.season, at, actor=actor, pair=pair.pk, mentor=pair.mentor_id, mentee=pair.mentee_id)


def of_house(actor: Member, season_id: int) -> MentoringSeason:
    """A season of the actor's house, locked. Raises NotFound."""
    season = locked(rules.seasons(actor).filter(pk=season_id)).first()
    if season is None:
        raise NotFound
    season.space = actor.space
    return season


def apply(*, actor: Member, season_id: int, side: str, wanted: Wanted, at: datetime) -> MentoringApplication:
    """Apply, or say it anew. Raises OutOfDate when the time is over, Invalid without words or for a side that there is not."""
    if side not in MentoringApplication.Side.values:
        raise Invalid
    if not wanted.text.strip():
        raise Invalid(_("Write a few words first."))
    with transaction.atomic():
        season = of_house(actor, season_id)
        in_time(rules.may_apply(actor, season, at))
        told = {
            "text": wanted.text.strip(), "topics": list(wanted.topics), "languages": list(wanted.languages), "days": list(wanted.days),
            "mentees": min(max(wanted.mentees, 1), rules.MOST_MENTEES), "withdrawn_at": None,
        }  # fmt: skip
        application, new = MentoringApplication.objects.update_or_create(
            season=season, member=actor, side=side, defaults=told, create_defaults={**told, "applied_at": at}
        )
        if new:
            note(APPLIED, season, at, actor=actor, audience=ledger.only(actor.pk))
    return application


def withdraw_application(*, actor: Member, season_id: int, side: str, at: datetime) -> None:
    """Take an application back; a draft no longer holds it. Nobody is told. What has begun ends on its own page."""
    with transaction.atomic():
        season = of_house(actor, season_id)
        found = rules.own_applications(actor).filter(season=season, side=side, withdrawn_at=None).first()
        if found is None:
            raise NotFound
        MentoringApplication.objects.filter(pk=found.pk).update(withdrawn_at=at)
        MentoringCandidate.objects.filter(**{side: found}).delete()
        MentoringWish.objects.filter(
            season=season, **({"member": actor} if side == MentoringApplication.Side.MENTEE else {"mentor": actor})
        ).delete()


def choose_wishes(*, actor: Member, season_id: int, mentors: Sequence[int], at: datetime) -> None:
    """Say whom of your five you would like best, in order; none takes it back. Raises Invalid for somebody who is not among them."""
    with transaction.atomic():
        season = of_house(actor, season_id)
        mine = rules.own_applications(actor).filter(season=season, side=MentoringApplication.Side.MENTEE, withdrawn_at=None).first()
        if mine is None:
            raise NotFound
        in_time(rules.may_choose(season))
        among = set(mine.candidates.values_list("mentor__member_id", flat=True))
        if not set(mentors) <= among or len(set(mentors)) < len(mentors):
            raise Invalid(_("Choose among your five, each once."))
        MentoringWish.objects.filter(member=actor, season=season).delete()
        MentoringWish.objects.bulk_create(
            MentoringWish(season=season, member=actor, mentor_id=mentor, position=place, at=at) for place, mentor in enumerate(mentors)
        )


def send_season(*, actor: Member | None, season_id: int, at: datetime) -> MentoringSeason:
    """Ask all pairs of the draft, at once. Who may not be asked any more is left out, and drawn again later. Without an actor only what is due by now: a hold is heard."""
    if actor is not None:
        require(may_care(actor))
    with transaction.atomic():
        season = locked(MentoringSeason.objects.select_related("space").filter(pk=season_id)).first()
        if season is None or (actor is not None and season.space_id != actor.space_id):
            raise NotFound
        if actor is None and not rules.goes_out(season, at):
            return season
        in_time(rules.may_change_draft(season))
        drafted = MentoringCandidate.objects.filter(mentee__season=season, drafted_at__isnull=False).select_related("mentor", "mentee")
        season.sent_at = at
        season.save(update_fields=["sent_at"])
        note(SENT, season, at, actor=actor)
        propose(season, [(c.mentor.member_id, c.mentee.member_id, c.reasons) for c in drafted], at)
    return season


def propose(season: MentoringSeason, pairs: Sequence[tuple[int, int, Any]], at: datetime) -> int:
    """Ask some pairs (mentor, mentee, reasons); returns how many. Inside the caller's transaction."""
    able = rules.able(season, at)
    apart = rules.may_not_meet(season, able, at)
    asked = 0
    for mentor, mentee, reasons in pairs:
        if {mentor, mentee} <= able and (min(mentor, mentee), max(mentor, mentee)) not in apart:
            pair = MentoringPair.objects.create(
                season=season, mentor_id=mentor, mentee_id=mentee, reasons=reasons, proposed_at=at, expires_at=at + OPEN_FOR
            )
            MentoringSide.objects.bulk_create(MentoringSide(pair=pair, member_id=pk) for pk in (mentor, mentee))
            record(ASKED, pair, at)
            asked += 1
    return asked


def propose_next(*, season_id: int, pairs: Sequence[tuple[int, int, Any]], at: datetime) -> int:
    """Ask the next best pairs of a season that runs, once nobody is waited for; returns how many were asked."""
    with transaction.atomic():
        season = locked(MentoringSeason.objects.select_related("space").filter(pk=season_id, sent_at__isnull=False, closed_at=None)).first()
        if season is None or season.pairs.waiting(at).exists():
            return 0
        return propose(season, pairs, at)


def thread(pair_id: int) -> str:
    """The thread of notices about a pair."""
    return f"mentoring_pair:{pair_id}"


def mine(actor: Member, pair_id: int) -> tuple[MentoringPair, dict[int, MentoringSide]]:
    """A pair of the actor with both sides, locked. Raises NotFound."""
    pair = locked(rules.pairs_of(actor).filter(pk=pair_id)).first()
    if pair is None:
        raise NotFound
    pair.season = MentoringSeason.objects.select_related("space").get(pk=pair.season_id)
    return pair, {side.member_id: side for side in MentoringSide.objects.filter(pair=pair)}


def accept_pair(*, actor: Member, pair_id: int, at: datetime) -> MentoringPair:
    """Say yes. The second yes begins it, unless one of the two has blocked, left or been paused meanwhile. Twice is once; too late raises OutOfDate."""
    with transaction.atomic():
        pair, sides = mine(actor, pair_id)
        side = sides[actor.pk]
        if side.accepted_at is not None and pair.begun_at is not None:
            return pair
        in_time(rules.may_answer(pair, at))
        if side.accepted_at is not None:
            return pair
        see_thread(member=actor, thread=thread(pair_id), at=at)
        MentoringNo.objects.filter(pair=pair, member=actor).delete()
        side.accepted_at = at
        side.save(update_fields=["accepted_at"])
        if all(one.accepted_at is not None for one in sides.values()) and rules.may_begin(pair, actor.space.day(at)):
            pair.begun_at = at
            pair.save(update_fields=["begun_at"])
            record(BEGUN, pair, at)
    return pair


def decline_pair(*, actor: Member, pair_id: int, at: datetime) -> MentoringPair:
    """Say not now. Leaves a row that only the actor can read, and no trace in the ledger, in counts or in mail."""
    with transaction.atomic():
        pair, sides = mine(actor, pair_id)
        in_time(rules.may_answer(pair, at))
        side = sides[actor.pk]
        if side.accepted_at is not None:
            side.accepted_at = None
            side.save(update_fields=["accepted_at"])
        MentoringNo.objects.get_or_create(pair=pair, member=actor, defaults={"at": at})
        see_thread(member=actor, thread=thread(pair_id), at=at)
    return pair


def expire_due(*, at: datetime) -> int:
    """Close what has run out. The row is the same whether somebody said no or nothing at all; return how many."""
    closed = 0
    for pk in list(MentoringPair.objects.filter(begun_at=None, expired_at=None, expires_at__lte=at).values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            pair = locked(MentoringPair.objects.filter(pk=pk, begun_at=None, expired_at=None)).first()
            if pair is not None:
                pair.expired_at = pair.expires_at
                pair.save(update_fields=["expired_at"])
                record(EXPIRED, pair, at)
                closed += 1
    return closed


def set_goal(*, actor: Member, pair_id: int, text: str, at: datetime) -> MentoringPair:
    """Write what the two want to reach; either does, both read it. Beside a block it looks written, and only its writer reads it."""
    with transaction.atomic():
        pair, sides = mine(actor, pair_id)
        in_time(rules.may_share(pair, at))
        side, heard = sides[actor.pk], reach_each_other(pair.mentor_id, pair.mentee_id)
        if heard:
            pair.goal = text.strip()
            pair.save(update_fields=["goal"])
        side.own_goal = "" if heard else text.strip()
        side.save(update_fields=["own_goal"])
    return pair


def note_meeting(*, actor: Member, pair_id: int, on: date, at: datetime) -> MentoringMeeting:
    """Note that the two have met on a day; twice is once. It counts as a contact of that day, if both agreed to be counted."""
    with transaction.atomic():
        pair, _sides = mine(actor, pair_id)
        in_time(rules.may_share(pair, at))
        zone = actor.space.zone
        last = actor.space.day(pair.ended_at or at)
        if pair.begun_at is None or not pair.begun_at.astimezone(zone).date() <= on <= min(last, actor.space.day(at)):
            raise Invalid(_("A day since you began, and none that is still to come."))
        meeting, new = MentoringMeeting.objects.get_or_create(pair=pair, on=on, defaults={"member": actor, "at": at})
        if new:
            note(MET, pair.season, at, actor=actor, pair=pair.pk, mentor=pair.mentor_id, mentee=pair.mentee_id, meeting=meeting.pk)
    return meeting


def answer_question(*, actor: Member, pair_id: int, question: int, text: str, shared: bool, at: datetime) -> MentoringAnswer:
    """Answer one of the four questions, for yourself or for the other to read; say it anew as often as you like. Beside a block it looks shared and is not.

    Raises Invalid without words.
    """
    text = text.strip()
    if not text:
        raise Invalid(_("Write a few words first."))
    with transaction.atomic():
        pair, _sides = mine(actor, pair_id)
        in_time(rules.may_share(pair, at))
        if question not in rules.asked(pair, actor.space.day(at)):
            raise OutOfDate(_("This question has not been asked yet."))
        see_thread(member=actor, thread=thread(pair_id), at=at)
        told = MentoringAnswer.objects.filter(pair=pair, member=actor, question=question, shared=True, withheld=False).exists()
        withheld = not reach_each_other(pair.mentor_id, pair.mentee_id)
        answer, _new = MentoringAnswer.objects.update_or_create(
            pair=pair, member=actor, question=question, defaults={"text": text, "shared": shared, "withheld": withheld, "at": at}
        )
        if shared and not told and not withheld:
            record(SHARED, pair, at, actor=actor)
    return answer
