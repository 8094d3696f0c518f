"""Beginning and ending a staff session."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import require
from drittort.members.duty import rules
from drittort.members.duty.models import StaffSession
from drittort.members.models import Member

OPENED, ENDED = "duty.opened", "duty.ended"


def begin_duty(*, actor: Member, running: int | None, at: datetime) -> StaffSession:
    """Go on duty for an hour. The session that runs in this browser is prolonged: an hour from now."""
    require(rules.may_serve(actor))
    with transaction.atomic():
        session = locked(StaffSession.objects.filter(pk=running or 0, member=actor, ended_at=None, until__gt=at)).first()
        if session is not None:
            session.until = at + rules.LASTS
            session.save(update_fields=["until"])
            return session
        session = StaffSession.objects.create(member=actor, opened_at=at, until=at + rules.LASTS)
        ledger.record(space_id=actor.space_id, at=at, kind=OPENED, actor_id=actor.pk, subject_id=session.pk, audience=ledger.MANAGERS)
    return session


def end_duty(*, actor: Member, running: int | None, at: datetime) -> None:
    """Be a plain member again. Twice changes nothing; what ran out ended at its hour already."""
    with transaction.atomic():
        session = locked(StaffSession.objects.filter(pk=running or 0, member=actor, ended_at=None, until__gt=at)).first()
        if session is not None:
            session.ended_at = at
            session.save(update_fields=["ended_at"])
            facts = {"minutes": int((at - session.opened_at).total_seconds() // 60)}
            ledger.record(
                space_id=actor.space_id, at=at, kind=ENDED, actor_id=actor.pk, subject_id=session.pk, audience=ledger.MANAGERS, facts=facts
            )


def stop_duty(member: Member, at: datetime) -> dict[str, int]:
    """A membership has ended: so does every staff session of theirs, in whatever browser. The job writes it down, as with an hour that is over."""
    StaffSession.objects.filter(member=member, ended_at=None, until__gt=at).update(until=at)
    return {}


def run_out(*, at: datetime) -> int:
    """Write down the end of sessions that ran out, and forget those of a year ago; return how many ended."""
    StaffSession.objects.filter(opened_at__lt=at - rules.KEPT).delete()
    done = 0
    for pk in list(StaffSession.objects.filter(ended_at=None, until__lte=at).values_list("pk", flat=True)):
        with transaction.atomic():
            session = locked(StaffSession.objects.filter(pk=pk, ended_at=None, until__lte=at)).select_related("member").first()
            if session is not None:
                session.ended_at = session.until
                session.save(update_fields=["ended_at"])
                ledger.record(
                    space_id=session.member.space_id, at=session.until, kind=ENDED, actor_id=session.member_id, subject_id=session.pk,
                    audience=ledger.MANAGERS, facts={"minutes": int((session.until - session.opened_at).total_seconds() // 60)},
                )  # fmt: skip
                done += 1
    return done
