"""Pages of surveys: the one that is nobody's, on which one answers; the results, for everybody; and what those need who run it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import HouseError, OutOfDate, require
from drittort.core.mail.way import way
from drittort.core.paging import number as read_number
from drittort.members.scope import is_open
from drittort.pulse.surveys import actions, groups, queries, rules
from drittort.pulse.surveys.forms import ChangeForm, PlanForm, SurveyForm
from drittort.pulse.ways import to_plan
from drittort.spaces.models import Space


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: Any, token: str) -> HttpResponse:
    """Answer once. Nobody is known here (core.faceless): no session, no cookie, and nothing is kept before it is sent."""
    wave = queries.wave_behind(token, request.now)
    if wave is None:
        return render(request, "pulse/surveys/over.html", status=404)
    form = SurveyForm(request.POST if request.method == "POST" else None, wave=wave)
    context = {"form": form, "wave": wave, "house": wave.space, "until": queries.last_day(wave), "languages": queries.LANGUAGES}
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(token=token, content=form.content, at=request.now)
        except OutOfDate:
            return render(request, "pulse/surveys/over.html", status=404)
        except HouseError as error:
            form.add_error(None, str(error.reason))
        else:
            # No redirect: nothing of it lies in an address or a session on the way.
            return render(request, "pulse/surveys/thanks.html", {**context, "languages": ()})
    return render(request, "pulse/surveys/form.html", context, status=422 if form.is_bound else 200)


@require_safe
def surveys(request: Any, space: str) -> HttpResponse:
    """What came back, for everybody; with groups and free texts for those who run it."""
    page = queries.results(request.member, read_number(request.GET.get("wave", "")), request.now)
    here = reverse("pulse:surveys", args=[space])
    tabs = [{"url": f"{here}?wave={one.number}", "label": one.name, "current": one.chosen} for one in page.waves]
    context = {
        "page": page, "tabs": tabs if len(tabs) > 1 else (), "form": ChangeForm() if page.runs and page.shown else None, "mail_leaves": mail_leaves(request.space),
        "way": [to_plan(space)] if page.runs else (),
    }  # fmt: skip
    return render(request, "pulse/surveys/results.html", context)


def mail_leaves(space: Space) -> bool:
    """Whether links reach anybody; in the demo they lie in its own mailbox."""
    return way().is_set or space.is_demo


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: Any, space: str) -> HttpResponse:
    """How the house asks."""
    require(rules.may_run(request.member))
    offered = groups.offered(request.space)
    form = PlanForm(
        request.POST if request.method == "POST" else None, offered=offered, initial=PlanForm.initial_of(rules.plan_of(request.space))
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.plan_survey(
                actor=request.member, every=given["every"], days=given["days"], groupings=given["groupings"], questions=given["questions"],
                at=request.now,
            )  # fmt: skip
        except HouseError as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("Kept. The next survey asks like this."))
            return redirect("pulse:surveys", space=space)
    context = {"form": form, "way": [(reverse("pulse:surveys", args=[space]), _("How we are"))]}
    return render(request, "pulse/surveys/plan.html", context, status=422 if form.is_bound else 200)


@require_safe
def preview(request: Any, space: str) -> HttpResponse:
    """The form as everybody will see it."""
    require(rules.may_run(request.member))
    wave = queries.wave_as_planned(request.space, request.now)
    context = {
        "form": SurveyForm(wave=wave), "wave": wave, "house": request.space, "until": queries.last_day(wave), "preview": True, "languages": (),
    }  # fmt: skip
    return render(request, "pulse/surveys/form.html", context)


@require_POST
def open_wave(request: Any, space: str) -> HttpResponse:
    """Begin."""
    wave = actions.open_wave(actor=request.member, space=request.space, at=request.now)
    if mail_leaves(request.space):
        messages.success(
            request, _("It has begun. Everybody gets their own link by mail, until %(day)s.") % {"day": queries.last_day(wave)}
        )
    else:
        messages.warning(request, _("It has begun, but this machine has no mail server: no link reaches anybody."))
    return redirect("pulse:surveys", space=space)


@require_POST
def drop_wave(request: Any, space: str, number: int) -> HttpResponse:
    """Call it off."""
    actions.drop_wave(actor=request.member, number=number, at=request.now)
    messages.success(request, _("Called off. What was answered is gone, unread."))
    return redirect("pulse:surveys", space=space)


@require_POST
def change(request: Any, space: str, number: int) -> HttpResponse:
    """Tell what is different now."""
    require(rules.may_run(request.member))
    form = ChangeForm(request.POST)
    if form.is_valid():
        actions.say_change(actor=request.member, number=number, at=request.now, **form.cleaned_data)
        messages.success(request, _("Said. The house hears of it with the next news."))
    else:
        messages.error(request, _("Write a sentence about what is different now."))
    return redirect(f"{reverse('pulse:surveys', args=[space])}?wave={number}")


@require_POST
def take_back(request: Any, space: str, pk: int) -> HttpResponse:
    """Take back what was said to have changed."""
    actions.take_back_change(actor=request.member, change_id=pk)
    messages.success(request, _("Taken back."))
    return redirect("pulse:surveys", space=space)


@require_POST
def remove_text(request: Any, space: str, pk: uuid.UUID) -> HttpResponse:
    """Take out a free text."""
    actions.remove_text(actor=request.member, text_id=pk)
    messages.success(request, _("It is gone for everybody."))
    return redirect("pulse:surveys", space=space)
