"""Asking after somebody, pointing somebody out, and what comes back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound
from drittort.joining.lapsing import rules
from drittort.joining.lapsing.models import Lapse
from drittort.joining.leaving.actions import announce_departure, pause_membership
from drittort.members.models import Member
from drittort.spaces.models import Space

ASKED, ANSWERED, CARED = "member.asked_after", "member.answered", "member.cared_for"
HERE, PAUSE, LEAVE, TALKED = ANSWERS = ("here", "pause", "leave", "talked")


def ask_after(*, space: Space, at: datetime) -> int:
    """Open a silence for everybody who has been silent long enough; the mail follows. Returns how many."""
    asked = 0
    for pk in rules.silent(space, at):
        with transaction.atomic():
            member = locked(Member.objects.here().filter(pk=pk)).first()
            if member is None or Lapse.objects.open().filter(member=member).exists():
                continue
            row = Lapse.objects.create(member=member, asked_at=at)
            ledger.record(
                space_id=space.pk, at=at, kind=ASKED, actor_id=None, subject_id=pk, audience=ledger.NOBODY, facts={"lapse": row.pk}
            )
            asked += 1
    return asked


def close_broken(*, space: Space, at: datetime) -> int:
    """Close the silences that ended by themselves, with any sign of life or a departure. Returns how many."""
    signs = rules.signs_of_life(space)
    rows = Lapse.objects.open().filter(member__space=space).values_list("pk", "member_id", "asked_at", "member__left_on")
    over = [pk for pk, member, asked, left in rows if left is not None or (member in signs and signs[member] > asked)]
    return Lapse.objects.open().filter(pk__in=over).update(closed_at=at)


def point_out(*, space: Space, at: datetime) -> int:
    """Point the people who care to those of whom nothing was heard after being asked. Returns how many."""
    due = Lapse.objects.open().filter(member__space=space, member__left_on=None, hinted_at=None, asked_at__lte=at - rules.BEFORE_HINT)
    return due.update(hinted_at=at)


def answer_lapse(*, actor: Member, says: str, at: datetime, until: date | None = None, last_on: date | None = None) -> None:
    """I am here, I take a break until a day, or I want to go on a day. Also long after; twice is once."""
    if says not in (HERE, PAUSE, LEAVE):
        raise Invalid
    with transaction.atomic():
        if says == PAUSE:
            if until is None:
                raise Invalid
            pause_membership(actor=actor, until=until, at=at)
        elif says == LEAVE:
            if last_on is None:
                raise Invalid
            announce_departure(actor=actor, last_on=last_on, at=at, language=actor.language)
        _close(actor, says, at)


def _close(member: Member, says: str, at: datetime) -> None:
    row = locked(Lapse.objects.open().filter(member=member)).first()
    if row is None:
        return
    row.closed_at, row.answer = at, says
    row.save(update_fields=["closed_at", "answer"])
    ledger.record(
        space_id=member.space_id, at=at, kind=ANSWERED, actor_id=member.pk, subject_id=member.pk,
        audience=ledger.only(member.pk), facts={"lapse": row.pk},
    )  # fmt: skip


def note_cared(*, actor: Member, lapse_id: int, at: datetime) -> None:
    """Somebody who cares has spoken with them: the hint goes. Twice is once. Raises NotFound for what one is not pointed to."""
    with transaction.atomic():
        row = locked(rules.visible_to(actor).filter(pk=lapse_id)).first()
        if row is None:
            if rules.may_see(actor) and Lapse.objects.filter(pk=lapse_id, member__space_id=actor.space_id).exclude(hinted_at=None).exists():
                return
            raise NotFound
        row.closed_at, row.answer = at, TALKED
        row.save(update_fields=["closed_at", "answer"])
        ledger.record(
            space_id=actor.space_id, at=at, kind=CARED, actor_id=actor.pk, subject_id=row.member_id,
            audience=ledger.only(actor.pk), facts={"lapse": row.pk},
        )  # fmt: skip
