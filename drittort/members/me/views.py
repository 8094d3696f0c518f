"""My page: everything that is about me, in one place."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drittort.members.people import queries
from drittort.members.scope import stays_open


@stays_open
@require_safe
def me(request: Any, space: str) -> HttpResponse:
    """Who I am here, and the ways to what I decided."""
    return render(
        request,
        "members/me/page.html",
        {"profile": queries.profile(request.member, request.member.pk, request.space.day(request.now)), "email": request.user.email},
    )
