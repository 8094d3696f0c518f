"""What of connect may be worth telling, by what both sides know: business both confirmed, help, a season together, a circle, a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Min, Sum

from drittort.connect.circles.models import Circle, CircleSeat
from drittort.connect.deals.models import Deal
from drittort.connect.introductions.models import Introduction
from drittort.connect.mentoring.models import MentoringPair
from drittort.connect.needs.models import Need
from drittort.connect.outcomes.models import OutcomeFigure
from drittort.connect.outcomes.sources import OPEN, OUTCOMES
from drittort.core.firsts import First
from drittort.core.telling import Worth
from drittort.spaces.models import Space


def deals(space_id: int, first: date, last: date) -> Iterator[Worth]:
    """Business that both sides confirmed on these days."""
    rows = Deal.objects.confirmed().filter(space=space_id, confirmed_at__date__gte=first, confirmed_at__date__lte=last, withheld=False)
    for pk, one, other, at in rows.exclude(partner=None).values_list("pk", "member_id", "partner_id", "confirmed_at"):
        if at is not None and other is not None:
            yield Worth(pk, frozenset((one, other)), at.date())


def needs(space_id: int, first: date, last: date) -> Iterator[Worth]:
    """Needs of which whoever asked told on these days who helped."""
    rows = Need.objects.filter(space=space_id, helped_at__date__gte=first, helped_at__date__lte=last).exclude(helped_by=None)
    for pk, asker, helper, at in rows.values_list("pk", "member_id", "helped_by_id", "helped_at"):
        if at is not None and helper is not None and asker != helper:
            yield Worth(pk, frozenset((asker, helper)), at.date())


def pairs(space_id: int, first: date, last: date) -> Iterator[Worth]:
    """Pairs whose time together ended on these days, after it had begun."""
    rows = MentoringPair.objects.filter(season__space=space_id, begun_at__isnull=False, ended_at__date__gte=first, ended_at__date__lte=last)
    for pk, mentor, mentee, at in rows.values_list("pk", "mentor_id", "mentee_id", "ended_at"):
        if at is not None:
            yield Worth(pk, frozenset((mentor, mentee)), at.date())


def circles(space_id: int, first: date, last: date) -> Iterator[Worth]:
    """Circles that ended on these days, with those who were in them to the end."""
    rows = Circle.objects.filter(space=space_id, begun_at__isnull=False, ended_at__date__gte=first, ended_at__date__lte=last)
    seated = CircleSeat.objects.filter(circle__in=rows, accepted_at__isnull=False, left_at=None)
    people: dict[int, set[int]] = {}
    for circle, member in seated.values_list("circle_id", "member_id"):
        people.setdefault(circle, set()).add(member)
    for pk, at in rows.values_list("pk", "ended_at"):
        if at is not None and len(people.get(pk, ())) > 1:
            yield Worth(pk, frozenset(people[pk]), at.date())


def introductions(space_id: int, first: date, last: date) -> Iterator[Worth]:
    """Introductions of two who met on these days. How they found it is nobody's business, and is not looked at."""
    rows = Introduction.objects.filter(space=space_id, met_on__gte=first, met_on__lte=last)
    for pk, one, other, on in rows.values_list("pk", "first_id", "second_id", "met_on"):
        if on is not None:
            yield Worth(pk, frozenset((one, other)), on)


def first_help(space_id: int, first: date, last: date) -> Iterator[First]:
    """Whose first help was told of on these days, by whoever asked, for the house to read."""
    rows = Need.objects.filter(space=space_id, helped_at__isnull=False, outcome_shared=True).exclude(helped_by=None)
    earliest = rows.values("helped_by").annotate(on=Min("helped_at")).values_list("helped_by_id", "on")
    return (First(pk, at.date()) for pk, at in earliest if pk is not None and at is not None and first <= at.date() <= last)


def sums_of_year(space: Space, first: date, last: date) -> Iterator[tuple[str, int]]:
    """What came of it in a year, by the quarters that were published: numbers in which nobody can be seen already."""
    rows = OutcomeFigure.objects.filter(space=space, from_on__gte=first, until_on__lte=last).exclude(outcome=OPEN)
    told = dict(rows.values_list("outcome").annotate(n=Sum("count")).order_by())
    for outcome, label in OUTCOMES.items():
        yield str(label), told.get(outcome, 0)
