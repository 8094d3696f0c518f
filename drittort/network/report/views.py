"""The report page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from drittort.core import links
from drittort.core.errors import require
from drittort.network.report import queries, rules
from drittort.network.ties.actions import ask_for_rebuild


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Any, space: str) -> HttpResponse:
    """Show the stored report; POST asks the worker for a new one."""
    if request.method == "POST":
        require(rules.may_read_report(request.member))
        ask_for_rebuild(space=request.space, at=request.now)
        return redirect("network:report", space=space)
    return render(
        request, "network/report/page.html", {"page": queries.report_page(request.member), "links": links.at("report", request.member)}
    )
