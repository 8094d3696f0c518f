"""The page of what came of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from drittort.connect.outcomes import queries


@require_safe
def outcomes(request: Any, space: str) -> HttpResponse:
    """What introductions, needs and the market turned into: the same sums for every member of the house."""
    page = queries.outcomes(request.member, request.GET.get("of", ""))
    here = reverse("connect:outcomes", args=[space])
    tabs = [{"url": f"{here}?of={one.word}" if one.word else here, "label": one.label, "current": one.chosen} for one in page.periods]
    return render(request, "connect/outcomes/page.html", {"page": page, "tabs": tabs})
