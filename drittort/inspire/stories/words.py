"""Stories in sentences: the three questions, what a story is called, and what a new wording changes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core import telling
from drittort.inspire.stories.models import Story

OPENING = 260


def questions() -> tuple[str, str, str]:
    """What each side is asked, in order."""
    return _("How did it begin?"), _("And then?"), _("What became of it?")


def listed(names: Sequence[str]) -> str:
    """Names as one says them."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def called(story: Story, names: Sequence[str]) -> str:
    """What a story is called: as its tellers called it, else by their names."""
    return story.common()[0] or listed(names) or _("A story")


def grew_out_of(story: Story) -> str:
    """What it grew out of and when, for the line above its title."""
    label = telling.label(story.subject) if story.subject else _("Told by themselves")
    return _("%(what)s, %(when)s") % {"what": label, "when": date_format(story.on, "F Y")}


def opening(texts: Iterable[str]) -> str:
    """The beginning of the first words that there are, cut between two of them."""
    text = next((" ".join(one.split()) for one in texts if one.strip()), "")
    return text if len(text) <= OPENING else text[:OPENING].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """What a new wording changes, word by word: pieces of text, each "same", "out" or "in"."""
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    pieces: list[tuple[str, str]] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(new[k:m])))
        if kind in ("delete", "replace"):
            pieces.append(("out", "".join(old[i:j])))
        if kind in ("insert", "replace"):
            pieces.append(("in", "".join(new[k:m])))
    return pieces
