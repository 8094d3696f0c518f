"""Pages of office hours: by sign-in, and by the link of a letter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.connect.introductions.views import tabs
from drittort.connect.office_hours import actions, queries, rules, tokens
from drittort.connect.office_hours.forms import BookForm, MoveForm, OfficeHourForm, ThanksForm, TimesForm, WordsForm
from drittort.connect.office_hours.models import Theme
from drittort.core.errors import HouseError, Invalid, NotAllowed, OutOfDate, require
from drittort.core.fragments import part
from drittort.core.paging import number
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.members.scope import is_open

CANCEL, MOVE, MET, HELPED, MISSED, THANK = "cancel", "move", "met", "helped", "missed", "thank"


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back."""
    return [(reverse("connect:office_hours", args=[space]), _("Office hours")), *more]


def told(form: Form, error: HouseError) -> None:
    """Let a form say what an action refused."""
    form.add_error(None, str(error.reason))


@require_safe
def office_hours(request: Any, space: str) -> HttpResponse:
    """Who gives an hour for what, all of it or of one theme or one host."""
    theme = request.GET.get("theme", "")
    theme = theme if theme in Theme.values else ""
    cards = queries.office_hours(request.member, request.now, theme=theme, host=number(request.GET.get("by", "")))
    return render(
        request,
        part(request, "connect/office_hours/_found.html", "connect/office_hours/list.html"),
        {"cards": cards, "theme": theme, "themes": Theme.choices, "tabs": tabs(space, "connect:office_hours")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_office_hour(request: Any, space: str) -> HttpResponse:
    """Offer an office hour."""
    sent = request.method == "POST"
    if not sent:
        require(rules.may_offer(request.member, request.now))
    form = OfficeHourForm(
        request.POST if sent else None, initial={"language": request.member.language, "notice_hours": 24, "most": 1, "minutes": 30}
    )
    if sent and form.is_valid():
        try:
            made = actions.open_office_hour(
                actor=request.member, words=form.words(minutes=form.cleaned_data["minutes"]), times=form.times(), at=request.now
            )
        except (Invalid, NotAllowed) as error:
            told(form, error)
        else:
            messages.success(request, _("Your door is open. Who books a time comes to you by mail."))
            return redirect("connect:office_hour", space=space, pk=made.pk)
    return render(request, "connect/office_hours/new.html", {"form": form, "way": way(space)}, status=422 if sent else 200)


def shown(request: Any, space: str, pk: int, *, booking: BookForm | None = None, times: TimesForm | None = None) -> HttpResponse:
    """The page of an office hour, perhaps with a form that lacks something."""
    page = queries.one(request.member, pk, request.now)
    context = {"page": page, "way": way(space), "booking": booking or BookForm(), "times": times or TimesForm()}
    return render(request, "connect/office_hours/page.html", context, status=422 if booking or times else 200)


@require_safe
def office_hour(request: Any, space: str, pk: int) -> HttpResponse:
    """One office hour: to book a time, or for its host to look after it."""
    return shown(request, space, pk)


@require_POST
def book(request: Any, space: str, pk: int) -> HttpResponse:
    """Come at a time."""
    queries.found(request.member, pk)
    form = BookForm(request.POST)
    if form.is_valid():
        try:
            made = actions.book_slot(
                actor=request.member, slot_id=form.cleaned_data["slot"], text=form.cleaned_data["text"], at=request.now
            )
        except (Invalid, NotAllowed, OutOfDate) as error:
            told(form, error)
        else:
            messages.success(request, _("Booked. The mail with the file for your calendar is on its way."))
            return redirect("connect:booking", space=space, pk=made.pk)
    return shown(request, space, pk, booking=form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_office_hour(request: Any, space: str, pk: int) -> HttpResponse:
    """Say it anew."""
    row = queries.found(request.member, pk)
    require(rules.may_edit(request.member, row))
    sent = request.method == "POST"
    form = WordsForm(request.POST if sent else None, initial={name: getattr(row, name) for name in WordsForm.base_fields})
    if sent and form.is_valid():
        try:
            actions.edit_office_hour(actor=request.member, office_hour_id=pk, words=form.words(minutes=row.minutes), at=request.now)
        except Invalid as error:
            told(form, error)
        else:
            messages.success(request, _("Changed."))
            return redirect("connect:office_hour", space=space, pk=pk)
    here = way(space, (reverse("connect:office_hour", args=[space, pk]), row.title))
    return render(request, "connect/office_hours/edit.html", {"form": form, "way": here}, status=422 if sent else 200)


@require_POST
def add_times(request: Any, space: str, pk: int) -> HttpResponse:
    """Offer further times."""
    require(rules.may_edit(request.member, queries.found(request.member, pk)))
    form = TimesForm(request.POST)
    if form.is_valid():
        try:
            actions.add_times(actor=request.member, office_hour_id=pk, times=form.times(), at=request.now)
        except (Invalid, OutOfDate) as error:
            told(form, error)
        else:
            messages.success(request, _("The times stand there now."))
            return redirect("connect:office_hour", space=space, pk=pk)
    return shown(request, space, pk, times=form)


@require_POST
def drop_slot(request: Any, space: str, pk: int) -> HttpResponse:
    """Take a time back."""
    slot = actions.drop_slot(actor=request.member, slot_id=pk, at=request.now)
    messages.success(request, _("The time is taken back."))
    return redirect("connect:office_hour", space=space, pk=slot.office_hour_id)


@require_POST
def close_office_hour(request: Any, space: str, pk: int) -> HttpResponse:
    """End an office hour."""
    actions.close_office_hour(actor=request.member, office_hour_id=pk, at=request.now)
    messages.success(request, _("Ended. What is booked still takes place. Thank you for your time."))
    return redirect("connect:office_hours", space=space)


@require_safe
def bookings(request: Any, space: str) -> HttpResponse:
    """What I have booked, and who comes to me."""
    ahead, lately = queries.bookings(request.member, request.now)
    return render(request, "connect/office_hours/bookings.html", {"ahead": ahead, "lately": lately, "way": way(space)})


def act(member: Member, pk: int, request: Any) -> tuple[str, Form | None]:
    """Do what was sent; returns the sentence that says so, or a form with what is missing."""
    says = request.POST.get("says", "")
    if says == CANCEL:
        actions.cancel_booking(actor=member, booking_id=pk, at=request.now)
        return _("All right. We tell the other side, and nobody asks why."), None
    if says in (MET, HELPED, MISSED):
        actions.tell_met(actor=member, booking_id=pk, met=says != MISSED, helped=says == HELPED, at=request.now)
        return _("Thank you, noted."), None
    if says not in (MOVE, THANK):
        raise Invalid
    form: Form = (MoveForm if says == MOVE else ThanksForm)(request.POST)
    if form.is_valid():
        try:
            if says == MOVE:
                actions.move_booking(actor=member, booking_id=pk, slot_id=form.cleaned_data["slot"], at=request.now)
                return _("Moved. The mail with the new time is on its way to both of you."), None
            actions.say_thanks(actor=member, booking_id=pk, text=form.cleaned_data["text"], at=request.now)
            return _("Your thanks are on their way."), None
        except (Invalid, OutOfDate) as error:
            told(form, error)
    return "", form


def forms(failed: Form | None) -> dict[str, Any]:
    """The two forms of a booking's page, one of them perhaps with what is missing."""
    return {
        "moving": failed if isinstance(failed, MoveForm) else MoveForm(),
        "thanks": failed if isinstance(failed, ThanksForm) else ThanksForm(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def booking(request: Any, space: str, pk: int) -> HttpResponse:
    """One booking, and what can be done with it now."""
    page = queries.booking(request.member, pk, request.now)
    see_thread(member=request.member, thread=actions.thread(pk), at=request.now)
    failed = None
    if request.method == "POST":
        said, failed = act(request.member, pk, request)
        if failed is None:
            messages.success(request, said)
            return redirect("connect:booking", space=space, pk=pk)
    here = way(space, (reverse("connect:bookings", args=[space]), _("My times")))
    return render(request, "connect/office_hours/booking.html", {"page": page, "way": here, **forms(failed)}, status=422 if failed else 200)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer_booking(request: Any, token: str) -> HttpResponse:
    """The page behind the buttons of a letter: one step preset, one button, no sign-in. Opening it changes nothing."""
    held = tokens.read(token)
    said, error, status, failed = "", "", 200, None
    if request.method == "POST":
        try:
            said, failed = act(held.member, held.booking_id, request)
            status = 422 if failed else 200
        except HouseError as refused:
            error, status = str(refused.reason), refused.status
    page = queries.booking(held.member, held.booking_id, request.now)
    wanted = request.GET.get("says", "")
    one = [step for step in page.steps if step[0] == wanted]
    context = {
        "page": page, "preset": one[0] if one and not said else None, "wants_move": wanted == MOVE and not said, "said": said, "error": error,
        "token": token, "house": held.member.space, **forms(failed),
    }  # fmt: skip
    return render(request, "connect/office_hours/answer.html", context, status=status)
