"""The draft of a season: shortlists and pairs as the engine found them, and what those who care change by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.connect.introductions.rules import may_care
from drittort.connect.mentoring import rules
from drittort.connect.mentoring.actions import SHORTLISTED, note, of_house
from drittort.connect.mentoring.models import MentoringCandidate, MentoringSeason
from drittort.core.database import locked
from drittort.core.errors import NotFound, OutOfDate, in_time, require
from drittort.core.jobs.queue import enqueue
from drittort.members.models import Member

DRAW = "connect.mentoring.draw"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A mentee and a mentor (ids of applications) whom the engine would bring together, what it is worth and why."""

    mentee: int
    mentor: int
    value: float
    reasons: tuple[Any, ...]


def store_shortlists(*, season_id: int, drawn: Sequence[Drawn], at: datetime) -> bool:
    """Write whom the engine found for each mentee, the best first; False where somebody was faster."""
    with transaction.atomic():
        season = locked(MentoringSeason.objects.filter(pk=season_id, drafted_at=None, closed_at=None)).first()
        if season is None or season.shortlisted_at is not None:
            return False
        write_shortlists(season, drawn)
        season.shortlisted_at = at
        season.save(update_fields=["shortlisted_at"])
        note(SHORTLISTED, season, at)
    return True


def write_shortlists(season: MentoringSeason, drawn: Sequence[Drawn]) -> None:
    """Put shortlists in the place of those that were there; what a manager has decided stays."""
    decided = MentoringCandidate.objects.filter(mentee__season=season)
    kept = {(c.mentee_id, c.mentor_id): c for c in decided}
    decided.filter(locked_at=None, excluded_at=None).delete()
    places: dict[int, int] = {}
    for one in drawn:
        place = places[one.mentee] = places.get(one.mentee, -1) + 1
        old = kept.get((one.mentee, one.mentor))
        if old is None or (old.locked_at is None and old.excluded_at is None):
            MentoringCandidate.objects.create(
                mentee_id=one.mentee, mentor_id=one.mentor, position=place, value=round(one.value, 6), reasons=list(one.reasons)
            )


def store_draft(
    *, season_id: int, shortlists: Sequence[Drawn], chosen: Mapping[int, int], objective: float, bound: float, at: datetime
) -> bool:
    """Write the draft (mentor by mentee, ids of applications) in the place of the one before; False where it went out meanwhile."""
    with transaction.atomic():
        season = locked(MentoringSeason.objects.filter(pk=season_id, sent_at=None, closed_at=None)).first()
        if season is None:
            return False
        candidates = MentoringCandidate.objects.filter(mentee__season=season)
        # What was kept and is not possible any more is let go, or its mentee would stand in the draft twice.
        kept = [pk for pk, mentee, mentor in candidates.values_list("pk", "mentee_id", "mentor_id") if chosen.get(mentee) == mentor]
        candidates.exclude(pk__in=kept).update(drafted_at=None, locked_at=None)
        write_shortlists(season, shortlists)
        for mentee, mentor in chosen.items():
            candidates.filter(mentee=mentee, mentor=mentor, excluded_at=None).update(drafted_at=at)
        season.drafted_at, season.objective, season.bound = at, objective, bound
        season.shortlisted_at = season.shortlisted_at or at
        if season.sends_at is None or season.sends_at < at:
            season.sends_at = at + rules.SENT_AFTER
        season.save(update_fields=["drafted_at", "objective", "bound", "shortlisted_at", "sends_at"])
    return True


def ask_to_draw(season: MentoringSeason, at: datetime, *, turn: str = "") -> None:
    """Queue the engine's work, once for each `turn`; without one, for each minute."""
    enqueue(DRAW, {"season": season.pk}, at=at, space_id=season.space_id, key=f"{DRAW}:{season.pk}:{turn or f'{at:%Y%m%d%H%M}'}")


