"""Pages of introductions: for the two, and for those who care."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.connect.introductions import actions, queries, rules, tokens, words
from drittort.connect.introductions.forms import AnswerForm, DraftForm, OutcomeForm
from drittort.core.addresses import address
from drittort.core.errors import Invalid, OutOfDate, require
from drittort.core.paging import cursor, older
from drittort.members.consents.actions import standing
from drittort.members.models import Member
from drittort.members.scope import is_open


@require_safe
def introductions(request: Any, space: str) -> HttpResponse:
    """My introductions."""
    cards, more = queries.list_for(request.member, request.now, after=cursor(request.GET.get("after", ""), moment=True))
    return render(
        request,
        "connect/introductions/list.html",
        {
            "cards": cards,
            "older": older(more),
            "paused": queries.paused(request.member, request.now),
            "agreed": "introduced" in standing(request.member),
        },
    )


@require_safe
def introduction(request: Any, space: str, pk: int) -> HttpResponse:
    """One introduction."""
    page = queries.one(request.member, pk, request.now)
    actions.mark_seen(actor=request.member, introduction_id=pk, at=request.now)
    form = OutcomeForm(initial=initial(page)) if page.can_tell else None
    return render(request, "connect/introductions/page.html", {"page": page, "form": form, "way": way(space)})


def first_error(form: Form) -> str:
    """What is wrong with the first field that is wrong."""
    return str(next(iter(form.errors.values()))[0])


def way(space: str) -> list[tuple[str, str]]:
    """The way back to the list."""
    return [(address("connect:introductions", space), _("Introductions"))]


def initial(page: queries.Page) -> dict[str, Any]:
    """What was said before, to be changed."""
    return {
        "said": page.told or None,
        "again": {True: "yes", False: "no", None: ""}[page.again],
        "outcome": page.outcome,
        "shared": page.outcome_shared,
    }


def give_answer(member: Member, pk: int, form: AnswerForm, request: Any) -> str:
    """Do what the form says; return the sentence for the page."""
    answer, until = form.cleaned_data["answer"], form.cleaned_data["until"]
    if answer == "yes":
        done = actions.accept_introduction(actor=member, introduction_id=pk, at=request.now)
        return (
            _("You both said yes. Mail with both addresses is on its way.")
            if done.introduced_at
            else _("Thank you. As soon as the other side says yes too, you both get mail.")
        )
    if answer == "no":
        actions.decline_introduction(actor=member, introduction_id=pk, at=request.now)
        return _("All right, not now. Nobody learns of it.")
    actions.pause_introductions(actor=member, until=until, at=request.now, introduction_id=pk)
    return _("You have a pause until %(day)s. Nobody learns of it.") % {"day": words.day(until)}


@require_POST
def answer_signed_in(request: Any, space: str, pk: int) -> HttpResponse:
    """Answer on the page."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
    else:
        messages.success(request, give_answer(request.member, pk, form, request))
    return redirect("connect:introduction", space=space, pk=pk)


@require_POST
def outcome(request: Any, space: str, pk: int) -> HttpResponse:
    """Say what came of it."""
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        page = queries.one(request.member, pk, request.now)
        return render(request, "connect/introductions/page.html", {"page": page, "form": form, "way": way(space)}, status=422)
    actions.tell_outcome(actor=request.member, introduction_id=pk, at=request.now, **form.cleaned_data)
    messages.success(request, _("Thank you for telling."))
    return redirect("connect:introduction", space=space, pk=pk)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Any, token: str) -> HttpResponse:
    """The page behind the buttons of a mail: the answer preset, one button, no sign-in. Opening it changes nothing."""
    held = tokens.read(token)
    member, pk, said = held.member, held.introduction.pk, ""
    status = 200
    if request.method == "POST" and "said" in request.POST:
        form = OutcomeForm(request.POST)
        if form.is_valid():
            actions.tell_outcome(actor=member, introduction_id=pk, at=request.now, **form.cleaned_data)
            said = _("Thank you for telling.")
    elif request.method == "POST":
        answer_form = AnswerForm(request.POST)
        if answer_form.is_valid():
            try:
                said = give_answer(member, pk, answer_form, request)
            except OutOfDate as error:
                said, status = str(error.reason), error.status
        else:
            status = 422
    page = queries.one(member, pk, request.now)
    preset = request.GET.get("a", "") if request.GET.get("a", "") in {"yes", "no", "pause", "met", "planned", "missed"} else ""
    form = OutcomeForm(initial={**initial(page), **({"said": preset} if preset in {"met", "planned", "missed"} else {})})
    return render(
        request,
        "connect/introductions/answer.html",
        {"page": page, "preset": preset, "said": said, "token": token, "form": form, "house": member.space},
        status=status,
    )


@require_POST
def end_pause(request: Any, space: str) -> HttpResponse:
    """Take introductions again."""
    actions.end_pause(actor=request.member, at=request.now)
    messages.success(request, _("Your pause is over."))
    return redirect("connect:introductions", space=space)


@require_POST
def send_draft(request: Any, space: str, pk: int) -> HttpResponse:
    """Send a suggested introduction."""
    require(rules.may_care(request.member))
    form = DraftForm(request.POST)
    if not form.is_valid():
        raise Invalid(first_error(form))
    actions.send_draft(actor=request.member, draft_id=pk, text=form.cleaned_data["text"], at=request.now)
    messages.success(request, _("Sent. Both get mail and have a week to answer."))
    return redirect("home:care", space=space)


@require_POST
def swap_draft(request: Any, space: str, pk: int) -> HttpResponse:
    """Show another suggestion in its place."""
    require(rules.may_care(request.member))
    actions.swap_draft(actor=request.member, draft_id=pk, at=request.now)
    return redirect("home:care", space=space)


@require_POST
def exclude_draft(request: Any, space: str, pk: int) -> HttpResponse:
    """Keep a pair out of suggestions; the page offers to take it back."""
    require(rules.may_care(request.member))
    actions.exclude_draft(actor=request.member, draft_id=pk, at=request.now)
    return redirect(f"{address('home:care', space)}?excluded={pk}")


@require_POST
def include_draft(request: Any, space: str, pk: int) -> HttpResponse:
    """Take an exclusion back."""
    require(rules.may_care(request.member))
    actions.take_back_exclusion(actor=request.member, draft_id=pk, at=request.now)
    return redirect("home:care", space=space)


@require_POST
def bring_forward(request: Any, space: str, pk: int) -> HttpResponse:
    """Show today's suggestion for somebody first."""
    require(rules.may_care(request.member))
    draft = actions.bring_forward(actor=request.member, member_id=pk, at=request.now)
    return redirect(f"{address('home:care', space)}#draft-{draft.pk}")
