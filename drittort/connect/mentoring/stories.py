"""What came of mentoring, for the picture of the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drittort.connect.mentoring.models import MentoringMeeting, MentoringPair, MentoringSide
from drittort.connect.outcomes.sources import BUSINESS, HELP, MET, OPEN, PROJECT, Story

FURTHEST = ((MentoringSide.Came.BUSINESS, BUSINESS), (MentoringSide.Came.PROJECT, PROJECT), (MentoringSide.Came.HELP, HELP))


def pairs(space_id: int, first: date, last: date) -> Iterator[Story]:
    """Pairs that were asked on these days: the furthest that either said came of it, that they met, or neither. What somebody answered is not looked at."""
    rows = MentoringPair.objects.filter(season__space=space_id, proposed_at__date__gte=first, proposed_at__date__lte=last)
    came: dict[int, set[str]] = {}
    for pair, what in MentoringSide.objects.filter(pair__in=rows).exclude(came="").values_list("pair_id", "came"):
        came.setdefault(pair, set()).add(what)
    met = set(MentoringMeeting.objects.filter(pair__in=rows).values_list("pair_id", flat=True))
    for pk, mentor, mentee in rows.values_list("pk", "mentor_id", "mentee_id"):
        told = next((outcome for what, outcome in FURTHEST if what in came.get(pk, ())), MET if pk in met else OPEN)
        yield Story("mentoring", told, frozenset((mentor, mentee)))
