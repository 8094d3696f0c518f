"""Who reads how the house held together over time: who reads the report of the house."""

from __future__ import annotations

from drittort.core.errors import Verdict
from drittort.members.models import Consent, Member, MemberQuerySet
from drittort.network.counted import counted
from drittort.network.report.rules import may_read_report
from drittort.spaces.models import Space


def wants_to_be_drawn(space: Space) -> MemberQuerySet:
    """Who may be drawn as a person now: both consents stand."""
    drawn: MemberQuerySet = counted(space).filter(consents__kind=Consent.Kind.MAP, consents__revoked_at=None)
    return drawn


def may_read(member: Member) -> Verdict:
    """Community managers and founders, as for the report of the present day."""
    return may_read_report(member)
