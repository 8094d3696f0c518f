"""The page of what community is worth."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drittort.plan.ways import to_plan
from drittort.plan.worth import queries
from drittort.plan.worth.forms import AssumptionForm


@require_safe
def worth(request: Any, space: str) -> HttpResponse:
    """How long people stay, what they did for each other, and what it comes to. The calculator stands in the address, so that a calculation can be passed on."""
    page = queries.worth(request.member, request.now)
    asked = any(name in request.GET for name in AssumptionForm.base_fields)
    form = AssumptionForm(request.GET if asked else None, initial=dict(page.start), begins=page.begins)
    result = queries.reckoned(form.cleaned_data if asked else page.start) if not asked or form.is_valid() else None
    context = {"page": page, "form": form, "result": result, "way": [to_plan(space)]}
    return render(request, "plan/worth/page.html", context, status=200 if result else 422)
