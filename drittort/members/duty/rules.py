"""Who goes on duty, and what is asked before."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Member
from drittort.spaces.roles import is_awake, needs_duty

LASTS = timedelta(minutes=60)
KEPT = timedelta(days=366)
KEY = "duty"


def may_serve(member: Member) -> Verdict:
    """Whether a member has power that works only on duty."""
    return YES if needs_duty(member) and is_awake(member) else no(_("A staff session is for those who care for the house."))
