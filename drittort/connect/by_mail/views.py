"""The page behind the button of a mail: what somebody wrote to the house, to be changed and hung on the board without sign-in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from drittort.connect.by_mail import needs
from drittort.connect.needs.actions import open_need
from drittort.connect.needs.forms import NeedForm
from drittort.connect.needs.models import Need
from drittort.core.errors import Invalid, NotAllowed
from drittort.members.scope import is_open


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Any, token: str) -> HttpResponse:
    """Opening it changes nothing. Pressed twice, it hangs there once."""
    draft = needs.read(token)
    initial = {"side": Need.Side.SEEK, "text": draft.text, "language": draft.member.language}
    form = NeedForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                open_need(actor=draft.member, at=request.now, **form.cleaned_data)
            except (Invalid, NotAllowed) as error:
                form.add_error("text", str(error.reason))
            else:
                return redirect(f"{reverse('connect:ask_by_mail', args=[token])}?done={form.cleaned_data['side']}")
    done = request.GET.get("done", "") if request.method != "POST" else ""
    context = {"form": form, "token": token, "house": draft.member.space, "done": done}
    return render(request, "connect/by_mail/ask.html", context, status=status)
