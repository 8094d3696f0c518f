"""The way back from the pages of one's own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from drittort.core.addresses import address


def way_to_me(space: str) -> list[tuple[str, str]]:
    """The way back to one's own page."""
    return [(address("members:me", space), _("Me"))]
