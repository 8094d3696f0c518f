"""Publishing the figures of a month that is over."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Min

from drittort.core.numbers import as_written, hundredth
from drittort.core.sums import in_fives
from drittort.engine.capital import CapitalReport
from drittort.network import told
from drittort.network.models import Contact, MonthFigure
from drittort.network.report.figures import IN_FIVES, OF_THEM, capital_of, house_on, of_told
from drittort.network.report.words import BY_NAME
from drittort.network.ties.strength import Days, days_of_house
from drittort.spaces.models import Space

MONTHS = 36
WARM_UP = timedelta(days=60)
"""Two half-lives: before that a network looks thin only because recording has just begun."""


def publish_months(*, space: Space, as_of: date) -> int:
    """Compute the figures of each of the last 36 finished months that has none yet, and keep them for good. Returns how many months were published.

    A month stands for its last day: who was counted, belonged to the house and had contacts then. What was published stays as it is, whoever takes a
    consent back later; what other modules publish of it (`told.tells_month`) is written with it. How many people that is stands in fives. A month with fewer than 20 people with a tie is not published; it is tried again, in case an import brings its contacts.
    """
    first = Contact.objects.filter(space=space).aggregate(first=Min("on"))["first"]
    known = set(MonthFigure.objects.filter(space=space).values_list("month", flat=True).distinct())
    published = 0
    days: Days | None = None
    for month, last_day in finished_months(as_of):
        if month in known or first is None or last_day < first + WARM_UP:
            continue
        if days is None:
            # Read once for all months: the first one that is missing is the oldest.
            days = days_of_house(space.pk, as_of, since=last_day)
        house = house_on(space, last_day, days)
        figures = figures_of(capital_of(house, chance=False))
        if not figures:
            continue
        further = told.of_month(told.Month(space, month, last_day, house, days))
        with transaction.atomic():
            MonthFigure.objects.bulk_create(
                [
                    MonthFigure(space=space, month=month, measure=measure, value=value, people=in_fives(len(house.people)))
                    for measure, value in figures.items()
                ],
                ignore_conflicts=True,
            )
            for write in further:
                write()
        published += 1
    return published


def finished_months(as_of: date) -> list[tuple[date, date]]:
    """First and last day of the 36 months before that of `as_of`, oldest first."""
    months = []
    start = as_of.replace(day=1)
    for _ in range(MONTHS):
        last = start - timedelta(days=1)
        start = last.replace(day=1)
        months.append((start, last))
    return months[::-1]


def figures_of(capital: CapitalReport) -> dict[str, float]:
    """The values of a report by measure, those of groupings as "company.ei_index", as they are written; empty where there are too few people for any."""
    if capital.get("density").value is None:
        return {}
    people = in_fives(int(capital.get("people").value or 0))
    found: dict[str, float] = {}
    for measure in capital.measures:
        name = f"{measure.attribute}.{measure.key}" if measure.attribute else measure.key
        if measure.value is not None:
            value = as_written(measure.value, BY_NAME[name].written if name in BY_NAME else hundredth)
            found[name] = float(in_fives(int(value)) if name in IN_FIVES else min(value, people) if name in OF_THEM else value)
    return found | of_told(found["ties"], people, capital.get("giant_share").value, int(capital.get("people").value or 0))
