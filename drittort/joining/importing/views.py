"""Pages on which people are brought in from a list."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid, require
from drittort.core.fragments import part
from drittort.joining.importing import actions, queries, rules
from drittort.joining.importing.forms import ListForm, mapping_of
from drittort.members.importing.foreign import SYSTEMS

READ = ["GET", "HEAD"]


@require_http_methods([*READ, "POST"])
def lists(request: Any, space: str) -> HttpResponse:
    """Hand a list in; the last ones."""
    require(rules.may_import(request.member))
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method == "POST" and form.is_valid():
        name, text = form.cleaned_data["file"]
        try:
            row = actions.hand_in(actor=request.member, name=name, text=text, at=request.now)
        except Invalid as error:
            form.add_error("file", str(error.reason))
        else:
            return redirect("joining:import_list", space=space, pk=row.pk)
    context = {"form": form, "past": queries.past(request.member)}
    return render(request, "joining/importing/lists.html", context, status=422 if form.is_bound else 200)


@require_http_methods([*READ, "POST"])
def one(request: Any, space: str, pk: int) -> HttpResponse:
    """Say what the columns mean, and see what would come of it."""
    require(rules.may_import(request.member))
    row = queries.file_of(request.member, pk)
    if row.confirmed_at is not None:
        if request.method == "POST":
            actions.map_columns(actor=request.member, file_id=pk, mapping={}, day_first=True, at=request.now)
        return redirect("joining:import_progress", space=space, pk=pk)
    shown, meanings = queries.columns(row), queries.meanings(row.space_id)
    problem, status = "", 200
    if request.method == "POST":
        mapping = mapping_of(request.POST, shown, [key for key, _label in meanings])
        try:
            actions.map_columns(
                actor=request.member, file_id=pk, mapping=mapping, day_first=request.POST.get("days") != "month", at=request.now
            )
        except Invalid as error:
            row.mapping, problem, status = mapping, str(error.reason), error.status
            shown = queries.columns(row)
        else:
            return redirect(request.path)
    system = SYSTEMS[row.system].title if row.system else ""
    context = {
        "file": row,
        "columns": shown,
        "meanings": meanings,
        "found": queries.preview(row, request.now),
        "system": system,
        "way": way(space),
        "problem": problem,
    }
    return render(request, "joining/importing/one.html", context, status=status)


@require_POST
def run(request: Any, space: str, pk: int) -> HttpResponse:
    """Bring it in."""
    actions.start(actor=request.member, file_id=pk, at=request.now)
    return redirect("joining:import_progress", space=space, pk=pk)


@require_safe
def progress(request: Any, space: str, pk: int) -> HttpResponse:
    """How far it is."""
    require(rules.may_import(request.member))
    row = queries.file_of(request.member, pk)
    if row.confirmed_at is None:
        return redirect("joining:import_list", space=space, pk=pk)
    return render(
        request, part(request, "joining/importing/_progress.html", "joining/importing/progress.html"), {"file": row, "way": way(space)}
    )


def way(space: str) -> list[tuple[str, str]]:
    """The way back to the lists."""
    return [(reverse("joining:import_people", args=[space]), _("Bring people in"))]
