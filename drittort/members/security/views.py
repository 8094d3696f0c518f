"""Sign-in and security: the pages of one's own account, outside any house."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import HouseError, Invalid, OutOfDate
from drittort.core.paging import cursor, older
from drittort.core.sealed import Unreadable, seal, unseal
from drittort.members.scope import is_open
from drittort.members.security import actions, attempts, codes, passkeys, queries
from drittort.members.security.entering import complete, fresh, is_fresh, is_strong, keep_for_a_moment, prove, safe_next, stay, waiting
from drittort.members.security.forms import AppCodeForm, CodeForm, EmailForm, NewPasswordForm, OldPasswordForm, PasskeyForm
from drittort.members.security.models import Passkey

SEALED = "members.security.session"
CHALLENGE = timedelta(minutes=5)
PAPER = timedelta(minutes=30)

page_or_form = require_http_methods(["GET", "HEAD", "POST"])


def take_challenge(request: Any, purpose: str) -> dict[str, Any] | None:
    """What the browser was asked, once and for five minutes."""
    asked = request.session.pop("challenge", None)
    if not asked or asked["for"] != purpose or request.now.timestamp() - asked["at"] > CHALLENGE.total_seconds():
        return None
    state: dict[str, Any] = asked
    return state


def give_challenge(request: Any, purpose: str, options: dict[str, Any], state: dict[str, Any], **more: Any) -> JsonResponse:
    """Ask the browser, and remember what."""
    request.session["challenge"] = {"for": purpose, "at": request.now.timestamp(), "state": state, **more}
    keep_for_a_moment(request)
    return JsonResponse(options)


@require_safe
def security(request: Any) -> HttpResponse:
    """Everything about how I come in, and where I am."""
    shown = queries.security(request.user, session_key=request.session.session_key, at=request.now)
    return render(request, "members/security/page.html", {"security": shown, "codes": queries.ways(request.user)})


@require_safe
def key_events(request: Any) -> HttpResponse:
    """What happened to my keys in the last year."""
    found, after = queries.events(request.user, after=cursor(request.GET.get("after", ""), moment=True))
    return render(request, "members/security/events.html", {"events": found, "older": older(after)})


# Coming in with a passkey, and the second step


@is_open
@require_POST
def passkey_options(request: Any) -> HttpResponse:
    """What the browser needs to show a passkey: any at the door, one's own in the second step and to confirm."""
    step = waiting(request)
    account = request.user if request.user.is_authenticated else step[0] if step else None
    known = Passkey.objects.filter(account=account).values_list("credential_id", flat=True) if account else ()
    return give_challenge(request, "show", *passkeys.ask_to_show(known))


@is_open
@require_POST
def passkey_sign_in(request: Any) -> HttpResponse:
    """In by passkey: the device has checked who it is, so this is both steps at once."""
    asked = take_challenge(request, "show")
    account = actions.use_passkey(answer=request.POST.get("credential", ""), state=asked and asked["state"], at=request.now)
    return complete(request, account, how="passkey", next_path=request.POST.get("next", ""), strong=True)


@is_open
@page_or_form
def second_step(request: Any) -> HttpResponse:
    """After the link or the password: a code, a passkey, or a code from paper."""
    step = waiting(request)
    if step is None:
        if request.method == "POST":
            messages.info(request, _("That took a little long. Please begin again."))
        return redirect("members:sign_in")
    account, how, next_path = step
    form, status = CodeForm(), 200
    if request.method == "POST":
        form, status = show_factor(request, account)
        if status == 200:
            return complete(request, account, how=how, next_path=next_path, strong=True)
    return render(request, "members/security/second_step.html", {"form": form, "ways": queries.ways(account)}, status=status)


def show_factor(request: Any, account: Any) -> tuple[CodeForm, int]:
    """Check the passkey or the code that was sent; the form as it is shown again, and 200 or why not."""
    credential = request.POST.get("credential", "")
    form = CodeForm() if credential else CodeForm(request.POST)
    if not credential and not form.is_valid():
        return form, 422
    try:
        if credential:
            asked = take_challenge(request, "show")
            actions.use_passkey(answer=credential, state=asked and asked["state"], at=request.now, account=account)
        else:
            actions.check_code(account=account, code=form.cleaned_data["code"], connection=attempts.connection_of(request), at=request.now)
    except HouseError as error:
        if credential:
            messages.error(request, str(error.reason))
        else:
            form.add_error("code", str(error.reason))
        return form, error.status
    return form, 200


