"""Pages of screens: the screen itself, which nobody signs in to, and those on which screens are hung up."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import HouseError, Invalid, NotFound, require
from drittort.inform.wall import actions, queries, rules, tokens
from drittort.inform.wall.forms import ChoiceForm, WallForm
from drittort.inform.wall.models import Wall
from drittort.members.photos.queries import photo_of
from drittort.members.photos.views import sent
from drittort.members.scope import is_open

RENEW, TAKE = "renew", "take"
PAPERS = ("a4", "a3")
STAND, VERSION = "Drittort-Stand", "Drittort-Version"


def drawn(request: Any, wall: Wall) -> tuple[str, str]:
    """The content of a screen in its language, and the mark by which it is recognised. Nothing of the moment stands in it, so that the same content has the same mark."""
    content = queries.content(wall, request.now)
    body = render_to_string("inform/wall/_content.html", {"content": content, "space": wall.space})
    return body, f'"{sha256(body.encode()).hexdigest()[:32]}"'


def told(answer: HttpResponse, request: Any, wall: Wall, tag: str) -> HttpResponse:
    """An answer to a screen: how fresh it is, and which scripts and sheets belong to it."""
    answer["ETag"], answer["Cache-Control"], answer["Content-Language"] = tag, "private, no-cache", wall.language
    answer[STAND], answer[VERSION] = queries.stand(wall.space, request.now), version()
    # The address is a key: no page that is opened from here learns it.
    answer["Referrer-Policy"], answer["X-Robots-Tag"] = "no-referrer", "noindex"
    return answer


def version() -> str:
    """What changes when scripts or sheets do: a screen then loads its page anew."""
    return sha256(f"{static('dist/tools.js')}{static('dist/rooms/wall.css')}".encode()).hexdigest()[:12]


@is_open
@require_safe
def screen(request: Any, space: str, token: str) -> HttpResponse:
    """The whole page, for the browser of a screen."""
    wall = tokens.read(token, space)
    actions.note_seen(wall=wall, at=request.now)
    with override(wall.language):
        body, tag = drawn(request, wall)
        context = {
            "wall": wall, "body": body, "tag": tag, "token": token, "language": wall.language, "stand": queries.stand(wall.space, request.now), "version": version(), "every": rules.EVERY,
            "stale": int(rules.STALE_AFTER.total_seconds()),
        }  # fmt: skip
        return told(render(request, "inform/wall/screen.html", context), request, wall, tag)


@is_open
@require_safe
def now(request: Any, space: str, token: str) -> HttpResponse:
    """What hangs there now, for a screen that is open; nothing at all where it is what the screen has already."""
    wall = tokens.read(token, space)
    actions.note_seen(wall=wall, at=request.now)
    with override(wall.language):
        body, tag = drawn(request, wall)
    has = tag in request.headers.get("If-None-Match", "")
    return told(HttpResponseNotModified() if has else HttpResponse(body), request, wall, tag)


@is_open
@require_safe
def face(request: Any, space: str, token: str, pk: int) -> HttpResponseBase:
    """The photo of somebody whom this screen may show."""
    return sent(photo_of(queries.face_shown(tokens.read(token, space), pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def walls(request: Any, space: str) -> HttpResponse:
    """The screens of the house, and one more."""
    require(rules.may_hang(request.member))
    form = WallForm(
        request.POST if request.method == "POST" else None,
        initial={"language": request.space.language},
        places=queries.places(request.member),
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            actions.hang_wall(
                actor=request.member, name=given["name"], language=given["language"], location_id=given.get("location"), at=request.now
            )
        except HouseError as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("Open its address on the screen, and it hangs there."))
            return redirect("inform:walls", space=space)
    context = {"walls": queries.walls(request.member, request.now), "form": form}
    return render(request, "inform/wall/list.html", context, status=422 if form.is_bound else 200)


@require_POST
def mark_wall(request: Any, space: str, pk: int) -> HttpResponse:
    """Another address, or none any more."""
    does = request.POST.get("does", "")
    if does == RENEW:
        actions.renew_wall(actor=request.member, wall_id=pk, at=request.now)
        messages.success(request, _("It has another address now. The old one shows nothing any more."))
    elif does == TAKE:
        actions.take_wall(actor=request.member, wall_id=pk, at=request.now)
        messages.success(request, _("Taken down. Its address shows nothing any more."))
    else:
        require(rules.may_hang(request.member))
        raise Invalid
    return redirect("inform:walls", space=space)


@require_http_methods(["GET", "HEAD", "POST"])
def my_choice(request: Any, space: str) -> HttpResponse:
    """What walls may show of me: nothing, until I say so."""
    if request.method == "POST":
        form = ChoiceForm(request.POST)
        if form.is_valid():
            actions.choose(actor=request.member, at=request.now, **form.cleaned_data)
            messages.success(request, _("Kept. The screens follow within a minute."))
            return redirect("inform:wall_choice", space=space)
    return render(request, "inform/wall/choice.html", {"form": ChoiceForm(initial=queries.chosen(request.member))})


@require_safe
def paper(request: Any, space: str) -> HttpResponse:
    """The week on paper, with what may hang where everybody reads it."""
    size = request.GET.get("size", PAPERS[0])
    if size not in PAPERS:
        raise NotFound
    context = {"paper": queries.paper(request.space, request.now), "size": size, "sizes": PAPERS}
    return render(request, "inform/wall/paper.html", context)
