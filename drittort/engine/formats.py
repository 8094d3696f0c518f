"""The file formats of Drittort: text in, rows and row-exact problems out. No file is opened here; `drittort.engine.tables` reads lines and people.

Interactions  source,target[,at][,kind][,weight]   directed; `at` ISO 8601 (a time without zone is UTC) or seconds since 1970, empty for unknown;
                                                   `kind` see `drittort.engine.channels.CHANNELS`; `weight` a factor on it, not below zero
People        id and any columns                   `since` and `counted_since` are dates
Layer         a,b[,weight]                         a second kind of tie (friendship, same team), undirected
Pairs         a,b                                  undirected

Separators are comma, semicolon or tab. Column names are read without regard to case; columns that a format does not know are passed over
(in People: kept as attributes). Empty lines are skipped.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from drittort.engine.graph import Interactions, Ints, interactions
from drittort.engine.tables import Parsed, Problem, Table, check_ids, days_of, in_order, read_column, read_table, weight_of


@dataclass(frozen=True, slots=True)
class Layer:
    """Undirected weighted pairs of ids; one entry a line."""

    a: tuple[str, ...]
    b: tuple[str, ...]
    weight: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of ids in the order of the file."""

    a: tuple[str, ...]
    b: tuple[str, ...]


def parse_interactions(text: str | Iterable[str]) -> Parsed[Interactions]:
    """Read interactions from a text or its lines. Contacts with oneself and lines that repeat an earlier one in every field are left out and named."""
    table = read_table(text, ("source", "target"))
    source, target = table.column("source"), table.column("target")
    if source is None or target is None:
        return Parsed(interactions([], []), in_order(table.problems), 0)
    bad: set[int] = set()
    check_ids(table, "source", source, bad)
    check_ids(table, "target", target, bad)
    at = read_column(table, "at", days_of, math.nan, bad)
    weight = read_column(table, "weight", weight_of, math.nan, bad)
    names = table.column("kind") or [""] * len(source)
    lowered = {name: name.lower() for name in set(names)}
    for i in [i for i, (one, other) in enumerate(zip(source, target, strict=True)) if one == other]:
        if i not in bad:
            table.problems.append(Problem(table.lines[i], "target", "self_contact", {"value": source[i]}))
            bad.add(i)
    good = np.array([i for i in range(len(source)) if i not in bad], dtype=np.int64) if bad else np.arange(len(source))
    rows = interactions(
        source if not bad else [source[i] for i in good],
        target if not bad else [target[i] for i in good],
        np.array(at, dtype=np.float64)[good],
        [lowered[names[i]] for i in good] if bad else [lowered[name] for name in names],
        np.array(weight, dtype=np.float64)[good],
    )
    again, first = _repeated(rows)
    if len(again):
        table.problems.extend(
            Problem(table.lines[good[i]], "", "duplicate", {"first": table.lines[good[j]]}) for i, j in zip(again, first, strict=True)
        )
        keep = np.ones(len(rows), dtype=bool)
        keep[again] = False
        rows, good = rows.select(keep), good[keep]
    return Parsed(rows, in_order(table.problems), len(source), tuple(table.lines[i] for i in good))


def _repeated(rows: Interactions) -> tuple[Ints, Ints]:
    """Return the rows that say the same as an earlier one, and that one."""
    if len(rows) == 0:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    columns = (rows.weight, rows.kind, np.where(np.isnan(rows.at), -np.inf, rows.at), rows.target, rows.source)
    order = np.lexsort(columns)
    new = np.zeros(len(rows), dtype=bool)
    new[0] = True
    for column in columns:
        new[1:] |= column[order][1:] != column[order][:-1]
    # lexsort is stable: the first of a run of equals is the first in the file.
    first = order[np.maximum.accumulate(np.where(new, np.arange(len(rows)), 0))]
    again = order[~new]
    by_line = np.argsort(again)
    return again[by_line], first[~new][by_line]


def _parse_pairs(text: str | Iterable[str], known: frozenset[str] | None) -> tuple[Table, list[str], list[str], list[float], list[int]]:
    table = read_table(text, ("a", "b"))
    a, b = table.column("a"), table.column("b")
    if a is None or b is None:
        return table, [], [], [], []
    bad: set[int] = set()
    check_ids(table, "a", a, bad)
    check_ids(table, "b", b, bad)
    weight = read_column(table, "weight", weight_of, 1.0, bad)
    first: dict[tuple[str, str], int] = {}
    for i, (x, y) in enumerate(zip(a, b, strict=True)):
        if i in bad:
            continue
        unknown = [(name, value) for name, value in (("a", x), ("b", y)) if known is not None and value not in known]
        pair = (x, y) if x <= y else (y, x)
        if x == y:
            table.problems.append(Problem(table.lines[i], "b", "self_contact", {"value": x}))
        elif unknown:
            table.problems.extend(Problem(table.lines[i], name, "id_unknown", {"value": value}) for name, value in unknown)
        elif first.setdefault(pair, i) != i:
            table.problems.append(Problem(table.lines[i], "", "pair_twice", {"value": f"{x}, {y}", "first": table.lines[first[pair]]}))
        else:
            continue
        bad.add(i)
    return table, a, b, weight, [i for i in range(len(a)) if i not in bad]


def parse_layer(text: str | Iterable[str], *, known: Iterable[str] | None = None) -> Parsed[Layer]:
    """Read a second layer of undirected ties. With `known` (ids) every other id is a problem. A pair may stand once, either way round."""
    table, a, b, weight, good = _parse_pairs(text, None if known is None else frozenset(known))
    layer = Layer(tuple(a[i] for i in good), tuple(b[i] for i in good), tuple(weight[i] for i in good))
    return Parsed(layer, in_order(table.problems), len(a))


def parse_pairs(text: str | Iterable[str], *, known: Iterable[str] | None = None) -> Parsed[Pairs]:
    """Read candidate pairs. With `known` (ids) every other id is a problem. A pair may stand once, either way round."""
    table, a, b, _, good = _parse_pairs(text, None if known is None else frozenset(known))
    return Parsed(Pairs(tuple(a[i] for i in good), tuple(b[i] for i in good)), in_order(table.problems), len(a))
