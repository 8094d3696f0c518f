"""Coming in: the one way from "this is the account" to a session, and what the session knows about how it was proved.

A session remembers three things: whether a second factor was shown (`strong`), when somebody last proved who they are (`proved`), and when the
list of browsers last heard of it (`seen`). Pages ask these without a query.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from drittort.members.models import Account
from drittort.members.security import actions, rules
from drittort.members.security.models import SignIn

BACKEND = "drittort.members.sign_in.backend.Backend"
FRESH = timedelta(minutes=15)
STEP = timedelta(minutes=10)
SEEN = timedelta(hours=1)

View = Callable[..., Any]


def safe_next(request: HttpRequest, path: str) -> str:
    """The path to go on to, if it is one of this house."""
    return (
        path
        if path and url_has_allowed_host_and_scheme(path, allowed_hosts={request.get_host()}, require_https=request.is_secure())
        else ""
    )


def enter(request: Any, account: Account, *, how: str, next_path: str = "") -> HttpResponse:
    """Let an account in that showed one thing (`how`: link, password, invitation): at once, or after the second step where it has one."""
    if not rules.second_step_asked(account):
        return complete(request, account, how=how, next_path=next_path)
    request.session["step"] = {"account": account.pk, "how": how, "at": request.now.timestamp(), "next": safe_next(request, next_path)}
    keep_for_a_moment(request)
    return redirect("members:second_step")


def keep_for_a_moment(request: Any) -> None:
    """What somebody who is not signed in leaves in the browser and here is gone when its step is over, not after weeks."""
    if not request.user.is_authenticated:
        request.session.set_expiry(STEP)


def complete(request: Any, account: Account, *, how: str, next_path: str = "", strong: bool = False) -> HttpResponse:
    """Begin the session, remember the browser, and go on."""
    for word in ("step", "challenge"):
        request.session.pop(word, None)
    request.session.set_expiry(None)
    login(request, account, backend=BACKEND)
    if request.session.session_key is None:
        # Signing in beside somebody else (of the demo) begins anew, and the new session has no name before it is kept.
        request.session.create()
    actions.note_sign_in(
        account=account, how=how, session_key=request.session.session_key, agent=request.headers.get("User-Agent", ""), at=request.now
    )
    request.session["seen"] = request.now.timestamp()
    prove(request.session, strong=strong, at=request.now)
    return redirect(safe_next(request, next_path) or "home:door")


def prove(session: Any, *, strong: bool, at: datetime) -> None:
    """Somebody just proved who they are; `strong` with a second factor or a passkey."""
    session["strong"], session["proved"] = strong, at.timestamp()


def is_strong(request: Any) -> bool:
    """Whether a second factor was shown in this session."""
    return bool(request.session.get("strong"))


def is_fresh(request: Any) -> bool:
    """Whether somebody proved who they are in the last quarter of an hour."""
    return bool(request.now.timestamp() - request.session.get("proved", 0) < FRESH.total_seconds())


def fresh(view: View) -> View:
    """Mark a view of keys: who was proved long ago is asked again first."""

    @wraps(view)
    def asked(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_fresh(request):
            answer: HttpResponseBase = view(request, *args, **kwargs)
            return answer
        back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("members:security")
        if request.method not in ("GET", "HEAD"):
            messages.info(request, _("It has been a while. Confirm that it is you, then do it once more."))
        return HttpResponseRedirect(f"{reverse('members:confirm')}?{urlencode({'next': back})}")

    return asked


def waiting(request: Any) -> tuple[Account, str, str] | None:
    """Who has done the first step in this browser, how, and where to; None when nobody or too long ago."""
    step = request.session.get("step")
    if not step or request.now.timestamp() - step["at"] > STEP.total_seconds():
        return None
    account = Account.objects.filter(pk=step["account"], is_active=True).first()
    return (account, step["how"], step["next"]) if account else None


def look_in(request: Any) -> None:
    """Let the list of browsers know of this one, at most once an hour."""
    if request.now.timestamp() - request.session.get("seen", 0) < SEEN.total_seconds():
        return
    request.session["seen"] = request.now.timestamp()
    if request.session.session_key:
        actions.seen(
            account=request.user, session_key=request.session.session_key, agent=request.headers.get("User-Agent", ""), at=request.now
        )


def stay(request: Any, account: Account) -> None:
    """Keep this browser signed in after the password changed: the session gets a new key, and the list of browsers hears of it."""
    before = request.session.session_key
    update_session_auth_hash(request, account)
    SignIn.objects.filter(session_key=before).update(session_key=request.session.session_key)
