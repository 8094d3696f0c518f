"""Pages on which a house is set up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from drittort.core import links
from drittort.core.errors import Invalid, require
from drittort.core.fragments import part
from drittort.core.mail.way import way
from drittort.core.paging import number
from drittort.spaces.house import actions, queries
from drittort.spaces.house.forms import ColourForm, HouseForm, SettingsForm
from drittort.spaces.house.rules import may_change, may_take_along
from drittort.spaces.locations import actions as location_actions
from drittort.spaces.locations import queries as locations
from drittort.spaces.locations.forms import LocationForm
from drittort.spaces.mailing import actions as mailing_actions
from drittort.spaces.mailing import queries as mailing
from drittort.web import colours

READ = ["GET", "HEAD"]


def back(space: str) -> list[tuple[str, str]]:
    """The way back to the overview."""
    return [(reverse("spaces:settings", args=[space]), _("Settings"))]


@require_safe
def overview(request: Any, space: str) -> HttpResponse:
    """What can be set, and how it stands."""
    require(may_change(request.member))
    return render(
        request,
        "spaces/house/overview.html",
        {
            "parts": queries.overview(request.space, along=bool(may_take_along(request.member))),
            "links": links.at("settings", request.member),
        },
    )


@require_http_methods([*READ, "POST"])
def house(request: Any, space: str) -> HttpResponse:
    """Name, language, time zone."""
    require(may_change(request.member))
    form = HouseForm(request.POST or None, space=request.space, with_slug=False)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_house(actor=request.member, at=request.now, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("Kept."))
            return redirect("spaces:settings", space=space)
    return render(
        request,
        "spaces/house/form.html",
        {"form": form, "title": _("Name, language, time zone"), "way": back(space)},
        status=422 if form.is_bound else 200,
    )


@require_http_methods([*READ, "POST"])
def colour(request: Any, space: str) -> HttpResponse:
    """The colour of the house, to try on first."""
    require(may_change(request.member))
    trying = request.GET.get("try") == "1"
    form = ColourForm(request.POST if request.method == "POST" else request.GET if trying else None, hue=request.space.hue)
    status, worn = 200, request.space.hue
    if form.is_bound:
        if form.is_valid():
            worn = form.cleaned_data["hue"]
            if request.method == "POST":
                actions.change_hue(actor=request.member, hue=None if worn == colours.BASE else worn, at=request.now)
                messages.success(request, _("The house wears its colour."))
                return redirect("spaces:settings", space=space)
        else:
            status = 422
    context = {"form": form, "worn": worn, "trying": trying and status == 200, "way": back(space), "saves": _("Wear this colour")}
    return render(request, "spaces/house/colours.html", context, status=status)


@require_http_methods([*READ, "POST"])
def decisions(request: Any, space: str) -> HttpResponse:
    """The dozen settings."""
    require(may_change(request.member))
    form = SettingsForm(request.POST if request.method == "POST" else None, space=request.space)
    if request.method == "POST" and form.is_valid():
        actions.change_settings(actor=request.member, told=form.cleaned_data, at=request.now)
        messages.success(request, _("Decided. It counts from now on."))
        return redirect("spaces:settings", space=space)
    return render(
        request,
        "spaces/house/form.html",
        {"form": form, "title": _("Decisions of the house"), "way": back(space)},
        status=422 if form.is_bound else 200,
    )


@require_http_methods([*READ, "POST"])
def mail(request: Any, space: str) -> HttpResponse:
    """How mail leaves, and a mail to oneself."""
    require(may_change(request.member))
    if request.method == "POST":
        try:
            mailing_actions.send_test(actor=request.member, to=request.user.email, language=request.LANGUAGE_CODE, at=request.now)
        except Invalid as error:
            messages.error(request, str(error.reason))
        return redirect(request.path)
    context = {"leaves": way(), "test": mailing.last_test(request.member, request.space), "to": request.user.email, "way": back(space)}
    return render(request, part(request, "spaces/mailing/_test.html", "spaces/mailing/page.html"), context)


@require_http_methods([*READ, "POST"])
def places(request: Any, space: str) -> HttpResponse:
    """All locations, and a form for one more."""
    require(may_change(request.member))
    form = LocationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            location_actions.add_location(actor=request.member, at=request.now, **form.cleaned_data)
        except Invalid as error:
            form.add_error("name", str(error.reason))
        else:
            return redirect(request.path)
    context = {
        "form": form,
        "places": locations.standing(request.space.pk),
        "removed": number(request.GET.get("removed", "")),
        "way": back(space),
    }
    return render(request, "spaces/locations/page.html", context, status=422 if form.is_bound else 200)


@require_http_methods([*READ, "POST"])
def place(request: Any, space: str, pk: int) -> HttpResponse:
    """One location."""
    require(may_change(request.member))
    row = next((one for one in locations.standing(request.space.pk) if one.pk == pk), None)
    if row is None:
        return redirect("spaces:locations", space=space)
    first = {"name": row.name, "address": row.address, "way_in": row.way_in}
    form = LocationForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            location_actions.change_location(actor=request.member, location_id=pk, at=request.now, **form.cleaned_data)
        except Invalid as error:
            form.add_error("name", str(error.reason))
        else:
            return redirect("spaces:locations", space=space)
    way_back = [*back(space), (reverse("spaces:locations", args=[space]), _("Locations"))]
    return render(
        request, "spaces/house/form.html", {"form": form, "title": row.name, "way": way_back}, status=422 if form.is_bound else 200
    )


@require_http_methods(["POST"])
def move_place(request: Any, space: str, pk: int) -> HttpResponse:
    """Up or down."""
    location_actions.move_location(actor=request.member, location_id=pk, by=-1 if request.POST.get("way") == "up" else 1, at=request.now)
    return redirect("spaces:locations", space=space)


@require_http_methods([*READ, "POST"])
def remove_place(request: Any, space: str, pk: int) -> HttpResponse:
    """Say what happens to whom, and take the location away."""
    require(may_change(request.member))
    if request.method == "POST":
        location_actions.remove_location(actor=request.member, location_id=pk, at=request.now)
        return redirect(f"{reverse('spaces:locations', args=[space])}?removed={pk}")
    row = next((one for one in locations.standing(request.space.pk) if one.pk == pk), None)
    if row is None:
        return redirect("spaces:locations", space=space)
    return render(request, "spaces/locations/sure.html", {"place": row, "sentences": locations.consequences(pk)})


@require_http_methods(["POST"])
def bring_back_place(request: Any, space: str, pk: int) -> HttpResponse:
    """Undo."""
    location_actions.bring_back_location(actor=request.member, location_id=pk, at=request.now)
    return redirect("spaces:locations", space=space)
