"""Pages of decisions: by sign-in, and by the link of a letter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import HouseError, Invalid, NotAllowed, OutOfDate, require
from drittort.core.paging import cursor, number, older
from drittort.engine import lots
from drittort.inspire.decisions import actions, papers, queries, rules, tokens
from drittort.inspire.decisions.forms import (
    DoneForm,
    DropForm,
    LongerForm,
    OutcomeForm,
    PositionForm,
    QuestionForm,
    RoundForm,
    ValueForm,
    after,
    as_sent,
    ballot,
)
from drittort.inspire.decisions.models import HouseDecision, Position
from drittort.inspire.ideas.queries import title_of
from drittort.inspire.rooms import rooms
from drittort.members.notices.actions import see_thread
from drittort.members.scope import is_open
from drittort.talk.comments.actions import see_comments
from drittort.talk.conversations.forms import MessageForm

Kind = HouseDecision.Kind
COOKIE_AGE = 100 * 24 * 3600


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back."""
    return [(reverse("inspire:decisions", args=[space]), _("Decisions")), *more]


@require_safe
def decisions(request: Any, space: str) -> HttpResponse:
    """What is being decided, and what was."""
    after_ = cursor(request.GET.get("after", ""), moment=True)
    board = queries.board(request.member, request.now, after_)
    context = {
        "board": board,
        "older": older(board.more),
        "first": after_ is None,
        "kinds": kinds(request),
        "rooms": rooms(space, "inspire:decisions"),
    }
    return render(request, "inspire/decisions/list.html", context)


def kinds(request: Any) -> list[tuple[str, str, str]]:
    """The kinds that one may begin, each with a sentence that says what it is good for."""
    told = {
        Kind.POLL: _("Who would like what? One answer, several, all that would be fine, or an order."),
        Kind.CONSENT: _("A proposal holds when nobody has a weighty objection. Good for rules and roles."),
        Kind.DATE: _("On which day can most? The day that is found becomes an event with one click."),
        Kind.BUDGET: _("Everybody divides points among projects, and the money reaches as far as it does."),
        Kind.DRAW: _("Who does it? Lots decide, and everybody can check them."),
    }
    return [(kind, str(Kind(kind).label), said) for kind, said in told.items() if rules.may_write(request.member, kind, None)]


