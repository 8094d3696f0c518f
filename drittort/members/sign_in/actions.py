"""Sign-in by a link in a mail: asked for, sent by the worker, used once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.hashers import make_password, verify_password
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from sesame.utils import get_token, get_user

from drittort.core.database import locked
from drittort.core.errors import Invalid
from drittort.core.jobs.queue import enqueue, job
from drittort.core.mail import outbox
from drittort.members.models import Account, Member
from drittort.members.security import attempts, rules

SCOPE = "sign-in"
BRAKE = timedelta(minutes=15)
LINKS = 5


def request_link(*, email: str, next_path: str, language: str, connection: str, at: datetime) -> None:
    """Ask for a link. Answers the same, and takes as long, whether the address is known or not: the worker finds out.

    Raises TooMany where one connection asks for very many, so that nobody fills the queue.
    """
    attempts.ask(kind="link", who=connection, limit=attempts.LINKS, at=at)
    with transaction.atomic():
        enqueue("members.sign_in.send", {"email": email, "next": next_path, "language": language}, at=at)


@job("members.sign_in.send", attempts=3)
def send_link(payload: dict[str, Any], at: datetime) -> None:
    """Write the mail with the link, unless the address is unknown or asked too often lately."""
    account = Account.objects.with_address(payload["email"]).filter(is_active=True).first()
    if account is None or not Member.objects.filter(account=account).exists():
        return
    if outbox.sent_lately(account.email, "sign-in", since=at - BRAKE) >= LINKS:
        return
    path = reverse("members:use_link", args=[get_token(account, scope=SCOPE)])
    query = "?" + urlencode({"next": payload["next"]}) if payload["next"] else ""
    outbox.post(
        key=f"sign-in:{account.pk}:{at.isoformat()}",
        at=at,
        template="members/sign_in/mail/link",
        context={"url": f"{settings.ADDRESS}{path}{query}", "minutes": settings.SESAME_MAX_AGE // 60},
        to=account.email,
        language=account.language or payload["language"],
        category="sign-in",
    )


def account_by_password(*, email: str, password: str, connection: str, at: datetime) -> Account:
    """The account that an address and a password open. Raises Invalid, the same and after the same work whether there is such an account, whether
    it has a password, or whether the password is wrong; and TooMany after five failures in half an hour.
    """
    tries = attempts.begin(kind="account", who=email, connection=connection, at=at)
    account = Account.objects.with_address(email).filter(is_active=True).first()
    held = account if account is not None and rules.has_password(account) else None
    right = _is_right(password, held)
    if held is None or not right or not Member.objects.filter(account=held).exists():
        raise Invalid(_("Address and password don't go together. You have set no password? Then have a link sent to you."))
    attempts.succeeded(tries)
    return held


def _is_right(password: str, account: Account | None) -> bool:
    """One password is always hashed, once."""
    if account is None:
        make_password(password)
        return False
    right, outdated = verify_password(password, account.password)
    if right and outdated:
        account.password = make_password(password)
        account.save(update_fields=["password"])
    return right


def use_link(*, token: str) -> Account:
    """The account that a link belongs to. Raises Invalid when it is used, too old or not ours."""
    account = get_user(token, scope=SCOPE, update_last_login=False)
    if not isinstance(account, Account) or not account.is_active:
        raise Invalid(_("This link was used already or is older than 30 minutes. Ask for a new one, it takes a moment."))
    return account


def claim_link(*, token: str, at: datetime) -> Account:
    """Use a link up, once, also when it is opened twice at the same time or the second step never comes. Raises Invalid."""
    with transaction.atomic():
        locked(Account.objects.filter(pk=use_link(token=token).pk)).get()
        account = use_link(token=token)
        # The link carries the moment of the last sign-in.
        account.last_login = at
        account.save(update_fields=["last_login"])
    return account


def demo_account(*, role: str) -> Account:
    """The person of the demo house who plays a role. Raises Invalid when there is no demo house."""
    member = (
        Member.objects.here().filter(space__is_demo=True, attributes__plays=role).exclude(account=None).select_related("account").first()
    )
    if member is None or member.account is None:
        raise Invalid(_("There is no demo house here."))
    return member.account
