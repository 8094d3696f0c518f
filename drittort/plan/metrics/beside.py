"""What other features of the plan say beside a figure: each registers a function, the pages of the figures ask all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from drittort.spaces.models import Space

if TYPE_CHECKING:
    from drittort.plan.metrics.queries import Kepts


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence beside a figure, its kind ("good", "bad" or ""), the page behind it, and what of it is drawn into the picture."""

    words: str
    kind: str
    path: str
    target: float | None = None
    low: float | None = None
    high: float | None = None


Saying = Callable[[Space, "Kepts", datetime], Mapping[str, Said]]
SAYING: list[Saying] = []


def says(function: Saying) -> Saying:
    """Register `function(space, what is kept, at)`: what is said beside which metric. It asks at most one question."""
    SAYING.append(function)
    return function


def said(space: Space, kept: Kepts, at: datetime) -> dict[str, Said]:
    """Everything that is said, by metric."""
    return {name: each for function in SAYING for name, each in function(space, kept, at).items()}
