"""What is due in mentoring by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from drittort.connect.mentoring import actions, drafting, ending, reactions, rules, words
from drittort.connect.mentoring.models import MentoringApplication, MentoringPair, MentoringSeason, day_of_question
from drittort.core.jobs.queue import job
from drittort.spaces.models import Space

MORNING = 7


@job("connect.mentoring.step", every=timedelta(hours=1))
def step(payload: dict[str, Any], at: datetime) -> None:
    """Bring each season to where its days say: shortlists, draft, sending, next best, end. From morning on, in the house's own time."""
    actions.expire_due(at=at)
    ending.end_blocked(at=at)
    ending.close_due(at=at)
    for season in MentoringSeason.objects.filter(closed_at=None, space__is_sample=False).select_related("space"):
        if at.astimezone(season.space.zone).hour < MORNING:
            continue
        if season.drafted_at is not None and season.sent_at is None:
            if rules.goes_out(season, at):
                actions.send_season(actor=None, season_id=season.pk, at=at)
        elif is_due(season, at):
            # Once for each stage, and then once for each time that somebody was asked in vain.
            drafting.ask_to_draw(
                season,
                at,
                turn=f"{season.shortlisted_at is not None}:{season.sent_at is not None}:{season.pairs.exclude(expired_at=None).count()}",
            )


def is_due(season: MentoringSeason, at: datetime) -> bool:
    """Whether the engine has something to do in a season now."""
    today = season.space.day(at)
    if season.sent_at is None:
        return (
            today > season.apply_until
            if season.shortlisted_at is None
            else today > season.space.day(season.shortlisted_at) + rules.CHOOSE_FOR
        )
    # Later than a third of the time nobody begins any more.
    return today <= season.starts_on + (season.ends_on - season.starts_on) / 3 and not season.pairs.waiting(at).exists()


@job(drafting.DRAW, attempts=3)
def draw(payload: dict[str, Any], at: datetime) -> None:
    """Let the engine find shortlists, draw the draft, or find the next best."""
    # Numerics and encoder are loaded here and not with the module, which web processes import too.
    from drittort.connect.mentoring import drawing
    from drittort.connect.needs.jobs import meaning

    season = MentoringSeason.objects.select_related("space").get(pk=payload["season"])
    if season.closed_at is not None:
        return
    if season.sent_at is not None:
        if season.pairs.waiting(at).exists():
            return
        drawing.draw_next(season=season, at=at, affinity=meaning)
        tell_unpaired(season, at)
    elif season.shortlisted_at is None:
        drawing.draw_shortlists(season=season, at=at, affinity=meaning)
    else:
        drawing.draw_draft(season=season, at=at, affinity=meaning)


def tell_unpaired(season: MentoringSeason, at: datetime) -> None:
    """Whoever looks for somebody and is asked nothing now hears of it once, and where else to look."""
    asked = season.pairs.values("mentee")
    rows = season.applications.standing().filter(side=MentoringApplication.Side.MENTEE).exclude(member__in=asked)
    for application in rows.select_related("member__space"):
        there = reverse("connect:office_hours", args=[season.space.slug])
        reactions.write_season(season, application.member, words.UNPAIRED, there, at)


@job("connect.mentoring.ask", every=timedelta(hours=3))
def ask(payload: dict[str, Any], at: datetime) -> None:
    """Ask the four questions on their days, and two who have noted no meeting whether they have found a day. Each once."""
    pairs = (
        MentoringPair.objects.going()
        .filter(season__space__is_sample=False)
        .select_related("season__space", "mentor__space", "mentee__space")
    )
    for pair in pairs:
        space: Space = pair.season.space
        if pair.begun_at is None or at.astimezone(space.zone).hour < MORNING:
            continue
        today, begun = space.day(at), space.day(pair.begun_at)
        for number in rules.asked(pair, today):
            if today - day_of_question(begun, pair.season.ends_on, number) <= timedelta(days=3):
                for reader in (pair.mentor, pair.mentee):
                    reactions.write(pair, reader, words.QUESTION, f"question:{number}", at, question=number)
        if rules.NOT_MET_AFTER <= today - begun <= rules.NOT_MET_AFTER + timedelta(days=3) and not pair.meetings.exists():
            for reader in (pair.mentor, pair.mentee):
                reactions.write(pair, reader, words.NOT_MET, "not_met", at)


@job("connect.mentoring.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Old seasons go."""
    ending.forget_old(at=at)
