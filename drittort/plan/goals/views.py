"""The pages of goals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid, require
from drittort.plan.goals import actions, queries
from drittort.plan.goals.forms import EndForm, GoalForm, MeasureForm
from drittort.plan.rules import may_run
from drittort.plan.ways import to_plan

A_YEAR = timedelta(days=365)


@require_safe
def goals(request: Any, space: str) -> HttpResponse:
    """What the house wants, and how it stands."""
    return render(request, "plan/goals/list.html", {"page": queries.page(request.member, request.now), "way": way(space)[:1]})


@require_http_methods(["GET", "HEAD", "POST"])
def new_goal(request: Any, space: str) -> HttpResponse:
    """Set a goal."""
    require(may_run(request.member))
    figure = request.POST.get("figure") or request.GET.get("figure", "")
    begin = {"figure": figure, "by_on": request.space.day(request.now) + A_YEAR, "owner": request.member.pk, **queries.begins_with(figure)}
    form = GoalForm(request.POST or None, initial=begin, space=request.space, figure=figure)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            goal = actions.set_goal(
                actor=request.member, figure=data["figure"], target=data["target"], low=data["low"], high=data["high"], by_on=data["by_on"],
                owner_id=data["owner"].pk if data["owner"] else None, why=data["why"], at=request.now,
            )  # fmt: skip
        except Invalid as error:
            form.add_error("by_on", str(error.reason))
        else:
            messages.success(request, _("The goal stands."))
            return redirect("plan:goal", space=space, pk=goal.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "plan/goals/new.html", {"form": form, "way": way(space)}, status=status)


@require_safe
def goal(request: Any, space: str, pk: int) -> HttpResponse:
    """One goal: how it stands, and what was done when it went astray."""
    return shown(request, space, pk)


@require_POST
def hear_alarm(request: Any, space: str, pk: int) -> HttpResponse:
    """Say what is done about an alarm."""
    form = MeasureForm(request.POST)
    if not form.is_valid():
        require(may_run(request.member))
        return shown(request, space, pk, form, status=422)
    actions.hear_alarm(actor=request.member, goal_id=pk, measure=form.cleaned_data["measure"], at=request.now)
    messages.success(request, _("Good. It stands beside the alarm."))
    return redirect("plan:goal", space=space, pk=pk)


@require_POST
def end_goal(request: Any, space: str, pk: int) -> HttpResponse:
    """Let a goal end."""
    form = EndForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    actions.end_goal(actor=request.member, goal_id=pk, words=words, at=request.now)
    messages.success(request, _("The goal has ended. What was wanted can still be read."))
    return redirect("plan:goals", space=space)


def shown(request: Any, space: str, pk: int, form: MeasureForm | None = None, status: int = 200) -> HttpResponse:
    """The page of one goal, perhaps with what was wrong."""
    found = queries.one(request.member, pk, request.now)
    context = {"one": found, "form": form or MeasureForm(), "end": EndForm(), "way": way(space), "pk": pk}
    return render(request, "plan/goals/page.html", context, status=status)


def way(space: str) -> list[tuple[str, str]]:
    """The way back."""
    return [to_plan(space), (reverse("plan:goals", args=[space]), _("Goals"))]
