"""Pages of circles: for members, from inside a circle, behind the links of mails, and for those who host."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.connect.circles import actions, hosting, meetings, queries, tokens
from drittort.connect.circles.forms import (
    CONFIDENCE,
    AnswerForm,
    CheckForm,
    CommitmentForm,
    MoveForm,
    OutcomeForm,
    PeopleForm,
    SeasonForm,
    WishForm,
)
from drittort.connect.circles.rules import could_host
from drittort.connect.introductions.views import first_error, tabs
from drittort.connect.rounds.forms import look_of
from drittort.connect.rounds.rules import may_host
from drittort.core import paging
from drittort.core.errors import HouseError, Invalid, NotAllowed, OutOfDate, require
from drittort.core.fragments import part
from drittort.core.running import brought
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.members.scope import is_open
from drittort.talk.conversations import queries as conversations

# ------------------------------------------------------------------ for members


@require_safe
def circles(request: Any, space: str) -> HttpResponse:
    """The open calls, and my circles."""
    page = queries.circles(request.member, request.now)
    return render(
        request, "connect/circles/list.html", {"page": page, "tabs": tabs(space, "connect:circles"), "hosts": could_host(request.member)}
    )


def give_wish(member: Member, pk: int, request: Any) -> str:
    """Note that somebody would like to be in a circle, or not any more; return the sentence for the page."""
    form = WishForm(request.POST)
    if not form.is_valid():
        raise Invalid(first_error(form))
    stage = form.cleaned_data["stage"]
    if stage is None:
        actions.unwant_circle(actor=member, season_id=pk, at=request.now)
        return _("You are out. Nobody is told.")
    actions.want_circle(actor=member, season_id=pk, stage=stage, at=request.now)
    return _("Lovely. After the last day of the call you hear who your circle could be.")


@require_POST
def wish(request: Any, space: str, pk: int) -> HttpResponse:
    """I would like to be in."""
    messages.success(request, give_wish(request.member, pk, request))
    return redirect("connect:circles", space=space)


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back to the circles."""
    return [(reverse("connect:circles", args=[space]), _("Circles")), *more]


def outcome_form(page: queries.CirclePage) -> OutcomeForm:
    """The form that asks what came of it, with what was said before."""
    return OutcomeForm(initial={"came": page.came, "outcome": page.outcome, "shared": page.outcome_shared})


def shown(request: Any, space: str, pk: int, **forms: Any) -> HttpResponse:
    """The page of a circle, perhaps with a form in which something is missing."""
    page = queries.circle_page(request.member, pk, request.now)
    context = {
        "page": page,
        "way": way(space),
        "commitment": CommitmentForm(),
        "outcome": outcome_form(page),
        "thread": conversations.thread(request.member, f"circle:{pk}", request.now) if page.inside else None,
        "action": reverse("connect:in_circle", args=[space, pk]),
    }
    return render(request, "connect/circles/page.html", {**context, **forms}, status=422 if forms else 200)


@require_safe
def circle(request: Any, space: str, pk: int) -> HttpResponse:
    """One circle."""
    see_thread(member=request.member, thread=actions.thread(pk), at=request.now)
    return shown(request, space, pk)


def number(request: Any, name: str) -> int:
    """A number that a button sends. Raises Invalid."""
    found = paging.number(request.POST.get(name, ""))
    if found is None:
        raise Invalid(_("Please choose once more."))
    return found


def answer(member: Member, pk: int, request: Any) -> str:
    """Yes or no to the invitation."""
    if read(AnswerForm(request.POST))["answer"] == "yes":
        begun = actions.say_yes(actor=member, circle_id=pk, at=request.now).begun_at
        return _("Everybody is in. The dates are on their way.") if begun else _("Good. As soon as it is settled, you get mail.")
    actions.say_no(actor=member, circle_id=pk, at=request.now)
    return _("All right, not this time. Nobody learns of it.")


def there(member: Member, pk: int, request: Any) -> str:
    """Who was there."""
    members = {found for one in request.POST.getlist("members") if (found := paging.number(one)) is not None}
    meetings.note_presence(actor=member, meeting_id=number(request, "meeting"), members=members, at=request.now)
    return _("Noted. Thank you.")


def commit(member: Member, pk: int, request: Any) -> str:
    """Take something on."""
    text = read(CommitmentForm(request.POST))["text"]
    meetings.commit(actor=member, meeting_id=number(request, "meeting"), text=text, at=request.now)
    return _("It stands there. Good luck with it.")


def check(member: Member, pk: int, request: Any) -> str:
    """Say what became of it."""
    said = read(CheckForm(request.POST))["said"]
    meetings.check_commitment(actor=member, commitment_id=number(request, "commitment"), said=said, at=request.now)
    return {
        "done": _("Well done."),
        "partly": _("A part is more than nothing."),
        "not": _("That happens. Next time it will be something else, or the same again."),
        "": _("It is open again."),
    }[said]


def take_back(member: Member, pk: int, request: Any) -> str:
    """Remove one's own commitment."""
    meetings.take_commitment_back(actor=member, commitment_id=number(request, "commitment"), at=request.now)
    return _("Taken back.")


