"""The first page of the plan."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drittort.plan.overview import queries


@require_safe
def overview(request: Any, space: str) -> HttpResponse:
    """The plan at a glance, and the ways into its parts."""
    return render(request, "plan/overview/page.html", {"page": queries.overview(request.member, request.now)})
