"""Who reads whether introductions help: the sums stand open to those who care for the house. Who was held back nobody reads."""

from __future__ import annotations

from drittort.core.errors import Verdict
from drittort.members.models import Member
from drittort.network.report.rules import may_read_report


def may_read(member: Member) -> Verdict:
    """Community managers and founders, as for the report of the house."""
    return may_read_report(member)
