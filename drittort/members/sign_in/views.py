"""Sign-in pages. No cookie before the button on the page behind the link."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from drittort.core.errors import HouseError, Invalid, NotFound
from drittort.members.scope import is_open
from drittort.members.security import attempts
from drittort.members.security.actions import forget_session
from drittort.members.security.entering import complete, enter, safe_next
from drittort.members.sign_in import actions
from drittort.members.sign_in.forms import PasswordForm, SignInForm


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Any) -> HttpResponse:
    """Ask for a link."""
    if request.method == "POST":
        form = SignInForm(request.POST)
        if not form.is_valid():
            return render(request, "members/sign_in/page.html", {"form": form}, status=422)
        try:
            actions.request_link(
                email=form.cleaned_data["email"],
                next_path=safe_next(request, form.cleaned_data["next"]),
                language=get_language() or "de",
                connection=attempts.connection_of(request),
                at=request.now,
            )
        except attempts.TooMany as error:
            form.add_error(None, str(error.reason))
            return render(request, "members/sign_in/page.html", {"form": form}, status=error.status)
        return redirect("members:link_sent")
    form = SignInForm(initial={"next": safe_next(request, request.GET.get("next", ""))})
    return render(request, "members/sign_in/page.html", {"form": form})


@is_open
@require_GET
def link_sent(request: HttpRequest) -> HttpResponse:
    """Say that mail is on its way, to known and unknown addresses alike."""
    return render(request, "members/sign_in/sent.html", {"minutes": settings.SESAME_MAX_AGE // 60})


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def use_link(request: Any, token: str) -> HttpResponse:
    """The page behind the link: one button. Opening it changes nothing, so link scanners do no harm."""
    account = actions.use_link(token=token)
    if request.method != "POST":
        return render(
            request, "members/sign_in/use.html", {"email": account.email, "next": safe_next(request, request.GET.get("next", ""))}
        )
    account = actions.claim_link(token=token, at=request.now)
    return enter(request, account, how="link", next_path=request.POST.get("next", ""))


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Any) -> HttpResponse:
    """In by password, for those who set one."""
    form, status = PasswordForm(initial={"next": safe_next(request, request.GET.get("next", ""))}), 200
    if request.method == "POST":
        form, status = PasswordForm(request.POST), 422
        if form.is_valid():
            told = form.cleaned_data
            try:
                account = actions.account_by_password(
                    email=told["email"], password=told["password"], connection=attempts.connection_of(request), at=request.now
                )
            except HouseError as error:
                form.add_error(None, str(error.reason))
                status = error.status
            else:
                return enter(request, account, how="password", next_path=told["next"])
    return render(request, "members/sign_in/password.html", {"form": form}, status=status)


@is_open
@require_POST
def sign_in_as(request: Any) -> HttpResponse:
    """One click into the demo house, on this machine only."""
    if not settings.DEMO or not comes_from_here(request):
        raise NotFound
    return complete(request, actions.demo_account(role=request.POST.get("role", "")), how="demo")


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the request comes from this machine itself and through no proxy."""
    try:
        return (
            ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
            and "X-Forwarded-For" not in request.headers
            and "Forwarded" not in request.headers
        )
    except ValueError:
        return False


@is_open
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and take the cookie and everything else of it out of the browser."""
    if request.user.is_authenticated:
        forget_session(session_key=request.session.session_key)
    logout(request)
    response = redirect("home:door")
    response.delete_cookie(settings.SESSION_COOKIE_NAME)
    # Pages kept for a lost connection, drafts, push, what "back" would show: nothing of anybody stays in the browser.
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@is_open
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the reader's language with the account; without one, the browser's preference counts."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Invalid
    if request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
        return redirect(safe_next(request, request.POST.get("next", "")) or "home:door")
    parts = urlsplit(safe_next(request, request.POST.get("next", "")) or "/")
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "language"]
    # A path that begins with two slashes would be another host once it stands alone.
    return redirect(f"{escape_leading_slashes(parts.path)}?{urlencode([*query, ('language', language)])}")
