"""Choosing a ritual, and beginning it with one click."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from drittort.core.errors import Invalid, NotAllowed
from drittort.inspire.events import queries as events
from drittort.inspire.events import rules, series
from drittort.inspire.events.views import hand_in, way
from drittort.inspire.rituals import queries
from drittort.inspire.rituals.catalogue import ritual as found
from drittort.inspire.rituals.forms import RitualForm


@require_safe
def rituals(request: Any, space: str) -> HttpResponse:
    """What one can begin."""
    return render(request, "inspire/rituals/list.html", {"rituals": queries.lines(request.member), "way": way(space)})


@require_http_methods(["GET", "HEAD", "POST"])
def ritual(request: Any, space: str, key: str) -> HttpResponse:
    """One ritual: what it says, and when it begins here."""
    one = found(key)
    day = one.first_on(request.space.day(request.now))
    initial = {
        "on": day,
        "begins": time(one.hour),
        "location_id": request.member.location_id,
        "repeats": one.rhythm,
        "language": request.space.language,
    }
    form = RitualForm(
        request.POST if request.method == "POST" else None,
        zone=request.space.zone, locations=events.locations(request.member), initial=initial,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            event = series.draft_series(
                actor=request.member, words=queries.words_of(one, form.starts_at(), told), rhythm=told["repeats"], until_on=None, at=request.now,
            )  # fmt: skip
        except (Invalid, NotAllowed) as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, hand_in(request, event.pk))
            return redirect("inspire:event", space=space, pk=event.pk)
    context = {
        "ritual": queries.line(one), "form": form, "publishes": rules.publishes(request.member),
        "way": way(space, *queries.way_here(space)),
    }  # fmt: skip
    return render(request, "inspire/rituals/page.html", context, status=422 if form.is_bound else 200)