def draw_anew(*, actor: Member, season_id: int, at: datetime) -> None:
    """Let the engine draw the draft anew, around what is kept and left out. Raises OutOfDate where there is none, or where it went out."""
    with transaction.atomic():
        season = of_house(actor, season_id)
        require(rules.may_look_after(actor, season))
        in_time(rules.may_change_draft(season))
        ask_to_draw(season, at)


def in_draft(actor: Member, candidate_id: int) -> MentoringCandidate:
    """A candidate of a draft that may be changed, its season locked. Raises NotFound, NotAllowed or OutOfDate."""
    require(may_care(actor))
    found = (
        MentoringCandidate.objects.select_related("mentee", "mentor")
        .filter(pk=candidate_id, mentee__season__space_id=actor.space_id)
        .first()
    )
    if found is None:
        raise NotFound
    season = of_house(actor, found.mentee.season_id)
    require(rules.may_look_after(actor, season))
    in_time(rules.may_change_draft(season))
    return found


def choose_candidate(*, actor: Member, candidate_id: int, at: datetime) -> MentoringCandidate:
    """Give a mentee another mentor of her five, and keep it so. Where that mentor has nobody left to take, the one of their mentees whose pair is worth least gets the
    mentor that became free, or stands without one until the draft is drawn anew. Raises OutOfDate where all of theirs are kept."""
    with transaction.atomic():
        candidate = in_draft(actor, candidate_id)
        drafted = MentoringCandidate.objects.filter(mentee__season=candidate.mentee.season_id, drafted_at__isnull=False)
        before = drafted.filter(mentee=candidate.mentee).first()
        if before is not None and before.pk == candidate.pk:
            return candidate
        theirs = list(drafted.filter(mentor=candidate.mentor).order_by("value"))
        if len(theirs) >= candidate.mentor.mentees:
            leaves = next((one for one in theirs if one.locked_at is None), None)
            if leaves is None:
                raise OutOfDate(_("Everybody whom this mentor accompanies is kept. Let one of them go first."))
            MentoringCandidate.objects.filter(pk=leaves.pk).update(drafted_at=None)
            if before is not None:
                freed = MentoringCandidate.objects.filter(mentee=leaves.mentee_id, mentor=before.mentor_id, excluded_at=None)
                MentoringCandidate.objects.filter(pk=before.pk).update(drafted_at=None, locked_at=None)
                freed.update(drafted_at=at)
        if before is not None:
            MentoringCandidate.objects.filter(pk=before.pk).update(drafted_at=None, locked_at=None)
        MentoringCandidate.objects.filter(pk=candidate.pk).update(drafted_at=at, locked_at=at, excluded_at=None)
    candidate.refresh_from_db()
    return candidate


def lock_candidate(*, actor: Member, candidate_id: int, locks: bool, at: datetime) -> None:
    """Keep a drafted pair when it is drawn anew, or let it go."""
    with transaction.atomic():
        candidate = in_draft(actor, candidate_id)
        if candidate.drafted_at is None:
            raise OutOfDate(_("This pair is not in the draft."))
        MentoringCandidate.objects.filter(pk=candidate.pk).update(locked_at=at if locks else None)


def exclude_candidate(*, actor: Member, candidate_id: int, excludes: bool, at: datetime) -> None:
    """Leave a pair out of this season, or let it in again."""
    with transaction.atomic():
        candidate = in_draft(actor, candidate_id)
        told = {"excluded_at": at, "drafted_at": None, "locked_at": None} if excludes else {"excluded_at": None}
        MentoringCandidate.objects.filter(pk=candidate.pk).update(**told)


def hold_season(*, actor: Member, season_id: int, holds: bool, at: datetime) -> None:
    """Keep a draft from going out by itself, or let it go."""
    require(may_care(actor))
    with transaction.atomic():
        season = of_house(actor, season_id)
        in_time(rules.may_change_draft(season))
        season.held_at = at if holds else None
        if not holds and (season.sends_at is None or season.sends_at < at):
            season.sends_at = at + rules.SENT_AFTER
        season.save(update_fields=["held_at", "sends_at"])
