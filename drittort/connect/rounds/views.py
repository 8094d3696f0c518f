"""Pages of rounds: for members, for those at a table, and for those who care."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.connect.introductions import words as sentences
from drittort.connect.introductions.actions import pause_introductions
from drittort.connect.introductions.forms import AnswerForm
from drittort.connect.introductions.rules import may_care
from drittort.connect.introductions.views import first_error, tabs
from drittort.connect.rounds import actions, drafts, queries, tokens, words
from drittort.connect.rounds.forms import ChoiceForm, SeriesForm, SwapForm, TableOutcomeForm, kept_look, look_of
from drittort.connect.rounds.models import Series
from drittort.core.errors import Invalid, NotAllowed, OutOfDate, require
from drittort.core.fragments import part
from drittort.core.running import brought
from drittort.members.models import Member
from drittort.members.scope import is_open

# ------------------------------------------------------------------ for members


@require_safe
def rounds(request: Any, space: str) -> HttpResponse:
    """The rounds of the house, my tables, and whom I would rather not meet."""
    return render(
        request,
        "connect/rounds/rounds.html",
        {
            "page": queries.my_rounds(request.member, request.now),
            "tabs": tabs(space, "connect:rounds"),
            "may_care": bool(may_care(request.member)),
        },
    )


@require_POST
def choose(request: Any, space: str, pk: int) -> HttpResponse:
    """Take part in a series or not, and how often."""
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        raise Invalid(first_error(form))
    actions.choose_series(actor=request.member, series_id=pk, at=request.now, **form.cleaned_data)
    messages.success(request, _("Noted.") if form.cleaned_data["takes_part"] else _("You are out. You can come back at any time."))
    return redirect("connect:rounds", space=space)


@require_http_methods(["GET", "HEAD", "POST"])
def not_with(request: Any, space: str, pk: int) -> HttpResponse:
    """Put somebody on my secret list; the page says what that means."""
    face, listed = queries.not_with_page(request.member, pk)
    if request.method == "POST":
        actions.keep_away(actor=request.member, other_id=pk, at=request.now)
        messages.success(request, _("Kept. Only you read this."))
        return redirect("connect:rounds", space=space)
    way = [(reverse("connect:rounds", args=[space]), _("Rounds"))]
    return render(request, "connect/rounds/not_with.html", {"face": face, "listed": listed, "way": way})


@require_POST
def allow_again(request: Any, space: str, pk: int) -> HttpResponse:
    """Take somebody off my secret list."""
    actions.allow_again(actor=request.member, other_id=pk, at=request.now)
    messages.success(request, _("Taken off your list."))
    return redirect("connect:rounds", space=space)


@require_safe
def table(request: Any, space: str, pk: int) -> HttpResponse:
    """One table."""
    page = queries.table_page(request.member, pk, request.now)
    actions.mark_seen(actor=request.member, gathering_id=pk, at=request.now)
    return render(request, "connect/rounds/table.html", {"page": page, "form": outcome_form(page), "way": way(space)})


def way(space: str) -> list[tuple[str, str]]:
    """The way back to the rounds."""
    return [(reverse("connect:rounds", args=[space]), _("Rounds"))]


def outcome_form(page: queries.TablePage, said: str = "") -> TableOutcomeForm:
    """The form that asks what came of it, with what was said before."""
    again = {True: "yes", False: "no", None: ""}[page.again]
    return TableOutcomeForm(
        initial={"said": said or page.told or None, "again": again, "outcome": page.outcome, "shared": page.outcome_shared}
    )


def give_answer(member: Member, pk: int, form: AnswerForm, request: Any) -> str:
    """Do what the form says; return the sentence for the page."""
    answer, until = form.cleaned_data["answer"], form.cleaned_data["until"]
    if answer == "yes":
        done = actions.take_seat(actor=member, gathering_id=pk, at=request.now)
        return words.seat_taken(done.introduced_at, request.now)
    actions.leave_seat(actor=member, gathering_id=pk, at=request.now)
    if answer == "pause":
        pause_introductions(actor=member, until=until, at=request.now)
        return _("You have a pause until %(day)s. Nobody learns of it.") % {"day": sentences.day(until)}
    return _("All right, not this time. Nobody learns of it.")


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
    return redirect("connect:table", space=space, pk=pk)


@require_POST
def outcome(request: Any, space: str, pk: int) -> HttpResponse:
    """Say what came of it."""
    form = TableOutcomeForm(request.POST)
    if not form.is_valid():
        page = queries.table_page(request.member, pk, request.now)
        return render(request, "connect/rounds/table.html", {"page": page, "form": form, "way": way(space)}, status=422)
    actions.tell_of_table(actor=request.member, gathering_id=pk, at=request.now, **form.cleaned_data)
    messages.success(request, _("Thank you for telling."))
    return redirect("connect:table", space=space, pk=pk)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Any, token: str) -> HttpResponse:
    """The page behind the buttons of a mail: the answer preset, one button, no sign-in. Opening it changes nothing."""
    held = tokens.read(token)
    member, pk, said, status = held.member, held.gathering.pk, "", 200
    if request.method == "POST" and "said" in request.POST:
        told = TableOutcomeForm(request.POST)
        if told.is_valid():
            actions.tell_of_table(actor=member, gathering_id=pk, at=request.now, **told.cleaned_data)
            said = _("Thank you for telling.")
        else:
            status = 422
    elif request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid():
            try:
                said = give_answer(member, pk, form, request)
            except OutOfDate as error:
                said, status = str(error.reason), error.status
        else:
            status = 422
    page = queries.table_page(member, pk, request.now)
    wanted = request.GET.get("a", "")
    preset = wanted if wanted in {"yes", "no", "pause", "met", "planned", "missed"} else ""
    asked = outcome_form(page, preset if preset in {"met", "planned", "missed"} else "")
    context = {"page": page, "preset": preset, "said": said, "token": token, "form": asked, "house": member.space}
    return render(request, "connect/rounds/answer.html", context, status=status)


# ------------------------------------------------------------------ for those who care


@require_http_methods(["GET", "HEAD", "POST"])
def series(request: Any, space: str) -> HttpResponse:
    """The series of the house, and a new one."""
    require(may_care(request.member))
    form, status = SeriesForm(space=request.space, initial=usual(request)), 200
    if request.method == "POST":
        form = SeriesForm(request.POST, space=request.space)
        if form.is_valid():
            made = actions.open_series(actor=request.member, wanted=form.cleaned_data, at=request.now)
            return redirect("connect:one_series", space=space, pk=made.pk)
        status = 422
    context = {"lines": queries.series_list(request.member), "form": form, "way": care_way(space)}
    return render(request, "connect/rounds/series.html", context, status=status)


def usual(request: Any) -> dict[str, Any]:
    """What most series are, and what a link brought along."""
    return {
        "size": Series.Size.PAIRS,
        "rhythm": Series.Rhythm.WEEKLY,
        "audience": Series.Audience.ALL,
        "online": True,
        "next_on": request.space.day(request.now).isoformat(),
        **brought(request, "name", "text", "size", "rhythm", "audience", "industry"),
    }


def care_way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back to what needs care."""
    return [(reverse("home:care", args=[space]), _("Needs care")), *more]


