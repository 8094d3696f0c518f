"""Pictures: bringing one, what one agreed to, and the public ones."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import HouseError, Invalid, NotFound
from drittort.core.files import storage
from drittort.core.files.actions import decode
from drittort.core.files.views import guarded
from drittort.inspire.named import people_named
from drittort.inspire.pictures import actions, queries, rules
from drittort.inspire.pictures.forms import PictureForm
from drittort.members.me.way import way_to_me
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.members.scope import for_former, is_open


@for_former
@require_safe
def my_pictures(request: Any, space: str) -> HttpResponse:
    """Pictures that show me, or that I brought."""
    here = request.member.left_on is None
    if here:
        see_thread(member=request.member, thread="pictures", at=request.now)
    context = {
        "asked": queries.asked(request.member),
        "brought": queries.brought(request.member),
        "wants": queries.wants(request.member),
        "way": way_to_me(space) if here else [],
    }
    return render(request, "inspire/pictures/mine.html", context)


@require_POST
def want_pictures(request: Any, space: str) -> HttpResponse:
    """Ask me for pictures, or show me in none."""
    wanted = bool(request.POST.get("wanted"))
    actions.want_pictures(actor=request.member, wanted=wanted, at=request.now)
    messages.success(
        request,
        _("Good. You are asked before a picture shows you.")
        if wanted
        else _("All right. You are in no new picture, and nobody learns why."),
    )
    return redirect("inspire:my_pictures", space=space)


@require_http_methods(["GET", "HEAD", "POST"])
def add_picture(request: Any, space: str, subject: str, pk: int) -> HttpResponse:
    """Put a picture to something."""
    thing = f"{subject}:{pk}"
    rules.subject_of(request.member, thing, request.now)
    choices, there = queries.people_of(request.member, thing), queries.path_of(space, thing)
    form = PictureForm(request.POST, request.FILES, choices=choices) if request.method == "POST" else PictureForm(choices=choices)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            people = told["people"] if choices is not None else named(request.member, told)
            upload = decode(told["picture"], rules.PHOTO)
            actions.add_picture(actor=request.member, subject=thing, upload=upload, alt=told["alt"], people=people, at=request.now)
        except HouseError as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("Here it is. It shows as soon as everybody agrees who was asked."))
            return redirect(there)
    context = {"form": form, "there": there, "way": [(there, _("Back"))]}
    return render(request, "inspire/pictures/new.html", context, status=422 if form.is_bound else 200)


def named(reader: Member, told: dict[str, Any]) -> set[int]:
    """Those whose names somebody wrote, and oneself where one can be recognised. Raises Invalid."""
    return {one.pk for one in people_named(reader, told["people"])} | ({reader.pk} if told["mine"] else set())


STEPS = {
    "house": (actions.agree_to_picture, actions.HOUSE),
    "public": (actions.agree_to_picture, actions.PUBLIC),
    "not_public": (actions.take_back, actions.PUBLIC),
    "not_house": (actions.take_back, actions.HOUSE),
}


@for_former
@require_POST
def picture_step(request: Any, space: str, pk: int) -> HttpResponse:
    """Agree, take back, take away: on one's own page, or on that of the thing (`there`)."""
    says = request.POST.get("says", "")
    there = queries.stands_at(request.member, pk) if request.POST.get("there") and request.member.left_on is None else ""
    if says in STEPS:
        verb, audience = STEPS[says]
        verb(actor=request.member, picture_id=pk, audience=audience, at=request.now)
        messages.success(request, _("Thank you.") if says in ("house", "public") else _("All right. It is done."))
    elif says == "remove":
        actions.remove_picture(actor=request.member, picture_id=pk, at=request.now)
        messages.success(request, _("The picture is gone."))
    else:
        raise Invalid
    return redirect(there or reverse("inspire:my_pictures", args=[space]))


@is_open
@require_safe
def public_picture(request: Any, space: str, pk: int, size: str) -> HttpResponseBase:
    """A picture of a public story."""
    file = queries.open_file(space, pk, size)
    try:
        content = storage.path_of(file, size).open("rb")
    except FileNotFoundError as error:
        raise NotFound from error
    answer = guarded(FileResponse(content, content_type=file.mimetype))
    answer["Cache-Control"] = "no-store"  # whoever takes it back is gone from here at once
    return answer
