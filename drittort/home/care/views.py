"""Jetzt kümmern: what needs care now."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drittort.connect.introductions import queries as introductions
from drittort.connect.introductions.rules import may_care
from drittort.connect.needs import queries as needs
from drittort.core import care as core_care
from drittort.core.errors import require
from drittort.core.fragments import part
from drittort.core.paging import number
from drittort.home.first_visit.queries import without_tie


@require_safe
def care(request: Any, space: str) -> HttpResponse:
    """Five introductions to make today, and who or what waits."""
    require(may_care(request.member))
    unheard, unheard_more = needs.unheard(request.member, request.now)
    found = introductions.care(request.member, request.now, along=needs.people_in(unheard))
    return render(
        request,
        part(request, "home/care/_care.html", "home/care/page.html"),
        {
            "care": found,
            "without_tie": without_tie(request.member, request.now),
            "waiting_items": core_care.items(request.member, request.now),
            "unheard": needs.cards(request.member, unheard, request.now, found.people),
            "unheard_more": unheard_more,
            "excluded": number(request.GET.get("excluded", "")),
        },
    )
