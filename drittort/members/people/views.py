"""The people of the house and their companies."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drittort.core import links
from drittort.core.addresses import address
from drittort.core.fragments import part
from drittort.core.paging import cursor, number, older
from drittort.members.models import Member
from drittort.members.people import names, queries
from drittort.members.people.printing import qr_code
from drittort.members.profiles import queries as profiles
from drittort.members.profiles.rules import EDIT, Owner
from drittort.members.roles import queries as roles
from drittort.members.roles.rules import may_grant
from drittort.members.safety.queries import is_kept_apart
from drittort.members.showcase import queries as showcase
from drittort.members.showcase.shelves import shelves
from drittort.members.values import queries as values
from drittort.spaces.roles import holds


def edit_address(request: Any, profile: queries.Profile) -> str:
    """Where this profile is edited; empty where the reader may not, on duty or off."""
    if profile.is_me:
        return reverse("members:edit_profile", args=[request.space.slug])
    return reverse("members:edit_person", args=[request.space.slug, profile.face.id]) if holds(request.member, EDIT) else ""


def asked(request: Any) -> str:
    """What is looked for."""
    return " ".join(request.GET.get("q", "").replace("\0", " ").split())[:200]


def told(request: Any) -> dict[str, str]:
    """What the address says of each facet."""
    return {name: value[:60] for name, value in request.GET.items() if name not in ("q", "after", "code")}


def tabs(space: str, query: str, current: str) -> list[dict[str, Any]]:
    """Faces and companies; a query goes along."""
    tail = f"?{urlencode({'q': query})}" if query else ""
    return [
        {"url": address("members:people", space) + tail, "label": _("People"), "current": current == "people"},
        {"url": address("members:companies", space) + tail, "label": _("Companies"), "current": current == "companies"},
    ]


@require_safe
def people(request: Any, space: str) -> HttpResponse:
    """Faces by name, with a search and facets."""
    query = asked(request)
    found = queries.directory(
        request.member, today=request.space.day(request.now), query=query, told=told(request), after=cursor(request.GET.get("after", ""))
    )
    chosen = {one.name: one.chosen for one in found.chosen}
    context = {
        "found": found,
        "older": older(found.more, q=query, **chosen),
        "tabs": tabs(space, query, "people"),
        "on_paper": urlencode(chosen),
        "first": not request.GET.get("after"),
        "links": links.at("people", request.member),
    }
    return render(request, part(request, "members/people/_found.html", "members/people/list.html"), context)


@require_safe
def companies(request: Any, space: str) -> HttpResponse:
    """Companies by name, with a search."""
    query = asked(request)
    found = queries.firms(request.member, query=query, industry=request.GET.get("industry", ""), after=cursor(request.GET.get("after", "")))
    context = {
        "found": found,
        "older": older(found.more, q=query, **{one.name: one.chosen for one in found.chosen}),
        "tabs": tabs(space, query, "companies"),
    }
    return render(request, part(request, "members/people/_firms.html", "members/people/companies.html"), context)


@require_safe
def wall(request: Any, space: str) -> HttpResponse:
    """Faces and names for paper; with `code=1` a code that leads to the directory."""
    faces, choices = queries.wall(request.member, today=request.space.day(request.now), told=told(request))
    directory = request.build_absolute_uri(address("members:people", space))
    chosen = {one.name: one.chosen for one in choices if one.chosen}
    return render(
        request,
        "members/people/wall.html",
        {
            "faces": faces,
            "chosen": [one for one in choices if one.chosen],
            "code": qr_code(directory, _("Code that leads to the directory")) if request.GET.get("code") == "1" else "",
            "other": urlencode(chosen if request.GET.get("code") == "1" else {**chosen, "code": "1"}),
            "address": directory,
            "way": way(space),
        },
    )


@require_safe
def learn(request: Any, space: str) -> HttpResponse:
    """Ten faces, each name on demand."""
    seed = seed_of(request)
    return render(
        request,
        "members/people/learn.html",
        {
            "faces": names.cards(request.member, seed),
            "questions": f"{reverse('members:names_quiz', args=[space])}?seed={seed}",
            "other": f"?seed={fresh()}",
            "way": way(space),
        },
    )


@require_safe
def quiz(request: Any, space: str) -> HttpResponse:
    """Ten faces, four names each; answers stand in the address and nowhere else."""
    seed = seed_of(request)
    answers = {key: value[:20] for key, value in request.GET.items() if key.startswith("n")}
    questions = names.quiz(request.member, seed, answers)
    done = bool(answers)
    context = {
        "questions": questions,
        "done": done,
        "right": sum(q.right for q in questions),
        "seed": seed,
        "other": f"?seed={fresh()}",
        "way": way(space),
    }
    return render(request, "members/people/quiz.html", context)


def seed_of(request: Any) -> int:
    """The seed in the address, or a fresh one."""
    return min(number(request.GET.get("seed", "")) or fresh(), names.LARGEST)


def fresh() -> int:
    """A seed for other faces."""
    return random.randint(1, names.LARGEST)


def way(space: str) -> list[tuple[str, str]]:
    """The way back to the directory."""
    return [(reverse("members:people", args=[space]), _("People"))]


def beside(request: Any, other: Member) -> dict[str, Any]:
    """What somebody does for the house, and what the reader may do about it."""
    return {
        "roles": roles.names(request.space, other.roles),
        "trusts": roles.trusts(request.member, other),
        "may_grant": bool(may_grant(request.member)),
        "kept_apart": is_kept_apart(request.member, other.pk),
    }


@require_safe
def person(request: Any, space: str, pk: int) -> HttpResponse:
    """One profile."""
    profile = queries.profile(request.member, pk, request.space.day(request.now))
    return render(
        request,
        "members/people/page.html",
        {
            "profile": profile,
            "links": [] if profile.is_me else links.at("person", request.member, pk),
            "answers": profiles.answers(request.member, Owner(member=profile.person)),
            "values": values.of(Owner(member=profile.person)),
            "companies": profiles.companies_of(profile.person),
            "works": showcase.works(Owner(member=profile.person)),
            "shelves": shelves(request.member, Owner(member=profile.person), request.now),
            **beside(request, profile.person),
            "edit": edit_address(request, profile),
            "way": way(space),
        },
    )
