"""What the frame and the page say about an address that takes no mail."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.members.models import Account, Member


@dataclass(frozen=True, slots=True)
class Unreached:
    """An address that takes no mail: since when, why in plain words, and what its server said."""

    email: str
    since: str
    why: str
    said: str


def unreached(account: Account, member: Member) -> Unreached | None:
    """None when mail gets through. Costs no query."""
    if account.unreached_at is None:
        return None
    return Unreached(
        email=account.email,
        since=date_format(account.unreached_at.astimezone(member.space.zone), "DATE_FORMAT"),
        why=in_plain_words(account.unreached_code),
        said=account.unreached_words,
    )


def in_plain_words(code: str) -> str:
    """A mail server's code as a sentence."""
    if code.startswith("5.2.2") or code == "552":
        return _("The mailbox there is full.")
    if code.startswith(("5.1.2", "5.4")):
        return _("The part after the @ does not exist, or takes no mail.")
    if code.startswith("5.1") or code in ("550", "551", "553"):
        return _("The server there does not know this address.")
    if code.startswith("5.2"):
        return _("The mailbox there is switched off.")
    return _("The server there does not take our mail.")