@require_safe
def one_series(request: Any, space: str, pk: int) -> HttpResponse:
    """One series: its draft, and what came of it."""
    require(may_care(request.member))
    page = queries.series_page(request.member, pk, request.now, look_of(request.GET))
    more = (reverse("connect:series", args=[space]), _("Rounds"))
    context = {"page": page, "way": care_way(space, more)}
    return render(request, part(request, "connect/rounds/_draft.html", "connect/rounds/one_series.html"), context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_series(request: Any, space: str, pk: int) -> HttpResponse:
    """How a series is set."""
    require(may_care(request.member))
    name, initial = queries.as_set(request.member, pk)
    form, status = SeriesForm(space=request.space, initial=initial), 200
    if request.method == "POST":
        form = SeriesForm(request.POST, space=request.space)
        if form.is_valid():
            try:
                actions.change_series(actor=request.member, series_id=pk, wanted=form.cleaned_data, at=request.now)
            except Invalid as problem:
                form.add_error("host", str(problem))
            else:
                messages.success(request, _("Changed, from the next draft on."))
                return redirect("connect:one_series", space=space, pk=pk)
        status = 422
    more = ((reverse("connect:series", args=[space]), _("Rounds")), (reverse("connect:one_series", args=[space, pk]), name))
    context = {"form": form, "name": name, "pk": pk, "way": care_way(space, *more)}
    return render(request, "connect/rounds/change_series.html", context, status=status)


@require_POST
def draw(request: Any, space: str, pk: int) -> HttpResponse:
    """Draw now, or anew around what is locked."""
    require(may_care(request.member))
    actions.ask_for_draft(actor=request.member, series_id=pk, at=request.now)
    messages.success(request, _("It is being drawn. In a moment the draft stands here."))
    return redirect("connect:one_series", space=space, pk=pk)


@require_POST
def close_series(request: Any, space: str, pk: int) -> HttpResponse:
    """End a series."""
    require(may_care(request.member))
    actions.close_series(actor=request.member, series_id=pk, at=request.now)
    messages.success(request, _("The series has ended. What was sent goes on."))
    return redirect("connect:series", space=space)


def home_of(request: Any, **of: Any) -> str:
    """The page on which a draft stands, at the part of it that was looked at. Raises NotFound or NotAllowed."""
    return drafts.page_of_draft(request.member, Q(**of)) + kept_look(request.POST)


@require_POST
def hold(request: Any, space: str, pk: int) -> HttpResponse:
    """Keep a draft from going out, or let it."""
    home = home_of(request, pk=pk)
    actions.hold_round(actor=request.member, round_id=pk, holds=request.POST.get("holds") == "yes", at=request.now)
    return redirect(home)


@require_POST
def send(request: Any, space: str, pk: int) -> HttpResponse:
    """Let a draft go out now."""
    home = home_of(request, pk=pk)
    actions.send_round(actor=request.member, round_id=pk, at=request.now)
    messages.success(request, _("Sent. Everybody gets mail and has a week to answer."))
    return redirect(home)


@require_POST
def swap(request: Any, space: str, pk: int) -> HttpResponse:
    """Let two people of a draft change places."""
    home = home_of(request, pk=pk)
    form = SwapForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid(_("Choose two people."))
        actions.swap_people(
            actor=request.member, round_id=pk, member_id=form.cleaned_data["member"], other_id=form.cleaned_data["other"], at=request.now
        )
    except (Invalid, NotAllowed) as refused:
        messages.error(request, str(refused.reason))
    return redirect(home)


@require_POST
def leave_out(request: Any, space: str, pk: int) -> HttpResponse:
    """Leave somebody out of this round."""
    home = home_of(request, pk=pk)
    form = SwapForm({"member": request.POST.get("member"), "other": 0})
    if not form.is_valid():
        raise Invalid(_("Choose somebody."))
    actions.leave_out(actor=request.member, round_id=pk, member_id=form.cleaned_data["member"], at=request.now)
    return redirect(home)


@require_POST
def lock(request: Any, space: str, pk: int) -> HttpResponse:
    """Keep a group as it is, or let it go again."""
    home = home_of(request, groups=pk)
    actions.lock_group(actor=request.member, group_id=pk, locks=request.POST.get("locks") == "yes", at=request.now)
    return redirect(home)
