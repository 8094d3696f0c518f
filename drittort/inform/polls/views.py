"""Choosing, from the page of the post."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from drittort.core.paging import number
from drittort.inform.polls import actions


@require_POST
def vote(request: Any, space: str, pk: int) -> HttpResponse:
    """Choose, choose anew, or take it back."""
    chosen = [option for option in map(number, request.POST.getlist("option")) if option is not None]
    actions.vote(actor=request.member, post_id=pk, options=chosen, at=request.now)
    messages.success(request, _("Your choice counts.") if chosen else _("Taken back: you have chosen nothing."))
    return redirect("inform:post", space=space, pk=pk)
