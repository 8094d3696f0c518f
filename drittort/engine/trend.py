"""Where a monthly figure is going: whether it moves at all, and what may be expected of it, with an interval.

Two old and simple methods, in plain Python, so that a page may ask them. Nothing here knows why a figure moves.

Mann, H. B. (1945). Nonparametric tests against trend. Econometrica 13. Kendall, M. G. (1975). Rank correlation methods.
Assimakopoulos, V. & Nikolopoulos, K. (2000). The theta model. International Journal of Forecasting 16; as exponential smoothing with drift:
Hamed, K. H. & Rao, A. R. (1998). A modified Mann-Kendall trend test for autocorrelated data. Journal of Hydrology 204.
Marriott, F. H. C. & Pope, J. A. (1954). Bias in the estimation of autocorrelations. Biometrika 41.
Hyndman, R. J. & Billah, B. (2003). Unmasking the theta method. International Journal of Forecasting 19.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, sqrt

LEAST_TREND, LEAST_FORECAST = 5, 8
ALPHAS = tuple(step / 20 for step in range(1, 20))
NINETY_FIVE = 1.96
# Quantiles of Student's t at 97.5 %, for 1 to 30 degrees of freedom.
STUDENT = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expected:
    """What may be expected of one month ahead, with a 95 % interval."""

    value: float
    low: float
    high: float


def direction(values: Sequence[float]) -> int:
    """1 where a series rises, -1 where it falls, 0 where it does neither clearer than chance would (Mann and Kendall's test at 5 %, ties allowed for).

    Months of a house hang together (the same people, windows that overlap), and what hangs together wanders: so the spread is taken as much wider as an
    autoregression of the first order makes it (`remembers`; see Hamed & Rao 1998). Fewer than five values never say anything.
    """
    n = len(values)
    if n < LEAST_TREND:
        return 0
    score = sum((values[j] > values[i]) - (values[j] < values[i]) for i in range(n) for j in range(i + 1, n))
    tied = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    spread = sqrt((n * (n - 1) * (2 * n + 5) - tied) / 18)
    memory = remembers(values)
    spread *= sqrt((1 + memory) / (1 - memory))
    if not spread or (abs(score) - 1) / spread <= NINETY_FIVE:
        return 0
    return 1 if score > 0 else -1


def remembers(values: Sequence[float]) -> float:
    """How strongly a value hangs on the one before it, beside a straight line, from 0 to 0.9: corrected for what a short series hides (Marriott & Pope 1954)."""
    n, steep = len(values), slope(values)
    middle = sum(values) / n
    rest = [value - middle - steep * (i - (n - 1) / 2) for i, value in enumerate(values)]
    square = sum(each * each for each in rest)
    if square <= 1e-12 * max(1.0, middle * middle):
        return 0.0
    found = sum(a * b for a, b in pairwise(rest)) / square
    return min(max((found + 2 / n) / max(1 - 4 / n, 0.2), 0.0), 0.9)


def slope(values: Sequence[float]) -> float:
    """The change from one value to the next by least squares."""
    n = len(values)
    middle = (n - 1) / 2
    return sum((i - middle) * value for i, value in enumerate(values)) / sum((i - middle) ** 2 for i in range(n))


def forecast(values: Sequence[float], ahead: int, *, low: float = -inf, high: float = inf) -> list[Expected]:
    """What may be expected of the next `ahead` values, by the theta method: exponential smoothing that drifts by half the slope of the whole,
    for few figures go on as steeply as they came.

    `low` and `high` bound what is possible (a share lies between 0 and 1). The interval grows with the distance, and is Student's, for the little that a
    short series knows of its own spread. Fewer than eight values give nothing: an empty list. On simulated series around a level, a line or a slowly
    wandering level, of 8 to 36 months and 1 to 6 months ahead, it covers 92 to 99 %; on a random walk, which knows no level, 87 to 96 %.
    """
    n = len(values)
    if n < LEAST_FORECAST or ahead < 1:
        return []
    drift = slope(values) / 2
    best = min((_smoothed(values, alpha, drift) for alpha in ALPHAS), key=lambda fitted: fitted[2])
    alpha, level, squares = best
    spread = sqrt(squares / (n - 3)) * STUDENT[min(n - 3, len(STUDENT)) - 1]
    expected = []
    for step in range(1, ahead + 1):
        value = level + drift * (step - 1 + (1 - (1 - alpha) ** n) / alpha)
        width = spread * sqrt(1 + (step - 1) * alpha**2 + _unsure(n, step))
        expected.append(Expected(*(min(max(each, low), high) for each in (value, value - width, value + width))))
    return expected


def _smoothed(values: Sequence[float], alpha: float, drift: float) -> tuple[float, float, float]:
    """A weight of the newest value, the level that it leads to, and the squares of what it got wrong on the way."""
    level, squares = values[0], 0.0
    for t, value in enumerate(values[1:], 1):
        wrong = value - (level + drift * (1 - (1 - alpha) ** t) / alpha)
        squares += wrong**2
        level += alpha * (value - level)
    return alpha, level, squares


def _unsure(n: int, step: int) -> float:
    """How much the drift itself may be off, so many steps ahead: half of a slope that n values know so and so well."""
    return (step + n / 2) ** 2 * 3 / (n * (n * n - 1))


def wilson(part: float, whole: int) -> tuple[float, float]:
    """A 95 % interval of a share (Wilson 1927): how far it may be off by chance, were these some of very many. `part` of `whole`; whole is not 0."""
    share, z = part / whole, NINETY_FIVE
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    width = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return max(0.0, middle - width), min(1.0, middle + width)
