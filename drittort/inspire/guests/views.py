"""Pages for people from outside: what is on for everybody, coming without an account, and one's own page behind the link of a letter. None sets a cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from drittort.core.errors import HouseError, Invalid, NotFound
from drittort.core.strangers import speaking
from drittort.inspire.calendar.views import calendar_file
from drittort.inspire.events import ics
from drittort.inspire.guests import actions, queries, rules, tokens
from drittort.inspire.guests.forms import GuestForm
from drittort.joining.applications.actions import knock
from drittort.members.scope import is_open
from drittort.members.security.attempts import connection_of

GOING, NOT, FORGET = "going", "not", "forget"
View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A page for strangers: the house stands above it, and a form's answer keeps the form's language."""

    @is_open
    @wraps(view)
    def wrapped(request: Any, space: str, **kwargs: Any) -> HttpResponse:
        request.visited = rules.open_house(space)
        language = request.POST.get("language", "")
        if language not in dict(settings.LANGUAGES):
            return view(request, space, **kwargs)
        return speaking(request, language, lambda: view(request, space, **kwargs))

    return wrapped


@public
@require_safe
def open_events(request: Any, space: str) -> HttpResponse:
    """What is on for everybody."""
    return render(request, "inspire/guests/list.html", {"lines": queries.whats_on(request.visited, request.now)})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def open_event(request: Any, space: str, pk: int) -> HttpResponse:
    """One event, and coming to it without an account. Answered alike for people and machines, known addresses and others."""
    page = queries.one(queries.found(request.visited, pk), request.now)
    form = GuestForm(request.POST if request.method == "POST" else None, at=request.now, most=page.most_guests, question=page.question)
    if form.is_bound:
        sent = redirect(f"{reverse('inspire:guest_sent', args=[space])}?language={request.LANGUAGE_CODE}")
        if form.is_machine:
            return sent
        if form.is_valid():
            try:
                knock(connection=connection_of(request), at=request.now)
                actions.ask_seat(space=request.visited, event_id=pk, at=request.now, **form.told())
            except HouseError as error:
                form.add_error(None, str(error.reason))
            else:
                return sent
    way = [(reverse("inspire:open_events", args=[space]), _("What is on"))]
    return render(request, "inspire/guests/page.html", {"page": page, "form": form, "way": way}, status=422 if form.is_bound else 200)


@public
@require_safe
def open_event_file(request: Any, space: str, pk: int) -> HttpResponse:
    """One event as a file."""
    return calendar_file(ics.file_of(queries.entry(queries.found(request.visited, pk))))


@public
@require_safe
def sent(request: Any, space: str) -> HttpResponse:
    """Look into your mail."""
    return render(request, "inspire/guests/sent.html")


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: Any, token: str) -> HttpResponse:
    """A guest's own page: one answer preset, one button. Opening it changes nothing."""
    guest_id, email = tokens.read(token)
    try:
        held = actions.found(guest_id, email)
    except NotFound:
        return render(request, "inspire/guests/gone.html", status=404)
    request.visited = held.event.space
    language = request.GET.get("language") or request.POST.get("language") or held.language
    given = {"guest_id": guest_id, "email": email, "at": request.now}
    response = speaking(
        request, language if language in dict(settings.LANGUAGES) else held.language, lambda: own_page(request, token, given)
    )
    response["Referrer-Policy"] = "no-referrer"
    return response


def own_page(request: Any, token: str, given: dict[str, Any]) -> HttpResponse:
    """The page itself, after what was said on it."""
    said, error, status, says = "", "", 200, request.POST.get("says", "")
    if request.method == "POST":
        try:
            said = answer(says, given)
        except HouseError as refused:
            error, status = str(refused.reason), refused.status
        if says == FORGET and said:
            return render(request, "inspire/guests/gone.html", {"said": said})
    mine = queries.mine(actions.found(given["guest_id"], given["email"]), request.now)
    context = {"mine": mine, "page": mine.page, "token": token, "said": said, "error": error, "preset": request.GET.get("says", "")}
    return render(request, "inspire/guests/mine.html", context, status=status)


def answer(says: str, given: dict[str, Any]) -> str:
    """Do what a guest says; returns the sentence that says so. Raises Invalid for anything else."""
    if says == GOING:
        standing = actions.come(**given).standing
        if standing == "going":
            return _("Lovely, you come.")
        return (
            _("We have asked whoever hosts it. You hear of it.")
            if standing == "asking"
            else _("You stand in line and hear as soon as a seat is free.")
        )
    if says == NOT:
        actions.withdraw(**given)
        return _("All right. The seat goes on to the next.")
    if says == FORGET:
        actions.be_forgotten(**given)
        return _("Forgotten. Nothing of you is kept here any more.")
    raise Invalid
