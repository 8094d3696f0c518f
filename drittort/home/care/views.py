"""Jetzt kümmern: what needs care now."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drittort.connect.introductions import queries as introductions
from drittort.connect.introductions.rules import may_care
from drittort.connect.needs import queries as needs
from drittort.core import care as core_care
from drittort.core import links
from drittort.core.addresses import address
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
            "views": views(space, "home:care"),
            "unheard": needs.unheard_cards(request.member, unheard, request.now, found.people),
            "unheard_more": unheard_more,
            "excluded": number(request.GET.get("excluded", "")),
        },
    )


@require_safe
def care_house(request: Any, space: str) -> HttpResponse:
    """What else waits: who asks from outside, who has gone quiet, who is new and without a tie. Each module adds its own."""
    require(may_care(request.member))
    return render(
        request,
        "home/care/house.html",
        {
            "views": views(space, "home:care_house"),
            "waiting_items": core_care.items(request.member, request.now),
            "without_tie": without_tie(request.member, request.now),
            "links": links.at("care_house", request.member),
        },
    )


def views(space: str, current: str) -> list[dict[str, Any]]:
    """The two halves of care: bringing people together, and everything else that waits."""
    halves = (("home:care", _("Introductions and needs")), ("home:care_house", _("What else waits")))
    return [{"url": address(name, space), "label": label, "current": name == current} for name, label in halves]
