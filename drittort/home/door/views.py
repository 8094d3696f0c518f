"""The door: who is signed in goes to their house; who is not is asked in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from drittort.home.door import queries
from drittort.members.scope import is_open
from drittort.members.sign_in.views import comes_from_here


@is_open
@require_safe
def door(request: Any) -> HttpResponse:
    """First page of the site."""
    houses = queries.houses_of(request.user.pk) if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated else []
    if len(houses) == 1:
        member = houses[0]
        return redirect("home:care" if member.cares else "home:today", space=member.slug)
    demo = queries.demo_people() if settings.DEMO and comes_from_here(request) else []
    return render(
        request, "home/door/page.html", {"houses": houses, "demo": demo, "nothing_here": not houses and not demo and queries.no_house()}
    )