def swap(member: Member, pk: int, request: Any) -> str:
    """Change the hot seat with somebody."""
    meetings.swap_hot_seats(actor=member, meeting_id=number(request, "meeting"), other_id=number(request, "other"), at=request.now)
    return _("The two hot seats have changed places.")


def move(member: Member, pk: int, request: Any) -> str:
    """Another date for a meeting."""
    form = MoveForm(request.POST)
    read(form)
    meetings.move_meeting(actor=member, meeting_id=number(request, "meeting"), starts_at=form.moment(member.space), at=request.now)
    return _("Moved. Everybody gets the new date for their calendar.")


def leave(member: Member, pk: int, request: Any) -> str:
    """Leave the circle."""
    actions.leave_circle(actor=member, circle_id=pk, at=request.now)
    return _("You have left the circle. What you took on there is gone.")


def go_on(member: Member, pk: int, request: Any) -> str:
    """Would I like another season?"""
    goes = read(AnswerForm(request.POST))["answer"] == "yes"
    actions.say_go_on(actor=member, circle_id=pk, goes=goes, at=request.now)
    return _("Noted, for nobody to read. You hear as soon as it is settled.")


def tell(member: Member, pk: int, request: Any) -> str:
    """Say what came of it."""
    actions.tell_outcome(actor=member, circle_id=pk, at=request.now, **read(OutcomeForm(request.POST)))
    return _("Thank you for telling.")


DOES = {
    "answer": answer,
    "there": there,
    "commit": commit,
    "check": check,
    "take_back": take_back,
    "swap": swap,
    "move": move,
    "leave": leave,
    "go_on": go_on,
    "tell": tell,
}
BY_MAIL = {name: DOES[name] for name in ("answer", "there", "commit", "check", "go_on", "tell")}
"""What a link in a mail does without sign-in: answers. What changes the circle of others needs the person themself, for a mail is forwarded easily."""


def read(form: Any) -> dict[str, Any]:
    """What was filled in. Raises Invalid with the first thing that is missing."""
    if not form.is_valid():
        raise Invalid(first_error(form))
    return dict(form.cleaned_data)


def act(member: Member, pk: int, request: Any, *, among: Mapping[str, Callable[[Member, int, Any], str]] = DOES) -> str:
    """Do what a button of a circle's page says; return the sentence for the page. Raises what the action raises."""
    does = among.get(request.POST.get("does", ""))
    if does is None:
        raise Invalid(_("Please choose once more."))
    return does(member, pk, request)


@require_POST
def in_circle(request: Any, space: str, pk: int) -> HttpResponse:
    """Everything that somebody does in their circle. What is missing or comes too late is said on the page."""
    try:
        messages.success(request, act(request.member, pk, request))
    except (Invalid, OutOfDate) as error:
        if request.POST.get("does") == "commit" and isinstance(error, Invalid):
            form = CommitmentForm(request.POST)
            form.is_valid()
            if not form.errors:
                form.add_error("text", str(error.reason))
            return shown(request, space, pk, commitment=form)
        messages.error(request, str(error.reason))
    return redirect("connect:circle", space=space, pk=pk)


# ------------------------------------------------------------------ behind the links of mails


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer_circle(request: Any, token: str) -> HttpResponse:
    """The page behind the buttons of a mail: what a member answers in a circle, without sign-in, and nothing that the others said. Opening it changes nothing."""
    held = tokens.read(token)
    said, error, status = "", "", 200
    if request.method == "POST":
        try:
            said = act(held.member, held.thing_id, request, among=BY_MAIL)
        except (Invalid, OutOfDate, NotAllowed) as refused:
            error, status = str(refused.reason), 422 if isinstance(refused, Invalid) else refused.status
    page = queries.circle_page(held.member, held.thing_id, request.now)
    preset = request.GET.get("a", "") if not said else ""
    context = {
        "page": page,
        "preset": preset if preset in {"yes", "no", "there", "check", "commit", "go", "stay", "tell"} else "",
        "said": said,
        "error": error,
        "house": held.member.space,
        "commitment": CommitmentForm(),
        "outcome": outcome_form(page),
        "action": reverse("connect:answer_circle", args=[token]),
        "by_mail": True,
    }
    return render(request, "connect/circles/answer.html", context, status=status)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer_call(request: Any, token: str) -> HttpResponse:
    """The page behind the buttons of a call: where I stand, preset, and one button."""
    held = tokens.read_call(token)
    said, error, status = "", "", 200
    if request.method == "POST":
        try:
            said = give_wish(held.member, held.thing_id, request)
        except HouseError as refused:
            error, status = str(refused.reason), refused.status
    page = queries.one_call(held.member, held.thing_id, request.now)
    wanted = request.GET.get("a", "")
    context = {
        "page": page,
        "open": queries.call_open(held.member, held.thing_id, request.now),
        "preset": next((label for value, label in page.stages if str(value) == wanted), ""),
        "stage": wanted,
        "said": said,
        "error": error,
        "house": held.member.space,
        "action": reverse("connect:answer_call", args=[token]),
    }
    return render(request, "connect/circles/answer_call.html", context, status=status)


