"""The page of data for science and of comparison with other houses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drittort.core.errors import HouseError, NotFound, require
from drittort.pulse.science import actions, queries, rules
from drittort.pulse.science.forms import TakeForm
from drittort.pulse.ways import to_plan


@require_safe
def science(request: Any, space: str) -> HttpResponse:
    """What may leave the house, and how we lie beside others."""
    page = queries.science(request.member, request.now)
    return render(request, "pulse/science/page.html", {"page": page, "form": TakeForm(), "way": [to_plan(space)]})


@require_POST
def ask(request: Any, space: str) -> HttpResponse:
    """Make the file."""
    actions.ask_export(actor=request.member, at=request.now)
    messages.success(request, _("The file is being made. You will be told when it is ready."))
    return redirect("pulse:science", space=space)


@require_POST
def give(request: Any, space: str) -> HttpResponse:
    """Draw the sums of the last quarter."""
    actions.give_quarter(actor=request.member, at=request.now)
    messages.success(request, _("Our file is there. Fetch it and send it to houses that you trust with it."))
    return redirect("pulse:science", space=space)


@require_safe
def given(request: Any, space: str) -> HttpResponse:
    """The signed file of the last quarter."""
    found = queries.given_file(request.member, request.now)
    if found is None:
        raise NotFound
    response = HttpResponse(found[1], content_type="application/json")
    response["Content-Disposition"] = content_disposition_header(True, found[0]) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def take(request: Any, space: str) -> HttpResponse:
    """Take in the file of another house."""
    require(rules.may_give(request.member))
    form = TakeForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            row = actions.take_file(actor=request.member, raw=form.cleaned_data["file"].read(actions.LARGEST + 1), at=request.now)
        except HouseError as error:
            form.add_error("file", str(error.reason))
        else:
            messages.success(request, _("Taken in: %(house)s.") % {"house": row.house})
            return redirect("pulse:science", space=space)
    context = {"page": queries.science(request.member, request.now), "form": form}
    return render(request, "pulse/science/page.html", context, status=422)


@require_POST
def drop(request: Any, space: str, pk: int) -> HttpResponse:
    """Take out what another house gave."""
    actions.drop_house(actor=request.member, file_id=pk)
    messages.success(request, _("Taken out."))
    return redirect("pulse:science", space=space)
