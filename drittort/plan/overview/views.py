"""The first page of the plan: the ways into its parts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drittort.core import links
from drittort.core.errors import require
from drittort.plan.rules import may_read


@require_safe
def overview(request: Any, space: str) -> HttpResponse:
    """What the plan is made of."""
    require(may_read(request.member))
    return render(request, "plan/overview/page.html", {"parts": links.at("plan", request.member)})