# ------------------------------------------------------------------ for those who host


@require_http_methods(["GET", "HEAD", "POST"])
def seasons(request: Any, space: str) -> HttpResponse:
    """The seasons of the house, and a new one."""
    require(may_host(request.member))
    initial = {
        "theme": "role",
        "every_days": 14,
        "minutes": 90,
        "language": request.member.language,
        "confidence": CONFIDENCE,
        "first_time": "17:00",
        **brought(request, "words", "text", "theme", "industry"),
    }
    form, status = SeasonForm(space=request.space, at=request.now, initial=initial), 200
    if request.method == "POST":
        form = SeasonForm(request.POST, space=request.space, at=request.now)
        if form.is_valid():
            made = actions.open_season(actor=request.member, wanted=form.cleaned_data, at=request.now)
            messages.success(request, _("The call is out.") if made.open_until else _("Now choose the people."))
            return redirect("connect:circle_season", space=space, pk=made.pk)
        status = 422
    context = {"lines": hosting.season_list(request.member, request.now), "form": form, "way": way(space)}
    return render(request, "connect/circles/seasons.html", context, status=status)


@require_safe
def season(request: Any, space: str, pk: int) -> HttpResponse:
    """One season: its draft, and its circles in days and figures."""
    require(may_host(request.member))
    page = hosting.season_page(request.member, pk, request.now, look_of(request.GET))
    more = (reverse("connect:circle_seasons", args=[space]), _("Seasons"))
    context = {"page": page, "way": way(space, more)}
    return render(request, part(request, "connect/rounds/_draft.html", "connect/circles/season.html"), context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Any, space: str, pk: int) -> HttpResponse:
    """How a season is set."""
    require(may_host(request.member))
    title, initial = hosting.as_set(request.member, pk)
    form, status = SeasonForm(space=request.space, at=request.now, initial=initial), 200
    if request.method == "POST":
        form = SeasonForm(request.POST, space=request.space, at=request.now)
        if form.is_valid():
            actions.change_season(actor=request.member, season_id=pk, wanted=form.cleaned_data, at=request.now)
            messages.success(request, _("Changed."))
            return redirect("connect:circle_season", space=space, pk=pk)
        status = 422
    more = ((reverse("connect:circle_seasons", args=[space]), _("Seasons")), (reverse("connect:circle_season", args=[space, pk]), title))
    context = {"form": form, "title": title, "pk": pk, "way": way(space, *more)}
    return render(request, "connect/circles/change.html", context, status=status)


@require_POST
def people(request: Any, space: str, pk: int) -> HttpResponse:
    """Ask people who were chosen by hand."""
    require(may_host(request.member))
    page = hosting.season_page(request.member, pk, request.now, look_of(request.GET))
    form = PeopleForm(request.POST, choices=page.choices)
    try:
        actions.ask_by_hand(actor=request.member, season_id=pk, members=read(form)["members"], at=request.now)
        messages.success(request, _("Asked. Everybody gets mail and has a week to answer."))
    except (Invalid, NotAllowed) as error:
        messages.error(request, str(error.reason))
    return redirect("connect:circle_season", space=space, pk=pk)


@require_POST
def draw(request: Any, space: str, pk: int) -> HttpResponse:
    """Draft circles now, or anew around what is kept."""
    require(may_host(request.member))
    actions.ask_for_draft(actor=request.member, season_id=pk, at=request.now)
    messages.success(request, _("It is being drawn. In a moment the draft stands here."))
    return redirect("connect:circle_season", space=space, pk=pk)


@require_POST
def close(request: Any, space: str, pk: int) -> HttpResponse:
    """End a season before its people are asked."""
    require(may_host(request.member))
    actions.close_season(actor=request.member, season_id=pk, at=request.now)
    messages.success(request, _("Closed. Circles that were asked go on."))
    return redirect("connect:circle_seasons", space=space)


@require_http_methods(["GET", "HEAD", "POST"])
def move_meeting(request: Any, space: str, pk: int) -> HttpResponse:
    """Another date, set by whoever hosts: without a look inside."""
    require(may_host(request.member))
    season_id, title, initial = hosting.meeting_to_move(request.member, pk)
    form, status = MoveForm(initial=initial), 200
    if request.method == "POST":
        form, status = MoveForm(request.POST), 422
        if form.is_valid():
            try:
                meetings.move_meeting(actor=request.member, meeting_id=pk, starts_at=form.moment(request.space), at=request.now)
            except Invalid as error:
                form.add_error("on", str(error.reason))
            else:
                messages.success(request, _("Moved. Everybody gets the new date for their calendar."))
                return redirect("connect:circle_season", space=space, pk=season_id)
    more = (
        (reverse("connect:circle_seasons", args=[space]), _("Seasons")),
        (reverse("connect:circle_season", args=[space, season_id]), title),
    )
    context = {"form": form, "title": title, "pk": pk, "way": way(space, *more)}
    return render(request, "connect/circles/move.html", context, status=status)
