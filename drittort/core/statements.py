"""A question to the database that the ORM puts into SQL once, and that is asked again and again with other values.

On a page that reads little, building SQL costs ten times as much as its answer: Django has no compiled queries. A statement keeps
what the ORM made (SQL, order of values, converters of the columns), so that rules and querysets stay the one place that says what
is asked, and a page pays for the answer only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

FIRST = 7_340_033
NOBODY = 0
"""An id that no row has; fills up lists of ids."""


@dataclass(frozen=True, slots=True)
class Made:
    """What the ORM made of a statement for one kind of database."""

    sql: str
    fixed: tuple[Any, ...]
    filled: tuple[tuple[int, str, int], ...]
    """Position among the values, name, and index in the list (-1: no list)."""
    converters: Any
    compiler: Any
    model: Any
    names: tuple[str, ...]
    first: int
    more: tuple[tuple[str, int], ...]
    related: tuple[Any, ...]


class Statement:
    """One question with named values.

    `build` gets the values by name and returns a queryset; `kinds` says of each what it is: `int`, `str`, `date`,
    `datetime`, or a number n for a list of at most n ids. `build` is called once per kind of database, with stand-ins for the values;
    nothing in it may depend on their size.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **kinds: Any) -> None:
        self.build, self.kinds = build, kinds
        self.made: dict[str, Made] = {}
        self.lock = threading.Lock()

    def objects(self, **values: Any) -> list[Any]:
        """The rows for some values as what they are, with annotations and what `select_related` brings along; the queryset takes no `values`."""
        made, rows = self._ask(values)
        model, names, first = made.model, made.names, made.first
        found = []
        for row in rows:
            one = model.from_db(DEFAULT_DB_ALIAS, names, row[first : first + len(names)])
            for populator in made.related:
                populator.populate(row, one)
            for name, position in made.more:
                setattr(one, name, row[position])
            found.append(one)
        return found

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for some values, as tuples."""
        return self._ask(values)[1]

    def _ask(self, values: dict[str, Any]) -> tuple[Made, list[tuple[Any, ...]]]:
        made = self.made.get(connection.vendor) or self._make()
        told = list(made.fixed)
        ready = {name: self._ready(name, value) for name, value in values.items()}
        for position, name, index in made.filled:
            told[position] = ready[name] if index < 0 else ready[name][index]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, told)
            found = cursor.fetchall()
        return made, [tuple(row) for row in (made.compiler.apply_converters(found, made.converters) if made.converters else found)]

    def _ready(self, name: str, value: Any) -> Any:
        """A value as the database takes it."""
        kind = self.kinds[name]
        if isinstance(kind, int):
            if len(value) > kind:
                raise ValueError(f"at most {kind} ids in {name}")
            return [*value, *[NOBODY] * (kind - len(value))]
        if kind is date:
            return connection.ops.adapt_datefield_value(value)
        if kind is datetime:
            return connection.ops.adapt_datetimefield_value(value)
        return value

    def _make(self) -> Made:
        with self.lock:
            if connection.vendor in self.made:
                return self.made[connection.vendor]
            stand_ins = {name: _stand_in(kind, k) for k, (name, kind) in enumerate(self.kinds.items())}
            names: dict[Any, tuple[str, int]] = {}
            for name, value in stand_ins.items():
                for index, ready in enumerate(self._ready(name, value) if isinstance(value, list) else [self._ready(name, value)]):
                    names[_key(ready)] = (name, index if isinstance(value, list) else -1)
            compiler = self.build(**stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
            sql, told = compiler.as_sql()
            filled = tuple((position, *names[_key(value)]) for position, value in enumerate(told) if _key(value) in names)
            missing = set(self.kinds) - {name for _position, name, _index in filled}
            if missing:
                raise ValueError(f"the statement does not use {', '.join(sorted(missing))}")
            converters = compiler.get_converters([column[0] for column in compiler.select])
            info: Any = compiler.klass_info or {"select_fields": []}
            shown = info["select_fields"]
            # The stubs are of a later Django, which wants one word more.
            related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
            made = Made(
                sql, tuple(told), filled, converters, compiler, compiler.query.model,
                tuple(compiler.select[k][0].target.attname for k in shown), shown[0] if shown else 0,
                tuple(compiler.annotation_col_map.items()), tuple(related),
            )  # fmt: skip
            self.made[connection.vendor] = made
            return made


def _key(value: Any) -> Any:
    # PostgreSQL's driver gets dates as objects and numbers in clothes of its own; and a yes must not be taken for a number.
    if isinstance(value, int):
        return None if isinstance(value, bool) else int(value)
    return value if isinstance(value, str | date) else None


def _stand_in(kind: Any, number: int) -> Any:
    """A value of a kind that nobody would ask for, another for each name."""
    if isinstance(kind, int):
        return [FIRST + 1000 * (number + 1) + k for k in range(kind)]
    if kind is int:
        return FIRST + number
    if kind is str:
        return f"\x01stand-in {number}"
    day = date(1817, 3, 1) + timedelta(days=number)
    return day if kind is date else datetime(day.year, day.month, day.day, 11, 7, 13, tzinfo=UTC)
