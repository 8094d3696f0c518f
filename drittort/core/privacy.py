"""The privacy register: every field of every table says what it is for, on what basis, how long, and how it is exported and erased.

Export, erasure and the record of processing are generated from it; a field without a mark fails the build.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True, slots=True)
class Mark:
    """What a field is for, in words that stand in the record of processing."""

    purpose: str
    basis: str
    retention: str
    export: bool
    erasure: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A table's marks, and the columns by which its rows belong to a person."""

    model: type[models.Model]
    marks: dict[str, Mark]
    person: tuple[str, ...]


REGISTER: dict[str, Registered] = {}


def register(model: type[models.Model], mark: Mark, fields: str, *, person: str = "") -> None:
    """Mark the named `fields` (names separated by spaces). May be called several times for one table."""
    label = model._meta.label
    known = REGISTER.get(label)
    marks = {**(known.marks if known else {}), **dict.fromkeys(fields.split(), mark)}
    REGISTER[label] = Registered(model, marks, tuple(person.split()) or (known.person if known else ()))


def unmarked(tables: Iterable[type[models.Model]]) -> list[str]:
    """Fields that no module has marked, as `app.Model.field`; the build fails on any."""
    missing = []
    for model in tables:
        marks = REGISTER[model._meta.label].marks if model._meta.label in REGISTER else {}
        missing += [f"{model._meta.label}.{f.name}" for f in model._meta.concrete_fields if f.name not in marks and f.attname not in marks]
    return missing


def held_on(person_id: int) -> dict[str, list[dict[str, object]]]:
    """Everything that is marked for export and belongs to one member, by table: rows of field to value."""
    held: dict[str, list[dict[str, object]]] = {}
    for label, entry in sorted(REGISTER.items()):
        if not entry.person:
            continue
        mine = models.Q()
        for column in entry.person:
            mine |= models.Q(**{column: person_id})
        fields = [f.attname for f in entry.model._meta.concrete_fields if (entry.marks.get(f.name) or entry.marks[f.attname]).export]
        rows = list(entry.model._default_manager.filter(mine).values(*fields))
        if rows and fields:
            held[label] = rows
    return held
