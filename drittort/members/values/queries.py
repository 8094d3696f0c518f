"""What pages and introductions read of values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from drittort.members.models import ChosenValue, HouseValue
from drittort.members.profiles.rules import Owner
from drittort.members.profiles.words import in_language
from drittort.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the house, and what the owner of the page means by it."""

    id: int
    name: str
    sentence: str
    meaning: str
    language: str
    chosen: bool


def named(space: Space) -> list[HouseValue]:
    """The values that the house stands for now."""
    return list(HouseValue.objects.filter(space=space, retired_at=None))


@dataclass(frozen=True, slots=True)
class Named:
    """A value as the house's editor lists it."""

    id: int
    name: str
    sentence: str
    retired: bool


def stands_for(space: Space) -> tuple[Named, ...]:
    """All values that a house ever named, in their order."""
    return tuple(
        Named(v.pk, in_language(v.name_de, v.name_en), in_language(v.sentence_de, v.sentence_en), v.retired_at is not None)
        for v in HouseValue.objects.filter(space=space)
    )


def of(owner: Owner, *, all_named: bool = False) -> list[Value]:
    """What an owner chose; with `all_named` also what they could choose. One query, or two."""
    chosen = {row.value_id: row for row in ChosenValue.objects.filter(value__retired_at=None, **owner.keys()).select_related("value")}
    rows = named(owner.space) if all_named else sorted((row.value for row in chosen.values()), key=lambda one: (one.position, one.pk))
    return [
        Value(
            one.pk,
            in_language(one.name_de, one.name_en),
            in_language(one.sentence_de, one.sentence_en),
            chosen[one.pk].meaning if one.pk in chosen else "",
            chosen[one.pk].language if one.pk in chosen else "",
            one.pk in chosen,
        )
        for one in rows
    ]


def by_member(space: Space) -> dict[int, frozenset[int]]:
    """What the people of a house chose, for introductions."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = ChosenValue.objects.filter(value__space=space, value__retired_at=None, member__isnull=False)
    for member, value in rows.values_list("member_id", "value_id"):
        found[member].add(value)
    return {member: frozenset(values) for member, values in found.items()}


def names_of(ids: set[int]) -> dict[int, str]:
    """Names of values in the reader's language."""
    return {one.pk: in_language(one.name_de, one.name_en) for one in HouseValue.objects.filter(pk__in=ids)}
