"""Pages of those who host, and of those who take something on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drittort.core.errors import Invalid
from drittort.core.paging import number
from drittort.inspire.events.views import way
from drittort.inspire.hosting import actions, queries
from drittort.inspire.hosting.forms import CostForm, MessageForm
from drittort.members.notices.actions import see_thread

ASK, UNASK, TICK, UNTICK, COST, WRITE = "ask", "unask", "tick", "untick", "cost", "write"
BADGES = "badges"
TAKE, BACK, YES, NO = "take", "back", "yes", "no"


@require_http_methods(["GET", "HEAD", "POST"])
def hosting(request: Any, space: str, pk: int) -> HttpResponse:
    """Everything that those who host need."""
    page = queries.hosting(request.member, pk, request.now, request.GET.get("q", ""))
    message, cost = MessageForm(), CostForm(initial={"budget": page.budget, "spent": page.spent}, auto_id="cost_%s")
    if request.method == "POST":
        says, given = request.POST.get("says", ""), {"actor": request.member, "event_id": pk, "at": request.now}
        failed = False
        if says == WRITE:
            message = MessageForm(request.POST)
            failed = not message.is_valid()
            if not failed:
                try:
                    actions.write_to_all(text=message.cleaned_data["text"], **given)
                    messages.success(request, _("It is on its way to all who have a seat."))
                except Invalid as error:
                    message.add_error("text", str(error.reason))
                    failed = True
        elif says == COST:
            cost = CostForm(request.POST, auto_id="cost_%s")
            failed = not cost.is_valid()
            if not failed:
                actions.say_cost(**cost.cleaned_data, **given)
                messages.success(request, _("Written down."))
        else:
            other_step(request, says, given)
        if not failed:
            return redirect("inspire:hosting", space=space, pk=pk)
    here = way(space, (reverse("inspire:event", args=[space, pk]), page.title))
    context = {"page": page, "message": message, "cost": cost, "way": here}
    return render(request, "inspire/hosting/page.html", context, status=422 if request.method == "POST" else 200)


def other_step(request: Any, says: str, given: dict[str, Any]) -> None:
    """Ask somebody along or not any more, tick something off or not. Raises Invalid for anything else."""
    who = number(request.POST.get("who", "")) or 0
    if says == ASK:
        actions.ask_along(member_id=who, role=request.POST.get("role", "")[:60], **given)
        messages.success(request, _("Asked. They say yes or no in peace."))
    elif says == UNASK:
        actions.unask(co_host_id=who, **given)
    elif says == BADGES:
        actions.ask_badges(**given)
        messages.success(request, _("They are being made. Look here again in a moment."))
    elif says in (TICK, UNTICK):
        actions.tick(text=request.POST.get("text", ""), done=says == TICK, **given)
    else:
        raise Invalid


@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: Any, space: str, pk: int) -> HttpResponse:
    """What people can take on, and the answer of whoever was asked to host it along."""
    if request.method == "POST":
        says, given = request.POST.get("says", ""), {"actor": request.member, "event_id": pk, "at": request.now}
        if says == TAKE:
            actions.take_on(text=request.POST.get("text", ""), **given)
            messages.success(request, _("Lovely. It is yours."))
        elif says == BACK:
            actions.give_back(text=request.POST.get("text", ""), **given)
            messages.success(request, _("All right. Somebody else may take it on."))
        elif says in (YES, NO):
            actions.answer_along(yes=says == YES, **given)
            messages.success(request, _("Lovely, you host it, too.") if says == YES else _("All right."))
        else:
            raise Invalid
        return redirect("inspire:event_parts", space=space, pk=pk)
    see_thread(member=request.member, thread=f"event:{pk}", at=request.now)
    page = queries.parts(request.member, pk, request.now)
    here = way(space, (reverse("inspire:event", args=[space, pk]), page.title))
    return render(request, "inspire/hosting/parts.html", {"page": page, "way": here})
