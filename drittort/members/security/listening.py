"""Who may hold an event stream: the same question that every page asks, for many at once and without a request."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from drittort.core.live.topics import Who
from drittort.members.models import Account, Member
from drittort.members.safety.rules import MEMBERSHIP, may_use


def find(session_key: str, slug: str, at: datetime) -> Who | None:
    """Whoever is signed in by a session, as a member of a house; None for everybody else."""
    told = sessions([session_key], at).get(session_key, {})
    account_id = str(told.get(SESSION_KEY, ""))
    if not account_id.isdigit():
        return None
    member_id = Member.objects.here().filter(account=int(account_id), space__slug=slug).values_list("pk", flat=True).first()
    who = Who(session_key, int(account_id), member_id) if member_id else None
    return who if who and who in still({who}, at) else None


def still(listeners: Collection[Who], at: datetime) -> set[Who]:
    """Those whose session holds, whose account is open, and whom the house has as a member now. Three questions."""
    told = sessions([who.session_key for who in listeners], at)
    accounts = {one.pk: one for one in Account.objects.filter(pk__in={who.account_id for who in listeners}, is_active=True)}
    rows = Member.objects.here().select_related("space").filter(pk__in={who.member_id for who in listeners})
    members = {one.pk: one for one in rows if may_use(one, MEMBERSHIP, at)}
    return {
        who
        for who in listeners
        if holds(told.get(who.session_key, {}), accounts.get(who.account_id))
        and who.member_id in members
        and members[who.member_id].account_id == who.account_id
    }


def sessions(keys: Collection[str], at: datetime) -> dict[str, dict[str, Any]]:
    """What the sessions of some keys know, without those that ended."""
    return {one.session_key: one.get_decoded() for one in Session.objects.filter(session_key__in=keys, expire_date__gt=at)}


def holds(told: dict[str, Any], account: Account | None) -> bool:
    """Whether a session is one of this account; a changed password ends the others."""
    return (
        account is not None
        and told.get(SESSION_KEY) == str(account.pk)
        and told.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(told.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash())
    )