@page_or_form
def confirm(request: Any) -> HttpResponse:
    """Is it still you? Asked before keys change, and before power over others wakes."""
    next_path = safe_next(request, request.POST.get("next", "") or request.GET.get("next", ""))
    ways = queries.ways(request.user)
    form, old, status = CodeForm(), OldPasswordForm(), 200
    if request.method == "POST" and "password" in request.POST and ways.password and not ways.strong:
        old = OldPasswordForm(request.POST)
        status = _check_password(request, old)
    elif request.method == "POST":
        form, status = show_factor(request, request.user)
    if request.method == "POST" and status == 200:
        prove(request.session, strong=ways.strong or is_strong(request), at=request.now)
        return redirect(next_path or "members:security")
    shown = {"form": form, "old": old, "ways": ways, "next": next_path, "email": request.user.email}
    return render(request, "members/security/confirm.html", shown, status=status)


def _check_password(request: Any, form: OldPasswordForm) -> int:
    if not form.is_valid():
        return 422
    try:
        tries = attempts.begin(kind="account", who=request.user.email, connection=attempts.connection_of(request), at=request.now)
    except attempts.TooMany as error:
        form.add_error("password", str(error.reason))
        return error.status
    if not request.user.check_password(form.cleaned_data["password"]):
        form.add_error("password", _("This is not the password."))
        return 422
    attempts.succeeded(tries)
    return 200


@require_safe
def second_factor(request: Any) -> HttpResponse:
    """Why power over others sleeps without a second factor, and how it wakes."""
    next_path = safe_next(request, request.GET.get("next", ""))
    if is_strong(request):
        return redirect(next_path or "members:security")
    return render(request, "members/security/second_factor.html", {"ways": queries.ways(request.user), "next": next_path})


# Keys


@page_or_form
@fresh
def password(request: Any) -> HttpResponse:
    """Set or change the password."""
    form = NewPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_password(account=request.user, password=form.cleaned_data["password"], keep=request.session.session_key, at=request.now)
        stay(request, request.user)
        messages.success(request, _("The password is set. All other browsers are signed out."))
        return redirect("members:security")
    shown = {"form": form, "email": request.user.email, "has_password": queries.ways(request.user).password}
    return render(request, "members/security/password.html", shown, status=422 if request.method == "POST" else 200)


@require_POST
@fresh
def remove_password(request: Any) -> HttpResponse:
    """Do without a password."""
    actions.remove_password(account=request.user, keep=request.session.session_key, at=request.now)
    stay(request, request.user)
    messages.success(request, _("The password is gone. You come in with a link by mail or with a passkey."))
    return redirect("members:security")


@require_POST
def new_passkey_options(request: Any) -> HttpResponse:
    """What the browser needs to make a passkey."""
    if not is_fresh(request):
        raise OutOfDate(_("It has been a while. Confirm that it is you, then do it once more."))
    name, house = queries.name_and_house(request.user)
    handle = actions.handle_of(request.user)
    known = Passkey.objects.filter(account=request.user).values_list("credential_id", flat=True)
    options, state = passkeys.ask_to_make(handle=handle, email=request.user.email, name=name, house=house, known=known)
    return give_challenge(request, "make", options, state, handle=handle)


@page_or_form
@fresh
def add_passkey(request: Any) -> HttpResponse:
    """Make a passkey and give it a name."""
    form, status = PasskeyForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        asked = take_challenge(request, "make")
        if form.is_valid() and asked:
            try:
                actions.add_passkey(
                    account=request.user,
                    name=form.cleaned_data["name"],
                    answer=form.cleaned_data["credential"],
                    state=asked["state"],
                    handle=asked["handle"],
                    at=request.now,
                )
            except Invalid as error:
                form.add_error(None, str(error.reason))
            else:
                prove(request.session, strong=True, at=request.now)
                return with_paper(request, _("The passkey is here. Next time it opens the door."))
        elif form.is_valid():
            form.add_error(None, _("The browser did not make a passkey. Try once more, or take another browser."))
    return render(request, "members/security/add_passkey.html", {"form": form}, status=status)


@require_POST
@fresh
def remove_passkey(request: Any, pk: int) -> HttpResponse:
    """Take a passkey away."""
    left = actions.remove_passkey(account=request.user, pk=pk, keep=request.session.session_key, at=request.now)
    return _removed(request, left, _("The passkey is gone. All other browsers are signed out."))


@page_or_form
@fresh
def code_app(request: Any) -> HttpResponse:
    """Set up the app: picture and secret, then its first code."""
    secret = ""
    if request.method == "POST":
        try:
            secret = unseal(request.session.get("secret", ""), purpose=SEALED)
        except Unreadable:
            messages.info(request, _("That took a little long. Please begin again."))
            return redirect("members:code_app")
        form = AppCodeForm(request.POST)
        if form.is_valid():
            try:
                code = "".join(form.cleaned_data["code"].split())
                actions.add_code_app(account=request.user, secret=secret, code=code, keep=request.session.session_key, at=request.now)
            except Invalid as error:
                form.add_error("code", str(error.reason))
            else:
                del request.session["secret"]
                prove(request.session, strong=True, at=request.now)
                return with_paper(request, _("The app is set up. From now on we ask for its code."))
    else:
        form = AppCodeForm()
        secret = codes.new_secret()
        request.session["secret"] = seal(secret, purpose=SEALED)
    address = codes.key_address(secret, account=request.user.email, house=queries.name_and_house(request.user)[1])
    picture = codes.picture(address, label=_("The same secret as a picture for the camera of the app"))
    shown = {"form": form, "picture": picture, "address": address, "secret": " ".join(secret[k : k + 4] for k in range(0, len(secret), 4))}
    return render(request, "members/security/code_app.html", shown, status=422 if request.method == "POST" else 200)


