"""The page between companies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drittort.connect.between import actions, queries
from drittort.connect.between.forms import IntroduceForm
from drittort.connect.introductions.rules import may_care
from drittort.core.errors import Invalid, NotAllowed, require
from drittort.core.paging import number


@require_safe
def between(request: Any, space: str) -> HttpResponse:
    """The ties that are missing between companies, and would matter."""
    return shown(request)


def shown(request: Any, kept: queries.Kept | None = None, status: int = 200) -> HttpResponse:
    """The page, perhaps with a form that came back."""
    page = queries.page(request.member, request.now)
    return render(request, "connect/between/page.html", {"page": queries.with_kept(page, kept) if kept else page}, status=status)


@require_POST
def wish(request: Any, space: str, own: int, firm: int) -> HttpResponse:
    """Ask those who care to introduce us."""
    actions.wish_for_company(actor=request.member, company_id=own, other_id=firm, at=request.now)
    messages.success(request, _("The people who care for the community know of it now."))
    return redirect("connect:between", space=space)


@require_POST
def end_wish(request: Any, space: str, pk: int) -> HttpResponse:
    """A wish is settled."""
    actions.take_wish_back(actor=request.member, wish_id=pk, at=request.now)
    return redirect("connect:between", space=space)


@require_POST
def acquainted(request: Any, space: str, own: int, firm: int) -> HttpResponse:
    """We know each other already."""
    if "not" in request.POST:
        actions.take_acquaintance_back(actor=request.member, company_id=own, other_id=firm, at=request.now)
    else:
        actions.say_acquainted(actor=request.member, company_id=own, other_id=firm, at=request.now)
        messages.success(request, _("Good to know. The two are not suggested any more."))
    return redirect("connect:between", space=space)


@require_POST
def introduce_companies(request: Any, space: str, own: int, firm: int) -> HttpResponse:
    """Introduce two companies, by one person of each."""
    require(may_care(request.member))
    form = IntroduceForm(request.POST)
    if not form.is_valid():
        return came_back(request, own, firm, _("Choose somebody of each company."), Invalid.status)
    try:
        actions.introduce_companies(
            actor=request.member, company_id=own, other_id=firm, member_id=form.cleaned_data["member"],
            other_member_id=form.cleaned_data["other_member"], text=form.cleaned_data["text"], at=request.now,
        )  # fmt: skip
    except (Invalid, NotAllowed) as error:
        # The page offers people of each side by themselves; not every two of them fit, and somebody else is chosen there.
        return came_back(request, own, firm, str(error.reason), error.status)
    messages.success(request, _("Sent. Both get mail and have a week to answer."))
    return redirect("connect:between", space=space)


def came_back(request: Any, own: int, firm: int, problem: str, status: int) -> HttpResponse:
    """The page with what was chosen and written, and what was wrong with it."""
    told = request.POST
    members = number(told.get("member", "")), number(told.get("other_member", ""))
    kept = queries.Kept(queries.key_of(own, firm), problem, *members, told.get("text", ""))
    return shown(request, kept, status)
