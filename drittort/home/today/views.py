"""Heute: a member's first page. It ends."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drittort.home.first_visit.queries import first_steps
from drittort.home.today import queries
from drittort.joining.agreements.queries import waiting


@require_safe
def today(request: Any, space: str) -> HttpResponse:
    """What is for me today."""
    agreements = waiting(request.member)
    context = {
        "today": queries.today(request.member, request.now),
        "agreements": agreements,
        "first_steps": first_steps(request.member, request.now, agreed=agreements is None),
    }
    return render(request, "home/today/page.html", context)