@require_POST
@fresh
def remove_code_app(request: Any) -> HttpResponse:
    """Do without the app."""
    left = actions.remove_code_app(account=request.user, keep=request.session.session_key, at=request.now)
    return _removed(request, left, _("The app is gone. All other browsers are signed out."))


def _removed(request: Any, left: bool, said: str) -> HttpResponse:
    if not left:
        request.session["strong"] = False
    messages.success(request, said)
    return redirect("members:security")


def with_paper(request: Any, said: str) -> HttpResponse:
    """On to the codes on paper, if there are none yet."""
    messages.success(request, said)
    if actions.has_recovery_codes(request.user):
        return redirect("members:security")
    return _make_paper(request)


def _make_paper(request: Any) -> HttpResponse:
    made = actions.make_recovery_codes(account=request.user, at=request.now)
    request.session["paper"] = {"at": request.now.timestamp(), "codes": seal(json.dumps(made), purpose=SEALED)}
    return redirect("members:recovery_codes")


def _paper(request: Any) -> list[str]:
    """The codes just made, until they were put away, for half an hour at most."""
    held = request.session.get("paper")
    if not held or request.now.timestamp() - held["at"] > PAPER.total_seconds():
        return []
    try:
        found: list[str] = json.loads(unseal(held["codes"], purpose=SEALED))
    except Unreadable:
        return []
    return found


@page_or_form
@fresh
def recovery_codes(request: Any) -> HttpResponse:
    """The codes on paper: shown once. A POST makes new ones."""
    if request.method == "POST":
        if not queries.ways(request.user).strong:
            raise Invalid(_("Codes on paper stand in for a passkey or a code app. Set one up first."))
        return _make_paper(request)
    fresh_codes = _paper(request)
    if not fresh_codes:
        return redirect("members:security")
    return render(request, "members/security/recovery_codes.html", {"fresh": fresh_codes, "email": request.user.email})


@require_safe
@fresh
def recovery_file(request: Any) -> HttpResponse:
    """The same codes as a file."""
    fresh_codes = _paper(request)
    if not fresh_codes:
        return redirect("members:security")
    text = _("Recovery codes of %(email)s. Each opens the door once.") % {"email": request.user.email}
    answer = HttpResponse("\n".join([text, "", *fresh_codes, ""]), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="drittort-codes.txt"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def recovery_kept(request: Any) -> HttpResponse:
    """They are put away; nobody can show them again."""
    request.session.pop("paper", None)
    messages.success(request, _("Good. Keep them where you find them without your phone."))
    return redirect("members:security")


# Browsers


@require_POST
def end_sign_in(request: Any, pk: int) -> HttpResponse:
    """Sign one browser out."""
    actions.end_sign_in(account=request.user, pk=pk, at=request.now)
    messages.success(request, _("This browser is signed out."))
    return redirect("members:security")


@require_POST
def end_others(request: Any) -> HttpResponse:
    """Sign all other browsers out."""
    actions.end_others(account=request.user, keep=request.session.session_key, at=request.now)
    messages.success(request, _("You are signed in here only."))
    return redirect("members:security")


# The address


@page_or_form
@fresh
def email(request: Any) -> HttpResponse:
    """Change the e-mail address: first a link goes to the new one."""
    form = EmailForm(request.POST if request.method == "POST" else None, present=request.user.email)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_email(account=request.user, email=form.cleaned_data["email"], language=get_language() or "de", at=request.now)
        except attempts.TooMany as error:
            form.add_error("email", str(error.reason))
            status = error.status
        else:
            messages.success(request, _("A link is on its way to the new address. Until you open it, everything stays as it is."))
            return redirect("members:security")
    return render(request, "members/security/email.html", {"form": form, "email": request.user.email}, status=status)


@is_open
@page_or_form
def confirm_email(request: Any, token: str) -> HttpResponse:
    """The page behind the link at the new address: one button. Opening it changes nothing."""
    _account, to = actions.read_email_link(token)
    if request.method == "POST":
        actions.change_email(token=token, at=request.now)
        if request.user.is_authenticated:
            messages.success(request, _("Your address is changed."))
            return redirect("members:security")
        return render(request, "members/security/email_changed.html", {"email": to})
    return render(request, "members/security/confirm_email.html", {"email": to})
