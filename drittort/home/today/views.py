"""Heute: a member's first page. It ends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drittort.core import pocket
from drittort.core.composer import VERBS
from drittort.core.errors import Invalid, NotAllowed
from drittort.core.fragments import wants_part
from drittort.home.first_visit.actions import say_hello
from drittort.home.phone.hint import hint_for
from drittort.home.today import actions, queries, words
from drittort.members.roles.queries import person


@pocket.kept_along()
@require_safe
def today(request: Any, space: str) -> HttpResponse:
    """What is for me today."""
    shown = queries.today(request.member, request.now)
    phone_hint = hint_for(request, put_away=shown.hint_put_away)
    return render(request, "home/today/page.html", {"today": shown, "first_steps": shown.first_steps, "phone_hint": phone_hint})


@require_POST
def compose(request: Any, space: str) -> HttpResponse:
    """Take what was written to the form of its verb; a script of ours keeps it meanwhile (`keep`)."""
    verb = request.POST.get("verb", "")
    try:
        actions.keep_composition(actor=request.member, verb=verb, text=request.POST.get("text", ""), at=request.now)
    except Invalid as error:
        messages.error(request, str(error.reason))
        return redirect("home:today", space=space)
    return HttpResponse(status=204) if "keep" in request.POST else redirect(VERBS[verb].path(space))


@require_POST
def hello(request: Any, space: str, pk: int) -> HttpResponse:
    """One tap says hello to somebody new."""
    other, refused = person(request.member, pk), ""
    try:
        say_hello(actor=request.member, other_id=other.pk, text=words.hello_to(request.member, other), at=request.now)
    except (Invalid, NotAllowed) as error:
        refused = str(error.reason)
    if wants_part(request):
        return render(request, "home/today/_greeted.html", {"other_id": other.pk, "refused": refused})
    if refused:
        messages.error(request, refused)
    else:
        messages.success(request, _("Your hello is on its way."))
    return redirect("home:today", space=space)
