"""The page of one's own face."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.addresses import address
from drittort.core.errors import Invalid, NotFound
from drittort.core.files import storage
from drittort.core.files.models import StoredFile
from drittort.core.files.views import guarded
from drittort.core.paging import number
from drittort.members.me.way import way_to_me
from drittort.members.photos import actions, queries
from drittort.members.photos.forms import CropForm, PhotoForm
from drittort.members.photos.rules import PHOTO
from drittort.members.scope import is_open
from drittort.spaces.settings import setting


@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: Any, space: str) -> HttpResponse:
    """Upload a photo, or look at the one that is there."""
    status = 200
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    if request.method == "POST":
        if form.is_valid():
            try:
                actions.set_photo(actor=request.member, upload=form.cleaned_data["photo"], crop=form.crop(), at=request.now)
            except Invalid as error:
                form.add_error("photo", str(error.reason))
            else:
                messages.success(request, _("That is you. Everybody in the house sees this face now."))
                return redirect("members:photo", space=space)
        status = 422
    member = request.member
    token = member.portrait.removeprefix(PHOTO) if member.portrait.startswith(PHOTO) else ""
    return render(
        request,
        "members/photos/page.html",
        {
            "form": form,
            "sliders": list(CropForm(auto_id="crop_%s")),
            "whole": address("core:face", token, "whole") if token else "",
            "drawn": [(n, actions.seed(member, n)) for n in range(actions.DRAWN)],
            "public": setting(request.space, "public_profiles"),
            "way": way_to_me(space),
        },
        status=status,
    )


@require_POST
def open_face(request: Any, space: str) -> HttpResponse:
    """Show my face at the door too, or not any more."""
    actions.open_face(actor=request.member, opened=bool(request.POST.get("open")), at=request.now)
    messages.success(request, _("Saved."))
    return redirect("members:photo", space=space)


@is_open
@require_safe
def public_face(request: Any, space: str, pk: int) -> HttpResponseBase:
    """A face that its owner opened to everybody."""
    return sent(queries.public_photo(space, pk))


def sent(file: StoredFile) -> HttpResponseBase:
    """A photo for whoever is not signed in."""
    try:
        content = storage.path_of(file, "l").open("rb")
    except FileNotFoundError as error:
        raise NotFound from error
    answer = guarded(FileResponse(content, content_type=file.mimetype))
    answer["Cache-Control"] = "public, max-age=300"  # whoever takes it back is gone from here five minutes later
    return answer


@require_POST
def crop(request: Any, space: str) -> HttpResponse:
    """Another part of the same photo."""
    form = CropForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("These numbers do not fit."))
    actions.crop_photo(actor=request.member, crop=form.crop(), at=request.now)
    return redirect("members:photo", space=space)


@require_POST
def drawn(request: Any, space: str) -> HttpResponse:
    """One of the drawn faces."""
    chosen = number(request.POST.get("number", ""))
    actions.choose_drawn(actor=request.member, number=-1 if chosen is None else chosen, at=request.now)
    messages.success(request, _("Everybody in the house sees this face now."))
    return redirect("members:photo", space=space)
