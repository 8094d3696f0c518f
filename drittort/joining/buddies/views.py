"""The page of buddies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drittort.joining.buddies import actions, queries
from drittort.members.me.way import way_to_me


@require_safe
def buddies(request: Any, space: str) -> HttpResponse:
    """Who stands by me, and by whom I stand."""
    context = {"standing": queries.standing(request.member, request.now), "way": way_to_me(space)}
    return render(request, "joining/buddies/page.html", context)


@require_POST
def end(request: Any, space: str, pk: int) -> HttpResponse:
    """End it."""
    actions.end_buddy(actor=request.member, buddy_id=pk, at=request.now)
    messages.success(request, _("That is over now. Nobody was sent a message about it."))
    return redirect("joining:buddies", space=space)


@require_POST
def give(request: Any, space: str, pk: int) -> HttpResponse:
    """Give somebody a buddy, from the page of what needs care."""
    if actions.give_buddy_to(actor=request.member, member_id=pk, at=request.now) is None:
        messages.warning(request, _("Nobody is free to be a buddy just now."))
    else:
        messages.success(request, _("The two have found each other. The buddy hears of it."))
    return redirect("members:person", space=space, pk=pk)
