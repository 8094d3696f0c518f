"""Pages of introductions: for the two, and for those who care."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.connect.introductions import actions, queries, rules, tokens, warm, words
from drittort.connect.introductions.forms import AnswerForm, DraftForm, OutcomeForm, PauseForm, WarmForm
from drittort.core.addresses import address
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate, require
from drittort.core.paging import cursor, number, older
from drittort.members.consents.actions import standing
from drittort.members.models import Member
from drittort.members.profiles.forms import rhythms
from drittort.members.scope import is_open
from drittort.talk.conversations import queries as people


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
            "rhythm": dict(rhythms(request.member.rhythm))[request.member.rhythm],
            "pauses": words.pauses(request.space.day(request.now)),
            "tabs": tabs(space, "connect:introductions"),
        },
    )


@require_POST
def pause(request: Any, space: str) -> HttpResponse:
    """No introductions for a while, before anybody asks."""
    form = PauseForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid(first_error(form))
        actions.pause_introductions(actor=request.member, until=form.cleaned_data["until"], at=request.now)
        messages.success(
            request, _("You have a pause until %(day)s. Nobody learns of it.") % {"day": words.day(form.cleaned_data["until"])}
        )
    except Invalid as error:
        messages.error(request, str(error.reason))
    return redirect("connect:introductions", space=space)


@require_safe
def introduction(request: Any, space: str, pk: int) -> HttpResponse:
    """One introduction."""
    page = queries.one(request.member, pk, request.now)
    actions.mark_seen(actor=request.member, introduction_id=pk, at=request.now)
    form = outcome_form(page) if page.can_tell else None
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
        "introducer_may_know": page.introducer_may_know,
    }


def outcome_form(page: queries.Page, data: QueryDict | None = None, *, said: str = "") -> OutcomeForm:
    """The form that asks what came of it, for this introduction."""
    told = initial(page)
    return OutcomeForm(data, initial={**told, "said": said or told["said"]}, warm=page.introducer is not None)


def tabs(space: str, current: str) -> list[dict[str, Any]]:
    """One's own introductions, the rounds and circles of the house, those that one proposed to others, who has an hour for whom, and who accompanies whom."""
    labels = {
        "connect:introductions": _("For you"),
        "connect:rounds": _("Rounds"),
        "connect:circles": _("Circles"),
        "connect:warm_introductions": _("Through you"),
        "connect:office_hours": _("Office hours"),
        "connect:mentoring": _("Mentoring"),
    }
    return [{"url": address(name, space), "label": label, "current": name == current} for name, label in labels.items()]


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
        try:
            messages.success(request, give_answer(request.member, pk, form, request))
        except OutOfDate as error:
            # The page was open for longer than the question: it says how things stand now.
            messages.info(request, str(error.reason))
    return redirect("connect:introduction", space=space, pk=pk)


@require_POST
def outcome(request: Any, space: str, pk: int) -> HttpResponse:
    """Say what came of it."""
    page = queries.one(request.member, pk, request.now)
    form = outcome_form(page, request.POST)
    if not form.is_valid():
        return render(request, "connect/introductions/page.html", {"page": page, "form": form, "way": way(space)}, status=422)
    actions.tell_outcome(actor=request.member, introduction_id=pk, at=request.now, **form.cleaned_data)
    messages.success(request, _("Thank you for telling."))
    return redirect("connect:introduction", space=space, pk=pk)


@require_POST
def thank(request: Any, space: str, pk: int) -> HttpResponse:
    """Thank whoever introduced us."""
    warm.thank_introducer(actor=request.member, introduction_id=pk, at=request.now)
    messages.success(request, _("Your thanks are on their way."))
    return redirect("connect:introduction", space=space, pk=pk)


@require_safe
def warm_introductions(request: Any, space: str) -> HttpResponse:
    """The introductions that I proposed to others."""
    cards, more = queries.warm_for(request.member, request.now, after=cursor(request.GET.get("after", ""), moment=True))
    return render(
        request,
        "connect/introductions/warm.html",
        {"cards": cards, "older": older(more), "tabs": tabs(space, "connect:warm_introductions")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def introduce(request: Any, space: str, pk: int) -> HttpResponse:
    """Introduce somebody to somebody else: choose the second, write a sentence. What follows looks the same whoever they are."""
    member, other = request.member, number(request.GET.get("with", ""))
    chosen = people.choose(member, [pk] if other is None else [pk, other])
    if not chosen:
        raise NotFound
    need = queries.need_behind(member, number(request.GET.get("need", "")) or 0)
    page = queries.pairing(member, chosen, need, " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100])
    form, status = None, 200
    if page.second is not None:
        form = WarmForm(request.POST if request.method == "POST" else None, names=(page.first.first_name, page.second.first_name))
    if request.method == "POST" and form is not None:
        status = 422
        if form.is_valid():
            try:
                warm.introduce_two(actor=member, first=chosen[0], second=chosen[1], need=need, at=request.now, **form.cleaned_data)
            except (Invalid, NotAllowed, OutOfDate) as error:
                form.add_error("text", str(error.reason))
            else:
                messages.success(request, _("It is on its way. As soon as both say yes, you hear of it."))
                return redirect("connect:warm_introductions", space=space)
    way = [(address("members:person", space, pk), page.first.name)]
    return render(request, "connect/introductions/introduce.html", {"page": page, "form": form, "way": way}, status=status)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Any, token: str) -> HttpResponse:
    """The page behind the buttons of a mail: the answer preset, one button, no sign-in. Opening it changes nothing."""
    held = tokens.read(token)
    member, pk, said = held.member, held.introduction.pk, ""
    status = 200
    if request.method == "POST" and "said" in request.POST:
        form = outcome_form(queries.one(member, pk, request.now), request.POST)
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
    form = outcome_form(page, said=preset if preset in {"met", "planned", "missed"} else "")
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
