"""What people say of themselves on the form, so that groups can be told apart: asked, never taken from a profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from drittort.spaces.models import Location, Space

TIME, COMPANY, LOCATION = "time", "company", "location"
MOST = 2
"""More groupings could not be kept from being played off against each other (engine/survey.py)."""
MOST_LOCATIONS = 9


@dataclass(frozen=True, slots=True)
class Grouping:
    """One question about oneself: what it is called, how it is asked, and its options by a word that is stored."""

    label: Any
    question: Any
    options: Mapping[str, Any]


FIXED = {
    TIME: Grouping(
        _("Time in the house"),
        _("How long have you been here?"),
        {"new": _("less than a year"), "long": _("a year or longer")},
    ),
    COMPANY: Grouping(
        _("Size of the company"),
        _("With how many do you work in your company?"),
        {"alone": _("on my own"), "few": _("two to five"), "more": _("six or more")},
    ),
}
NAMES = (TIME, COMPANY, LOCATION)
LABELS = {TIME: FIXED[TIME].label, COMPANY: FIXED[COMPANY].label, LOCATION: _("Location")}


def offered(space: Space) -> list[str]:
    """Which groupings a house can ask for: locations only where there are several."""
    places = Location.objects.standing().filter(space=space).count()
    return [name for name in NAMES if name != LOCATION or 2 <= places <= MOST_LOCATIONS]


def written_down(space: Space, names: Sequence[str]) -> list[dict[str, Any]]:
    """Groupings as a wave keeps them: locations with the names that they have now, the others by their word."""
    there = [name for name in offered(space) if name in names][:MOST]
    places = Location.objects.standing().filter(space=space).values_list("name", flat=True)
    return [
        {"name": name, "options": [[str(k), place] for k, place in enumerate(places)]} if name == LOCATION else {"name": name}
        for name in there
    ]


def read(kept: Mapping[str, Any]) -> Grouping:
    """A grouping of a wave in the reader's language."""
    if kept["name"] == LOCATION:
        return Grouping(LABELS[LOCATION], _("Where are you mostly?"), dict(kept["options"]))
    return FIXED[kept["name"]]
