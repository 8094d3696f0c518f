"""The page of programs beside their figures."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drittort.plan.comparison import queries
from drittort.plan.ways import to_plan


@require_safe
def comparison(request: Any, space: str) -> HttpResponse:
    """What changed after programs began."""
    way = [to_plan(space)]
    rows = queries.comparisons(request.member)
    context = {"rows": rows, "waiting": [one for one in rows if one.plot is None], "waits": queries.takes(), "way": way}
    return render(request, "plan/comparison/page.html", context)
