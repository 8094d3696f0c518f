"""Who reads the report: those who care for the house."""

from __future__ import annotations

from django.utils.translation import gettext as _

from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Member
from drittort.spaces.roles import cares, is_awake


def may_read_report(member: Member) -> Verdict:
    """Community managers and founders."""
    return (
        YES
        if (cares(member.role) and is_awake(member))
        else no(_("The report is for those who care for the house. Your own ties are on the page My ties."))
    )
