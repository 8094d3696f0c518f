"""Pages of reviews and measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid, require
from drittort.members.notices.actions import see_thread
from drittort.plan.review import actions, queries
from drittort.plan.review.forms import MeasureForm, SettleForm, WordsForm, decisions
from drittort.plan.review.models import ProgramVerdict
from drittort.plan.review.reactions import of_measure, thread
from drittort.plan.review.rules import Decision
from drittort.plan.rules import may_run
from drittort.plan.ways import to_plan

IN_A_MONTH = timedelta(days=28)
NEXT = {"happened": "#worked", "worked": "#programs", "decide": "#measures", "measure": "#measures", "close": ""}
"""The buttons of a review, and where one goes on after each."""


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back."""
    return [to_plan(space), *more]


def to_reviews(space: str) -> tuple[str, str]:
    """One step of the way back."""
    return reverse("plan:reviews", args=[space]), _("Monthly review")


@require_safe
def reviews(request: Any, space: str) -> HttpResponse:
    """All reviews, the one that waits, and what is to be done."""
    see_thread(member=request.member, thread=thread(), at=request.now)
    return render(request, "plan/review/list.html", {"shelf": queries.shelf(request.member, request.now), "way": way(space)})


@require_POST
def begin(request: Any, space: str) -> HttpResponse:
    """Begin to look at a month."""
    require(may_run(request.member))
    try:
        month = date.fromisoformat(request.POST.get("month", ""))
    except ValueError:
        raise Invalid from None
    review = actions.begin_review(actor=request.member, month=month, at=request.now)
    return redirect("plan:review", space=space, pk=review.pk)


def measure_form(request: Any, sent: Any = None, standing: Sequence[tuple[int, str]] | None = None) -> MeasureForm:
    """The form of a measure; `standing` are the programs to choose from, where they are known."""
    initial = {"until_on": request.space.day(request.now) + IN_A_MONTH, "responsible_id": request.member.pk}
    return MeasureForm(sent, choices=queries.choices(request.member, standing), initial=initial)


def shown(
    request: Any,
    pk: int,
    *,
    words: WordsForm | None = None,
    measure: MeasureForm | None = None,
    decided: Sequence[Decision] = (),
    error: str = "",
) -> dict[str, Any]:
    """Everything that the page of a review shows; `decided` is what somebody just chose and what could not be kept yet."""
    page = queries.one(request.member, pk, request.now)
    written = {"happened": page.happened, "worked": page.worked, "said": page.said}
    chosen = {one.program_id: one for one in decided}
    programs = tuple(
        replace(one, says=mine.says, reason=mine.reason, told=mine.told) if (mine := chosen.get(one.id)) else one for one in page.programs
    )
    return {
        "page": replace(page, programs=programs), "words": words or WordsForm(initial=written), "measure_form": (measure or measure_form(request, standing=[(one.id, one.name) for one in page.programs])) if page.is_open and page.may_run else None,
        "says": ProgramVerdict.Says.choices, "error": error, "way": way(request.space.slug, to_reviews(request.space.slug)),
    }  # fmt: skip


@require_safe
def review(request: Any, space: str, pk: int) -> HttpResponse:
    """One review: being held, or its minutes."""
    return render(request, "plan/review/page.html", shown(request, pk))


@require_POST
def step(request: Any, space: str, pk: int) -> HttpResponse:
    """Keep everything that stands on the page, whichever button was pressed: words, decisions, a measure. Close the review, where that was the button."""
    require(may_run(request.member))
    says, sent = request.POST.get("says", ""), request.POST
    if says not in NEXT:
        raise Invalid
    given = {"actor": request.member, "review_id": pk, "at": request.now}
    words, decided = WordsForm(sent), decisions(sent)
    measure = measure_form(request, sent) if says == "measure" or sent.get("text", "").strip() else None
    if not words.is_valid() or (measure is not None and not measure.is_valid()):
        return render(request, "plan/review/page.html", shown(request, pk, words=words, measure=measure, decided=decided), status=422)
    try:
        actions.write_review(**given, before=words.before(sent), **words.words(sent))
        actions.decide(decisions=decided, **given)
        if measure is not None:
            actions.add_measure(**given, **measure.cleaned_data)
            measure = None
        if says == "close":
            done = actions.close_review(tells="tells" in sent, **given)
            messages.success(request, _("Closed. All members can read it now.") if done.told_at else _("Closed. The team has the minutes."))
        else:
            messages.success(request, _("Agreed on.") if says == "measure" else _("Written down."))
    except Invalid as error:
        if not error.reason:
            raise
        told = shown(request, pk, words=words, measure=measure, decided=decided, error=str(error.reason))
        return render(request, "plan/review/page.html", told, status=422)
    return redirect(reverse("plan:review", args=[space, pk]) + NEXT[says])


@require_safe
def told_review(request: Any, space: str, pk: int) -> HttpResponse:
    """What all members read of a review."""
    page = queries.told(request.member, pk)
    see_thread(member=request.member, thread=thread(pk), at=request.now)
    return render(request, "plan/review/told.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def measures(request: Any, space: str) -> HttpResponse:
    """What is to be done, what was done; one more."""
    open_ones, settled = queries.all_measures(request.member, request.now)
    form = measure_form(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_measure(actor=request.member, at=request.now, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("Agreed on."))
            return redirect("plan:measures", space=space)
    context = {
        "open": open_ones,
        "settled": settled,
        "form": form,
        "may_run": bool(may_run(request.member)),
        "way": way(space, to_reviews(space)),
    }
    return render(request, "plan/review/measures.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: Any, space: str, pk: int) -> HttpResponse:
    """One measure, for who does it and for the team: done, or dropped and why."""
    found, may_settle = queries.one_measure(request.member, pk, request.now)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = request.POST.get("says") != "drop"
        try:
            actions.settle_measure(actor=request.member, measure_id=pk, done=done, text=form.cleaned_data["text"], at=request.now)
        except Invalid as error:
            form.add_error("text", str(error.reason))
        else:
            messages.success(request, _("Done. Thank you.") if done else _("Dropped."))
            return redirect("plan:measure", space=space, pk=pk)
    see_thread(member=request.member, thread=of_measure(pk), at=request.now)
    back = way(space, to_reviews(space)) if found.source or may_run(request.member) else []
    return render(
        request,
        "plan/review/measure.html",
        {"measure": found, "may_settle": may_settle, "form": form, "way": back},
        status=422 if form.is_bound else 200,
    )
