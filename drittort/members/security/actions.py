"""Keys made and taken away, codes checked, browsers signed out. The actor is always the account itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound
from drittort.core.jobs.queue import enqueue
from drittort.core.sealed import Unreadable, seal, unseal
from drittort.members.models import Account, Member
from drittort.members.reach.actions import CHANGED, MENDED
from drittort.members.security import attempts, browsers, codes, passkeys
from drittort.members.security.models import CodeApp, KeyEvent, Passkey, RecoveryCode, SignIn
from drittort.members.security.words import MAILED

SEALED = "members.code_app"
CAME_IN = "in_by_"
MOST_PASSKEYS = 20
EMAIL_SALT = "members.email"
EMAIL_LINK = timedelta(hours=2)


def note(*, account: Account, kind: str, at: datetime, detail: str = "", to: tuple[str, ...] = ()) -> KeyEvent:
    """Write down what happened, and let the mail follow where it is worth one. Inside the transaction of the use case."""
    event = KeyEvent.objects.create(account=account, kind=kind, at=at, detail=detail[:120])
    if kind in MAILED:
        for address in to or (account.email,):
            enqueue(
                "members.security.tell",
                {"event": event.pk, "to": address},
                at=at,
                key=f"security:{event.pk}:{quote(address.lower())}"[:160],
            )
    return event


# Being signed in


def note_sign_in(*, account: Account, how: str, session_key: str, agent: str, at: datetime) -> None:
    """Remember the browser, and write that it came in; the owner hears of a browser on a device from which they never came in this year."""
    browser, system = browsers.browser_and_system(agent)
    with transaction.atomic():
        came = KeyEvent.objects.filter(account=account, kind__startswith=CAME_IN)
        event = note(account=account, kind=f"{CAME_IN}{how}", at=at, detail=", ".join(part for part in (browser, system) if part))
        before = came.exclude(pk=event.pk)
        if before.exists() and not before.filter(detail=event.detail).exists():
            enqueue("members.security.new_browser", {"event": event.pk}, at=at, key=f"new-browser:{event.pk}")
        seen(account=account, session_key=session_key, agent=agent, at=at)


def seen(*, account: Account, session_key: str, agent: str, at: datetime) -> None:
    """This browser was here in this hour."""
    browser, system = browsers.browser_and_system(agent)
    hour = at.replace(minute=0, second=0, microsecond=0)
    SignIn.objects.update_or_create(
        session_key=session_key,
        defaults={"account": account, "seen_at": hour, "browser": browser, "system": system},
        create_defaults={"account": account, "seen_at": hour, "browser": browser, "system": system, "since": at},
    )


def forget_session(*, session_key: str | None) -> None:
    """Somebody signed out here."""
    SignIn.objects.filter(session_key=session_key or "").delete()


def end_sign_in(*, account: Account, pk: int, at: datetime) -> None:
    """Sign one browser out, at once. Raises NotFound when it is not one of this account's; one that is out already is not there any more."""
    with transaction.atomic():
        one = locked(SignIn.objects.filter(account=account, pk=pk), whole=True).first()
        if one is None:
            raise NotFound
        _out([one])
        note(account=account, kind="ended", at=at, detail=", ".join(part for part in (one.browser, one.system) if part))


def end_others(*, account: Account, keep: str | None, at: datetime) -> int:
    """Sign all browsers out but this one; returns how many."""
    with transaction.atomic():
        count = _end_others(account, keep)
        if count:
            note(account=account, kind="ended_others", at=at)
    return count


def _end_others(account: Account, keep: str | None) -> int:
    return _out(list(locked(SignIn.objects.filter(account=account).exclude(session_key=keep or ""), whole=True)))


def _out(ended: list[SignIn]) -> int:
    Session.objects.filter(session_key__in=[one.session_key for one in ended]).delete()
    SignIn.objects.filter(pk__in=[one.pk for one in ended]).delete()
    return len(ended)


# Password


def set_password(*, account: Account, password: str, keep: str | None, at: datetime) -> None:
    """Set or change the password (validated by the form). All other browsers are out, and links sent before are worth nothing."""
    encoded = make_password(password)  # long work, so before the transaction
    with transaction.atomic():
        locked(Account.objects.filter(pk=account.pk)).get()
        Account.objects.filter(pk=account.pk).update(password=encoded)
        _end_others(account, keep)
        note(account=account, kind="password_set", at=at)
    account.password = encoded


def remove_password(*, account: Account, keep: str | None, at: datetime) -> None:
    """Sign in by link or passkey only from now on. Without a password nothing happens."""
    with transaction.atomic():
        held = locked(Account.objects.filter(pk=account.pk)).get()
        if not held.password or not held.has_usable_password():
            return
        account.set_unusable_password()
        Account.objects.filter(pk=account.pk).update(password=account.password)
        _end_others(account, keep)
        note(account=account, kind="password_removed", at=at)


