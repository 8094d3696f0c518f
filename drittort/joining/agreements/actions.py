"""Agreeing, proposing a change, answering it, taking it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.joining.agreements import rules
from drittort.joining.agreements.models import Acceptance, AgreementProposal
from drittort.members.models import Member
from drittort.spaces.agreements.queries import latest

ACCEPTED = "agreements.accepted"
PROPOSED, ADOPTED, DECLINED, WITHDRAWN = "proposal.made", "proposal.adopted", "proposal.declined", "proposal.withdrawn"


def accept_agreements(*, actor: Member, at: datetime, number: int | None = None) -> Acceptance:
    """Agree to the version that counts. Twice is once. With `number`, the version that was read: if it is no longer the latest, OutOfDate. NotFound where there is none."""
    with transaction.atomic():
        version = latest(actor.space_id)
        if version is None:
            raise NotFound
        if number is not None and number != version.number:
            raise OutOfDate(_("There is a newer version. Please read that one."))
        row, new = Acceptance.objects.get_or_create(member=actor, version=version, defaults={"at": at})
        if new:
            ledger.record(
                space_id=actor.space_id, at=at, kind=ACCEPTED, actor_id=actor.pk, subject_id=version.pk,
                audience=ledger.only(actor.pk), facts={"number": version.number},
            )  # fmt: skip
    return row


def propose_change(*, actor: Member, text: str, reason: str, language: str, at: datetime) -> AgreementProposal:
    """Propose a change, with its reason, open to all. Raises Invalid without either."""
    text, reason = " ".join(text.split()), " ".join(reason.split())
    if not text or not reason:
        raise Invalid(_("A proposal has its words and its reason."))
    with transaction.atomic():
        row = AgreementProposal.objects.create(
            space_id=actor.space_id, member=actor, text=text, reason=reason, language=language, proposed_at=at
        )
        ledger.record(space_id=actor.space_id, at=at, kind=PROPOSED, actor_id=actor.pk, subject_id=row.pk, audience=ledger.EVERYONE)
    return row


def found_open(actor: Member, proposal_id: int) -> AgreementProposal:
    """A proposal that waits, locked. Raises NotFound, or OutOfDate when something became of it."""
    row = locked(rules.visible_to(actor).filter(pk=proposal_id)).first()
    if row is None:
        raise NotFound
    if not rules.is_open(row):
        raise OutOfDate(_("This proposal has had its answer already."))
    return row


def answer_proposal(*, actor: Member, proposal_id: int, adopt: bool, answer: str, at: datetime) -> AgreementProposal:
    """Adopt, or decline with a reason. What is adopted still has to be written into the next version."""
    answer = " ".join(answer.split())
    if len(answer) > rules.LONGEST_ANSWER:
        raise Invalid(_("At most %(n)s letters, please.") % {"n": rules.LONGEST_ANSWER})
    with transaction.atomic():
        row = found_open(actor, proposal_id)
        require(rules.may_answer(actor, row))
        if not adopt and not answer:
            raise Invalid(_("A no needs its reason: somebody thought about this."))
        row.adopted_at, row.declined_at = (at, None) if adopt else (None, at)
        row.answered_by, row.answer = actor, answer
        row.save(update_fields=["adopted_at", "declined_at", "answered_by", "answer"])
        kind = ADOPTED if adopt else DECLINED
        ledger.record(
            space_id=actor.space_id,
            at=at,
            kind=kind,
            actor_id=actor.pk,
            subject_id=row.pk,
            audience=ledger.EVERYONE,
            facts={"member": row.member_id},
        )
    return row


def withdraw_proposal(*, actor: Member, proposal_id: int, at: datetime) -> AgreementProposal:
    """Take one's own proposal back."""
    with transaction.atomic():
        row = found_open(actor, proposal_id)
        require(rules.may_withdraw(actor, row))
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        ledger.record(space_id=actor.space_id, at=at, kind=WITHDRAWN, actor_id=actor.pk, subject_id=row.pk, audience=ledger.EVERYONE)
    return row
