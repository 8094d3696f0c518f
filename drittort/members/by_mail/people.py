"""Who an answer address was made for."""

from __future__ import annotations

from drittort.core.mail.incoming.registry import Correspondent
from drittort.members.models import Member


def correspondent(member: Member) -> Correspondent | None:
    """A member as somebody who writes mail; None without an account that may be used."""
    account = member.account
    if account is None or not account.is_active or member.left_on is not None:
        return None
    return Correspondent(member.pk, member.space_id, account.email, account.language or member.language)


def find(member_id: int) -> Correspondent | None:
    """The person of a number; None when they have left, so that all their addresses are void."""
    member = Member.objects.here().select_related("account").filter(pk=member_id).first()
    return correspondent(member) if member is not None else None


def acting(person: Correspondent) -> Member:
    """The member in whose name a mail acts, with house and account."""
    return Member.objects.select_related("space", "account").get(pk=person.person_id)
