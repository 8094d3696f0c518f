"""Who keeps rules, and who reads by name what they did."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Member
from drittort.plan.automations.deciding import content_of, problems
from drittort.plan.automations.models import Rule, RuleAct, RuleActQuerySet, RuleQuerySet
from drittort.plan.rules import may_run
from drittort.spaces.roles import permission, power

NAMES = permission("plan.read_acts", gettext_lazy("Read by name what rules did, and what they would have done"), on_duty=True)


def visible_to(member: Member) -> RuleQuerySet:
    """The rules of the house, for those who run its programs."""
    rows = Rule.objects.filter(space_id=member.space_id).kept()
    return rows if may_run(member) else rows.none()


def acts_visible_to(member: Member) -> RuleActQuerySet:
    """What waits for the team, and what was done, for those who run the programs. Of private rules nobody reads any."""
    return RuleAct.objects.filter(rule__space_id=member.space_id) if may_run(member) else RuleAct.objects.none()


def own_acts(member: Member) -> RuleActQuerySet:
    """What rules did about a member, for their own eyes; what did not reach them is not there."""
    return RuleAct.objects.filter(person=member, in_vain=False)


def may_read_names(member: Member) -> Verdict:
    """Whether somebody reads by name what rules did and would have done."""
    return power(member, NAMES, _("Whom a rule meant is read by those who care for the house, in a staff session."))


def may_change(member: Member, rule: Rule) -> Verdict:
    """Whether somebody may change a rule: while it is off."""
    verdict = may_run(member)
    if verdict and rule.on_at is not None:
        return no(_("It acts just now. Switch it off, then change it."))
    return verdict


def may_switch_on(member: Member, rule: Rule) -> Verdict:
    """Whether a rule may act: once its sentence is whole."""
    verdict = may_run(member)
    if not verdict:
        return verdict
    found = problems(content_of(rule), member.space)
    return no(found[0]) if found else YES
