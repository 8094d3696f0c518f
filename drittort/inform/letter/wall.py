"""The newest house letter on a wall: its opening, and what of it names nobody."""

from __future__ import annotations

from drittort.core.screen import PARTS, Screen
from drittort.inform.letter import queries


def newest(screen: Screen) -> queries.Sheet | None:
    """The letter of the last seven days, without what hangs beside it in a part of its own. Four queries."""
    return queries.on_wall(screen.space, screen.at, besides=PARTS.keys())
