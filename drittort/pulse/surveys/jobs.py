"""What is due of surveys: letters, the reminder, counting, secrets that are to go, and the next wave."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from drittort.core.database import rewrite, wipe
from drittort.core.errors import HouseError
from drittort.core.jobs.queue import job
from drittort.members.quiet_hours import quiet_hours
from drittort.pulse.surveys import actions, keys, rules, sending
from drittort.pulse.surveys.models import SurveyBallot, SurveyPlan, SurveyText, SurveyToken, SurveyWave

QUARTER = timedelta(minutes=15)


@job(actions.SEND, attempts=14)
def send(payload: dict[str, Any], at: datetime) -> None:
    """The letters of a wave."""
    sending.send_wave(payload["wave"], at)


@job("pulse.surveys.count", every=QUARTER)
def count(payload: dict[str, Any], at: datetime) -> None:
    """Publish what is over, each by itself; then nothing of ballots stays in the folds of the database. What could not be wiped is tried again the next time."""
    failed: Exception | None = None
    for pk in list(SurveyWave.objects.running().filter(closes_at__lte=at).values_list("pk", flat=True)):
        # Numerics are loaded here and not with the module, which web processes import too.
        from drittort.pulse.surveys import counting

        try:
            counting.count_wave(pk, at)
        except Exception as error:
            failed = error
    if keys.to_wipe() and all(rewrite(table) for table in (SurveyBallot, SurveyToken, SurveyText)) and wipe():
        keys.wiped()
    if failed is not None:
        raise failed


@job("pulse.surveys.remind", every=timedelta(hours=1))
def remind(payload: dict[str, Any], at: datetime) -> None:
    """Everybody, once."""
    for wave in SurveyWave.objects.open(at).filter(reminded_at=None, space__is_sample=False).exclude(sent_at=None).select_related("space"):
        if rules.may_remind(wave, at):
            sending.remind(wave, at)


@job("pulse.surveys.tidy", every=timedelta(hours=1))
def tidy(payload: dict[str, Any], at: datetime) -> None:
    """Secrets that nobody needs any more go, whatever died in between."""
    for pk in SurveyWave.objects.running().filter(sent_at=None, opened_at__lte=at - rules.LETTERS_LEAVE).values_list("pk", flat=True):
        sending.end_sending(pk, at, late=True)
    for wave in SurveyWave.objects.running().exclude(sent_at=None):
        keys.destroy(keys.LINKS, actions.name_of(wave))
    keys.sweep({actions.name_of(wave) for wave in SurveyWave.objects.running()}, at)
    actions.forget_old(at=at)


@job("pulse.surveys.open_due", every=timedelta(hours=6))
def open_due(payload: dict[str, Any], at: datetime) -> None:
    """The next wave of houses that ask by themselves."""
    for plan in SurveyPlan.objects.filter(every__gt=0, space__is_sample=False).select_related("space"):
        if quiet_hours(plan.space).is_open(at):
            # What one house cannot do keeps no other from asking.
            with suppress(HouseError):
                actions.open_due(space=plan.space, at=at)
