"""Pages of events: by sign-in, and by the link of a letter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core import composer
from drittort.core.addresses import address
from drittort.core.errors import HouseError, Invalid, NotAllowed, require
from drittort.core.paging import cursor, number, older
from drittort.inspire.event_advice.looking import in_the_way
from drittort.inspire.events import actions, queries, rules, series, tokens
from drittort.inspire.events.forms import FOLLOWING, CancelForm, EventForm, NewEventForm, RegisterForm, ReturnForm, SeriesForm
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.members.scope import is_open
from drittort.talk.conversations.queries import thread

PROPOSE, PUBLISH, RETURN, CANCEL, DISCARD = "propose", "publish", "return", "cancel", "discard"
ADMIT, DECLINE = "admit", "decline"
GOING, NOT, HAPPENS, OFF = "going", "not", "happens", "off"
LOOK = "look"


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back."""
    return [(reverse("inspire:events", args=[space]), _("Events")), *more]


def looks(space: str, current: str) -> list[dict[str, Any]]:
    """The ways to look at what is on."""
    names = (
        ("inspire:events", _("List")),
        ("inspire:calendar", _("Month")),
        ("inspire:calendar_week", _("Week")),
        ("inspire:past_events", _("What was on")),
    )
    return [{"url": address(name, space), "label": label, "current": name == current} for name, label in names]


@require_safe
def events(request: Any, space: str) -> HttpResponse:
    """What is on."""
    programme = queries.programme(request.member, request.now, cursor(request.GET.get("after", ""), moment=True))
    context = {
        "tabs": looks(space, "inspire:events"),
        "programme": programme,
        "older": older(programme.after),
        "publishes": rules.publishes(request.member),
        "first": not request.GET.get("after"),
    }
    return render(request, "inspire/events/list.html", context)


@require_safe
def past_events(request: Any, space: str) -> HttpResponse:
    """What was on."""
    days, more = queries.past(request.member, request.now, cursor(request.GET.get("after", ""), moment=True))
    return render(request, "inspire/events/past.html", {"days": days, "older": older(more), "tabs": looks(space, "inspire:past_events")})


