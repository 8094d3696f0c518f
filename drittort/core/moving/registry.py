"""What belongs to a house is found by foreign keys; what cannot be found so, modules say here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import models

from drittort.core import privacy
from drittort.core.errors import HouseError

ROOT = "spaces.Space"
Rewriting = Callable[[dict[str, Any], "Numbers"], None]

SHARED: dict[str, tuple[str, tuple[str, ...]]] = {}
LEFT_OUT: dict[str, str] = {}
ONLY: dict[str, Callable[[models.QuerySet[Any]], models.QuerySet[Any]]] = {}
REWRITES: dict[str, tuple[tuple[str, ...], Rewriting]] = {}
PLAIN: dict[str, tuple[str, ...]] = {}
FRESH: dict[str, tuple[str, Callable[[], str]]] = {}
THINGS: dict[str, str] = {}


class NotMovable(HouseError):
    """A file that is no house, or a house that cannot stand here; the reason is a sentence for whoever runs the command."""

    status = 422


@dataclass
class Numbers:
    """Where rows of the file stand on this machine: each table moved by one distance, so that order stays."""

    moved: dict[str, int] = field(default_factory=dict)
    known: dict[str, dict[int, int]] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    slug: str = ""
    """The address of the house here."""
    renamed: bool = False

    @property
    def as_before(self) -> bool:
        """Whether every row keeps its number, every name is free, and the house its address."""
        kept = all(old == new for each in self.known.values() for old, new in each.items())
        return kept and not any(self.moved.values()) and not self.names and not self.renamed

    def new(self, table: str, number: Any) -> Any:
        """The number of a row here; 0 and None name nothing."""
        if not number:
            return number
        if table in self.known:
            return self.known[table].get(number)
        return int(number) + self.moved.get(table, 0)

    def named(self, table: str, told: Any) -> Any:
        """A fact as it is here: the number of a row, some of them, or (with a table "") what names no row."""
        if isinstance(told, list):
            return [self.named(table, each) for each in told]
        return self.new(table, told) if table and isinstance(told, int) else told

    def name(self, table: str, name: str) -> str:
        """The name of a row here, for names that are one of a kind on a machine."""
        return self.names.get((table, name), name)

    def thing(self, told: str) -> str:
        """A thing as "kind:number"; words without a number stay. Raises NotMovable for a kind that nobody knows."""
        kind, colon, number = told.rpartition(":")
        if not colon or not number.isdecimal():
            return told
        if kind not in THINGS:
            raise NotMovable(f"Nobody knows what “{told}” names, so this house can only stand where all its numbers are free.")
        return f"{kind}:{self.new(THINGS[kind], int(number))}" if THINGS[kind] else told


def shared(model: type[models.Model], key: str, fields: str) -> None:
    """Rows that houses have in common and know by a key: found by it here, or made with these fields alone."""
    SHARED[model._meta.label] = (key, tuple(fields.split()))


def left_out(model: type[models.Model], why: str) -> None:
    """Rows that stay behind, and why; it stands in the file."""
    LEFT_OUT[model._meta.label] = why


def only(model: type[models.Model], rows: Callable[[models.QuerySet[Any]], models.QuerySet[Any]]) -> None:
    """Take some rows of a table along and not all."""
    ONLY[model._meta.label] = rows


def rewrites(model: type[models.Model], fields: str, rewriting: Rewriting) -> None:
    """Fields with numbers inside words or lists, and how they are written anew when rows move."""
    REWRITES[model._meta.label] = (tuple(fields.split()), rewriting)


def plain(model: type[models.Model], fields: str) -> None:
    """Fields that look as if they held numbers of rows and do not."""
    PLAIN[model._meta.label] = (*PLAIN.get(model._meta.label, ()), *fields.split())


def fresh(model: type[models.Model], name: str, make: Callable[[], str]) -> None:
    """A random name that is one of a kind on a machine, and how to make another where it is taken."""
    FRESH[model._meta.label] = (name, make)


def thing(kind: str, table: str) -> None:
    """What the word of a thing ("kind:number") names: a table, or "" where the number is no row's and stays as it is."""
    THINGS[kind] = table


@lru_cache(maxsize=1)
def paths() -> dict[str, str]:
    """The tables of a house with the way from each to the house: foreign keys that are never empty first, the shortest of them."""
    models_here = [m for config in apps.get_app_configs() if config.name.startswith("drittort.") for m in config.get_models()]
    found = {ROOT: "pk"}
    for model in models_here:
        label = model._meta.label
        if label in LEFT_OUT or label in SHARED or label == ROOT:
            continue
        way = way_from(model)
        if way:
            found[label] = way
    return found


def way_from(model: type[models.Model]) -> str:
    """The way from a table to the house as a lookup, "" for none."""
    if any(f.name == "space_id" for f in model._meta.concrete_fields):
        return "space_id"
    for nullable in (False, True):
        line: deque[tuple[type[models.Model], str]] = deque([(model, "")])
        seen = {model}
        while line:
            here, way = line.popleft()
            for f in here._meta.concrete_fields:
                target: Any = f.related_model
                if not f.is_relation or target is None or (f.null and not nullable) or target in seen:
                    continue
                step = f"{way}__{f.name}" if way else f.name
                if target._meta.label == ROOT:
                    return step
                seen.add(target)
                line.append((target, step))
    return ""


def undeclared() -> list[str]:
    """Fields of a house that may hold numbers of rows and of which nobody said so or not; the build fails on any."""
    missing = []
    for label in paths():
        model = apps.get_model(label)
        known = {*privacy.REFERS.get(label, {}), *REWRITES.get(label, ((), None))[0], *PLAIN.get(label, ()), "space_id", "id"}
        for f in model._meta.concrete_fields:
            if f.is_relation or f.name in known or f.primary_key:
                continue
            if isinstance(f, (models.JSONField, models.BigIntegerField)) or f.name.endswith("_id"):
                missing.append(f"{label}.{f.name}")
    return missing
