"""What a phone asks for: the manifest, pictures, the service worker; and the pages on which one brings the house there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core import pocket
from drittort.core.errors import Invalid, require
from drittort.home.phone import actions, queries
from drittort.home.phone.forms import IconForm
from drittort.home.today.queries import composer
from drittort.members.me.way import way_to_me
from drittort.members.notices.push import public_key
from drittort.members.notices.queries import browsers
from drittort.members.scope import is_open
from drittort.spaces.house.rules import may_change
from drittort.web.icons import SIZES

MOST_SHARED, MOST_IN_ADDRESS = 10_000, 1_500


@is_open
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that it may speak for the whole house."""
    return HttpResponse(
        queries.worker(),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache", "Service-Worker-Allowed": "/", "X-Content-Type-Options": "nosniff"},
    )


@is_open
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What stands there when there is no net and nothing was kept. It belongs to nobody, so every browser may keep it."""
    return render(request, "home/phone/offline.html")


@require_safe
def manifest(request: Any, space: str) -> HttpResponse:
    """The manifest: name, colours, pictures, ways in."""
    return JsonResponse(
        queries.manifest(request.member), content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )


@is_open
@require_safe
def icon(request: Any, space: str, token: str, purpose: str, size: int) -> HttpResponse:
    """A house's own picture, under a random name that changes with it."""
    content = queries.icon(space, token, purpose, size)
    return HttpResponse(
        content,
        content_type="image/png",
        headers={"Cache-Control": "private, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"},
    )


@require_safe
def phone(request: Any, space: str) -> HttpResponse:
    """How the house comes onto a phone, and what is there then."""
    picture = queries.icon_paths(request.space)[0][0]
    context = {"picture": picture, "browsers": browsers(request.member), "key": public_key(), "way": way_to_me(space)}
    return render(request, "home/phone/page.html", context)


@require_POST
def dismiss(request: Any, space: str) -> HttpResponse:
    """No more of it."""
    actions.dismiss_hint(actor=request.member, at=request.now)
    return redirect("home:today", space=space)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: Any, space: str) -> HttpResponse:
    """The picture that stands for the house: the drawn one, or one's own."""
    require(may_change(request.member))
    form, status = IconForm(), 200
    if request.method == "POST":
        if "drawn" in request.POST:
            actions.drop_icon(actor=request.member, at=request.now)
            messages.success(request, _("The drawn doors stand for the house again."))
            return redirect("home:sign", space=space)
        form, status = IconForm(request.POST, request.FILES), 422
        if form.is_valid():
            try:
                actions.set_icon(actor=request.member, upload=form.cleaned_data["picture"], at=request.now)
            except Invalid as error:
                form.add_error("picture", str(error.reason))
            else:
                messages.success(
                    request, _("Phones show this picture from now on. Where the house is installed already, it can take a day.")
                )
                return redirect("home:sign", space=space)
    paths = queries.icon_paths(request.space)
    context = {
        "form": form, "own": queries.icon_of(request.space) is not None, "size": SIZES[0], "whole": paths[0][0], "cut": paths[1][0],
        "way": [(reverse("spaces:settings", args=[space]), _("Settings"))],
    }  # fmt: skip
    return render(request, "home/phone/sign.html", context, status=status)


@pocket.kept_along("home:tickets", ahead=True)
@require_safe
def tickets(request: Any, space: str) -> HttpResponse:
    """Where I have a seat: with everything that is asked at the door, also without a net."""
    return render(request, "home/phone/tickets.html", {"tickets": pocket.tickets(request.member, request.now)})


def shared(told: Any) -> str:
    """What a phone shares as one text: title, words, address, each once."""
    found: list[str] = []
    for name in ("title", "text", "url"):
        part = str(told.get(name, "")).replace("\0", "").strip()
        if part and not any(part in before for before in found):
            found.append(part)
    return "\n\n".join(found)


@require_safe
def share(request: Any, space: str) -> HttpResponse:
    """What was shared from the phone, before anybody else reads it: into the composer. A script takes it out of the browser, where it waited for the sign-in."""
    text = queries.begun(request.member, shared(request.GET))
    return render(request, "home/phone/share.html", {"composer": composer("share", text[:MOST_SHARED])})


@is_open
@require_POST
def take_share(request: Any, space: str) -> HttpResponse:
    """Where the phone hands it in while no service worker is there yet: the words go along in the address, so that they outlive the sign-in. Nothing is kept."""
    return HttpResponseRedirect(f"{reverse('home:share', args=[space])}?{urlencode({'text': shared(request.POST)[:MOST_IN_ADDRESS]})}")


# Whoever shares does so from another app: no page of ours is behind it. It changes nothing.
take_share.from_anywhere = True  # type: ignore[attr-defined]
