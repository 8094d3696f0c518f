"""The figures of a house: each module registers its own with what they mean and how they are made; the plan keeps their months and shows them.

A metric is computed for all wanted months at once, so that three years cost hardly more questions than one month. It never tells of fewer people than the
house allows (`core.sums`), and says `private` where it would. Three kinds of keeping:

- **open**: whoever reads the figure may read each thing behind it. The running month is shown so far, and a closed one may be made anew.
- **closed** (neither open nor gathering): told once, when the month is over and ripe, and never again, so that nobody can subtract yesterday from today.
- **gathering**: told once as well; a month with too few waits, and the next one speaks for both (as deals do, decision 019). Figures share no month.

    metrics.metric("met", _("Introductions that met"), compute, unit=SHARE, better=UP, program="connect", definition=_(...), formula=_(...), source=_(...), limits=_(...))
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from drittort.core import sums
from drittort.core.addresses import address

T = TypeVar("T")

COUNT, SHARE, HOURS, DAYS, MONEY, NUMBER = UNITS = ("count", "share", "hours", "days", "money", "number")
UP, DOWN, NEITHER = "up", "down", ""
CONNECT, INFORM, INSPIRE, HOUSE = PROGRAMS = ("connect", "inform", "inspire", "house")
ELEMENTS = ("membership", "influence", "needs", "connection", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one month.

    `value` in the unit of its metric (a share between 0 and 1, money in euros), None where there is nothing to say. `of` is how many people or things it
    rests upon. `low` and `high` are a 95 % interval where the figure is an estimate. `private`: there is something, and too few people to tell it; then
    `value` is None and `of` 0. `since`: the first month of those for which it speaks, where it gathers more than its own.
    """

    value: float | None
    of: int = 0
    low: float | None = None
    high: float | None = None
    private: bool = False
    since: date | None = None


NOTHING = Figure(None)
PRIVATE = Figure(None, private=True)

