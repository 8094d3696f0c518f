"""Who sees what on the map."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from drittort.members.models import Member
from drittort.spaces.roles import allows, permission

SUGGESTIONS = permission("network.suggestions", _("See suggested introductions on the map"))


def sees_suggestions(member: Member) -> bool:
    """Suggested introductions are seen by those who make them."""
    return allows(member, SUGGESTIONS)
