"""The figures of a house: each module registers its own with what they mean and how they are made; the plan keeps their months and shows them.

A metric is computed for all wanted months at once, so that three years cost hardly more questions than one month. It never tells of fewer people than the
house allows (`core.sums`), and says `private` where it would.

    metrics.metric("met", _("Introductions that met"), compute, unit=SHARE, better=UP, program="connect", definition=_(...), formula=_(...), source=_(...), limits=_(...))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

COUNT, SHARE, HOURS, DAYS, MONEY, NUMBER = "count", "share", "hours", "days", "money", "number"
UP, DOWN, NEITHER = "up", "down", ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one month.

    `value` in the unit of its metric (a share between 0 and 1, money in euros), None where there is nothing to say. `of` is how many people or things it
    rests upon. `low` and `high` are a 95 % interval where the figure is an estimate. `private`: there is something, and too few people to tell it; then
    `value` is None and `of` 0.
    """

    value: float | None
    of: int = 0
    low: float | None = None
    high: float | None = None
    private: bool = False


NOTHING = Figure(None)
PRIVATE = Figure(None, private=True)

Compute = Callable[[Any, Sequence[date]], Mapping[date, Figure]]


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure of the house and what people must know of it.

    `compute(space, months)` gives a figure for each month, named by its first day; a missing one counts as `NOTHING`. Months are those of the house's
    calendar, in its time zone. `program` is connect, inform, inspire or house; `element` membership, influence, needs, connection or "". `rows(space,
    month)` is the address of the page with the rows behind a figure; where there is none, `why_private` says why.
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


METRICS: dict[str, Metric] = {}


def metric(name: str, label: Any, compute: Compute, **more: Any) -> str:
    """Register a metric; returns its name. See `Metric` for the rest of the words."""
    METRICS[name] = Metric(name, label, compute, **more)
    return name
