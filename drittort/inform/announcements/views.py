"""Pages of announcements."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import HouseError, require
from drittort.core.fragments import part
from drittort.core.paging import cursor, older
from drittort.core.running import brought
from drittort.inform.announcements import actions, queries, rules, tokens
from drittort.inform.announcements.forms import AnnouncementForm, WordsForm
from drittort.inform.posts.views import tabs
from drittort.members.notices.actions import see_thread
from drittort.members.scope import is_open


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back to everything that was announced."""
    return [(reverse("inform:announcements", args=[space]), _("Announcements")), *more]


@require_safe
def announcements(request: Any, space: str) -> HttpResponse:
    """What holds now, and what was announced before."""
    after = cursor(request.GET.get("after", ""), moment=True)
    standing, past, more = queries.list_for(request.member, request.now, after=after)
    context = {
        "standing": standing,
        "past": past,
        "older": older(more),
        "announces": bool(rules.may_announce(request.member)),
        "tabs": tabs(space, "announcements"),
    }
    return render(request, part(request, "inform/announcements/_past.html", "inform/announcements/list.html"), context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_announcement(request: Any, space: str) -> HttpResponse:
    """Announce something."""
    require(rules.may_announce(request.member))
    initial = {"tells": True, "on_wall": True, **brought(request, "title_de", "title_en")}
    form = AnnouncementForm(
        request.POST if request.method == "POST" else None, initial=initial, audiences=queries.audiences(request.member)
    )
    if form.is_bound and form.is_valid():
        try:
            made = actions.announce(actor=request.member, words=form.words(request.space.zone), way=form.way(), at=request.now)
        except HouseError as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("It is announced."))
            return redirect("inform:announcement", space=space, pk=made.pk)
    return render(request, "inform/announcements/new.html", {"form": form, "way": way(space)}, status=422 if form.is_bound else 200)


@require_safe
def announcement(request: Any, space: str, pk: int) -> HttpResponse:
    """One announcement; looking at it is enough where no word is asked for."""
    page = queries.one(request.member, pk, request.now)
    see_thread(member=request.member, thread=actions.thread(pk), at=request.now)
    return render(request, "inform/announcements/page.html", {"page": page, "way": way(space)})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_announcement(request: Any, space: str, pk: int) -> HttpResponse:
    """Change the words, or until when it holds."""
    require(rules.may_announce(request.member))
    found = queries.find(request.member, pk)
    form = WordsForm(request.POST if request.method == "POST" else None, initial=queries.written(found, request.space.zone))
    if form.is_bound and form.is_valid():
        try:
            actions.change_announcement(actor=request.member, announcement_id=pk, words=form.words(request.space.zone), at=request.now)
        except HouseError as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("Changed. Nobody is told again."))
            return redirect("inform:announcement", space=space, pk=pk)
    here = way(space, (reverse("inform:announcement", args=[space, pk]), str(found)))
    return render(request, "inform/announcements/edit.html", {"form": form, "way": here}, status=422 if form.is_bound else 200)


@require_POST
def end_announcement(request: Any, space: str, pk: int) -> HttpResponse:
    """Take it down."""
    actions.end_announcement(actor=request.member, announcement_id=pk, at=request.now)
    messages.success(request, _("Taken down. It stays in the history."))
    return redirect("inform:announcements", space=space)


@require_POST
def acknowledge(request: Any, space: str, pk: int) -> HttpResponse:
    """I have read it."""
    actions.acknowledge(actor=request.member, announcement_id=pk, at=request.now)
    messages.success(request, _("Noted: you have read it. Thank you."))
    if request.POST.get("back") == "today":
        return redirect("home:today", space=space)
    return redirect("inform:announcement", space=space, pk=pk)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer_announcement(request: Any, token: str) -> HttpResponse:
    """The page behind the button of a mail: the words, and one button. Opening it changes nothing."""
    held, error, status = tokens.read(token), "", 200
    if request.method == "POST":
        try:
            actions.acknowledge(actor=held.member, announcement_id=held.announcement.pk, at=request.now)
            return redirect("inform:answer_announcement", token=token)
        except HouseError as refused:
            error, status = str(refused.reason), refused.status
    page = queries.one(held.member, held.announcement.pk, request.now)
    context = {"card": page.card, "token": token, "house": held.member.space, "error": error}
    return render(request, "inform/announcements/answer.html", context, status=status)
