"""The page on which founders take their house along."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drittort.core.errors import NotFound, require
from drittort.core.files import storage
from drittort.core.files.views import guarded
from drittort.core.fragments import part
from drittort.members.house_copy import actions, queries
from drittort.members.security.entering import fresh
from drittort.spaces.house.rules import may_take_along


@require_safe
def house_copy(request: Any, space: str) -> HttpResponse:
    """What stands in the file, who asked for one, and how far it is."""
    require(may_take_along(request.member))
    context = {
        "files": queries.files(request.member, request.now),
        "way": [(reverse("spaces:settings", args=[space]), _("Settings"))],
    }
    return render(request, part(request, "members/house_copy/_files.html", "members/house_copy/page.html"), context)


@require_POST
@fresh
def ask_house_copy(request: Any, space: str) -> HttpResponse:
    """We move: make the file."""
    actions.ask_house_copy(actor=request.member, at=request.now)
    messages.success(request, _("The file of the house is being made. You will be told when it is ready."))
    return redirect("members:house_copy", space=space)


@require_safe
@fresh
def fetch_house_copy(request: Any, space: str, pk: int) -> HttpResponseBase:
    """The file itself, for who asked for it."""
    require(may_take_along(request.member))
    row = queries.own_file(request.member, pk, request.now)
    if row is None or row.file is None:
        raise NotFound
    try:
        content = storage.path_of(row.file, "file").open("rb")
    except FileNotFoundError as error:
        raise NotFound from error
    response = FileResponse(content, content_type=row.file.mimetype)
    response["Content-Disposition"] = content_disposition_header(True, row.file.name) or "attachment"
    answer = guarded(response)
    answer["Cache-Control"] = "no-store"
    return answer
