"""Pages of event advice: what could be on, how good it was, and what stands in the way of an hour."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import require
from drittort.core.fragments import part
from drittort.core.paging import number
from drittort.inspire.event_advice import actions, queries, rules
from drittort.inspire.event_advice.forms import RestForm
from drittort.inspire.event_advice.looking import in_the_way


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back."""
    return [(reverse("inspire:events", args=[space]), _("Events")), *more]


@require_safe
def advice(request: Any, space: str) -> HttpResponse:
    """What could be on."""
    return render(request, "inspire/event_advice/page.html", {"page": queries.page(request.member, request.now), "way": way(space)})


@require_safe
def scores(request: Any, space: str) -> HttpResponse:
    """How good the advice was."""
    here = way(space, (reverse("inspire:event_advice", args=[space]), _("What could be on")))
    return render(request, "inspire/event_advice/scores.html", {"scores": queries.scores(request.member, request.now), "way": here})


@require_safe
def beside(request: Any, space: str, pk: int) -> HttpResponse:
    """What advice says of one event to those who host or publish it: a part of its page, or a page of its own."""
    found = queries.beside(request.member, pk, request.now)
    template = part(request, "inspire/event_advice/_beside.html", "inspire/event_advice/beside.html")
    here = way(space, (reverse("inspire:event", args=[space, pk]), found.title))
    return render(request, template, {"beside": found, "way": here})


@require_POST
def draft(request: Any, space: str, pk: int) -> HttpResponse:
    """Make a draft of a piece of advice, and go on writing it."""
    event = actions.draft_from_advice(actor=request.member, advice_id=pk, at=request.now)
    messages.success(request, _("A draft is written, and only you see it. Change what you like, then hand it in."))
    return redirect("inspire:event", space=space, pk=event.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def rest(request: Any, space: str, pk: int) -> HttpResponse:
    """Put a piece of advice aside with a reason."""
    require(rules.may_rest(request.member))
    card = queries.card_of(request.member, pk, request.now)
    form = RestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.rest(actor=request.member, advice_id=pk, text=form.cleaned_data["text"], at=request.now)
        messages.success(request, _("It rests. In three months it may speak again."))
        return redirect("inspire:event_advice", space=space)
    here = way(space, (reverse("inspire:event_advice", args=[space]), _("What could be on")))
    return render(
        request, "inspire/event_advice/rest.html", {"form": form, "card": card, "way": here}, status=422 if form.is_bound else 200
    )


@require_POST
def wake(request: Any, space: str, pk: int) -> HttpResponse:
    """Let a piece of advice that rests speak again."""
    actions.wake(actor=request.member, advice_id=pk, at=request.now)
    messages.success(request, _("It speaks again."))
    return redirect("inspire:event_advice", space=space)


@require_safe
def clashes(request: Any, space: str) -> HttpResponse:
    """What stands in the way of an hour, as a part of the form in which it is chosen; nothing while there is no hour yet."""
    said = {"clashes": in_the_way(request, request.GET, number(request.GET.get("without", ""))), "asked": True}
    return render(request, "inspire/event_advice/_clashes.html", said)
