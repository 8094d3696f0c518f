"""The pages of the figures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drittort.core.spreadsheet import table
from drittort.plan.metrics import actions, queries
from drittort.plan.rules import may_run
from drittort.plan.ways import to_plan


@require_safe
def metrics(request: Any, space: str) -> HttpResponse:
    """All figures of the house."""
    parts = queries.sheet(request.member, request.now)
    return render(
        request,
        "plan/metrics/list.html",
        {
            "parts": parts, "empty": not any(part.told for part in parts), "computing": queries.is_computing(request.space),
            "may_run": bool(may_run(request.member)), "way": way(space),
        },
    )  # fmt: skip


@require_safe
def metric(request: Any, space: str, figure: str) -> HttpResponse:
    """One figure: what it means, how it is made, and how it came here."""
    found = queries.one(request.member, figure, request.now)
    return render(
        request, "plan/metrics/page.html", {"one": found, "way": [*way(space), (reverse("plan:metrics", args=[space]), _("Figures"))]}
    )


@require_safe
def metrics_file(request: Any, space: str) -> HttpResponse:
    """Everything that is kept, as a table for a spreadsheet."""
    answer = HttpResponse(
        content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{space}-figures.csv"'}
    )
    answer.write(table(queries.COLUMNS, queries.table(request.member)))
    return answer


@require_POST
def compute_metrics(request: Any, space: str) -> HttpResponse:
    """Have the worker compute now what is due at night."""
    actions.ask_for_months(actor=request.member, at=request.now)
    messages.success(request, _("The figures are being computed. It takes a few seconds; then load the page again."))
    return redirect("plan:metrics", space=space)


@require_POST
def remake_metric(request: Any, space: str, figure: str) -> HttpResponse:
    """Have the closed months of an open figure made anew."""
    actions.ask_to_remake(actor=request.member, name=figure, at=request.now)
    messages.success(request, _("Its months are being made anew. What changes is marked."))
    return redirect("plan:metric", space=space, figure=figure)


def way(space: str) -> list[tuple[str, str]]:
    """The way back to the plan."""
    return [to_plan(space)]
