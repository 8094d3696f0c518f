"""Handing files out. Inside a page only ever a picture that we wrote ourselves; everything else is a download."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from drittort.core import scope
from drittort.core.errors import NotFound
from drittort.core.files import queries, storage
from drittort.core.files.models import StoredFile

FOR_EVER = "private, max-age=31536000, immutable"


@require_safe
def file(request: Any, space: str, token: str, name: str) -> HttpResponseBase:
    """A picture in one of its sizes, or a document."""
    found = queries.one(request.member, token)
    return handed(request.member, found, name)


def face(request: HttpRequest, token: str, size: str) -> HttpResponseBase:
    """The photo of a person by its token alone: portraits stand everywhere, also where the house is not known."""
    found = StoredFile.objects.filter(token=token).first()
    member = scope.member_of(request.user.pk, found.space_id) if found is not None and request.user.pk else None
    if member is None:
        raise NotFound
    if request.method not in ("GET", "HEAD"):  # only now: a stranger learns nothing, as at every address of a house
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return handed(member, queries.one(member, token), f"{size}.webp")


def handed(member: Any, found: StoredFile, name: str) -> HttpResponseBase:
    """The bytes with the headers that keep them harmless."""
    part = name.removesuffix(".webp") if found.is_picture else "file"
    if found.is_picture and (not name.endswith(".webp") or part not in found.sizes or (part == "whole" and found.owner_id != member.pk)):
        raise NotFound
    if not found.is_picture and name != found.name:
        raise NotFound
    try:
        content = storage.path_of(found, part).open("rb")
    except FileNotFoundError as error:
        raise NotFound from error
    response = FileResponse(content, content_type=found.mimetype)
    response["Content-Disposition"] = content_disposition_header(not found.is_picture, found.name) or "attachment"
    return guarded(response)


def guarded(response: HttpResponse | FileResponse) -> HttpResponseBase:
    """No guessing of types, no script, no frame, no other site; kept by this browser only."""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = FOR_EVER
    return response
