"""Who reads the plan of a house, and who writes it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Member
from drittort.spaces.roles import FOUNDER, allows, permission, power

READ = permission("plan.read", gettext_lazy("Read the plan, its figures and what they advise"))
RUN = permission("plan.run", gettext_lazy("Run programs, set goals, and hold the monthly review"))
WRITE = permission("plan.write", gettext_lazy("Write the plan: what the house is for, its tariffs and its money"), given_to=(FOUNDER,))


def may_read(member: Member) -> Verdict:
    """Those who care for the house. Members get what is told to them: the minutes of a review, what a survey changed."""
    return YES if allows(member, READ) else no(_("The plan is for those who care for the house."))


def may_run(member: Member) -> Verdict:
    """Community managers and founders."""
    return power(member, RUN, _("Programs and goals are for those who care for the house."))


def may_write(member: Member) -> Verdict:
    """Founders, and whom they give it to."""
    return power(member, WRITE, _("The plan is written by the founders."))
