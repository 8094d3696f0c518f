"""Roles and what they may; the only place that compares them."""

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
