"""What roles allow: permissions in words, and the one question that rules ask about power.

A role begins with the permissions that name it in `given_to`; what a house added or took away stands on its row (`Space.role_changes`, kept by the
actions of this feature), so that asking costs no query. A new permission of a new version reaches every house by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no

MEMBER, HOST, MENTOR, CIRCLE_HOST = "member", "host", "mentor", "circle-host"
FINANCE, MANAGER, FOUNDER, COMPANY_ADMIN, VISITOR = "finance", "manager", "founder", "company-admin", "visitor"
CARING = (MANAGER, FOUNDER)


class House(Protocol):
    """A space, as far as roles ask."""

    role_changes: dict[str, dict[str, Any]]


class Holder(Protocol):
    """Somebody who has roles: a member. `on_duty_until` is set for one request, by the staff session of its browser."""

    pk: int
    space_id: int
    roles: list[str]
    on_duty_until: datetime | None

    @property
    def space(self) -> Any:
        """The house."""


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that a role allows, in words, and the roles that have it from the start. `on_duty`: only within a staff session."""

    name: str
    label: Any
    given_to: tuple[str, ...]
    on_duty: bool = False


PERMISSIONS: dict[str, Permission] = {}


def permission(name: str, label: Any, *, given_to: tuple[str, ...] = CARING, on_duty: bool = False) -> str:
    """Register a permission (`module.verb`) with its words; returns its name. Called where the feature's rules stand.

    `given_to` are keys of roles; founders have every permission. `on_duty` is for what shows or changes other people's data or the rules of the house
    (docs/decisions/011).
    """
    PERMISSIONS[name] = Permission(name, label, given_to, on_duty)
    return name


def granted(house: House, key: str) -> frozenset[str]:
    """The permissions that a role has in a house."""
    if key == FOUNDER:
        return frozenset(PERMISSIONS)
    change = house.role_changes.get(key, {})
    own = {name for name, one in PERMISSIONS.items() if key in one.given_to}
    return frozenset((own | set(change.get("added", ()))) - set(change.get("taken", ()))) & frozenset(PERMISSIONS)


def has(house: House, key: str, name: str) -> bool:
    """Whether one role of a house has a permission."""
    if key == FOUNDER:
        return True
    change = house.role_changes.get(key)
    if change and name in change.get("taken", ()):
        return False
    return key in PERMISSIONS[name].given_to or bool(change and name in change.get("added", ()))


def keys_of(holder: Holder) -> Iterable[str]:
    """The roles that somebody has: those given to them, and that of a member unless they only visit."""
    return holder.roles if VISITOR in holder.roles else (*holder.roles, MEMBER)


def holds(holder: Holder, name: str) -> bool:
    """Whether somebody's roles have a permission, on duty or not. For saying what could be; `allows` decides."""
    house = holder.space
    return any(has(house, key, name) for key in keys_of(holder))


def allows(holder: Holder, name: str) -> bool:
    """Whether somebody may use a permission now. The only question that rules ask about power."""
    if not holds(holder, name):
        return False
    return is_awake(holder) and (holder.on_duty_until is not None or not PERMISSIONS[name].on_duty)


DUTY = "duty"


def power(holder: Holder, name: str, reason: Any) -> Verdict:
    """The same question as a verdict; who would have the power on duty learns that instead of `reason`."""
    if allows(holder, name):
        return YES
    if holds(holder, name):
        return no(_("For this you begin your staff session first. It takes one click and ends by itself."), way=DUTY)
    return no(reason)


def all_of(holder: Holder) -> frozenset[str]:
    """All permissions that somebody's roles have."""
    house = holder.space
    return frozenset().union(*(granted(house, key) for key in keys_of(holder)))


def has_power(holder: Holder) -> bool:
    """Whether somebody's roles allow more than being a member does: power over others."""
    house = holder.space
    return any(granted(house, key) - granted(house, MEMBER) for key in holder.roles)


def needs_duty(holder: Holder) -> bool:
    """Whether somebody has a permission that works only within a staff session."""
    return bool(holder.roles) and any(one.on_duty and holds(holder, one.name) for one in PERMISSIONS.values())


def is_awake(holder: Any) -> bool:
    """Whether power may be used now. It sleeps in a session without the second factor (members.scope); that it was asked for is noted."""
    if getattr(holder, "asleep", False):
        holder.missed = True
        return False
    return True
