"""The page behind “no more of these mails”."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from drittort.members.mail_refusals import actions
from drittort.members.scope import is_open


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Any, token: str) -> HttpResponse:
    """Opening it changes nothing; the button, or the mail program's one click, ends the mails."""
    member, category = actions.read(token)
    if request.method == "POST":
        if request.POST.get("again"):
            actions.take_mail_again(member=member, category=category, at=request.now)
        else:
            actions.refuse_mail(member=member, category=category, at=request.now)
    return render(
        request,
        "members/mail_refusals/page.html",
        {"house": member.space.name, "category": category, "refused": not actions.wants_mail(member, category), "token": token},
    )


# Mail programs post here without a page of ours; the address itself is the proof.
unsubscribe.from_anywhere = True  # type: ignore[attr-defined]
