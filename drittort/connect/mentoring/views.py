"""Pages of mentoring: by sign-in, by the links of letters, and for those who care."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.connect.introductions.rules import may_care
from drittort.connect.introductions.views import tabs
from drittort.connect.mentoring import actions, drafting, ending, queries, rules, tokens
from drittort.connect.mentoring.forms import AnswerForm, ApplicationForm, GoalForm, MeetingForm, SeasonForm, ThanksForm, WishForm
from drittort.connect.mentoring.models import MentoringApplication, MentoringSeason
from drittort.core.errors import HouseError, Invalid, NotFound, OutOfDate, require
from drittort.core.paging import number
from drittort.core.running import brought
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.members.scope import is_open

FORMS: dict[str, type[Form]] = {"goal": GoalForm, "meeting": MeetingForm, "question": AnswerForm, "thank": ThanksForm}


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back."""
    return [(reverse("connect:mentoring", args=[space]), _("Mentoring")), *more]


@require_safe
def mentoring(request: Any, space: str) -> HttpResponse:
    """The seasons of the house, and my pairs."""
    context = {
        "page": queries.mine(request.member, request.now),
        "tabs": tabs(space, "connect:mentoring"),
        "may_care": bool(may_care(request.member)),
    }
    return render(request, "connect/mentoring/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: Any, space: str, pk: int, side: str) -> HttpResponse:
    """Apply for a season, change what I wrote, or take it back."""
    if side not in MentoringApplication.Side.values:
        raise NotFound
    member, season = request.member, queries.found(request.member, pk)
    held = queries.application(member, season, side)
    if request.method == "POST" and request.POST.get("says") == "withdraw":
        actions.withdraw_application(actor=member, season_id=pk, side=side, at=request.now)
        messages.success(request, _("Taken back."))
        return redirect("connect:mentoring", space=space)
    sent = request.method == "POST"
    written = {name: getattr(held, name) for name in ("text", "topics", "languages", "days", "mentees")} if held is not None else {}
    initial = written or {"languages": member.languages, "days": member.days}
    form = ApplicationForm(request.POST if sent else None, side=side, languages=member.languages, initial=initial)
    if sent and form.is_valid():
        try:
            actions.apply(actor=member, season_id=pk, side=side, wanted=form.wanted(), at=request.now)
        except (Invalid, OutOfDate) as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("You are in. We write to you as soon as somebody fits."))
            return redirect("connect:mentoring", space=space)
    context = {
        "form": form, "may": rules.may_apply(member, season, request.now), "season": queries.card(season, member, {side} if held else set(), request.now), "mentor": side == MentoringApplication.Side.MENTOR,
        "held": held is not None, "wrote": written.get("text", ""), "way": way(space),
    }  # fmt: skip
    return render(request, "connect/mentoring/apply.html", context, status=422 if sent else 200)


def chosen(request: Any, member: Member, season: MentoringSeason) -> tuple[WishForm, str]:
    """The form of wishes, and the sentence that says they are kept."""
    five = queries.five(member, season)
    form = WishForm(request.POST if request.method == "POST" else None, five=five)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_wishes(actor=member, season_id=season.pk, mentors=form.mentors(), at=request.now)
        except (Invalid, OutOfDate) as error:
            form.add_error(None, str(error.reason))
        else:
            return form, _("Kept. Nobody else reads it.")
    return form, ""


@require_http_methods(["GET", "HEAD", "POST"])
def choose_mentor(request: Any, space: str, pk: int) -> HttpResponse:
    """Say whom of my five I would like best."""
    season = queries.found(request.member, pk)
    form, said = chosen(request, request.member, season)
    if said:
        messages.success(request, said)
        return redirect("connect:mentoring", space=space)
    context = {
        "form": form,
        "five": queries.five(request.member, season),
        "season": season,
        "open": bool(rules.may_choose(season)),
        "way": way(space),
    }
    return render(request, "connect/mentoring/choose.html", context, status=422 if form.is_bound else 200)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def choose_mentor_by_mail(request: Any, token: str) -> HttpResponse:
    """The same from the letter, without sign-in."""
    member, season = tokens.read_choosing(token)
    form, said = chosen(request, member, season)
    context = {
        "form": form,
        "five": queries.five(member, season),
        "season": season,
        "open": bool(rules.may_choose(season)),
        "said": said,
        "token": token,
    }
    return render(request, "connect/mentoring/choose_by_mail.html", context, status=422 if form.is_bound and not said else 200)