# Passkeys


def handle_of(account: Account) -> str:
    """By what the passkeys of an account know it; a new one for the first."""
    return Passkey.objects.filter(account=account).values_list("handle", flat=True).first() or passkeys.new_handle()


def add_passkey(*, account: Account, name: str, answer: str, state: dict[str, Any] | None, handle: str, at: datetime) -> Passkey:
    """Keep the public half of a passkey that the browser made. Raises Invalid; one that is here already is not taken twice."""
    made = passkeys.made(answer, state)
    with transaction.atomic():
        locked(Account.objects.filter(pk=account.pk)).get()
        if Passkey.objects.filter(account=account).count() >= MOST_PASSKEYS:
            raise Invalid(_("Twenty passkeys are enough. Remove one that you don't need any more."))
        if Passkey.objects.filter(credential_id=made.credential_id).exists():
            raise Invalid(_("This passkey is here already."))
        passkey = Passkey.objects.create(
            account=account, name=name, credential_id=made.credential_id, handle=handle, public=made.public, uses=made.uses, created_at=at
        )
        note(account=account, kind="passkey_made", at=at, detail=name)
    return passkey


def use_passkey(*, answer: str, state: dict[str, Any] | None, at: datetime, account: Account | None = None) -> Account:
    """The account whose passkey was shown; with `account`, only one of its own. Raises Invalid, the same for unknown and for wrong."""
    shown = passkeys.shown(answer)
    wrong = Invalid(_("This house does not know this passkey. Take another one, or a link by mail."))
    with transaction.atomic():
        rows = Passkey.objects.filter(credential_id=shown.credential_id).select_related("account")
        passkey = locked(rows if account is None else rows.filter(account=account)).first()
        if passkey is None or not passkey.account.is_active or (shown.handle and shown.handle != passkey.handle):
            raise wrong
        passkeys.check(shown, state, public=bytes(passkey.public), uses=passkey.uses)
        Passkey.objects.filter(pk=passkey.pk).update(uses=shown.uses, used_at=at)
    return passkey.account


def remove_passkey(*, account: Account, pk: int, keep: str | None, at: datetime) -> bool:
    """Take a passkey away; all other browsers are out. Returns whether a second factor is left. Raises NotFound."""
    with transaction.atomic():
        locked(Account.objects.filter(pk=account.pk)).get()
        passkey = Passkey.objects.filter(account=account, pk=pk).first()
        if passkey is None:
            raise NotFound
        passkey.delete()
        _end_others(account, keep)
        note(account=account, kind="passkey_removed", at=at, detail=passkey.name)
        return _left(account)


def _left(account: Account) -> bool:
    """Whether a second factor is left; paper without one opens nothing, so it goes too."""
    left = CodeApp.objects.filter(account=account).exists() or Passkey.objects.filter(account=account).exists()
    if not left:
        RecoveryCode.objects.filter(account=account).delete()
    return left


# Code app and paper


def add_code_app(*, account: Account, secret: str, code: str, keep: str | None, at: datetime) -> None:
    """Set the app up, once it showed the right code. Raises Invalid; a second app takes the place of the first, and all other browsers are out."""
    step = codes.step_of(secret, code, at=at)
    if step is None:
        raise Invalid(_("This is not the code that the app shows now. Look again: it changes every half minute."))
    with transaction.atomic():
        locked(Account.objects.filter(pk=account.pk)).get()
        _app, first = CodeApp.objects.update_or_create(
            account=account, defaults={"secret": seal(secret, purpose=SEALED), "step": step, "created_at": at}
        )
        if not first:
            _end_others(account, keep)
        note(account=account, kind="code_app_added", at=at)


def remove_code_app(*, account: Account, keep: str | None, at: datetime) -> bool:
    """Take the app away; all other browsers are out. Returns whether a second factor is left."""
    with transaction.atomic():
        locked(Account.objects.filter(pk=account.pk)).get()
        if CodeApp.objects.filter(account=account).delete()[0]:
            _end_others(account, keep)
            note(account=account, kind="code_app_removed", at=at)
        return _left(account)


def check_code(*, account: Account, code: str, connection: str, at: datetime) -> None:
    """A code of the app, or one from paper. Raises Invalid, and TooMany after five wrong ones. No code works twice, nor at the same time twice."""
    tries = attempts.begin(kind="code", who=str(account.pk), connection=connection, at=at)
    typed = "".join(code.split())
    if not (_app_says(account, typed, at) if typed.isdigit() else _stands_on_paper(account, typed, at)):
        raise Invalid(_("This code is not right, or it was used already. The app shows a new one every half minute."))
    attempts.succeeded(tries)


