"""How mentoring ends: by the two, by the season, by a block or because somebody leaves; and the thanks."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.connect.mentoring import rules
from drittort.connect.mentoring.actions import CLOSED, ENDED, THANKED, mine, note, record
from drittort.connect.mentoring.models import MentoringApplication, MentoringCandidate, MentoringPair, MentoringSeason, MentoringSide
from drittort.core.database import locked
from drittort.core.errors import Invalid, in_time
from drittort.members.models import Member
from drittort.members.safety.rules import reach_each_other


def end_pair(*, actor: Member, pair_id: int, at: datetime) -> MentoringPair:
    """End it before the season does. No reason is asked for, and who did it is not kept. Twice is once."""
    with transaction.atomic():
        pair, _sides = mine(actor, pair_id)
        if pair.ended_at is None:
            in_time(rules.may_end(pair))
            pair.ended_at = at
            pair.save(update_fields=["ended_at"])
            record(ENDED, pair, at)
    return pair


def say_thanks(*, actor: Member, pair_id: int, text: str, came: str, at: datetime) -> MentoringSide:
    """Say thanks in a sentence, and what came of it; the sentence is read by the other (never beside a block), the rest is counted. Once."""
    text = " ".join(text.split())
    if not text and not came:
        raise Invalid(_("Write a few words first."))
    if came and came not in MentoringSide.Came.values:
        raise Invalid
    with transaction.atomic():
        pair, sides = mine(actor, pair_id)
        in_time(rules.may_share(pair, at))
        side = sides[actor.pk]
        side.came = came or side.came
        thanks_now = bool(text) and side.thanked_at is None
        if thanks_now:
            side.thanks, side.thanked_at = text, at
            side.thanks_withheld = not reach_each_other(pair.mentor_id, pair.mentee_id)
        side.save(update_fields=["came", "thanks", "thanked_at", "thanks_withheld"])
        if thanks_now:
            record(THANKED, pair, at, actor=actor)
    return side


def close_due(*, at: datetime) -> int:
    """End the seasons whose last day is over, and their pairs with them; returns how many."""
    closed = 0
    for season in MentoringSeason.objects.filter(closed_at=None, ends_on__lt=(at + timedelta(days=1)).date()).select_related("space"):
        if season.space.day(at) <= season.ends_on:
            continue
        with transaction.atomic():
            held = locked(MentoringSeason.objects.filter(pk=season.pk, closed_at=None)).first()
            if held is None:
                continue
            for pair in season.pairs.going():
                MentoringPair.objects.filter(pk=pair.pk).update(ended_at=at)
                record(ENDED, pair, at)
            MentoringPair.objects.filter(season=season).waiting(at).update(expires_at=at)
            MentoringSeason.objects.filter(pk=season.pk).update(closed_at=at)
            note(CLOSED, season, at)
            closed += 1
    return closed


def end_blocked(*, at: datetime) -> int:
    """End what goes on between two of whom one has blocked the other, as they would by hand; returns how many."""
    ended = 0
    for pk in rules.blocked_pairs():
        with transaction.atomic():
            pair = locked(MentoringPair.objects.going().filter(pk=pk)).first()
            if pair is not None:
                pair.ended_at = at
                pair.save(update_fields=["ended_at"])
                record(ENDED, pair, at)
                ended += 1
    return ended


def end_of(*, member_id: int, at: datetime) -> None:
    """Somebody leaves: what goes on with them ends, what waits runs out, and what they applied for is taken back."""
    MentoringPair.objects.all().of(member_id).waiting(at).update(expires_at=at)
    for pair in MentoringPair.objects.all().of(member_id).going().select_related("season"):
        with transaction.atomic():
            MentoringPair.objects.filter(pk=pair.pk, ended_at=None).update(ended_at=at)
            record(ENDED, pair, at)
    MentoringCandidate.objects.filter(mentee__member=member_id).delete()
    MentoringCandidate.objects.filter(mentor__member=member_id).delete()
    MentoringApplication.objects.filter(member=member_id, withdrawn_at=None).update(withdrawn_at=at)


def forget_old(*, at: datetime) -> None:
    """Remove seasons with all that was written in them after the 12 months that the register promises."""
    MentoringSeason.objects.filter(ends_on__lt=(at - rules.KEPT).date()).delete()