def act(member: Member, pk: int, request: Any) -> tuple[str, Form | None]:
    """Do what was sent; returns the sentence that says so, or a form with what is missing."""
    says, at = request.POST.get("says", ""), request.now
    if says == "yes":
        begun = actions.accept_pair(actor=member, pair_id=pk, at=at).begun_at is not None
        return (
            _("You both said yes. It begins.") if begun else _("Thank you. As soon as the other side says yes too, you both get mail.")
        ), None
    if says == "no":
        actions.decline_pair(actor=member, pair_id=pk, at=at)
        return _("All right, not now. Nobody learns of it."), None
    if says == "met":
        actions.note_meeting(actor=member, pair_id=pk, on=member.space.day(at), at=at)
        return _("Noted."), None
    if says == "end":
        ending.end_pair(actor=member, pair_id=pk, at=at)
        return _("It has come to its end. We tell the other side with kind words, and nobody asks why."), None
    if says not in FORMS:
        raise Invalid
    form = FORMS[says](request.POST)
    if form.is_valid():
        try:
            return write(member, pk, says, form.cleaned_data, at), None
        except (Invalid, OutOfDate) as error:
            form.add_error(None, str(error.reason))
    return "", form


def write(member: Member, pk: int, says: str, told: dict[str, Any], at: Any) -> str:
    """Keep what somebody wrote on the page of two; returns the sentence that says so."""
    if says == "goal":
        actions.set_goal(actor=member, pair_id=pk, text=told["text"], at=at)
        return _("Kept, for the two of you.")
    if says == "meeting":
        actions.note_meeting(actor=member, pair_id=pk, on=told["on"], at=at)
        return _("Noted.")
    if says == "question":
        actions.answer_question(actor=member, pair_id=pk, question=told["question"], text=told["text"], shared=told["shared"], at=at)
        return _("Kept. The other side can read it.") if told["shared"] else _("Kept, for you alone.")
    ending.say_thanks(actor=member, pair_id=pk, text=told["text"], came=told["came"], at=at)
    return _("Thank you.")


