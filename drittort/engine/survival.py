"""How long until something happens, with those to whom it has not happened yet: the product-limit estimate and its interval."""

import math
from dataclasses import dataclass

import numpy as np

from drittort.engine.graph import Flags, Floats, Ints

Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Survival:
    """A Kaplan-Meier curve over the k times at which something happened.

    `days` float64[k], ascending; `share` float64[k], the share to whom it has not happened by then, with its 95 % interval `low`, `high` (log-log, Greenwood);
    `at_risk` int64[k], how many were watched just before; `people` in all, `reached` of them had the event. Before the first time the share is 1.
    """

    days: Floats
    share: Floats
    low: Floats
    high: Floats
    at_risk: Ints
    people: int
    reached: int

    def at(self, day: float) -> tuple[float, float, float]:
        """Return the share without the event after `day` days, and its interval."""
        i = int(np.searchsorted(self.days, day, side="right")) - 1
        return (1.0, 1.0, 1.0) if i < 0 else (float(self.share[i]), float(self.low[i]), float(self.high[i]))

    @property
    def median(self) -> tuple[float, float, float]:
        """Days after which half have it, and the interval (Brookmeyer & Crowley 1982); inf where the curve does not come down that far."""
        return tuple(
            float(self.days[np.argmax(curve <= 0.5)]) if np.any(curve <= 0.5) else math.inf for curve in (self.share, self.low, self.high)
        )  # type: ignore[return-value]


def kaplan_meier(days: Floats, reached: Flags, *, entered: Floats | None = None) -> Survival:
    """Return the product-limit estimate for durations in days, each ended by the event (`reached`) or by the end of observation (Kaplan & Meier 1958).

    `entered`: the day from which each was watched, where that was not the beginning; they count as at risk from the day after (left truncation). Raises ValueError where
    lengths differ, or somebody who entered late was gone by then.
    """
    days = np.asarray(days, dtype=np.float64)
    reached = np.asarray(reached, dtype=bool)
    start = np.zeros(len(days)) if entered is None else np.asarray(entered, dtype=np.float64)
    if not len(days) == len(reached) == len(start):
        raise ValueError("days, reached and entered need one entry for each")
    if np.any((start > 0) & (start >= days)):
        raise ValueError("who entered late must be watched for some time")
    times, inverse = np.unique(days[reached], return_inverse=True)
    events = np.bincount(inverse, minlength=len(times))
    # Who came with the beginning is at risk from time 0 on, the others for every time after their own.
    begun = np.sort(np.where(start > 0, start, -np.inf))
    at_risk = (np.searchsorted(begun, times, side="left") - np.searchsorted(np.sort(days), times, side="left")).astype(np.int64)
    share: Floats = np.cumprod(1 - events / at_risk, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(events / (at_risk * (at_risk - events)))
        spread = Z * np.sqrt(variance) / np.abs(np.log(share))
        low, high = share ** np.exp(spread), share ** np.exp(-spread)
    flat = (share <= 0) | (share >= 1)
    low, high = np.where(flat, share, low), np.where(flat, share, high)
    return Survival(times, share, low, high, at_risk, len(days), int(reached.sum()))
