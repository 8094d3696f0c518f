"""The told months of every figure of a house, as the rules read them."""

from __future__ import annotations

from drittort.core.metrics import METRICS, SHARE
from drittort.plan.advice.judging import Month, Told
from drittort.plan.metrics.queries import kept
from drittort.spaces.models import Space


def told_of(space: Space) -> Told:
    """The closed months of every figure that tell something. One question."""
    return {
        name: [
            Month(each.month, each.figure.value, each.figure.of, each.figure.since)
            for each in months
            if each.closed and each.figure.value is not None
        ]
        for name, months in kept(space).items()
    }


def shares() -> frozenset[str]:
    """The figures that are shares of so many people or things, so that chance is known."""
    return frozenset(metric.name for metric in METRICS.values() if metric.unit == SHARE and metric.counted)