def event_form(kind: type[EventForm], request: Any, initial: dict[str, Any]) -> EventForm:
    """The form of an event, empty or as it was sent."""
    return kind(
        request.POST if request.method == "POST" else None,
        zone=request.space.zone,
        locations=queries.locations(request.member),
        initial=initial,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_event(request: Any, space: str) -> HttpResponse:
    """Propose an event, announce it, or keep it as a draft; `like` names one to begin with."""
    begun = {"text": words} if (words := composer.carried(request)) else {}
    form = event_form(NewEventForm, request, queries.like(request.member, number(request.GET.get("like", ""))) | begun)
    if looked(request):
        return render(
            request,
            "inspire/events/new.html",
            {"form": form, "way": way(space), "publishes": rules.publishes(request.member), **looking(request)},
        )
    if request.method == "POST" and form.is_valid():
        given = {"actor": request.member, "words": form.words(), "at": request.now}
        rhythm, until_on = form.cleaned_data["repeats"], form.cleaned_data["until_on"]
        try:
            event = series.draft_series(rhythm=rhythm, until_on=until_on, **given) if rhythm else actions.draft_event(**given)
        except (Invalid, NotAllowed) as error:
            form.add_error(None, str(error.reason))
        else:
            composer.done(request)
            messages.success(request, hand_in(request, event.pk))
            return redirect("inspire:event", space=space, pk=event.pk)
    context = {"form": form, "way": way(space), "publishes": rules.publishes(request.member)}
    return render(request, "inspire/events/new.html", context, status=422 if form.is_bound else 200)


def hand_in(request: Any, event_id: int) -> str:
    """What the button under a new event says: announce it, hand it in, or keep it; returns the sentence that says so."""
    says, given = request.POST.get("says", ""), {"actor": request.member, "event_id": event_id, "at": request.now}
    if says == PUBLISH and rules.publishes(request.member):
        actions.publish_event(**given)
        return _("It is announced.")
    if says in (PROPOSE, PUBLISH):
        actions.propose_event(**given)
        return _("Handed in. Somebody of the team has a look, and you hear of it.")
    return _("Kept as a draft. Only you see it.")


@require_http_methods(["GET", "HEAD", "POST"])
def edit_event(request: Any, space: str, pk: int) -> HttpResponse:
    """Change an event; of a series only this one, or all that follow."""
    event = queries.found(request.member, pk)
    form = event_form(SeriesForm if event.series_id else EventForm, request, queries.written(event, request.member))
    here = way(space, (reverse("inspire:event", args=[space, pk]), event.title))
    if looked(request):
        return render(
            request, "inspire/events/edit.html", {"form": form, "way": here, "event": event.title, "without": pk, **looking(request, pk)}
        )
    if request.method == "POST":
        if form.is_valid():
            told, given = form.cleaned_data, {"actor": request.member, "event_id": pk, "words": form.words(), "at": request.now}
            try:
                if told.get("scope") == FOLLOWING:
                    series.change_following(rhythm=told["repeats"], until_on=told["until_on"], **given)
                else:
                    actions.change_event(**given)
            except Invalid as error:
                form.add_error(None, str(error.reason))
            else:
                messages.success(request, _("Changed. Whoever comes is told where it concerns them."))
                return redirect("inspire:event", space=space, pk=pk)
    else:
        require(rules.may_change(request.member, event, request.now))
    context = {"form": form, "way": here, "event": event.title, "without": pk}
    return render(request, "inspire/events/edit.html", context, status=422 if form.is_bound else 200)


def looked(request: Any) -> bool:
    """Whether somebody only wants to see what else is on at the hour that they wrote, and nothing is kept yet."""
    return bool(request.method == "POST" and request.POST.get("says") == LOOK)


def looking(request: Any, without: int | None = None) -> dict[str, Any]:
    """What stands in the way of the hour that stands in a form."""
    return {"clashes": in_the_way(request, request.POST, without), "asked": True}


def shown(request: Any, pk: int, failed: Any = None) -> dict[str, Any]:
    """Everything that the page of an event shows, one of its forms perhaps with what is missing."""
    page = queries.one(request.member, pk, request.now)
    return {
        "page": page,
        "way": way(request.space.slug),
        "thread": thread(request.member, f"event:{pk}", request.now) if page.stage == "announced" else None,
        "register": failed if isinstance(failed, RegisterForm) else register_form(page),
        "return_form": failed if isinstance(failed, ReturnForm) else ReturnForm(),
        "cancel_form": failed if isinstance(failed, CancelForm) else CancelForm(in_series=bool(page.facts.rhythm)),
    }


def register_form(page: queries.Page, data: Any = None) -> RegisterForm:
    """How one comes: with how many, and whether the others see it."""
    return RegisterForm(
        data,
        most=page.most_guests,
        question=page.question,
        initial={"guests": page.my_guests, "shown": page.shown, "answer": page.my_answer},
    )


@require_safe
def event(request: Any, space: str, pk: int) -> HttpResponse:
    """One event."""
    see_thread(member=request.member, thread=f"event:{pk}", at=request.now)
    return render(request, "inspire/events/page.html", shown(request, pk))


@require_safe
def to_meet(request: Any, space: str, pk: int) -> HttpResponse:
    """Whom one might like to meet there."""
    page = queries.to_meet(request.member, pk, request.now)
    here = way(space, (reverse("inspire:event", args=[space, pk]), page.title))
    return render(request, "inspire/events/to_meet.html", {"page": page, "way": here})


@require_POST
def step(request: Any, space: str, pk: int) -> HttpResponse:
    """Hand in, announce, hand back, call off, throw away."""
    says = request.POST.get("says", "")
    given = {"actor": request.member, "event_id": pk, "at": request.now}
    if says == DISCARD:
        actions.discard_event(**given)
        messages.success(request, _("The draft is gone."))
        return redirect("inspire:events", space=space)
    if says in (RETURN, CANCEL):
        in_series = bool(queries.found(request.member, pk).series_id)
        form = ReturnForm(request.POST) if says == RETURN else CancelForm(request.POST, in_series=in_series)
        if not form.is_valid():
            return render(request, "inspire/events/page.html", shown(request, pk, form), status=422)
        if says == RETURN:
            actions.return_event(text=form.cleaned_data["text"], **given)
            messages.success(request, _("Handed back with your words."))
        else:
            end = series.end_series if form.cleaned_data.get("scope") == FOLLOWING else actions.cancel_event
            end(text=form.cleaned_data["text"], **given)
            messages.success(request, _("Called off. Everybody who wanted to come is told."))
    elif says == PUBLISH:
        actions.publish_event(**given)
        messages.success(request, _("It is announced."))
    elif says == HAPPENS:
        actions.confirm_event(**given)
        messages.success(request, _("Good to know. See you there."))
    elif says == PROPOSE:
        actions.propose_event(**given)
        messages.success(request, _("Handed in. Somebody of the team has a look, and you hear of it."))
    else:
        raise Invalid
    return redirect("inspire:event", space=space, pk=pk)


def answer(member: Member, pk: int, request: Any) -> str:
    """Do what was said about coming; returns the sentence that says so. Raises Invalid for anything else, and where something is missing."""
    says = request.POST.get("says", "")
    if says == NOT:
        actions.withdraw(actor=member, event_id=pk, at=request.now)
        return _("All right. The seat goes on to the next.")
    if says == HAPPENS:
        actions.confirm_event(actor=member, event_id=pk, at=request.now)
        return _("Good to know. See you there.")
    if says == OFF:
        actions.cancel_event(actor=member, event_id=pk, text=request.POST.get("text", "")[:500], at=request.now)
        return _("Called off. Everybody who wanted to come is told.")
    if says != GOING:
        raise Invalid
    page = queries.one(member, pk, request.now)
    form = register_form(page, request.POST)
    if not form.is_valid():
        raise Invalid(_("With how many do you come?"))
    # A button of a letter says only that one comes: with how many, who sees it, and what was answered stays as it was.
    kept = {"guests": page.my_guests if page.mine != "withdrawn" else 0, "shown": page.shown, "answer": page.my_answer}
    told = {**kept, **(form.cleaned_data if "full" in request.POST else {})}
    mine = actions.register(
        actor=member, event_id=pk, guests=told["guests"] or 0, shown=told["shown"], answer=told["answer"], at=request.now
    )
    if mine.standing == "going":
        return _("Lovely, you come.")
    if mine.standing == "asking":
        return _("We have asked whoever hosts it. You hear of it.")
    return _("You stand in line and hear as soon as a seat is free.")


@require_POST
def register(request: Any, space: str, pk: int) -> HttpResponse:
    """Come, or not."""
    messages.success(request, answer(request.member, pk, request))
    return redirect("inspire:event", space=space, pk=pk)


@require_POST
def admit(request: Any, space: str, pk: int) -> HttpResponse:
    """Say yes or no to somebody who asked for a seat."""
    says, who = request.POST.get("says", ""), number(request.POST.get("who", ""))
    if says not in (ADMIT, DECLINE) or who is None:
        raise Invalid
    decide = actions.admit if says == ADMIT else actions.decline
    decide(actor=request.member, event_id=pk, registration_id=who, at=request.now)
    messages.success(request, _("They hear of it.") if says == ADMIT else _("They are told kindly."))
    return redirect("inspire:event", space=space, pk=pk)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer_event(request: Any, token: str) -> HttpResponse:
    """The page behind the buttons of a letter: one answer preset, one button, no sign-in. Opening it changes nothing."""
    held = tokens.read(token)
    said, error, status = "", "", 200
    if request.method == "POST":
        try:
            said = answer(held.member, held.event_id, request)
        except HouseError as refused:
            error, status = str(refused.reason), refused.status
    page = queries.one(held.member, held.event_id, request.now)
    context = {
        "page": page,
        "preset": request.GET.get("says", ""),
        "said": said,
        "error": error,
        "token": token,
        "off": CancelForm(in_series=False),
        "house": held.member.space,
    }
    return render(request, "inspire/events/answer.html", context, status=status)
