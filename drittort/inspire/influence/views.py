"""The page of what members changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drittort.core.paging import number
from drittort.inspire.influence import queries
from drittort.inspire.rooms import rooms


@require_safe
def influence(request: Any, space: str) -> HttpResponse:
    """What members changed in a year; it can be printed as it is."""
    history = queries.history(request.member, number(request.GET.get("year", "")), request.now)
    return render(request, "inspire/influence/page.html", {"history": history, "rooms": rooms(space, "inspire:influence")})