def question_form(request: Any, kind: str, initial: dict[str, Any]) -> QuestionForm:
    """The form of a question, empty or as it was sent."""
    return QuestionForm(
        request.POST if request.method == "POST" else None, kind=kind, zone=request.space.zone, today=request.space.day(request.now),
        places=queries.places_of(request.member), initial=initial,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def new_decision(request: Any, space: str) -> HttpResponse:
    """Choose a kind, then ask. `idea` names the idea from which it comes."""
    kind, idea_id = request.GET.get("kind", ""), number(request.GET.get("idea", ""))
    idea = title_of(request.member, idea_id) if idea_id else ""
    if kind not in Kind.values:
        return render(
            request,
            "inspire/decisions/kinds.html",
            {"kinds": kinds(request), "way": way(space), "idea": idea_id if idea else None, "about": idea},
        )
    form = question_form(request, kind, {"title": idea, "language": request.member.language, "group_id": request.GET.get("group", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_decision(actor=request.member, question=form.question(idea_id if idea else None), at=request.now)
        except (Invalid, NotAllowed) as error:
            form.add_error(None, str(error.reason))
        else:
            return redirect("inspire:decision", space=space, pk=made.pk)
    context = {"form": form, "way": way(space), "kind": Kind(kind), "kind_title": Kind(kind).label}
    return render(request, "inspire/decisions/write.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_decision(request: Any, space: str, pk: int) -> HttpResponse:
    """Change a draft."""
    row = queries.find(request.member, pk)
    require(rules.may_change(request.member, row))
    form = question_form(request, row.kind, queries.asked(request.member, pk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_decision(actor=request.member, decision_id=pk, question=form.question(row.idea_id), at=request.now)
        except (Invalid, NotAllowed) as error:
            form.add_error(None, str(error.reason))
        else:
            return redirect("inspire:decision", space=space, pk=pk)
    here = way(space, (reverse("inspire:decision", args=[space, pk]), row.title))
    context = {"form": form, "way": here, "kind": row.kind, "kind_title": row.get_kind_display()}
    return render(request, "inspire/decisions/write.html", context, status=422 if form.is_bound else 200)


def cookie_of(pk: int, member_id: int) -> str:
    """The name under which a browser keeps the code of somebody's ballot."""
    return f"ballot-{pk}-{member_id}"


def code_in(request: Any, pk: int) -> str:
    """The code of the reader's ballot, as their browser keeps it; "" where it has none."""
    name = cookie_of(pk, request.member.pk)
    return str(request.get_signed_cookie(name, default="", salt=name) or "")


def keep_code(request: Any, response: HttpResponse, pk: int, code: str) -> None:
    """Let the browser keep the code, for this person and this decision only. It is written down nowhere else."""
    name = cookie_of(pk, request.member.pk)
    response.set_signed_cookie(
        name, code, salt=name, max_age=COOKIE_AGE, path=reverse("inspire:decision", args=[request.space.slug, pk]), httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Strict",
    )  # fmt: skip


def shown(request: Any, pk: int, failed: Any = None, *, code: str | None = None) -> dict[str, Any]:
    """Everything that the page of a decision shows, one of its forms perhaps with what is missing. `code` that was made this moment, else that of the browser."""
    code = code_in(request, pk) if code is None else code
    page = queries.one(
        request.member, pk, request.now, code=code, before=number(request.GET.get("before", "")), quoted=number(request.GET.get("quote", "")),
        deleted=number(request.GET.get("deleted", "")),
    )  # fmt: skip
    if page.comments.unseen:
        see_comments(actor=request.member, about=rules.about(pk), up_to=page.comments.newest)
    first = {
        PositionForm: {"says": page.my_position, "text": page.my_words},
        OutcomeForm: {"text": page.outcome},
        RoundForm: {"text": page.turns[0].text if page.turns else ""},
    }
    made = {
        kind: failed if isinstance(failed, kind) else kind(initial=first.get(kind))
        for kind in (PositionForm, OutcomeForm, RoundForm, DoneForm, LongerForm, DropForm, ValueForm)
    }
    return {
        "page": page, "comments": page.comments, "way": way(request.space.slug), "code": code if page.has_paper else "", "last": bool(request.GET.get("before")),
        "form": MessageForm(initial={"quote": page.comments.quote.id} if page.comments.quote else None),
        "position_form": made[PositionForm], "outcome_form": made[OutcomeForm], "round_form": made[RoundForm], "done_form": made[DoneForm],
        "longer_form": made[LongerForm], "drop_form": made[DropForm], "value_form": made[ValueForm],
    }  # fmt: skip


@require_safe
def decision(request: Any, space: str, pk: int) -> HttpResponse:
    """One decision."""
    see_thread(member=request.member, thread=rules.about(pk), at=request.now)
    context = shown(request, pk)
    response = render(request, "inspire/decisions/page.html", context)
    if context["code"]:
        response["Cache-Control"] = "no-store"
    return response


@require_POST
def cast(request: Any, space: str, pk: int) -> HttpResponse:
    """Put a ballot in, change it, take it back; or put one's name into a draw."""
    says, given = request.POST.get("says", ""), {"actor": request.member, "decision_id": pk, "at": request.now}
    if says == "back":
        actions.take_back(**given)
        messages.success(request, _("Taken back."))
    elif says == "in":
        actions.put_name_in(**given)
        messages.success(request, _("Your name goes into the draw."))
    else:
        typed = request.POST.get("code", "")
        try:
            code = papers.plain(typed) if typed.strip() else code_in(request, pk)
            code = actions.choose(content=ballot(queries.one(request.member, pk, request.now), request.POST), code=code, **given)
        except Invalid as error:
            again = shown(request, pk)
            again |= {"page": as_sent(again["page"], request.POST), "ballot_error": str(error.reason)}
            response = render(request, "inspire/decisions/page.html", again, status=422)
            response["Cache-Control"] = "no-store"
            return response
        if code:
            # No redirect: what was just said would be kept in the session on the way, and the session is somebody's.
            response = render(request, "inspire/decisions/page.html", {**shown(request, pk, code=code), "cast": True})
            keep_code(request, response, pk, code)
            response["Cache-Control"] = "no-store"
            return response
        messages.success(request, _("Your ballot counts. You can change it until the last day."))
    return redirect("inspire:decision", space=space, pk=pk)


@require_POST
def say(request: Any, space: str, pk: int) -> HttpResponse:
    """Say where one stands in a round."""
    form = PositionForm(request.POST)
    if form.is_valid():
        try:
            actions.say_position(actor=request.member, decision_id=pk, at=request.now, **form.cleaned_data)
        except Invalid as error:
            form.add_error("text", str(error.reason))
        else:
            messages.success(request, _("Said. You can say it anew until the round ends."))
            return redirect("inspire:decision", space=space, pk=pk)
    return render(request, "inspire/decisions/page.html", shown(request, pk, form), status=422)


FORMS = {"drop": DropForm, "round": RoundForm, "value": ValueForm, "outcome": OutcomeForm, "done": DoneForm, "longer": LongerForm}


@require_POST
def step(request: Any, space: str, pk: int) -> HttpResponse:
    """Open, throw away, call off, go on, draw, say what follows, take it on, say that it is done."""
    says, given = request.POST.get("says", ""), {"actor": request.member, "decision_id": pk, "at": request.now}
    if says == "discard":
        actions.discard_decision(**given)
        messages.success(request, _("The draft is gone."))
        return redirect("inspire:decisions", space=space)
    if says == "event":
        event = actions.make_event(option_id=number(request.POST.get("option", "")) or 0, **given)
        messages.success(request, _("There is the event. Whoever can come says so there."))
        return redirect("inspire:event", space=space, pk=event.pk)
    if says == "open":
        try:
            actions.open_decision(**given)
        except (Invalid, NotAllowed) as error:
            messages.error(request, str(error.reason))
        else:
            messages.success(request, _("It is open. Who may take part hears of it."))
    elif says == "take_on":
        actions.take_on(**given)
        messages.success(request, _("Lovely, you take care of it."))
    elif says in FORMS:
        form = FORMS[says](request.POST)
        try:
            if form.is_valid():
                messages.success(request, carried_out(request, says, form.cleaned_data, given))
                return redirect("inspire:decision", space=space, pk=pk)
        except (Invalid, OutOfDate) as error:
            form.add_error(None, str(error.reason))
        return render(request, "inspire/decisions/page.html", shown(request, pk, form), status=422)
    else:
        raise Invalid
    return redirect("inspire:decision", space=space, pk=pk)


def carried_out(request: Any, says: str, told: dict[str, Any], given: dict[str, Any]) -> str:
    """Do what a form says; returns the sentence that says so."""
    if says == "drop":
        actions.drop_decision(text=told["text"], **given)
        return _("Called off. Everybody who could have taken part is told.")
    if says == "round":
        actions.go_on(text=told["text"], changed=told["changed"], until=after(told["last_day"], request.space.zone), **given)
        return _("The next round has begun.")
    if says == "value":
        actions.name_value(value=told["value"], **given)
        return _("The lots are drawn.")
    if says == "outcome":
        actions.say_outcome(text=told["text"], takes_on=told["takes_on"], due_on=told["due_on"], **given)
        return _("Written down. Everybody can read what follows.")
    if says == "done":
        actions.say_done(text=told["text"], **given)
        return _("Done. It stands in the history of the house now.")
    actions.take_longer(due_on=told["due_on"], **given)
    return _("All right. The house asks again then.")


@require_safe
def draw_file(request: Any, space: str, pk: int) -> HttpResponse:
    """The file by which anybody can check a draw."""
    answer = JsonResponse(queries.draw_file(request.member, pk), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="draw-{pk}.json"'
    return answer


@require_safe
def lots_program(request: Any, space: str) -> HttpResponseBase:
    """The little program that checks the file of a draw, as it is."""
    return FileResponse(Path(lots.__file__).open("rb"), as_attachment=True, filename="lots.py", content_type="text/x-python")


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer_decision(request: Any, token: str) -> HttpResponse:
    """The page behind the buttons of a letter: one answer preset, one button, no sign-in. Opening it changes nothing, and no secret ballot is given here."""
    held = tokens.read(token)
    member, pk = held.member, held.decision_id
    said, error, status = "", "", 200
    if request.method == "POST":
        try:
            said = answered(member, pk, request)
        except HouseError as refused:
            error, status = str(refused.reason), refused.status
    page = queries.one(member, pk, request.now)
    preset = request.GET.get("says", "")
    chosen = next((one for one in page.choices if preset == f"o{one.place}"), None)
    context = {
        "page": page,
        "preset": preset,
        "chosen": chosen,
        "said": said,
        "error": error,
        "token": token,
        "house": member.space,
        "done_form": DoneForm(),
    }
    return render(request, "inspire/decisions/answer.html", context, status=status)


def answered(member: Any, pk: int, request: Any) -> str:
    """Do what a letter's page says; returns the sentence that says so. Raises Invalid for anything else."""
    says, given = request.POST.get("says", ""), {"actor": member, "decision_id": pk, "at": request.now}
    if says == "done":
        actions.say_done(text=request.POST.get("text", "")[:500], **given)
        return _("Done. It stands in the history of the house now.")
    if says == "consent":
        actions.say_position(says=Position.Says.CONSENT, text="", **given)
        return _("Said. You can say it anew until the round ends.")
    place = number(says.removeprefix("o")) if says.startswith("o") else None
    page = queries.one(member, pk, request.now)
    if place is None or page.secret or page.kind != Kind.POLL or page.method == HouseDecision.Method.RANKED:
        raise Invalid
    actions.choose(content=[place], **given)
    return _("Your ballot counts. You can change it until the last day.")
