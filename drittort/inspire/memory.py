"""The rooms in which the house remembers: stories, thanks, milestones and its history, side by side."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drittort.core.addresses import address


def tabs(space: str, current: str) -> list[dict[str, Any]]:
    """The ways from one of these rooms to the others."""
    names = (
        ("inspire:stories", _("Stories")),
        ("inspire:thanks", _("Thanks")),
        ("inspire:milestones", _("Milestones")),
        ("inspire:history", pgettext("of the house", "History")),
        ("inspire:year_books", _("Year books")),
    )
    return [{"url": address(name, space), "label": label, "current": name == current} for name, label in names]
