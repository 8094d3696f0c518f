"""My address: whether mail gets through, and trying again. It is changed where the other keys are."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drittort.members.me.way import way_to_me
from drittort.members.reach import actions, queries


@require_safe
def address(request: Any, space: str) -> HttpResponse:
    """The address that we write to, whether mail gets through, and the way to another one."""
    context = {"email": request.user.email, "unreached": queries.unreached(request.user, request.member), "way": way_to_me(space)}
    return render(request, "members/reach/page.html", context)


@require_POST
def again(request: Any, space: str) -> HttpResponse:
    """Try the address once more."""
    actions.try_again(actor=request.member, account=request.user, at=request.now)
    messages.success(request, _("A mail is on its way. If it comes back, we say so here."))
    return redirect("members:address", space=space)
