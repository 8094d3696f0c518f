"""Who sees what on the map."""

from __future__ import annotations

from drittort.members.models import Member
from drittort.spaces.roles import cares, is_awake


def sees_suggestions(member: Member) -> bool:
    """Suggested introductions are seen by those who make them."""
    return cares(member.role) and is_awake(member)
