"""The people of the house."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drittort.core.paging import cursor, older
from drittort.members.people import queries


@require_safe
def people(request: Any, space: str) -> HttpResponse:
    """Faces by name, with a search."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
    found, more, total = queries.directory(request.member, query=query, after=cursor(request.GET.get("after", "")))
    return render(request, "members/people/list.html", {"people": found, "older": older(more, q=query), "total": total, "query": query})


@require_safe
def person(request: Any, space: str, pk: int) -> HttpResponse:
    """One profile."""
    return render(
        request,
        "members/people/page.html",
        {"profile": queries.profile(request.member, pk), "way": [(reverse("members:people", args=[space]), _("People"))]},
    )
