"""Pages of advice on the plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid, require
from drittort.plan.advice import actions, queries, rules
from drittort.plan.advice.forms import DeclineForm, TakeForm
from drittort.plan.rules import may_run


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back."""
    return [(reverse("plan:overview", args=[space]), _("Plan")), *more]


def here(space: str) -> list[tuple[str, str]]:
    """The way back to all advice."""
    return way(space, (reverse("plan:advice", args=[space]), _("Advice")))


@require_safe
def advice(request: Any, space: str) -> HttpResponse:
    """What to do next."""
    return render(request, "plan/advice/list.html", {"page": queries.page(request.member, request.now), "way": way(space)})


@require_safe
def advice_rules(request: Any, space: str) -> HttpResponse:
    """Every rule, readable."""
    return render(request, "plan/advice/rules.html", {"rules": queries.all_rules(request.member, request.now), "way": here(space)})


@require_safe
def advice_scores(request: Any, space: str) -> HttpResponse:
    """How good the advice was."""
    return render(request, "plan/advice/scores.html", {"scores": queries.scores(request.member, request.now), "way": here(space)})


@require_http_methods(["GET", "HEAD", "POST"])
def take_advice(request: Any, space: str, pk: int) -> HttpResponse:
    """Take advice up."""
    require(may_run(request.member))
    card = queries.one(request.member, pk, request.now)
    initial = {"text": card.title, "until_on": request.space.day(request.now) + rules.TRIES}
    form = TakeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_advice(actor=request.member, advice_id=pk, at=request.now, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("It is a measure now. After two told months you see here what came of it."))
            return redirect("plan:advice", space=space)
    context = {"form": form, "card": card, "way": here(space)}
    return render(request, "plan/advice/take.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def decline_advice(request: Any, space: str, pk: int) -> HttpResponse:
    """Let advice rest with a reason."""
    require(may_run(request.member))
    card = queries.one(request.member, pk, request.now)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.decline_advice(actor=request.member, advice_id=pk, text=form.cleaned_data["text"], at=request.now)
        messages.success(request, _("It rests for three months."))
        return redirect("plan:advice", space=space)
    context = {"form": form, "card": card, "way": here(space)}
    return render(request, "plan/advice/decline.html", context, status=422 if form.is_bound else 200)


@require_POST
def wake_advice(request: Any, space: str, pk: int) -> HttpResponse:
    """Let advice that rests speak again."""
    actions.wake_advice(actor=request.member, advice_id=pk, at=request.now)
    messages.success(request, _("It speaks again."))
    return redirect("plan:advice", space=space)