def forms(page: queries.PairPage, failed: Form | None, today: Any) -> dict[str, Any]:
    """The forms of a pair's page, one of them perhaps with what is missing."""
    answers = [
        (one, failed if isinstance(failed, AnswerForm) and failed.data.get("question") == str(one.number)
         else AnswerForm(auto_id=f"id_{one.number}_%s", initial={"question": one.number, "text": one.mine, "shared": one.shared}))
        for one in page.questions
    ]  # fmt: skip
    return {
        "goal": failed if isinstance(failed, GoalForm) else GoalForm(auto_id="goal_%s", initial={"text": page.goal}),
        "meeting": failed if isinstance(failed, MeetingForm) else MeetingForm(initial={"on": today}),
        "thanks": failed if isinstance(failed, ThanksForm) else ThanksForm(auto_id="thanks_%s", initial={"came": page.came}),
        "answers": answers,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: Any, space: str, pk: int) -> HttpResponse:
    """The page of two people."""
    page = queries.pair(request.member, pk, request.now)
    see_thread(member=request.member, thread=actions.thread(pk), at=request.now)
    failed = None
    if request.method == "POST":
        try:
            said, failed = act(request.member, pk, request)
        except OutOfDate as error:
            # The page was open for longer than the question: it says how things stand now.
            messages.info(request, str(error.reason))
            return redirect("connect:mentoring_pair", space=space, pk=pk)
        if failed is None:
            messages.success(request, said)
            return redirect("connect:mentoring_pair", space=space, pk=pk)
    context = {"page": page, "way": way(space), **forms(page, failed, request.member.space.day(request.now))}
    return render(request, "connect/mentoring/pair.html", context, status=422 if failed else 200)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer_mentoring(request: Any, token: str) -> HttpResponse:
    """The page behind the buttons of a letter: one step preset, one button, no sign-in. Opening it changes nothing."""
    held = tokens.read(token)
    said, error, status, failed = "", "", 200, None
    if request.method == "POST":
        try:
            said, failed = act(held.member, held.pair_id, request)
            status = 422 if failed else 200
        except HouseError as refused:
            error, status = str(refused.reason), refused.status
    page = queries.pair(held.member, held.pair_id, request.now)
    wanted = "" if said else request.POST.get("says", "") if failed else request.GET.get("says", "")
    context = {
        "page": page, "wanted": wanted, "said": said, "error": error, "token": token, "house": held.member.space,
        **forms(page, failed, held.member.space.day(request.now)),
    }  # fmt: skip
    return render(request, "connect/mentoring/answer.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def mentoring_seasons(request: Any, space: str) -> HttpResponse:
    """All seasons, and a new one; for those who care."""
    require(may_care(request.member))
    sent = request.method == "POST"
    form = SeasonForm(request.POST if sent else None, initial={"every_weeks": 2, **brought(request, "name", "text")})
    if sent and form.is_valid():
        try:
            made = actions.open_season(actor=request.member, frame=form.frame(), at=request.now)
        except Invalid as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("The season is open. Everybody in the house can apply."))
            return redirect("connect:mentoring_season", space=space, pk=made.pk)
    context = {"seasons": queries.seasons(request.member, request.now), "form": form, "way": way(space)}
    return render(request, "connect/mentoring/seasons.html", context, status=422 if sent else 200)


@require_safe
def mentoring_season(request: Any, space: str, pk: int) -> HttpResponse:
    """One season: its draft, or how it goes."""
    require(may_care(request.member))
    here = way(space, (reverse("connect:mentoring_seasons", args=[space]), _("Seasons")))
    page, opened = queries.season(request.member, pk, request.now), number(request.GET.get("opened", ""))
    return render(request, "connect/mentoring/season.html", {"page": page, "opened": opened, "way": here})


@require_POST
def mark_season(request: Any, space: str, pk: int) -> HttpResponse:
    """Hold a draft, let it go, send it now, or draw it anew."""
    require(may_care(request.member))
    queries.found(request.member, pk)
    says = request.POST.get("says", "")
    if says in ("hold", "go"):
        drafting.hold_season(actor=request.member, season_id=pk, holds=says == "hold", at=request.now)
    elif says == "send":
        actions.send_season(actor=request.member, season_id=pk, at=request.now)
        messages.success(request, _("All are asked now. They have a week."))
    elif says == "draw":
        drafting.draw_anew(actor=request.member, season_id=pk, at=request.now)
        messages.success(request, _("It is being drawn. Look again in a minute."))
    else:
        raise Invalid
    return redirect("connect:mentoring_season", space=space, pk=pk)


@require_POST
def mark_candidate(request: Any, space: str, pk: int) -> HttpResponse:
    """Give a mentee another mentor, keep a pair, or leave it out."""
    require(may_care(request.member))
    says = request.POST.get("says", "")
    if says == "choose":
        drafting.choose_candidate(actor=request.member, candidate_id=pk, at=request.now)
    elif says in ("lock", "unlock"):
        drafting.lock_candidate(actor=request.member, candidate_id=pk, locks=says == "lock", at=request.now)
    elif says in ("exclude", "include"):
        drafting.exclude_candidate(actor=request.member, candidate_id=pk, excludes=says == "exclude", at=request.now)
    else:
        raise Invalid
    season, mentee = number(request.POST.get("season", "")), number(request.POST.get("mentee", ""))
    if not season:
        return redirect("connect:mentoring_seasons", space=space)
    home = reverse("connect:mentoring_season", args=[space, season])
    return redirect(f"{home}?opened={mentee}#mentee-{mentee}" if mentee else home)
