"""Who publishes what the house agreed on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.spaces.house.rules import Actor
from drittort.spaces.roles import allows, permission

PUBLISH = permission("agreements.publish", _("Publish agreements and answer proposals to change them"))


def may_publish(actor: Actor) -> Verdict:
    """Whether somebody publishes agreements, and answers proposals."""
    return (
        YES
        if allows(actor, PUBLISH)
        else no(_("Only the people who look after this house publish its agreements. You can propose a change."))
    )
