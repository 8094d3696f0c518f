"""Who reads how the house held together over time: who reads the report of the house."""

from __future__ import annotations

from drittort.core.errors import Verdict
from drittort.members.models import Member
from drittort.network.report.rules import may_read_report


def may_read(member: Member) -> Verdict:
    """Community managers and founders, as for the report of the present day."""
    return may_read_report(member)
