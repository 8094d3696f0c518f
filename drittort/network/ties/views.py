"""My ties."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drittort.network.ties import queries, words


@require_safe
def own_ties(request: Any, space: str) -> HttpResponse:
    """Everything that the house holds on my ties."""
    ties = queries.own_ties(request.member, request.now, request.GET.get("before", ""))
    return render(request, "network/ties/page.html", {"own": ties, "meanings": words.meanings()})


@require_safe
def one_tie(request: Any, space: str, other: int) -> HttpResponse:
    """The days of contact with one person."""
    return render(
        request, "network/ties/one.html", {"tie": queries.one_tie(request.member, other, request.now, request.GET.get("before", ""))}
    )
