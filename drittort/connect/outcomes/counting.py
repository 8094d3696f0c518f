"""Stories into numbers, as far as the rule for sums allows (core.sums)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from drittort.connect.outcomes.sources import OPEN, Story
from drittort.core import sums


def enough(stories: Sequence[Story]) -> bool:
    """Whether their number may be told, by the house's rule for sums: five of five people remain, whoever is left out with their own."""
    return sums.enough([sums.of_people(story.people) for story in stories])


def counted(stories: Iterable[Story]) -> dict[tuple[str, str], int]:
    """How many of each origin became what. What is too few to tell stands with what is open; where even that is too few, nothing is said of it.

    How many began in all is never told, so that what is not said cannot be found by subtracting.
    """
    by_origin: dict[str, dict[str, list[Story]]] = defaultdict(lambda: defaultdict(list))
    for story in stories:
        by_origin[story.origin][story.outcome].append(story)
    told: dict[tuple[str, str], int] = {}
    for name, groups in by_origin.items():
        rest: list[Story] = []
        for outcome, group in groups.items():
            if outcome != OPEN and enough(group):
                told[name, outcome] = len(group)
            else:
                rest += group
        if enough(rest):
            told[name, OPEN] = len(rest)
    return told
