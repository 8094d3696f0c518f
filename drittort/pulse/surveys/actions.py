"""Planning the survey, opening a wave, answering it once, and telling what was changed because of it."""

from __future__ import annotations

import calendar
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger, scope
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.core.jobs.queue import enqueue
from drittort.members.models import Member
from drittort.pulse.surveys import box, groups, keys, rules
from drittort.pulse.surveys.models import SurveyBallot, SurveyChange, SurveyPlan, SurveyText, SurveyToken, SurveyWave
from drittort.pulse.surveys.tokens import mark_of
from drittort.spaces.models import Space

OPENED, CLOSED, DROPPED, CHANGED = "survey.opened", "survey.closed", "survey.dropped", "survey.changed"
SEND = "pulse.surveys.send"


def plan_survey(
    *, actor: Member, every: int, days: int, groupings: Sequence[str], questions: Sequence[Mapping[str, Any]], at: datetime
) -> SurveyPlan:
    """Decide how the house asks. What runs already goes on as it was opened. Raises NotAllowed, and Invalid for what the form would not offer."""
    require(rules.may_run(actor))
    if every not in rules.EVERY or not rules.SHORTEST_DAYS <= days <= rules.LONGEST_DAYS or len(questions) > rules.MOST_QUESTIONS:
        raise Invalid
    if len(groupings) > groups.MOST:
        raise Invalid(_("Two groupings at most: with three, single people could be found by subtracting."))
    told = {"every": every, "days": days, "groupings": list(groupings), "questions": [dict(one) for one in questions], "at": at}
    plan, _new = SurveyPlan.objects.update_or_create(space_id=actor.space_id, defaults=told)
    return plan


def open_wave(*, actor: Member | None, space: Space, at: datetime) -> SurveyWave:
    """Begin a wave: until the end of its last day in the house. The worker writes the letters. Nobody as actor: by the plan. Raises NotAllowed, Invalid."""
    if actor is not None:
        require(rules.may_run(actor))
    with transaction.atomic():
        locked(Space.objects.filter(pk=space.pk)).get()
        verdict = rules.may_open(space, at)
        if not verdict:
            raise Invalid(verdict.reason)
        if not scope.mail_may_leave(space.pk):
            raise Invalid(_("No mail leaves this house, and links to a survey come by mail alone."))
        plan = rules.plan_of(space)
        last = SurveyWave.objects.filter(space=space).order_by("-number").first()
        ends = datetime.combine(space.day(at) + timedelta(days=plan.days + 1), time(), tzinfo=space.zone)
        wave = SurveyWave.objects.create(
            space=space, number=last.number + 1 if last else 1, member=actor, opened_at=at, closes_at=ends.astimezone(UTC),
            groups=groups.written_down(space, plan.groupings), questions=plan.questions, language=space.language,
        )  # fmt: skip
        record(OPENED, wave, actor, at)
        enqueue(SEND, {"wave": wave.pk}, at=at, space_id=space.pk, key=f"{SEND}:{wave.pk}")
    return wave


def drop_wave(*, actor: Member, number: int, at: datetime) -> None:
    """Call a running wave off: what lies in its box is gone, unread. Twice is once. Raises NotAllowed, NotFound, OutOfDate where it is published."""
    require(rules.may_run(actor))
    with transaction.atomic():
        wave = locked(SurveyWave.objects.filter(space=actor.space_id, number=number)).first()
        if wave is None:
            raise NotFound
        if wave.dropped_at is not None:
            return
        if wave.closed_at is not None:
            raise OutOfDate(_("Its results are published already."))
        keys.wipe_later()
        end(wave, at)
        record(DROPPED, wave, actor, at)
    forget_secrets(wave)


def end(wave: SurveyWave, at: datetime, *, lost: bool = False) -> None:
    """Drop a locked wave with everything in its box."""
    wave.dropped_at, wave.lost = at, lost
    wave.save(update_fields=["dropped_at", "lost"])
    empty(wave)


def empty(wave: SurveyWave) -> None:
    """No ballot and no mark of a link is left."""
    SurveyBallot.objects.filter(wave=wave).delete()
    SurveyToken.objects.filter(wave=wave).delete()


