"""Who reads a sentence of thanks, who says one, and who may put it away."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import Verdict, no
from drittort.inspire.stories.rules import CARE
from drittort.inspire.thanks.models import Thanks, ThanksQuerySet, ThanksTo
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, may_use
from drittort.spaces.roles import allows

MOST, WITHIN = 10, timedelta(days=1)
KINDS = ("need", "loan", "event", "deal", "introduction", "booking", "circle", "mentoring_pair")
"""Things for which somebody may say thanks from their page."""


def visible_to(member: Member) -> ThanksQuerySet:
    """What the house reads, what reached oneself, and what one said."""
    rows = Thanks.objects.filter(space_id=member.space_id)
    reached = ThanksTo.objects.filter(thanks=OuterRef("pk"), member=member, withheld=False)
    house = Thanks.objects.in_house().filter(space_id=member.space_id)
    return rows.filter(Q(pk__in=house.values("pk")) | Q(member=member) | Q(Exists(reached), off_at=None))


def may_thank(member: Member, at: datetime) -> Verdict:
    """Whether somebody may say thanks now: ten sentences a day are enough for anybody."""
    verdict = may_use(member, POSTS, at)
    if verdict and Thanks.objects.filter(member=member, at__gt=at - WITHIN).count() >= MOST:
        return no(_("That is a lot of thanks for one day. Go on tomorrow."))
    return verdict


def may_take_off(member: Member) -> bool:
    """Whether somebody of the team may take thanks off the pages."""
    return allows(member, CARE)


def about(text: str) -> str:
    """What thanks are said for, as its page says it ("need:7"); "" for anything else."""
    kind, _mark, number = text.partition(":")
    return text if kind in KINDS and number.isascii() and number.isdigit() and len(number) < 19 else ""