def _app_says(account: Account, code: str, at: datetime) -> bool:
    app = CodeApp.objects.filter(account=account).first()
    if app is None:
        return False
    try:
        step = codes.step_of(unseal(app.secret, purpose=SEALED), code, at=at)
    except Unreadable:
        return False
    # One statement decides who was first.
    return step is not None and bool(CodeApp.objects.filter(pk=app.pk, step__lt=step).update(step=step))


def _stands_on_paper(account: Account, code: str, at: datetime) -> bool:
    with transaction.atomic():
        used = RecoveryCode.objects.filter(account=account, digest=codes.recovery_digest(code), used_at=None).update(used_at=at)
        if used:
            note(account=account, kind="recovery_used", at=at)
        return bool(used)


def make_recovery_codes(*, account: Account, at: datetime) -> list[str]:
    """Ten new codes; those before are worth nothing any more. Returned once, then only their fingerprints are known."""
    fresh = codes.new_recovery_codes()
    with transaction.atomic():
        locked(Account.objects.filter(pk=account.pk)).get()
        RecoveryCode.objects.filter(account=account).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=codes.recovery_digest(c), created_at=at) for c in fresh)
        note(account=account, kind="codes_made", at=at)
    return fresh


def has_recovery_codes(account: Account) -> bool:
    """Whether a code on paper is left."""
    return RecoveryCode.objects.filter(account=account, used_at=None).exists()


def reset_keys(*, account: Account, at: datetime) -> None:
    """For who runs the machine, when somebody lost everything: only the mail link is left, nobody is signed in."""
    with transaction.atomic():
        locked(Account.objects.filter(pk=account.pk)).get()
        CodeApp.objects.filter(account=account).delete()
        Passkey.objects.filter(account=account).delete()
        RecoveryCode.objects.filter(account=account).delete()
        account.set_unusable_password()
        Account.objects.filter(pk=account.pk).update(password=account.password)
        _end_others(account, None)
        note(account=account, kind="keys_reset", at=at)


# The address


def ask_email(*, account: Account, email: str, language: str, at: datetime) -> None:
    """Send a link to the new address. The worker finds out whether it is free, so that nobody learns here who has an account.

    Raises TooMany after five within a quarter of an hour, whatever the addresses: nobody lets the house write to one stranger after the other.
    """
    attempts.ask(kind="new-address", who=str(account.pk), limit=attempts.NEW_ADDRESSES, at=at)
    with transaction.atomic():
        enqueue("members.security.ask_email", {"account": account.pk, "email": email, "language": language}, at=at)


def email_link(account: Account, email: str) -> str:
    """The address of the page that confirms a new address."""
    token = signing.dumps({"account": account.pk, "from": account.email, "to": email}, salt=EMAIL_SALT)
    return f"{settings.ADDRESS}{reverse('members:confirm_email', args=[token])}"


def read_email_link(token: str) -> tuple[Account, str]:
    """Whose address becomes which. Raises Invalid when the link is too old, or used: then the address is another one by now."""
    gone = Invalid(_("This link was used already or is older than two hours. Change the address again, it takes a moment."))
    try:
        told = signing.loads(token, salt=EMAIL_SALT, max_age=EMAIL_LINK)
    except signing.BadSignature as error:
        raise gone from error
    account = Account.objects.filter(pk=told["account"], email=told["from"], is_active=True).first()
    if account is None:
        raise gone
    return account, str(told["to"])


def change_email(*, token: str, at: datetime) -> Account:
    """Confirm the new address. The old one is told; links that were sent there are worth nothing any more, nor what was known of its mailbox. Raises Invalid."""
    read_email_link(token)
    with transaction.atomic():
        account, email = read_email_link(token)
        old = account.email
        locked(Account.objects.filter(pk=account.pk)).get()
        try:
            with transaction.atomic():
                # Signed links carry the moment of the last sign-in.
                changed = Account.objects.filter(pk=account.pk, email=old).update(email=email, last_login=at, **MENDED)
        except IntegrityError as error:
            raise Invalid(_("This address belongs to another account of this house.")) from error
        if not changed:
            raise Invalid(_("This link was used already or is older than two hours. Change the address again, it takes a moment."))
        account.email = email
        for member in Member.objects.here().filter(account=account):
            ledger.record(
                space_id=member.space_id, at=at, kind=CHANGED, actor_id=member.pk, subject_id=member.pk, audience=ledger.only(member.pk)
            )
        note(account=account, kind="email_changed", at=at, to=(old, email))
    return account
