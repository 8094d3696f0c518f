"""Who may invite, who sees which invitation, and what an invitation still allows."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.core.models import LedgerRow
from drittort.joining.invitations.models import Invitation, InvitationBatch, InvitationQuerySet
from drittort.members.models import Member
from drittort.spaces.roles import allows, permission
from drittort.spaces.settings import setting

INVITE_MANY = permission("joining.invite_many", _("Invite many people, and see all invitations"))
OPEN_FOR = timedelta(days=7)
KEPT = timedelta(days=90)
DAY = timedelta(days=1)
MOST_OPEN = 10
MOST_A_DAY = 15
MOST_TO_ADDRESS = 3
SENT = "invitation.sent"


def may_invite(member: Member) -> Verdict:
    """Whether a member may invite at all."""
    if allows(member, INVITE_MANY) or setting(member.space, "members_invite"):
        return YES
    return no(_("In this house the team invites. Tell them whom you miss here."))


def may_invite_now(member: Member, at: datetime) -> Verdict:
    """Whether one more invitation may go out at this moment: the brakes for members."""
    verdict = may_invite(member)
    if not verdict or allows(member, INVITE_MANY):
        return verdict
    if Invitation.objects.filter(inviter=member).open(at).count() >= MOST_OPEN:
        return no(_("Ten of your invitations are open. Wait for an answer, or take one back."))
    return may_send(member, at)


def may_send(member: Member, at: datetime) -> Verdict:
    """Whether a member may let one more mail go out today."""
    verdict = may_invite(member)
    if not verdict or allows(member, INVITE_MANY):
        return verdict
    today = LedgerRow.objects.filter(space_id=member.space_id, actor_id=member.pk, kind=SENT, at__gt=at - DAY).count()
    return no(_("That is enough invitations for one day. Go on tomorrow.")) if today >= MOST_A_DAY else YES


def may_invite_many(member: Member) -> Verdict:
    """Whether a member may invite from a file."""
    return YES if allows(member, INVITE_MANY) else no(_("Only the team invites from a file."))


def visible_to(member: Member) -> InvitationQuerySet:
    """One's own invitations; to those who may invite many, all of the house."""
    rows = Invitation.objects.filter(space_id=member.space_id)
    return rows if allows(member, INVITE_MANY) else rows.filter(inviter=member)


def batch_of(member: Member, batch_id: int) -> InvitationBatch | None:
    """A file of the house, for those who may invite many."""
    rows = InvitationBatch.objects.filter(space_id=member.space_id, pk=batch_id)
    return rows.first() if allows(member, INVITE_MANY) else None


def may_change(member: Member, invitation: Invitation) -> Verdict:
    """Whether an invitation may be taken back or sent again."""
    if invitation.accepted_at is not None:
        return no(_("This invitation was accepted."))
    return may_invite(member)


def renews_itself(invitation: Invitation) -> bool:
    """Whether a new link goes out by itself when the invited person asks for it: while the inviter is here and may invite."""
    return (
        invitation.withdrawn_at is None
        and invitation.inviter is not None
        and invitation.inviter.left_on is None
        and bool(may_invite(invitation.inviter))
    )