def forget_secrets(wave: SurveyWave) -> None:
    """Nobody can make a link of this wave or read a ballot of it any more. After the transaction that ended it."""
    keys.destroy(keys.LINKS, name_of(wave))
    keys.destroy(keys.BOX, name_of(wave))


def name_of(wave: SurveyWave) -> str:
    """What the secrets of a wave are called on this machine; a number of the database that comes back with a backup is no name."""
    return f"{wave.pk}-{int(wave.opened_at.timestamp())}"


def answer(*, token: str, content: Mapping[str, Any], at: datetime) -> None:
    """Put a ballot into the box, for a link that was not used yet; the link is used up with it, both or neither. No ledger row, no moment, no name.

    Raises OutOfDate for a link that is used up or of a wave that is over, Invalid where nothing was answered.
    """
    if all(value in (None, "") for value in (*content["items"], *content["own"])):
        raise Invalid(_("There is no answer yet. Answer what you like, and leave out the rest."))
    with transaction.atomic():
        used = locked(SurveyToken.objects.filter(mark=mark_of(token)), whole=True).first()
        wave = SurveyWave.objects.open(at).filter(pk=used.wave_id).first() if used is not None else None
        if used is None or wave is None:
            raise OutOfDate(_("This link has been used already, or the survey is over."))
        sealed = box.seal(wave.lock, content)
        used.delete()
        SurveyBallot.objects.bulk_create([SurveyBallot(id=uuid.uuid4(), wave=wave, sealed=sealed)])


def say_change(*, actor: Member, number: int, element: str, text: str, at: datetime) -> SurveyChange:
    """Tell the house what was changed because of a wave. Raises NotAllowed, NotFound, Invalid without words."""
    require(rules.may_run(actor))
    text = " ".join(text.split())
    if not text or element not in ("", *SurveyChange.Element.values):
        raise Invalid(_("Write a sentence about what is different now."))
    with transaction.atomic():
        wave = rules.visible_to(actor).published().filter(number=number).first()
        if wave is None:
            raise NotFound
        change = SurveyChange.objects.create(
            wave=wave, member=actor, element=element, text=text, language=actor.space.language, told_at=at
        )  # fmt: skip
        record(CHANGED, wave, actor, at, change=change.pk)
    return change


def take_back_change(*, actor: Member, change_id: int) -> None:
    """What was said does not hold any more, or was badly put: it is gone from the page. Raises NotAllowed, NotFound."""
    require(rules.may_run(actor))
    if not SurveyChange.objects.filter(pk=change_id, wave__space=actor.space_id).delete()[0]:
        raise NotFound


def remove_text(*, actor: Member, text_id: uuid.UUID) -> None:
    """Take out a free text that names or hurts somebody: it is gone for everybody. Raises NotAllowed, NotFound."""
    require(rules.may_run(actor))
    if not SurveyText.objects.filter(pk=text_id, wave__space=actor.space_id).delete()[0]:
        raise NotFound


def open_due(*, space: Space, at: datetime) -> SurveyWave | None:
    """Begin the next wave by itself where the plan says so and it is time; None where not. The first one is always begun by a human."""
    plan = SurveyPlan.objects.filter(space=space, every__gt=0).first()
    last = SurveyWave.objects.filter(space=space, dropped_at=None).order_by("-number").first()
    if plan is None or last is None or last.closed_at is None:
        return None
    if space.day(at) < months_after(space.day(last.opened_at), plan.every) or not rules.may_open(space, at):
        return None
    return open_wave(actor=None, space=space, at=at)


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def forget_old(*, at: datetime) -> None:
    """What people wrote goes after 24 months; figures stay."""
    SurveyText.objects.filter(wave__closed_at__lte=at - rules.TEXTS_KEPT).delete()


def record(kind: str, wave: SurveyWave, actor: Member | None, at: datetime, **facts: int) -> None:
    """One row in the ledger, for everybody: that it was asked, published, called off, or what came of it. Never that somebody answered."""
    ledger.record(
        space_id=wave.space_id, at=at, kind=kind, actor_id=actor.pk if actor else None, subject_id=wave.pk, audience=ledger.EVERYONE, facts=facts
    )  # fmt: skip
