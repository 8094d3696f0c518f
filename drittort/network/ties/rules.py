"""Who sees which ties: everybody their own, nobody anybody else's."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from drittort.core.moving import registry
from drittort.core.moving.registry import Numbers
from drittort.members.models import Member
from drittort.network.counted import counted
from drittort.network.models import Contact, Tie


def is_counted(member: Member) -> bool:
    """Whether a member agreed to be counted."""
    return counted(member.space).filter(pk=member.pk).exists()


def ties_visible_to(member: Member) -> QuerySet[Tie]:
    """A member's own ties. The person alone says which: naming the house too would lead SQLite to the house's index, over all its rows."""
    return Tie.objects.filter(Q(first=member) | Q(second=member))


def contacts_visible_to(member: Member | int, others: list[int] | None = None) -> QuerySet[Contact]:
    """A member's own contacts (by the member or their id); with `others`, those with these people."""
    if others is None:
        return Contact.objects.filter(Q(first=member) | Q(second=member))
    return Contact.objects.filter(Q(first=member, second__in=others) | Q(second=member, first__in=others))


def origin_moved(row: dict[str, Any], numbers: Numbers) -> None:
    """A house stands at other numbers: the thing that told of a contact ("deal:7"), and the two people of an event behind it. What a file brought names nothing."""
    kind, *told = row["origin"].split(":")
    table = registry.THINGS.get(kind)
    if table and told and all(number.isdecimal() for number in told):
        thing, *people = (int(number) for number in told)
        moved = (numbers.new(table, thing), *(numbers.new("members.Member", person) for person in people))
        row["origin"] = ":".join((kind, *map(str, moved)))
