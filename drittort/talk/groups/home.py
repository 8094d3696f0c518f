"""Where a group is at home: the page of whichever module above has something to read in it; until one says so, the page of its people."""

from __future__ import annotations

from drittort.core.addresses import address

PAGES = ["talk:group_people"]


def at_home(name: str) -> None:
    """Register the page (house, group) on which a group is at home."""
    PAGES.append(name)


def path_of(slug: str, group_id: int) -> str:
    """The address of a group."""
    return address(PAGES[-1], slug, group_id)
