"""How long searches are kept, and when the house learns of what nobody finds."""

from __future__ import annotations

from datetime import timedelta

from drittort.connect.introductions.rules import may_care
from drittort.core.errors import Verdict
from drittort.home.search.models import SearchQuiet
from drittort.members.models import Member

KEPT = timedelta(days=30)
MOST_KEPT = 10
ASKED_BY = 5
"""So many different people look for something in vain before anybody else reads what it was."""
MARKS = 16
GAP_KEPT = timedelta(days=365)
RESTS = timedelta(days=90)
"""So long a gap that was looked after is not counted again."""


def may_read_gaps(member: Member) -> Verdict:
    """Whether somebody reads what the house was asked for in vain: who cares for the community."""
    return may_care(member)


def keeps_searches(member: Member) -> bool:
    """Whether a member lets the house keep what they look for."""
    return not SearchQuiet.objects.filter(member=member).exists()
