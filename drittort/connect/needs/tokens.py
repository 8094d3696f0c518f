"""Signed addresses in mails: they open a page with the answer preset and one button, without sign-in, for a limited time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from drittort.connect.needs.models import Need
from drittort.connect.needs.rules import visible_to
from drittort.core.addresses import by_token
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.signed_links import opened, signed

SALT = "drittort.need"
AGE = timedelta(days=45)
"""Longer than anybody waits for an answer; what a link may still do is decided by the rules."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may act on which need by a link."""

    member: Member
    need: Need


def token(need_id: int, member_id: int) -> str:
    """The signed part of a link for one person and one need."""
    return signed(need_id, member_id, salt=SALT)


def link_for(need: Need, member_id: int) -> str:
    """The signed address at which somebody acts on a need without sign-in."""
    return link_of(need.pk, member_id)


def link_of(need_id: int, member_id: int) -> str:
    """The same, of a need that is known by its number."""
    return f"{settings.ADDRESS}{by_token('connect:need_by_mail', token(need_id, member_id))}"


def read(text: str) -> Pass:
    """Who a link belongs to. Raises Invalid when it was altered or is too old, NotFound when one of the two has left."""
    need_id, member = opened(text, salt=SALT, age=AGE, too_old=_("This link is too old. Sign in to see the board."))
    need = visible_to(member).select_related("member__space", "space").filter(pk=need_id).first()
    if need is None:
        raise NotFound
    return Pass(member, need)
