"""Who may see a need and who may do what with it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from drittort.connect.needs.models import Need, NeedQuerySet
from drittort.core.errors import YES, Verdict, no
from drittort.core.statements import Statement
from drittort.members.models import Block, Member
from drittort.spaces.roles import allows, permission

CLOSE = permission("connect.close_needs", _("Close other people's needs"))


def visible_to(member: Member) -> NeedQuerySet:
    """All needs of the house whose askers are still here."""
    return of_house(member.space_id)


def of_house(space_id: int) -> NeedQuerySet:
    """What every member of a house sees."""
    return Need.objects.filter(space_id=space_id, member__left_on=None)


def may_answer(member: Member, need: Need) -> Verdict:
    """Whether a member may offer help."""
    if need.member_id == member.pk:
        return no(_("This is your own need; others answer it."))
    if need.closed_at is not None:
        return no(_("This need was closed by its owner."))
    return YES


def reaches(helper: Member, asker: Member) -> bool:
    """Whether an offer of help is delivered. Beside a block of either it looks sent and is not."""
    pair = (helper.pk, asker.pk)
    return not Block.objects.filter(blocker__in=pair, blocked__in=pair).exists()


FOLDED = Statement(lambda member: Block.objects.filter(blocker=member).values_list("blocked_id"), member=int)


def folded_for(member: Member) -> set[int]:
    """Whose needs the reader folds: those of people whom they block themself. Nobody else's view changes."""
    return {pk for (pk,) in FOLDED.rows(member=member.pk)}


def may_close(member: Member, need: Need) -> Verdict:
    """Whether a member may close or reopen it: its owner, and those who care for the community."""
    return YES if need.member_id == member.pk or allows(member, CLOSE) else no(_("Only its owner closes a need."))
