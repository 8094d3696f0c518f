"""Who sees which ties: everybody their own, nobody anybody else's."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from drittort.members.models import Member
from drittort.network.counted import counted
from drittort.network.models import Contact, Tie


def is_counted(member: Member) -> bool:
    """Whether a member agreed to be counted."""
    return counted(member.space).filter(pk=member.pk).exists()


def ties_visible_to(member: Member) -> QuerySet[Tie]:
    """A member's own ties. A member belongs to one house, so the house need not be asked for; naming it would lead SQLite to read all of it."""
    return Tie.objects.filter(Q(first=member) | Q(second=member))


def contacts_visible_to(member: Member) -> QuerySet[Contact]:
    """A member's own contacts, found by the member alone as above."""
    return Contact.objects.filter(Q(first=member) | Q(second=member))
