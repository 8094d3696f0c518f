"""Who changes the house."""

from __future__ import annotations

from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict
from drittort.spaces.roles import FOUNDER, Holder, holds, is_awake, permission, power

CHANGE = permission("spaces.change_settings", _("Change the house: name, locations, colours, settings"), on_duty=True)


TAKE_ALONG = permission("spaces.take_along", _("Take the whole house along in one file"), given_to=(FOUNDER,), on_duty=True)


class Actor(Holder, Protocol):
    """A member, as far as this floor knows one."""

    pk: Any
    space_id: int


def may_change(actor: Actor) -> Verdict:
    """Whether somebody changes name, locations, colours and settings. While a house is being opened nobody else lives there: that needs no duty."""
    if actor.space.opening is not None and holds(actor, CHANGE) and is_awake(actor):
        return YES
    return power(actor, CHANGE, _("Only the people who look after this house change how it is set up."))


def may_take_along(actor: Actor) -> Verdict:
    """Whether somebody gets the whole house in one file: everything stands in it, what people wrote to each other too."""
    return power(actor, TAKE_ALONG, _("Only the founders take the house along."))
