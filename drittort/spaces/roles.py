"""Roles and what they may; the only place that compares them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is to the house. Company admins come with companies' own pages."""

    MEMBER = "member", _("Member")
    MANAGER = "manager", _("Community manager")
    FOUNDER = "founder", _("Founder")


CARING = (Role.MANAGER, Role.FOUNDER)


def cares(role: str) -> bool:
    """Whether the role sees what needs care and the figures of the house."""
    return role in CARING


class Holder(Protocol):
    """Somebody who has a role: a member."""

    role: str


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that a role allows, in words, and the roles that have it from the start."""

    name: str
    label: Any
    given_to: tuple[str, ...]


PERMISSIONS: dict[str, Permission] = {}


def permission(name: str, label: Any, *, given_to: tuple[str, ...] = CARING) -> str:
    """Register a permission (`module.verb`) with its words; returns its name. Called where the feature's rules stand."""
    PERMISSIONS[name] = Permission(name, label, given_to)
    return name


def has_power(holder: Holder) -> bool:
    """Whether somebody's role allows more than being a member: power over others."""
    return holder.role in CARING


def is_awake(holder: Holder) -> bool:
    """Whether power may be used now. It sleeps in a session without the second factor (members.scope); that it was asked for is noted."""
    if getattr(holder, "asleep", False):
        holder.missed = True  # type: ignore[attr-defined]
        return False
    return True


def allows(holder: Holder, name: str) -> bool:
    """Whether somebody's roles allow something. The only question that rules ask about power."""
    return holder.role in PERMISSIONS[name].given_to and is_awake(holder)


def roles_with(name: str) -> tuple[str, ...]:
    """The roles that allow something: by them a query finds who is told."""
    return PERMISSIONS[name].given_to
