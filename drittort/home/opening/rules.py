"""Who may open a house on this machine."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Account, Member
from drittort.spaces.roles import FOUNDER, allows, permission

OPEN = permission("home.open_house", _("Open another house on this machine"), given_to=(FOUNDER,))


def own_account(user: Any) -> Account | None:
    """The account of a real person who is signed in. People of the demo are nobody here: they go with it."""
    if not isinstance(user, Account):
        return None
    return None if Member.objects.filter(account=user, space__is_demo=True).exists() else user


def may_open(user: Any) -> Verdict:
    """Whether somebody who is signed in may open a house without a link: a founder of a real one."""
    account = own_account(user)
    rows = (
        Member.objects.here().filter(account=account, space__is_demo=False, space__is_sample=False).select_related("space")
        if account
        else Member.objects.none()
    )
    if any(allows(member, OPEN) for member in rows):
        return YES
    return no(
        _(
            "A house is opened with a link that bin/drittort open prints on the machine itself, or by the founder of a house that is here already."
        )
    )
