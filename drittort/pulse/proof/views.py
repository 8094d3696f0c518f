"""The page of whether introductions help."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drittort.core.addresses import address
from drittort.pulse.proof import queries
from drittort.pulse.ways import to_plan
from drittort.spaces.house.rules import may_change


@require_safe
def proof(request: Any, space: str) -> HttpResponse:
    """Did it work? What lots show, once a quarter."""
    page = queries.proof(request.member)
    decide = address("spaces:decisions", space) if not page.share and may_change(request.member) else ""
    return render(request, "pulse/proof/page.html", {"page": page, "way": [to_plan(space)], "decide": decide})