Compute = Callable[[Any, Sequence[date]], Mapping[date, Figure]]


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure of the house and what people must know of it.

    `compute(space, months)` gives a figure for each month, named by its first day; a missing one counts as `NOTHING`. The months are in order; those of a
    metric that `gathers` follow each other without a gap, the first one after the last that was told. Months are those of the house's calendar, in its
    time zone. `program` is connect, inform, inspire or house; `element` membership, influence, needs, connection or "". `rows(space, month)` is the
    address of the page with the rows behind a figure; where single people could be seen,
    `why_private` says why there are none; a metric has one of the two, or both.

    `counted`: a share is one of `of` people or things, each of which is so or is not, and chance does to it what it does to coins; not `counted` are means, and shares of something else than `of` counts.
    `about`: those upon whom it rests agreed to be counted, and how many they are is told in fives.
    `lowest` and `highest`: between which it lies whatever happens, where its unit does not say so.
    `ripens`: so many days after its end a month is told. `open` and `gathers`: see above. `helps` says what helps when the figure is not as wished, and
    `helps_at` names the address in the house where one does it.
    """

    name: str
    label: Any
    compute: Compute
    unit: str
    better: str
    program: str
    definition: Any
    formula: Any
    source: Any
    limits: Any
    element: str = ""
    rows: Callable[[Any, date], str] | None = None
    why_private: Any = ""
    ripens: int = 0
    open: bool = False
    gathers: bool = False
    counted: bool = True
    about: bool = False
    lowest: float | None = None
    highest: float | None = None
    helps: Any = ""
    helps_at: str = ""


Giving = Callable[[int, datetime, datetime], Iterable[tuple[datetime, int | None]]]

METRICS: dict[str, Metric] = {}
GIVING: dict[str, Giving] = {}

BETWEEN_PEOPLE = _("What is between people is theirs. A number is told as soon as five things of five people remain, whoever is left out.")
OF_FEW_PEOPLE = _("It tells something of single people. It is shown for groups of five and more, and never opens to names.")


def metric(name: str, label: Any, compute: Compute, **more: Any) -> str:
    """Register a metric; returns its name. See `Metric` for the rest of the words. ValueError for one that says too little of itself."""
    made = Metric(name, label, compute, **more)
    known = made.unit in UNITS and made.better in (UP, DOWN, NEITHER) and made.program in PROGRAMS and made.element in ELEMENTS
    if not known or (made.rows is None and not made.why_private) or (made.open and made.gathers):
        raise ValueError(f"metric {name}: {made.unit}, {made.better}, {made.program}, {made.element}, rows or why they are private")
    METRICS[name] = made
    return name


def gives(name: str, function: Giving) -> Giving:
    """Register how people give something to the whole house: `function(space id, since, until)` tells when, and who; people of whom nothing is left are None.

    Only what every member may read counts: who gives something to one person or to a circle is not written down here.
    """
    GIVING[name] = function
    return function


def given(space_id: int, since: datetime, until: datetime) -> list[tuple[datetime, int]]:
    """Who gave something to the house at which moments of a time, by every way that is registered."""
    return [(at, who) for function in GIVING.values() for at, who in function(space_id, since, until) if who is not None]


def page(name: str) -> Callable[[Any, date], str]:
    """The rows of a metric are those of a page of the house."""
    return lambda space, month: address(name, space.slug)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def last_day(month: date) -> date:
    """The last day of a month."""
    return next_month(month) - timedelta(days=1)


def months_from(first: date, last: date) -> list[date]:
    """The months from one to another, both included, by their first days."""
    found = [first.replace(day=1)]
    while found[-1] < last.replace(day=1):
        found.append(next_month(found[-1]))
    return found


class Calendar:
    """Wanted months of a house as moments, and in which of them something lies. `since` and `until` hold all of them (`until` excluded)."""

    def __init__(self, space: Any, months: Sequence[date]) -> None:
        self.months = sorted(months)
        self.first, self.last = self.months[0], self.months[-1]
        self._wanted = set(self.months)
        self._whole = months_from(self.first, self.last)
        self._starts = [datetime.combine(each, time(), space.zone).astimezone(UTC) for each in (*self._whole, next_month(self.last))]
        self.since, self.until = self._starts[0], self._starts[-1]
        self.until_on = next_month(self.last)

    def month(self, at: datetime) -> date | None:
        """The wanted month in which a moment lies."""
        if not self.since <= at < self.until:
            return None
        found = self._whole[bisect_right(self._starts, at) - 1]
        return found if found in self._wanted else None

    def month_of_day(self, on: date) -> date | None:
        """The wanted month in which a day lies."""
        found = on.replace(day=1)
        return found if found in self._wanted else None

    def start(self, month: date) -> datetime:
        """The moment with which a month begins."""
        return self._starts[self._whole.index(month)]

    def end(self, month: date) -> datetime:
        """The moment with which a month is over."""
        return self._starts[self._whole.index(month) + 1]

    def by_month(self, rows: Iterable[tuple[datetime, T]]) -> dict[date, list[T]]:
        """Things with their moments, sorted into the wanted months."""
        found: dict[date, list[T]] = defaultdict(list)
        for at, thing in rows:
            month = self.month(at)
            if month is not None:
                found[month].append(thing)
        return found


def share(part: int, whole: int) -> Figure:
    """A share of people: of five and more it may be told."""
    if not whole:
        return NOTHING
    return Figure(part / whole, whole) if whole >= sums.LEAST else PRIVATE


def open_share(part: int, whole: int) -> Figure:
    """A share of things each of which the readers of the figure may read anyway."""
    return Figure(part / whole, whole) if whole else NOTHING


def split(yes: Sequence[sums.Sides], no: Sequence[sums.Sides]) -> Figure:
    """A share of things that are between people: only where those that are so, and those that are not, may both be told by the rule for sums."""
    if not yes and not no:
        return NOTHING
    return Figure(len(yes) / (len(yes) + len(no)), len(yes) + len(no)) if sums.enough(yes) and sums.enough(no) else PRIVATE


def summed(things: Sequence[sums.Sides]) -> Figure:
    """How many things there are between people, by the rule for sums."""
    if not things:
        return NOTHING
    return Figure(float(len(things)), len(things)) if sums.enough(things) else PRIVATE


def middle(values: Sequence[float]) -> Figure:
    """The median of some values, of five and more."""
    if not values:
        return NOTHING
    return Figure(float(median(values)), len(values)) if len(values) >= sums.LEAST else PRIVATE


def gather(months: Sequence[date], things: Mapping[date, Sequence[T]], tell: Callable[[list[T]], Figure]) -> dict[date, Figure]:
    """The figures of months of which those with too few wait for the next ones: `tell` is asked with all that came since the last figure."""
    told: dict[date, Figure] = {}
    waiting: list[T] = []
    since: date | None = None
    for month in months:
        waiting += things.get(month, ())
        if not waiting:
            continue
        since = since or month
        figure = tell(waiting)
        told[month] = figure if figure.value is None or since == month else replace(figure, since=since)
        if figure.value is not None:
            waiting, since = [], None
    return told
