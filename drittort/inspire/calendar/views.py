"""Pages of the calendar, and the files that calendar programs read."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from drittort.core import pocket
from drittort.core.errors import Invalid
from drittort.inspire.calendar import actions, queries, tokens
from drittort.inspire.calendar.models import CalendarFeed
from drittort.inspire.events import ics
from drittort.inspire.events.views import looks
from drittort.members.scope import is_open

MAKE, END = "make", "end"
PRINTED = 2


@require_safe
def calendar(request: Any, space: str) -> HttpResponse:
    """A month."""
    today = request.space.day(request.now)
    month = queries.month(request.member, queries.month_of(request.GET.get("month", ""), today), request.now)
    return render(request, "inspire/calendar/month.html", {"month": month, "tabs": looks(space, "inspire:calendar")})


@pocket.kept_along("inspire:calendar_week", ahead=True)
@require_safe
def week(request: Any, space: str) -> HttpResponse:
    """A week."""
    today = request.space.day(request.now)
    shown = queries.week(request.member, queries.day_of(request.GET.get("day", ""), today), request.now)
    return render(request, "inspire/calendar/week.html", {"week": shown, "tabs": looks(space, "inspire:calendar_week")})


@require_safe
def printed(request: Any, space: str) -> HttpResponse:
    """Two weeks on paper, for the door of the kitchen."""
    today = request.space.day(request.now)
    shown = queries.week(request.member, queries.day_of(request.GET.get("day", ""), today), request.now, weeks=PRINTED)
    return render(request, "inspire/calendar/print.html", {"week": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: Any, space: str) -> HttpResponse:
    """The addresses for a calendar program: made, shown, taken back."""
    if request.method == "POST":
        says, kind = request.POST.get("says", ""), request.POST.get("kind", "")
        if says == MAKE:
            actions.make_feed(actor=request.member, kind=kind, at=request.now)
            messages.success(request, _("Here it is. Keep the address to yourself: whoever has it reads along."))
        elif says == END:
            actions.end_feed(actor=request.member, kind=kind)
            messages.success(request, _("Taken back. The old address leads nowhere any more."))
        else:
            raise Invalid
        return redirect("inspire:subscribe_calendar", space=space)
    context = {"calendars": queries.subscribed(request.member), "way": [(reverse("inspire:calendar", args=[space]), _("Calendar"))]}
    return render(request, "inspire/calendar/subscribe.html", context)


@require_safe
def event_file(request: Any, space: str, pk: int) -> HttpResponse:
    """One event as a file."""
    return calendar_file(ics.file_of(queries.one(request.member, pk)))


@require_safe
def series_file(request: Any, space: str, pk: int) -> HttpResponse:
    """A whole series as a file."""
    return calendar_file(ics.series_file(*queries.series_of(request.member, pk)))


def calendar_file(body: bytes) -> HttpResponse:
    """A file that a calendar program opens."""
    headers = {"Content-Disposition": 'attachment; filename="drittort.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


@is_open
@require_safe
def feed(request: Any, space: str, token: str) -> HttpResponse:
    """A subscribed calendar. Programs that ask again are told that nothing is new, without the whole file."""
    subscribed = tokens.read(token, space)
    member = subscribed.member
    with override(member.language):
        entries = queries.entries(subscribed, request.now)
        mine = subscribed.kind == CalendarFeed.Kind.MINE
        body = ics.feed_of(member.space, _("%(house)s: my events") % {"house": member.space.name} if mine else member.space.name, entries)
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    changed = queries.last_changed(subscribed, entries)
    answer = HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"ETag": tag, "Last-Modified": http_date(changed.timestamp()), "Cache-Control": "private, max-age=900"},
    )
    told = get_conditional_response(request, etag=tag, last_modified=int(changed.timestamp()), response=answer)
    assert told is not None
    return told
