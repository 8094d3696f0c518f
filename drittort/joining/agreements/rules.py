"""Who proposes, answers and takes back a change of the agreements."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.joining.agreements.models import AgreementProposal
from drittort.members.models import Member
from drittort.spaces.agreements.rules import may_publish

LONGEST_ANSWER = 500


def visible_to(member: Member) -> QuerySet[AgreementProposal]:
    """All proposals of the house: they are open to everybody in it."""
    return AgreementProposal.objects.filter(space_id=member.space_id)


def is_open(proposal: AgreementProposal) -> bool:
    """Whether nothing became of it yet."""
    return proposal.adopted_at is None and proposal.declined_at is None and proposal.withdrawn_at is None


def may_answer(actor: Member, proposal: AgreementProposal) -> Verdict:
    """Whether a member adopts or declines."""
    return may_publish(actor)


def may_withdraw(actor: Member, proposal: AgreementProposal) -> Verdict:
    """Whether a member takes a proposal back: their own."""
    return YES if proposal.member_id == actor.pk else no(_("Only whoever proposed this can take it back."))
