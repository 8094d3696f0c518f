"""Social capital over time: the page, the map through the months, and their files."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drittort.connect.outcomes.queries import outcomes
from drittort.core.spreadsheet import table
from drittort.pulse.capital import files, queries
from drittort.pulse.ways import to_plan


@require_safe
def capital(request: Any, space: str) -> HttpResponse:
    """How the house held together, month by month."""
    page = queries.capital_page(request.member)
    return render(request, "pulse/capital/page.html", {"page": page, "outcomes": outcomes(request.member), "way": [to_plan(space)]})


@require_safe
def months(request: Any, space: str) -> HttpResponse:
    """The map through the months."""
    way = [to_plan(space), (reverse("pulse:capital", args=[space]), _("Social capital over time"))]
    return render(request, "pulse/capital/months.html", {"page": queries.months_page(request.member), "way": way})


@require_safe
def frames(request: Any, space: str) -> HttpResponse:
    """The same for the part of the page that moves."""
    return JsonResponse(queries.frames(request.member), json_dumps_params={"separators": (",", ":"), "ensure_ascii": False})


@require_safe
def picture(request: Any, space: str, picture: str) -> HttpResponse:
    """One picture as a file that stands alone."""
    drawn, title = queries.picture_of(request.member, picture)
    return named(HttpResponse(files.alone(drawn, title), content_type="image/svg+xml"), f"{space}-{picture}.svg")


@require_safe
def numbers(request: Any, space: str, numbers: str) -> HttpResponse:
    """The numbers behind the pictures as a file for a spreadsheet."""
    columns, rows = queries.numbers_of(request.member, numbers)
    return named(HttpResponse(table(columns, rows), content_type="text/csv; charset=utf-8"), f"{space}-{numbers}.csv")


def named(answer: HttpResponse, name: str) -> HttpResponse:
    """An answer that is kept as a file."""
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
