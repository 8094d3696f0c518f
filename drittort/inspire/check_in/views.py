"""At the door: the list with a button for each, a camera where the browser has one, and one's own code."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from drittort.core import pocket
from drittort.core.errors import Invalid
from drittort.core.paging import number
from drittort.inspire.check_in import actions, queries, tokens
from drittort.inspire.check_in.actions import Mark
from drittort.inspire.events.views import way

MOST_MARKS = 500
WALK_IN, OTHERS = "walk_in", "others"


def moment(text: str, at: datetime) -> datetime:
    """When something was said, in milliseconds by the clock of a telephone; now for nothing."""
    try:
        return datetime.fromtimestamp(int(text) / 1000, tz=UTC) if text else at
    except (ValueError, OverflowError, OSError) as error:
        raise Invalid from error


def mark_of(text: str, at: datetime) -> Mark:
    """`17|1` (the seventeenth is there), `17|0` (not after all), or a code for the number; each with its moment as a third part, or none. Raises Invalid."""
    who, came, said_at = [*text.split("|"), "", ""][:3]
    pk = number(who) if who.isdecimal() else tokens.read(who)
    if came not in ("0", "1"):
        raise Invalid
    return Mark(pk or 0, came == "1", moment(said_at, at))


@pocket.kept_along()
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: Any, space: str, pk: int) -> HttpResponse:
    """The list at the door. What a telephone kept without a network comes as many marks at once, and is answered with who is there."""
    if request.method == "POST":
        says, given = request.POST.get("says", ""), {"actor": request.member, "event_id": pk, "at": request.now}
        if says == WALK_IN:
            actions.walk_in(member_id=number(request.POST.get("who", "")) or 0, **given)
            messages.success(request, _("Welcome."))
        elif says == OTHERS:
            actions.count_others(others=number(request.POST.get("others", "")) or 0, **given)
        else:
            marks = [mark_of(text, request.now) for text in request.POST.getlist("mark")[:MOST_MARKS]]
            actions.mark(marks=marks, **given)
            if request.headers.get("Accept", "") == "application/json":
                door = queries.door(request.member, pk, request.now)
                return JsonResponse({"there": [one.id for one in door.expected if one.came], "number": door.there})
        return redirect("inspire:check_in", space=space, pk=pk)
    door = queries.door(request.member, pk, request.now, code=request.GET.get("code", ""), asked=request.GET.get("q", ""))
    here = way(space, (reverse("inspire:event", args=[space, pk]), door.title))
    return render(request, "inspire/check_in/door.html", {"door": door, "way": here})


@pocket.kept_along()
@require_safe
def own_code(request: Any, space: str, pk: int) -> HttpResponse:
    """One's own code for the door."""
    code = queries.own_code(request.member, pk)
    here = way(space, (reverse("inspire:event", args=[space, pk]), code.title))
    return render(request, "inspire/check_in/code.html", {"code": code, "way": here})
