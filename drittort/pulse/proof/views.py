"""The page of whether introductions help."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from drittort.pulse.proof import queries


@require_safe
def proof(request: Any, space: str) -> HttpResponse:
    """Did it work? What lots show, once a quarter."""
    way = [(reverse("plan:overview", args=[space]), pgettext("navigation", "Plan"))]
    return render(request, "pulse/proof/page.html", {"page": queries.proof(request.member), "way": way})
