"""The page that says what goes by mail, with one's own address."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drittort.core.mail.incoming.registry import house_address
from drittort.members.by_mail.house import OTHERWISE, WORDS
from drittort.members.me.way import way_to_me


@require_safe
def by_mail(request: Any, space: str) -> HttpResponse:
    """How to take part without ever opening a page."""
    context = {
        "write_to": house_address(request.member.pk),
        "email": request.user.email,
        "words": [str(each.help) for each in WORDS],
        "asks": bool(OTHERWISE),
        "way": way_to_me(space),
    }
    return render(request, "members/by_mail/page.html", context)
