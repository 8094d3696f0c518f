"""One tap: I am here today."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from drittort.members.here_today import actions


@require_POST
def here_today(request: Any, space: str) -> HttpResponse:
    """Say it, or take it back (`said` is "no"); from the first page back to it."""
    if request.POST.get("said") == "no":
        actions.take_back_here(actor=request.member)
        messages.success(request, _("Nobody sees any more that you are here today."))
    else:
        actions.say_here(actor=request.member, at=request.now)
        messages.success(request, _("The house knows that you are here today. It forgets it at midnight."))
    return redirect("home:today" if request.POST.get("back") == "today" else "members:people", space=space)
