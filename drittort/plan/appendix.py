"""What a part of the plan shows below its words: tables and pictures of the house as it is, put in by the features that have them.

    appendix.register("budget", forecast)

`forecast(space)` gives tables and pictures in the active language, in their order; nothing where there is nothing to show yet. They stand on the page of the
part, in the plan as a whole, and in its PDF. Each picture says in a sentence what it shows, and stands as a table in the appendix of the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from drittort.web.charts import Plot


@dataclass(frozen=True, slots=True)
class Table:
    """A table of finished words: a title, the names of its columns, its rows.

    `numbers` are the columns (from 0) that stand flush right, `sums` the rows (from 0) that add up those before; `sentence` says what it rests on. A `wide`
    one has more columns than a page is broad: on paper it lies on a page of its own, in the appendix.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sentence: str = ""
    numbers: tuple[int, ...] = ()
    sums: tuple[int, ...] = ()
    wide: bool = False

    @property
    def stacks(self) -> bool:
        """Whether it becomes a stack of rows where it does not fit; a wide one is pushed sideways, and one of two columns fits everywhere."""
        return not self.wide and len(self.head) > 2

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """The names of the columns, and whether numbers stand in each."""
        return [(name, k in self.numbers) for k, name in enumerate(self.head)]

    @property
    def lines(self) -> list[tuple[bool, list[tuple[str, str, bool]]]]:
        """The rows as pages show them: whether one is a sum, and each cell with the name of its column and whether it is a number."""
        return [
            (at in self.sums, [(name, cell, number) for (name, number), cell in zip(self.columns, row, strict=True)])
            for at, row in enumerate(self.rows)
        ]


@dataclass(frozen=True, slots=True)
class Picture:
    """A plot (`web.charts`) with its title. `sentence` tells what it shows, to those who read as to those who listen; `table` holds its figures."""

    title: str
    sentence: str
    plot: Plot
    table: Table


Live = Table | Picture
Gives = Callable[[Any], Iterable[Live]]
GIVEN: dict[str, list[Gives]] = {}


def register(part: str, gives: Gives) -> None:
    """Show what `gives(space)` returns below a part of the plan, after what others show there."""
    if gives not in GIVEN.setdefault(part, []):
        GIVEN[part].append(gives)


def live(part: str, space: Any) -> tuple[Live, ...]:
    """What stands below a part at this moment, in the active language."""
    return tuple(shown for gives in GIVEN.get(part, ()) for shown in gives(space))
