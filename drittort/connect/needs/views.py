"""Pages of needs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from drittort.connect.needs import actions, queries
from drittort.connect.needs.forms import NeedForm
from drittort.core.errors import Invalid, NotAllowed
from drittort.core.fragments import part
from drittort.core.paging import cursor, number, older


@require_http_methods(["GET", "HEAD", "POST"])
def needs(request: Any, space: str) -> HttpResponse:
    """The list, and a form to ask."""
    status = 200
    form = NeedForm(request.POST if request.method == "POST" else None, initial={"language": request.member.language})
    if request.method == "POST":
        if form.is_valid():
            try:
                actions.open_need(actor=request.member, at=request.now, **form.cleaned_data)
            except (Invalid, NotAllowed) as error:
                form.add_error("text", str(error.reason))
            else:
                messages.success(request, _("It hangs on the board now."))
                return redirect("connect:needs", space=space)
        status = 422
    cards, more = queries.list_for(request.member, request.now, after=cursor(request.GET.get("after", ""), moment=True))
    return render(
        request,
        part(request, "connect/needs/_board.html", "connect/needs/list.html"),
        {"cards": cards, "older": older(more), "form": form, "closed": number(request.GET.get("closed", ""))},
        status=status,
    )


@require_POST
def answer(request: Any, space: str, pk: int) -> HttpResponse:
    """I can help."""
    need = actions.answer_need(actor=request.member, need_id=pk, at=request.now)
    messages.success(request, _("Thank you! %(name)s gets mail from you.") % {"name": need.member.name})
    return redirect("connect:needs", space=space)


@require_POST
def close(request: Any, space: str, pk: int) -> HttpResponse:
    """Take it down; the page offers to hang it up again."""
    actions.close_need(actor=request.member, need_id=pk, at=request.now)
    return redirect(f"{reverse('connect:needs', args=[space])}?closed={pk}")


@require_POST
def reopen(request: Any, space: str, pk: int) -> HttpResponse:
    """Hang it up again."""
    actions.reopen_need(actor=request.member, need_id=pk, at=request.now)
    return redirect("connect:needs", space=space)
