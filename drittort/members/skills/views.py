"""Type-ahead for skills."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drittort.core.fragments import part
from drittort.members.skills import queries


@require_safe
def skills(request: Any, space: str) -> HttpResponse:
    """Words for a beginning: as a list to read, or as options for a field."""
    # A field of several words asks for the last one.
    query = (
        next((v for k, v in request.GET.items() if k == "q" or k.startswith("f")), "")[:400]
        .replace("\0", " ")
        .rpartition(",")[2]
        .strip()[:60]
    )
    before = request.GET.get("q", "")[:400].rpartition(",")[0]
    return render(
        request,
        part(request, "members/skills/_options.html", "members/skills/page.html"),
        {
            "query": query,
            "before": f"{before}, " if before else "",
            "proposals": queries.proposals(request.member, query),
            "example": queries.example(request.member, query, request.GET.get("side", "")),
        },
    )
