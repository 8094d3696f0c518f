"""Pages of the trades of a house."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drittort.inform.posts.views import tabs
from drittort.inform.trades import actions, queries
from drittort.inform.trades.models import TradeMember
from drittort.spaces.trades import LEAST


@require_safe
def trades(request: Any, space: str) -> HttpResponse:
    """The trades of the house."""
    context = {"trades": queries.shelf(request.member), "tabs": tabs(space, "trades"), "least": LEAST}
    return render(request, "inform/trades/list.html", context)


@require_safe
def trade(request: Any, space: str, letter: str) -> HttpResponse:
    """One trade: its people, what they ask, know and tell each other, and its circles. What it shows counts as seen."""
    page = queries.one(request.member, letter, request.now)
    if page.rhythm:
        actions.see_trade(actor=request.member, letter=page.own_letter, at=request.now)
    context = {
        "page": page, "way": [(reverse("inform:trades", args=[space]), _("Trades"))],
        "rhythms": [(value, label, value == (page.rhythm or TradeMember.Rhythm.WEEK)) for value, label in TradeMember.Rhythm.choices],
    }  # fmt: skip
    return render(request, "inform/trades/page.html", context)


@require_POST
def join(request: Any, space: str, letter: str) -> HttpResponse:
    """Take part, or hear of it in another rhythm."""
    actions.join_trade(actor=request.member, letter=letter, rhythm=request.POST.get("rhythm", TradeMember.Rhythm.WEEK), at=request.now)
    messages.success(request, _("You take part. Nobody sees that but you; your company says whether you stand among its people."))
    return redirect("inform:trade", space=space, letter=letter)


@require_POST
def leave(request: Any, space: str, letter: str) -> HttpResponse:
    """Take part no more."""
    actions.leave_trade(actor=request.member, letter=letter, at=request.now)
    messages.success(request, _("You hear nothing of it any more. The page stays open to you."))
    return redirect("inform:trade", space=space, letter=letter)
