"""Who changes the house."""

from __future__ import annotations

from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.spaces.roles import Holder, allows, permission

CHANGE = permission("spaces.change_settings", _("Change the house: name, locations, colours, settings"))


class Actor(Holder, Protocol):
    """A member, as far as this floor knows one."""

    pk: Any
    space_id: int


def may_change(actor: Actor) -> Verdict:
    """Whether somebody changes name, locations, colours and settings."""
    return YES if allows(actor, CHANGE) else no(_("Only the people who look after this house change how it is set up."))
