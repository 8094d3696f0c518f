"""What is due in rounds by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.connect.introductions.models import Introduction, Round
from drittort.connect.introductions.rules import ASK_AFTER
from drittort.connect.rounds import actions, reactions, rules
from drittort.connect.rounds.models import Gathering, GroupDraft, Series
from drittort.core.jobs.queue import enqueue, job


@job("connect.rounds.plan", every=timedelta(hours=1))
def plan(payload: dict[str, Any], at: datetime) -> None:
    """In the early morning of its day, draw the draft of a series that is due."""
    for series in Series.objects.going().filter(next_on__isnull=False).select_related("space"):
        local = at.astimezone(series.space.zone)
        if series.next_on is not None and series.next_on <= local.date() and local.hour >= 4:
            enqueue(actions.DRAW, {"series": series.pk}, at=at, space_id=series.space_id, key=f"series:{series.pk}:{series.next_on}")


@job(actions.DRAW, attempts=3)
def draw(payload: dict[str, Any], at: datetime) -> None:
    """Draw one round. Drawing twice for one day makes one draft."""
    # Numerics and encoder are loaded here and not with the module, which web processes import too.
    from drittort.connect.rounds import drawing

    series = Series.objects.going().select_related("space").filter(pk=payload["series"]).first()
    if series is not None and (payload.get("again") or (series.next_on is not None and series.next_on <= series.space.day(at))):
        drawing.draw(series=series, at=at)


@job("connect.rounds.send", every=timedelta(minutes=15))
def send(payload: dict[str, Any], at: datetime) -> None:
    """Let drafts go out whose day is over and that nobody holds, and go on with what a killed worker left."""
    for pk in Round.objects.filter(sent_at=None, held_at=None, sends_at__lte=at).values_list("pk", flat=True):
        actions.send_round(actor=None, round_id=pk, at=at)
    left = GroupDraft.objects.filter(sent_at=None, dropped_at=None, round__sent_at__isnull=False, round__series__isnull=False)
    for pk in set(left.values_list("round_id", flat=True)):
        actions.deliver(round_id=pk, at=at)


@job("connect.rounds.decide", every=timedelta(minutes=15))
def decide(payload: dict[str, Any], at: datetime) -> None:
    """Set or close the tables whose time for answers is over."""
    actions.decide_due(at=at)


@job("connect.rounds.nudge", every=timedelta(hours=3))
def nudge(payload: dict[str, Any], at: datetime) -> None:
    """Ask those who have said nothing once more; notices have keys, so it is once."""
    asked = (at - rules.NUDGED_AFTER - timedelta(days=1), at - rules.NUDGED_AFTER)
    for introduction in (
        Introduction.objects.waiting(at).filter(form=Introduction.Form.ROUND, proposed_at__range=asked).select_related("space")
    ):
        reactions.nudge_pair(introduction, at)
    for gathering in Gathering.objects.waiting(at).filter(proposed_at__range=asked).select_related("space"):
        reactions.nudge_table(gathering, at)


@job("connect.rounds.ask_outcomes", every=timedelta(hours=6))
def ask_outcomes(payload: dict[str, Any], at: datetime) -> None:
    """Ask what came of tables that were set a week ago, once."""
    due = Gathering.objects.filter(introduced_at__lte=at - ASK_AFTER, introduced_at__gt=at - ASK_AFTER - timedelta(days=3))
    for gathering in due.select_related("space"):
        reactions.ask_outcome(gathering, at)


@job("connect.rounds.pause_silent", every=timedelta(hours=12))
def pause_silent(payload: dict[str, Any], at: datetime) -> None:
    """A kind pause after three introductions that passed."""
    for pk in actions.pause_silent(at=at):
        reactions.tell_of_pause(pk, at)


@job("connect.rounds.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """What was kept as long as the register promises goes."""
    actions.forget_old(at=at)
