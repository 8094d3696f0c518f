"""How far an opening is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drittort.members.models import Member
from drittort.spaces.models import Space

STEPS: tuple[tuple[str, Any], ...] = (
    ("house", _("The house")),
    ("locations", _("Locations")),
    ("colours", _("Colours")),
    ("mail", _("Mail")),
    ("agreements", _("Agreements")),
    ("decisions", _("Decisions")),
    ("people", _("People")),
)
NAMES = tuple(name for name, _words in STEPS)


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way."""

    name: str
    words: Any
    url: str
    state: str
    is_here: bool


def steps(space: Space, here: str) -> list[Step]:
    """The way with what was done (done), put off (later) or is still to come ("")."""
    said = space.opening or {}
    return [
        Step(name, words, reverse("home:opening_step", args=[space.slug, name]), said.get(name, ""), name == here) for name, words in STEPS
    ]


def next_step(space: Space) -> str:
    """The first step of which nothing was said yet; the last one where all were."""
    said = space.opening or {}
    return next((name for name in NAMES if name not in said), NAMES[-1])


def begun_by(account_id: int) -> Space | None:
    """The house that an account began and has not opened yet, the latest first."""
    row = (
        Member.objects.here()
        .filter(account_id=account_id, space__opening__isnull=False)
        .select_related("space")
        .order_by("-space_id")
        .first()
    )
    return row.space if row else None


def has_real_house() -> bool:
    """Whether a house of real people is here."""
    return Space.objects.filter(is_demo=False, is_sample=False).exists()
