"""The map page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drittort.network.map import queries


@require_safe
def house_map(request: Any, space: str) -> HttpResponse:
    """Show the stored map."""
    return render(request, "network/map/page.html", {"map": queries.map_page(request.member, request.now)})
