"""What of the figures stands in the file for science and funders: closed months, as they were told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drittort.plan.metrics.queries import kept
from drittort.pulse.science.sources import Row


def rows(space: Any) -> Iterable[Row]:
    """Every closed month of every metric. One query."""
    for name, months in sorted(kept(space).items()):
        for each in months:
            if each.closed:
                told = each.figure
                yield Row(each.month, name, told.value, told.of, told.low, told.high, private=told.private)
