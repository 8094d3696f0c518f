"""Who reads the history, who proposes an entry, and who takes it up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.inspire.history.models import HistoryEntry, HistoryEntryQuerySet
from drittort.inspire.stories.rules import CARE
from drittort.members.models import Member
from drittort.spaces.roles import allows


def keeps(member: Member) -> bool:
    """Whether a member keeps the history of the house."""
    return allows(member, CARE)


def visible_to(member: Member) -> HistoryEntryQuerySet:
    """What stands in the history, one's own proposals, and for those who keep it everything that was proposed or put away."""
    rows = HistoryEntry.objects.filter(space_id=member.space_id)
    if keeps(member):
        return rows
    return rows.filter(Q(published_at__isnull=False, off_at=None) | Q(member=member))


def may_change(member: Member, entry: HistoryEntry) -> Verdict:
    """Whether somebody may change an entry: who keeps the history, and its writer until it is taken up. What the house noted itself is not rewritten."""
    if entry.noted:
        return no(_("The house noted this itself."))
    if keeps(member) or (entry.member_id == member.pk and entry.published_at is None):
        return YES
    return no(_("Once it stands in the history, only those who keep it change it."))


def seen_among(member: Member, ids: Collection[int]) -> set[int]:
    """Which of some entries somebody reads."""
    return set(visible_to(member).filter(pk__in=ids).values_list("pk", flat=True))


def may_add_picture(member: Member, entry_id: int, at: datetime) -> Verdict:
    """Whether somebody may put a picture to an entry: who keeps the history, and who wrote it."""
    entry = visible_to(member).filter(pk=entry_id).first()
    return (
        YES
        if entry is not None and (keeps(member) or entry.member_id == member.pk)
        else no(_("Those who keep the history put pictures to it."))
    )


def may_remove_picture(member: Member, entry_id: int) -> bool:
    """Whether somebody may take pictures of others away: who keeps the history."""
    return keeps(member)


def comes_true(year: int, on: date | None, today: date) -> Verdict:
    """Whether a year and a day fit each other and are not ahead."""
    if year > today.year or (on is not None and on > today):
        return no(_("That is still to come."))
    if year < 1500 or (on is not None and on.year != year):
        return no(_("Year and day don't fit each other."))
    return YES
