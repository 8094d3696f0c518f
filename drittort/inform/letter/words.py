"""What the house says by itself: how a letter is called, its subject, and the sentence that it begins with."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from drittort.core.letter import BLOCKS
from drittort.inform.letter.models import LetterBlock, LetterItem

Told = Sequence[tuple[LetterBlock, Sequence[LetterItem]]]
IN_SUBJECT, IN_OPENING = 2, 5


def heading() -> str:
    """What a letter is called."""
    return _("House letter")


def counted(told: Told, most: int) -> list[str]:
    """The first blocks by how much stands in them: “two new faces”."""
    parts = []
    for block, items in told:
        if block.name in BLOCKS:
            parts.append(str(BLOCKS[block.name].counted % {"n": len(items)}))
    return parts[:most]


def in_a_row(parts: Sequence[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def contents(told: Told) -> str:
    """What a letter tells of, as it is called in a list."""
    return in_a_row(counted(told, IN_SUBJECT)) or heading()


def automatic_opening(told: Told) -> str:
    """The first sentence, where nobody wrote another."""
    parts = counted(told, IN_OPENING)
    return _("In this letter: %(things)s.") % {"things": in_a_row(parts)} if parts else ""


def automatic_subject(house: str, told: Told) -> str:
    """The subject, where nobody wrote another."""
    parts = counted(told, IN_SUBJECT)
    return _("%(house)s: %(things)s") % {"house": house, "things": in_a_row(parts)} if parts else _("News of %(house)s") % {"house": house}
