"""Who may be whose buddy. A block of either side keeps two people apart, and nobody can tell it from somebody else's turn."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.errors import Verdict
from drittort.joining.buddies.models import Buddy, BuddyQuerySet
from drittort.members.models import Block, Consent, Member, MemberQuerySet
from drittort.spaces.roles import permission, power
from drittort.talk.conversations.rules import known

GIVE = permission("joining.give_buddies", gettext_lazy("Give somebody a buddy"))
LONGER = timedelta(days=60)
"""How long somebody has been here who can show the house to others."""


def visible_to(member: Member) -> BuddyQuerySet:
    """A member's own: their buddy, and those whose buddy they are."""
    return Buddy.objects.filter(Q(member=member) | Q(buddy=member))


def may_give(member: Member) -> Verdict:
    """Whether somebody gives others a buddy: those who care for the community."""
    return power(member, GIVE, _("Those who care for the community give buddies."))


def able(newcomer: Member, at: datetime) -> MemberQuerySet:
    """Who could be somebody's buddy: agreed to it, longer here than the newcomer, not on a pause, no block between the two, not their buddy before."""
    day = newcomer.space.day(at)
    return (
        Member.objects.filter(space_id=newcomer.space_id, joined_on__lte=min(day - LONGER, newcomer.joined_on))
        .here()
        .agreed(Consent.Kind.BUDDY)
        .exclude(pk=newcomer.pk)
        .filter(Q(paused_until=None) | Q(paused_until__lt=day))
        .filter(
            ~Exists(Block.objects.filter(blocker=OuterRef("pk"), blocked=newcomer)),
            ~Exists(Block.objects.filter(blocker=newcomer, blocked=OuterRef("pk"))),
            ~Exists(Buddy.objects.filter(buddy=OuterRef("pk"), member=newcomer)),
        )
    )


@known
def acquainted(member_id: int, others: Collection[int]) -> set[int]:
    """A buddy is no stranger, in either direction."""
    found = Buddy.objects.filter(ended_at=None).filter(Q(member=member_id, buddy__in=others) | Q(buddy=member_id, member__in=others))
    return {pk for pair in found.values_list("member_id", "buddy_id") for pk in pair} - {member_id}
