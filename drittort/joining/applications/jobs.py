"""What is due in applications."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.joining.applications import actions, reactions


@job(actions.ASK_TO_CONFIRM)
def ask_to_confirm(payload: dict[str, Any], at: datetime) -> None:
    """The mail that proves an address."""
    reactions.ask_to_confirm(payload["application"], at)


@job(actions.CARRY_OUT)
def carry_out(payload: dict[str, Any], at: datetime) -> None:
    """A decision whose ten minutes are over."""
    actions.carry_out(decision_id=payload["decision"], at=at)


@job("joining.applications.trials", every=timedelta(hours=6))
def trials(payload: dict[str, Any], at: datetime) -> None:
    """Trials that end soon, and those that are over."""
    actions.remind_of_trials(at=at)
    actions.end_trials(at=at)


@job("joining.applications.forget_knocks", every=timedelta(hours=1))
def forget_knocks(payload: dict[str, Any], at: datetime) -> None:
    """That somebody knocked is of use for an hour."""
    actions.forget_knocks(at=at)


@job("joining.applications.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """What came to nothing goes."""
    actions.forget_old(at=at)
