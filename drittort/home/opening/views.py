"""The pages on which a house is opened, step by step; each step can be gone back to, and all but the first can wait."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import HouseError, Invalid, NotAllowed, NotFound, require
from drittort.core.fragments import part
from drittort.core.mail.way import way
from drittort.home.opening import actions, queries, rules
from drittort.home.opening.forms import FirstForm
from drittort.joining.agreements.actions import accept_agreements
from drittort.joining.invitations import queries as invitations
from drittort.joining.invitations.actions import invite
from drittort.joining.invitations.forms import InviteForm
from drittort.members.scope import is_open
from drittort.members.security.entering import enter
from drittort.spaces.agreements.actions import publish_agreements
from drittort.spaces.agreements.forms import AgreementsForm
from drittort.spaces.agreements.queries import as_written
from drittort.spaces.house import actions as house
from drittort.spaces.house.forms import ColourForm, HouseForm, SettingsForm
from drittort.spaces.house.rules import may_change
from drittort.spaces.locations import actions as location_actions
from drittort.spaces.locations import queries as locations
from drittort.spaces.locations.forms import LocationForm
from drittort.spaces.mailing import actions as mailing_actions
from drittort.spaces.mailing import queries as mailing
from drittort.spaces.models import OpeningLink
from drittort.spaces.opening.actions import link_of, note_step, open_the_door
from drittort.web import colours

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def opening(request: Any) -> HttpResponse:
    """Go on where one stopped; else begin."""
    begun = queries.begun_by(request.user.pk)
    if begun is not None:
        return redirect("home:opening_step", space=begun.slug, step=queries.next_step(begun))
    return redirect("home:opening_new")


@require_http_methods(BOTH)
def new(request: Any) -> HttpResponse:
    """A founder of a house on this machine opens another one."""
    require(rules.may_open(request.user))
    return first(request, None)


@is_open
@require_http_methods(BOTH)
def by_link(request: Any, token: str) -> HttpResponse:
    """The very first founder comes by a link. Opening it changes nothing."""
    return first(request, link_of(token=token, at=request.now))


def first(request: Any, link: OpeningLink | None) -> HttpResponse:
    """The first step: it makes the house."""
    account = rules.own_account(request.user)
    form = FirstForm(
        request.POST if request.method == "POST" else None, signed_in=account is not None, initial={"language": request.LANGUAGE_CODE}
    )
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            member = actions.begin_house(account=account, link=link, email=told.pop("email", ""), at=request.now, **told)
        except Invalid as error:
            form.add_error(None, str(error.reason))
        else:
            begun = reverse("home:opening_step", args=[member.space.slug, "locations"])
            if account is not None or member.account is None:
                return redirect(begun)
            return enter(request, member.account, how="invitation", next_path=begun)
    return render(request, "home/opening/first.html", {"form": form, "names": queries.STEPS}, status=422 if form.is_bound else 200)


@require_http_methods(BOTH)
def step(request: Any, space: str, step: str) -> HttpResponse:
    """One step of a house that is being opened."""
    require(may_change(request.member))
    if step not in queries.NAMES:
        raise NotFound
    if request.space.opening is None:
        return redirect("spaces:settings", space=space)
    if request.method == "POST" and request.POST.get("go") == "later" and step != "house":
        note_step(space=request.space, step=step, said="later")
        return onward(request, step)
    return DOES[step](request)


def onward(request: Any, step: str) -> HttpResponse:
    """To the next step, or through the door."""
    place = queries.NAMES.index(step)
    if place + 1 < len(queries.NAMES):
        return redirect("home:opening_step", space=request.space.slug, step=queries.NAMES[place + 1])
    open_the_door(actor=request.member, at=request.now)
    messages.success(request, _("The house is open. Welcome."))
    return redirect("home:today", space=request.space.slug)


def done(request: Any, step: str) -> HttpResponse:
    """Note the step and go on."""
    note_step(space=request.space, step=step, said="done")
    return onward(request, step)


def page(request: Any, step: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """The page of a step, with the way around it."""
    place = queries.NAMES.index(step)
    before = queries.NAMES[place - 1] if place else ""
    shown = {
        "steps": queries.steps(request.space, step),
        "step": step,
        "before": before,
        "number": place + 1,
        "count": len(queries.NAMES),
        **context,
    }
    return render(request, f"home/opening/{step}.html", shown, status=status)


def of_house(request: Any) -> HttpResponse:
    """Name, address, language, time zone: still changeable, the address too."""
    form = HouseForm(request.POST if request.method == "POST" else None, space=request.space)
    if request.method == "POST" and form.is_valid():
        try:
            request.space = house.change_house(actor=request.member, at=request.now, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, str(error.reason))
        else:
            return done(request, "house")
    return page(request, "house", form=form, status=422 if form.is_bound else 200)


def of_locations(request: Any) -> HttpResponse:
    """Add as many as there are, then go on. A filled form that goes on is added, too."""
    goes = request.POST.get("go") == "on"
    filled = any(request.POST.get(name, "").strip() for name in ("name", "address", "way_in"))
    if request.method == "POST" and goes and not filled:
        return done(request, "locations")
    form = LocationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            location_actions.add_location(actor=request.member, at=request.now, **form.cleaned_data)
        except Invalid as error:
            form.add_error("name", str(error.reason))
        else:
            return done(request, "locations") if goes else redirect(request.path)
    return page(request, "locations", form=form, places=locations.standing(request.space.pk), status=422 if form.is_bound else 200)


def of_colours(request: Any) -> HttpResponse:
    """A hue, to try on first."""
    trying = request.GET.get("try") == "1"
    form = ColourForm(request.POST if request.method == "POST" else request.GET if trying else None, hue=request.space.hue)
    valid = form.is_bound and form.is_valid()
    if request.method == "POST" and valid:
        hue = form.cleaned_data["hue"]
        house.change_hue(actor=request.member, hue=None if hue == colours.BASE else hue, at=request.now)
        return done(request, "colours")
    worn = form.cleaned_data["hue"] if valid else request.space.hue
    return page(request, "colours", form=form, trying=trying and valid, worn=worn, status=422 if form.is_bound and not valid else 200)


def of_mail(request: Any) -> HttpResponse:
    """How mail leaves, and a mail to oneself."""
    if request.method == "POST" and request.POST.get("go") == "on":
        return done(request, "mail")
    if request.method == "POST":
        try:
            mailing_actions.send_test(actor=request.member, to=request.user.email, language=request.LANGUAGE_CODE, at=request.now)
        except Invalid as error:
            messages.error(request, str(error.reason))
        return redirect(request.path)
    test = mailing.last_test(request.member, request.space)
    if part(request, "part", "page") == "part":
        return render(request, "spaces/mailing/_test.html", {"test": test})
    return page(request, "mail", leaves=way(), test=test, to=request.user.email)


def of_agreements(request: Any) -> HttpResponse:
    """The sentences to begin with; the founder agrees by keeping them."""
    seen, held = as_written(request.space.pk)
    form = AgreementsForm(request.POST if request.method == "POST" else None, language=request.space.language, held=held, seen=seen)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                publish_agreements(
                    actor=request.member, sentences=form.sentences, change="", seen=form.cleaned_data["seen"], at=request.now
                )
                accept_agreements(actor=request.member, at=request.now)
            except HouseError as error:
                form.add_error(None, str(error.reason))
                status = error.status
            else:
                return done(request, "agreements")
    return page(request, "agreements", form=form, status=status)


def of_decisions(request: Any) -> HttpResponse:
    """The dozen settings, each with a good default."""
    form = SettingsForm(request.POST if request.method == "POST" else None, space=request.space)
    if request.method == "POST" and form.is_valid():
        house.change_settings(actor=request.member, told=form.cleaned_data, at=request.now)
        return done(request, "decisions")
    return page(request, "decisions", form=form, status=422 if form.is_bound else 200)


def of_people(request: Any) -> HttpResponse:
    """The last step: invite the first people by name, many from a file, then the door. A filled form that goes on is sent, too."""
    goes = request.POST.get("go") == "on"
    filled = any(request.POST.get(name, "").strip() for name in ("name", "email", "sentence"))
    if request.method == "POST" and goes and not filled:
        return done(request, "people")
    form = InviteForm(request.POST if request.method == "POST" else None, initial={"language": request.space.language})
    if request.method == "POST" and form.is_valid():
        try:
            invite(actor=request.member, at=request.now, **form.cleaned_data)
        except (Invalid, NotAllowed) as error:
            form.add_error("email" if isinstance(error, Invalid) else None, str(error.reason))
        else:
            return done(request, "people") if goes else redirect(request.path)
    invited, _more = invitations.list_for(request.member, request.now)
    return page(request, "people", form=form, invited=invited, leaves=way(), status=422 if form.is_bound else 200)


DOES = {
    "house": of_house,
    "locations": of_locations,
    "colours": of_colours,
    "mail": of_mail,
    "agreements": of_agreements,
    "decisions": of_decisions,
    "people": of_people,
}


@require_POST
def discard(request: Any, space: str) -> HttpResponse:
    """Throw away what was only begun."""
    actions.discard_house(actor=request.member)
    return redirect("home:door")
