"""Who reads the report: those who care for the house."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Member
from drittort.spaces.roles import allows, permission

REPORT = permission("network.report", gettext_lazy("Read the report on the house"))


def may_read_report(member: Member) -> Verdict:
    """Community managers and founders."""
    return (
        YES if allows(member, REPORT) else no(_("The report is for those who care for the house. Your own ties are on the page My ties."))
    )
