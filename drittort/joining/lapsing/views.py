"""The page behind the mail, and the list of those who care."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import HouseError, require
from drittort.joining.lapsing import actions, queries, rules, tokens
from drittort.joining.lapsing.forms import BreakForm, GoForm
from drittort.joining.leaving.actions import end_pause, withdraw_departure
from drittort.members.scope import is_open


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Any, token: str) -> HttpResponse:
    """All well? Opening it changes nothing; one button answers, without sign-in."""
    lapse = tokens.read(token)
    member, house = lapse.member, lapse.member.space
    asked = request.POST if request.method == "POST" else request.GET
    says = asked.get("says", "")
    says = says if says in (actions.HERE, actions.PAUSE, actions.LEAVE, "undo") else actions.HERE
    today = house.day(request.now)
    bound = request.POST if request.method == "POST" else None
    form: BreakForm | GoForm | None = (
        BreakForm(bound, today=today) if says == actions.PAUSE else GoForm(bound, today=today) if says == actions.LEAVE else None
    )
    said, status = "", 200
    if request.method == "POST":
        if says == "undo":
            withdraw_departure(actor=member, at=request.now)
            end_pause(actor=member, at=request.now)
            says, said = actions.HERE, "undone"
        elif form is None or form.is_valid():
            try:
                actions.answer_lapse(actor=member, says=says, at=request.now, **(form.cleaned_data if form is not None else {}))
                said = says
            except HouseError as error:
                status = error.status
                if form is None:
                    raise
                form.add_error(None, str(error.reason))
        else:
            status = 422
    context = {"house": house, "name": member.name, "says": says, "said": said, "form": form, "token": token}
    return render(request, "joining/lapsing/answer.html", context, status=status)


@require_safe
def lapsing(request: Any, space: str) -> HttpResponse:
    """Of whom nothing was heard."""
    require(rules.may_see(request.member))
    way = [(reverse("home:care", args=[space]), _("Needs care"))]
    return render(request, "joining/lapsing/list.html", {"hints": queries.hints(request.member, request.now), "way": way})


@require_POST
def cared(request: Any, space: str, pk: int) -> HttpResponse:
    """I have spoken with them."""
    require(rules.may_see(request.member))
    actions.note_cared(actor=request.member, lapse_id=pk, at=request.now)
    messages.success(request, _("Thank you for asking after them."))
    return redirect("joining:lapsing", space=space)
