"""Who publishes what the house agreed on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict
from drittort.spaces.house.rules import Actor
from drittort.spaces.roles import holds, is_awake, permission, power

PUBLISH = permission("agreements.publish", _("Publish agreements and answer proposals to change them"), on_duty=True)


def publishes(actor: Actor) -> bool:
    """Whether somebody is shown where agreements are published, on duty or not."""
    return holds(actor, PUBLISH)


def may_publish(actor: Actor) -> Verdict:
    """Whether somebody publishes agreements, and answers proposals. While a house is being opened nobody else lives there: that needs no duty."""
    if actor.space.opening is not None and holds(actor, PUBLISH) and is_awake(actor):
        return YES
    return power(actor, PUBLISH, _("Only the people who look after this house publish its agreements. You can propose a change."))
