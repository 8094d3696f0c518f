"""Locations as the settings show them."""

from __future__ import annotations

from drittort.spaces.locations.rules import HANGS_ON
from drittort.spaces.models import Location


def standing(space_id: int) -> list[Location]:
    """The locations of a house in their order."""
    return list(Location.objects.filter(space_id=space_id).standing())


def consequences(location_id: int) -> list[str]:
    """What happens to whom when it goes, in sentences."""
    return [sentence for ask in HANGS_ON if (sentence := ask(location_id))]
