"""Who changes what roles allow."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.errors import YES, Verdict, no
from drittort.spaces.roles import FOUNDER, MEMBER, PERMISSIONS, VISITOR, Holder, all_of, granted, permission, power
from drittort.spaces.roles.models import Role

CHANGE = permission("spaces.change_roles", gettext_lazy("Change what roles allow, and make new ones"), given_to=(FOUNDER,), on_duty=True)
# Everybody has the one, and nobody is given the other by members: these live on neither trust nor grants.
FIXED = (MEMBER, FOUNDER, VISITOR)


def may_change(holder: Holder) -> Verdict:
    """Whether somebody may change roles at all."""
    return power(holder, CHANGE, _("Only the founders change what roles allow."))


def may_set(holder: Holder, role: Role, wanted: Collection[str], *, by_trust: bool) -> Verdict:
    """Whether a role may come to have exactly the `wanted` permissions, and be given by members."""
    verdict = may_change(holder)
    if not verdict:
        return verdict
    has = granted(role.space, role.key)
    changed = has ^ set(wanted)
    if changed and role.key == FOUNDER:
        return no(_("Founders can do everything, so that a house never loses its key."))
    if changed - all_of(holder):
        return no(_("You can give or take only what you may do yourself."))
    if by_trust and (role.key in FIXED or any(PERMISSIONS[name].on_duty for name in wanted)):
        return no(_("A role that members give may not open other people's data or the rules of the house."))
    return YES
