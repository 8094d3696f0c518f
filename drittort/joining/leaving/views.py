"""Pages of leaving, pausing and coming back; of former members; of departures for the team."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid, NotFound, require
from drittort.joining.leaving import actions, queries, rules
from drittort.joining.leaving.forms import EndingForm, LeavingForm, PauseForm, ReplyForm
from drittort.members.consents.actions import give_consent, revoke_consent
from drittort.members.me.way import way_to_me
from drittort.members.models import Consent
from drittort.members.scope import WAYS, for_former

READ = ["GET", "HEAD"]


@require_http_methods([*READ, "POST"])
def leaving(request: Any, space: str) -> HttpResponse:
    """What happens when I go, what stays and for how long; and the day."""
    today = request.space.day(request.now)
    form = LeavingForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            actions.announce_departure(actor=request.member, at=request.now, language=get_language() or "de", **form.cleaned_data)
        except Invalid as error:
            form.add_error("last_on", str(error.reason))
        else:
            messages.success(request, _("Your last day is set. Until it is over, one tap takes it back."))
            return redirect("joining:leaving", space=space)
    context = {"page": queries.leaving_page(request.member, request.now), "form": form, "reply": ReplyForm(), "way": way_to_me(space)}
    return render(request, "joining/leaving/page.html", context, status=422 if form.is_bound else 200)


@require_POST
def undo(request: Any, space: str) -> HttpResponse:
    """I stay."""
    actions.withdraw_departure(actor=request.member, at=request.now)
    messages.success(request, _("You stay. Everything is as it was."))
    return redirect("joining:leaving", space=space)


@require_POST
def reply(request: Any, space: str) -> HttpResponse:
    """What I say to it."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        context = {
            "page": queries.leaving_page(request.member, request.now), "form": LeavingForm(today=request.space.day(request.now)), "reply": form,
            "way": way_to_me(space),
        }  # fmt: skip
        return render(request, "joining/leaving/page.html", context, status=422)
    actions.reply_to_ending(actor=request.member, text=form.cleaned_data["text"], at=request.now)
    messages.success(request, _("The team reads your answer."))
    return redirect("joining:leaving", space=space)


@require_http_methods([*READ, "POST"])
def pause(request: Any, space: str) -> HttpResponse:
    """Stay away for a while."""
    form = PauseForm(request.POST if request.method == "POST" else None, today=request.space.day(request.now))
    if request.method == "POST" and form.is_valid():
        try:
            actions.pause_membership(actor=request.member, until=form.cleaned_data["until"], at=request.now)
        except Invalid as error:
            form.add_error("until", str(error.reason))
        else:
            messages.success(request, _("Have a good time. Nobody asks after you until then."))
            return redirect("joining:pause", space=space)
    row = queries.pause_of(request.member)
    context = {"form": form, "until": queries.day(row.until_on) if row else "", "way": way_to_me(space)}
    return render(request, "joining/leaving/pause.html", context, status=422 if form.is_bound else 200)


@require_POST
def end_pause(request: Any, space: str) -> HttpResponse:
    """I am back."""
    actions.end_pause(actor=request.member, at=request.now)
    messages.success(request, _("Good to have you back."))
    return redirect("joining:pause", space=space)


@require_safe
@for_former
def away(request: Any, space: str) -> HttpResponse:
    """The one page for somebody who left: back, my data, the list of former members. Nothing of the house."""
    if request.member.left_on is None:
        return redirect("home:today", space=space)
    ways = [(str(label), reverse(name, args=[space])) for label, name in WAYS]
    return render(request, "joining/leaving/away.html", {"page": queries.away(request.member, request.now), "ways": ways})


@require_POST
@for_former
def ask_back(request: Any, space: str) -> HttpResponse:
    """I would like to come back."""
    if actions.ask_back(actor=request.member, at=request.now):
        messages.success(request, _("Welcome back. Everything is where you left it."))
        return redirect("home:today", space=space)
    messages.success(request, _("The team has read that you would like to come back."))
    return redirect("joining:away", space=space)


@require_POST
@for_former
def stay_listed(request: Any, space: str) -> HttpResponse:
    """Stand on the list of former members, or no longer."""
    if request.member.left_on is None:
        raise NotFound
    change = give_consent if request.POST.get("listed") == "yes" else revoke_consent
    change(actor=request.member, kind=Consent.Kind.ALUMNI, at=request.now)
    return redirect("joining:away", space=space)


@require_safe
def alumni(request: Any, space: str) -> HttpResponse:
    """Who says goodbye, and who was here and stays in touch."""
    context = {"farewells": queries.farewells(request.member, request.now), "former": queries.former(request.member)}
    return render(request, "joining/leaving/alumni.html", context)


@require_safe
def departures(request: Any, space: str) -> HttpResponse:
    """Who goes, who asks to come back, who went: for the team."""
    require(rules.may_end(request.member))
    return render(request, "joining/leaving/departures.html", {"rows": queries.departures(request.member, request.now)})


@require_http_methods([*READ, "POST"])
def end(request: Any, space: str, pk: int) -> HttpResponse:
    """End a membership with notice, a reason and the right to answer."""
    require(rules.may_end(request.member))
    form = EndingForm(request.POST if request.method == "POST" else None, today=request.space.day(request.now))
    face = queries.person(request.member, pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_membership(actor=request.member, member_id=pk, at=request.now, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("%(name)s is told, with your reason.") % {"name": face.name})
            return redirect("joining:departures", space=space)
    way = [(reverse("members:person", args=[space, pk]), face.name)]
    return render(request, "joining/leaving/end.html", {"form": form, "face": face, "way": way}, status=422 if form.is_bound else 200)


@require_POST
def take_back(request: Any, space: str, pk: int) -> HttpResponse:
    """They stay after all."""
    actions.take_ending_back(actor=request.member, departure_id=pk, at=request.now)
    messages.success(request, _("Taken back. They are told."))
    return redirect("joining:departures", space=space)


@require_POST
def bring_back(request: Any, space: str, pk: int) -> HttpResponse:
    """Open the door again."""
    member = actions.bring_back(actor=request.member, departure_id=pk, at=request.now)
    messages.success(request, _("%(name)s is back, with everything that was there.") % {"name": member.name})
    return redirect("joining:departures", space=space)
