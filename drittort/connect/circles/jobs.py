"""What is due in circles by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.connect.circles import actions, reactions, rules
from drittort.connect.circles.models import Circle, CircleMeeting, CircleSeason
from drittort.connect.rounds.models import GroupDraft
from drittort.core.jobs.queue import enqueue, job


@job("connect.circles.plan", every=timedelta(hours=1))
def plan(payload: dict[str, Any], at: datetime) -> None:
    """In the early morning after its last day, draft the circles of a call."""
    for season in CircleSeason.objects.going().filter(open_until__isnull=False, rounds=None).select_related("space"):
        local = at.astimezone(season.space.zone)
        if season.open_until is not None and season.open_until < local.date() and local.hour >= 4:
            enqueue(actions.DRAW, {"season": season.pk}, at=at, space_id=season.space_id, key=f"circles:{season.pk}:{season.open_until}")


@job(actions.DRAW, attempts=3)
def draw(payload: dict[str, Any], at: datetime) -> None:
    """Draft the circles of one call."""
    # Numerics and encoder are loaded here and not with the module, which web processes import too.
    from drittort.connect.circles import drawing

    season = CircleSeason.objects.going().select_related("space").filter(pk=payload["season"], open_until__isnull=False).first()
    if season is not None:
        drawing.draw(season=season, at=at)


@job("connect.circles.advance", every=timedelta(minutes=15))
def advance(payload: dict[str, Any], at: datetime) -> None:
    """Go on with what a killed worker left, and decide what has had its time."""
    left = GroupDraft.objects.filter(sent_at=None, dropped_at=None, round__sent_at__isnull=False, round__season__isnull=False)
    for pk in set(left.values_list("round_id", flat=True)):
        actions.deliver(round_id=pk, at=at)
    actions.decide_due(at=at)
    actions.ask_on_due(at=at)
    actions.decide_going_on_due(at=at)


@job("connect.circles.remind", every=timedelta(hours=1))
def remind(payload: dict[str, Any], at: datetime) -> None:
    """Before a meeting, after it, and to those who have not answered yet; notices have keys, so it is once."""
    running = CircleMeeting.objects.filter(circle__in=Circle.objects.running().filter(paused_at=None)).select_related(
        "circle__season", "circle__space"
    )
    for meeting in running.filter(starts_at__gt=at, starts_at__lte=at + rules.REMINDED_BEFORE):
        reactions.remind(meeting, at)
    for meeting in running.filter(starts_at__lte=at - timedelta(hours=2), starts_at__gt=at - timedelta(days=2)):
        if meeting.starts_at + rules.length(meeting.circle.season) <= at:
            reactions.ask_after(meeting, at)
    asked = (at - rules.NUDGED_AFTER - timedelta(days=1), at - rules.NUDGED_AFTER)
    for circle in Circle.objects.waiting(at).filter(asked_at__range=asked).select_related("space"):
        reactions.nudge(circle, at)


@job("connect.circles.rest", every=timedelta(hours=12))
def rest(payload: dict[str, Any], at: datetime) -> None:
    """Let silent circles rest, end those that rested long, and let go of what was kept as long as the register promises."""
    actions.pause_silent(at=at)
    actions.end_resting(at=at)
    actions.forget_old(at=at)
