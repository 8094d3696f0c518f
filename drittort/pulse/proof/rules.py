"""Who reads whether introductions help: the sums stand open to those who care for the house. Who was held back nobody reads."""

from __future__ import annotations

from drittort.core.errors import Verdict
from drittort.members.models import Member
from drittort.network.report.rules import may_read_report
from drittort.pulse.proof.models import Look
from drittort.spaces.models import Space

SETTING = "held_out"
RISE = (0.10, 0.20)
"""For how large a rise of the share of ties the trial is laid out: the number of pairs wanted follows from it."""


def is_full(look: Look) -> bool:
    """Whether as many pairs were measured as the trial was laid out for. Another look would be another chance to err."""
    return look.treated + look.held >= look.wanted


def is_over(space: Space) -> bool:
    """Whether a house has its answer: then no more lots are drawn."""
    return any(is_full(one) for one in Look.objects.filter(space=space))


def may_read(member: Member) -> Verdict:
    """Community managers and founders, as for the report of the house."""
    return may_read_report(member)
