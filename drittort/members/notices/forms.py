"""Reading the table of wishes."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid
from drittort.core.notices import CATEGORIES, CHANNELS
from drittort.members.security.browsers import browser_and_system


def wanted_of(sent: QueryDict) -> set[tuple[str, str]]:
    """The boxes that are ticked, as (category, channel). Raises Invalid for one that the page does not have, and for a table that never was one."""
    if "table" not in sent:
        raise Invalid(_("Please choose one of the three."))
    found = set()
    for box in sent.getlist("wanted"):
        category, _mark, channel = box.rpartition(":")
        if category not in CATEGORIES or channel not in CHANNELS:
            raise Invalid(_("This box does not exist any more. Please open the page again."))
        found.add((category, channel))
    return found


def browser_of(agent: str) -> str:
    """A browser and its machine by name, as far as it says so; no version."""
    return " · ".join(part for part in browser_and_system(agent) if part)
