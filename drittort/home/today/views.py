"""Heute: a member's first page. It ends."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drittort.core import pocket
from drittort.home.first_visit.queries import first_steps
from drittort.home.phone.queries import hint_stands
from drittort.home.today import queries
from drittort.joining.agreements.queries import waiting

MOBILE = re.compile(r"Mobile|Android|iPad")


@pocket.kept_along()
@require_safe
def today(request: Any, space: str) -> HttpResponse:
    """What is for me today."""
    agreements = waiting(request.member)
    context = {
        "today": queries.today(request.member, request.now),
        "agreements": agreements,
        "phone_hint": on_phone(request) and hint_stands(request.member),
        "first_steps": first_steps(request.member, request.now, agreed=agreements is None),
    }
    return render(request, "home/today/page.html", context)


def on_phone(request: Any) -> bool:
    """Whether the browser says that it is one of a phone or a tablet."""
    told = request.headers.get("Sec-CH-UA-Mobile", "")
    return told == "?1" or (not told and bool(MOBILE.search(request.headers.get("User-Agent", ""))))
