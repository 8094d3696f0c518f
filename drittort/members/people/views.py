"""The people of the house."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drittort.core.paging import cursor, older
from drittort.members.people import queries
from drittort.members.profiles import queries as profiles
from drittort.members.profiles.rules import EDIT, Owner
from drittort.members.values import queries as values
from drittort.spaces.roles import allows


def edit_address(request: Any, profile: queries.Profile) -> str:
    """Where this profile is edited; empty where the reader may not."""
    if profile.is_me:
        return reverse("members:edit_profile", args=[request.space.slug])
    return reverse("members:edit_person", args=[request.space.slug, profile.face.id]) if allows(request.member, EDIT) else ""


@require_safe
def people(request: Any, space: str) -> HttpResponse:
    """Faces by name, with a search."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
    found, more, total = queries.directory(request.member, query=query, after=cursor(request.GET.get("after", "")))
    return render(request, "members/people/list.html", {"people": found, "older": older(more, q=query), "total": total, "query": query})


@require_safe
def person(request: Any, space: str, pk: int) -> HttpResponse:
    """One profile."""
    profile = queries.profile(request.member, pk)
    return render(
        request,
        "members/people/page.html",
        {
            "profile": profile,
            "answers": profiles.answers(request.member, Owner(member=profile.person)),
            "values": values.of(Owner(member=profile.person)),
            "companies": profiles.companies_of(profile.person),
            "edit": edit_address(request, profile),
            "way": [(reverse("members:people", args=[space]), _("People"))],
        },
    )
