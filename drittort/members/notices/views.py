"""The inbox, and how loud somebody wants the house."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core import links
from drittort.core.paging import older
from drittort.members.me.way import way_to_me
from drittort.members.notices import actions, push, queries, subscriptions
from drittort.members.notices.forms import browser_of, wanted_of
from drittort.members.scope import stays_open


@stays_open
@require_safe
def inbox(request: Any, space: str) -> HttpResponse:
    """Everything I was told, one line for each thread."""
    page = queries.inbox(request.member, request.now, after=request.GET.get("after", ""))
    return render(request, "members/notices/list.html", {"inbox": page, "older": older(page.older)})


@stays_open
@require_safe
def open_notice(request: Any, space: str, pk: int) -> HttpResponse:
    """Read a thread and go to what it is about."""
    return HttpResponseRedirect(actions.open_notice(actor=request.member, notice_id=pk, at=request.now))


@stays_open
@require_POST
def see_all(request: Any, space: str) -> HttpResponse:
    """Everything is read."""
    actions.see_all(actor=request.member, at=request.now)
    return redirect("members:notices", space=space)


@require_POST
def mute(request: Any, space: str, pk: int) -> HttpResponse:
    """No more noise from a thread, or hear of it again."""
    if request.POST.get("again"):
        actions.unmute_thread(actor=request.member, notice_id=pk)
        messages.success(request, _("You hear of it again."))
    else:
        actions.mute_thread(actor=request.member, notice_id=pk, at=request.now)
        messages.success(request, _("Quiet now. New things of it still stand here."))
    return redirect("members:notices", space=space)


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: Any, space: str) -> HttpResponse:
    """Which notices come on which way."""
    if request.method == "POST":
        if request.POST.get("preset"):
            actions.choose_preset(actor=request.member, preset=request.POST["preset"], at=request.now)
        else:
            actions.choose(actor=request.member, wanted=wanted_of(request.POST), at=request.now)
        messages.success(request, _("Kept."))
        return redirect("members:notice_wishes", space=space)
    presets, rows, changed = queries.wishes(request.member)
    return render(
        request,
        "members/notices/wishes.html",
        {
            "presets": presets,
            "rows": rows,
            "changed": changed,
            "browsers": queries.browsers(request.member),
            "key": push.public_key(),
            "links": links.at("notices", request.member),
            "way": way_to_me(space),
        },
    )


@require_POST
def switch_on(request: Any, space: str) -> HttpResponse:
    """Let this browser show notices."""
    sent = request.POST
    subscriptions.switch_on(
        actor=request.member,
        endpoint=sent.get("endpoint", ""),
        p256dh=sent.get("p256dh", ""),
        auth=sent.get("auth", ""),
        browser=browser_of(request.headers.get("User-Agent", "")),
        at=request.now,
    )
    messages.success(request, _("This browser tells you from now on."))
    return redirect("members:notice_wishes", space=space)


@require_POST
def switch_off(request: Any, space: str, pk: int) -> HttpResponse:
    """Forget a browser."""
    subscriptions.switch_off(actor=request.member, subscription_id=pk)
    messages.success(request, _("Switched off."))
    return redirect("members:notice_wishes", space=space)


@require_POST
def try_push(request: Any, space: str, pk: int) -> HttpResponse:
    """Let a browser show something, to see whether it gets through."""
    if subscriptions.ask_try(actor=request.member, subscription_id=pk, at=request.now):
        messages.success(
            request, _("On its way. If nothing shows within a minute, look whether this device lets the browser show notices.")
        )
    return redirect("members:notice_wishes", space=space)
