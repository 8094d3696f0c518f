"""My data: to be read, taken along, and erased."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import NotFound
from drittort.core.files import storage
from drittort.core.files.views import guarded
from drittort.core.fragments import part
from drittort.members.me.way import way_to_me
from drittort.members.my_data import actions, queries, rules, words
from drittort.members.scope import for_former, is_open, stays_open
from drittort.members.security.entering import fresh


@stays_open
@for_former
@require_safe
def my_data(request: Any, space: str) -> HttpResponse:
    """Everything about me."""
    here = request.member.left_on is None
    context = {
        "data": queries.my_data(request.member),
        "copies": queries.copies(request.member, request.now),
        "backups": rules.backups_kept(),
        "erased_on": erased_on(request),
        "here": here,
        "way": way_to_me(space) if here else [],
    }
    return render(request, "members/my_data/page.html", context)


def erased_on(request: Any) -> str:
    """The day of an erasure that was asked for, "" for none; the frame says it to those who are here, and shows those who left nothing."""
    when = request.member.erase_at
    return words.day(when.astimezone(request.space.zone).date()) if when else ""


@stays_open
@for_former
@require_safe
def copies(request: Any, space: str) -> HttpResponse:
    """How far my copy is: the part of the page that looks again while it is being made."""
    found = queries.copies(request.member, request.now)
    if part(request, "part", "page") == "page":
        return redirect("members:my_data", space=space)
    return render(request, "members/my_data/_copies.html", {"copies": found})


@stays_open
@for_former
@require_POST
@fresh
def ask_copy(request: Any, space: str) -> HttpResponse:
    """I want a copy."""
    actions.ask_copy(actor=request.member, at=request.now)
    messages.success(request, _("Your copy is being made. You will be told when it is ready."))
    return redirect("members:my_data", space=space)


@stays_open
@for_former
@require_safe
@fresh
def fetch_copy(request: Any, space: str, pk: int) -> HttpResponseBase:
    """The copy itself, for nobody else."""
    row = queries.own_copy(request.member, pk, request.now)
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


@stays_open
@for_former
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def erase(request: Any, space: str) -> HttpResponse:
    """What erasure means, and the button."""
    verdict = rules.may_be_erased(request.member)
    if request.method == "POST":
        when = actions.ask_erasure(actor=request.member, keeps=request.POST.get("contributions") == "keep", at=request.now)
        day = words.day(when.astimezone(request.space.zone).date())
        messages.success(
            request, _("Everything about you will be erased on %(day)s. Until then you can take it back on every page.") % {"day": day}
        )
        return redirect("members:my_data", space=space)
    context = {
        "erased_on": erased_on(request),
        "allowed": bool(verdict),
        "reason": verdict.reason,
        "contributions": [held for chapter in queries.my_data(request.member).chapters for held in chapter.held if held.contribution],
        "when": words.day((request.now + rules.TIME_TO_THINK).astimezone(request.space.zone).date()),
        "backups": rules.backups_kept(),
    }
    return render(request, "members/my_data/erase.html", context)


@stays_open
@for_former
@require_POST
def stay(request: Any, space: str) -> HttpResponse:
    """I changed my mind."""
    if actions.stay(actor=request.member, at=request.now):
        messages.success(request, _("Good that you stay. Nothing was erased."))
    return redirect("members:my_data", space=space)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def stay_by_link(request: Any, token: str) -> HttpResponse:
    """The link in the mail: a page with one button, so that whoever only looks at links changes nothing."""
    member = rules.member_of(token)
    stays = member.erase_at is None
    if request.method == "POST":
        actions.stay(actor=member, at=request.now)
        stays = True
    day = words.moment(member.erase_at, member.space.zone) if member.erase_at else ""
    late = not stays and not rules.time_left(member, request.now)
    context = {"house": member.space.name, "slug": member.space.slug, "when": day, "stays": stays, "late": late}
    return render(request, "members/my_data/stay.html", context, status=409 if late else 200)
