"""Mail that follows an invitation."""

from __future__ import annotations

from datetime import datetime
from email.utils import formataddr

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.ledger import reaction
from drittort.core.mail.outbox import Attachment, house_address, post
from drittort.core.models import LedgerRow
from drittort.joining.invitations.actions import ACCEPTED, ASKED_AGAIN
from drittort.joining.invitations.models import Invitation
from drittort.joining.invitations.rules import INVITE_MANY, SENT
from drittort.joining.invitations.tokens import link
from drittort.members.mail_refusals.actions import unsubscribe_url, wants_mail
from drittort.members.models import Member
from drittort.members.people.words import first_name
from drittort.members.quiet_hours import next_mail_moment
from drittort.members.roles.queries import people_with
from drittort.web.portraits import portrait_png

CATEGORY = "invitation"


def _invitation(row: LedgerRow) -> Invitation | None:
    return Invitation.objects.select_related("space", "inviter__account", "member").filter(pk=row.subject_id or 0).first()


@reaction(SENT, name="joining.invitations.send")
def send(row: LedgerRow, at: datetime) -> None:
    """The mail with the link, from a person. One by hand leaves at once, since somebody waits for it; many at once keep quiet hours."""
    invitation = _invitation(row)
    if invitation is None or invitation.turn != row.facts["turn"] or invitation.state(at) != "open":
        return
    inviter, space = invitation.inviter, invitation.space
    with translation.override(invitation.language):
        sender = _("%(name)s via %(house)s") % {"name": inviter.name, "house": space.name} if inviter else space.name
        until = date_format(space.day(invitation.expires_at), "l, j. F" if invitation.language == "de" else "l, F j")
    post(
        key=invitation.mail_key,
        at=at,
        template="joining/invitations/mail/invited",
        context={
            "invitation": invitation,
            "first_name": first_name(invitation.name),
            "inviter": inviter.name if inviter else "",
            "inviter_line": inviter.line if inviter else "",
            "house": space.name,
            "url": link(invitation),
            "until": until,
        },
        to=invitation.email,
        language=invitation.language,
        category=CATEGORY,
        space_id=space.pk,
        sender=formataddr((sender, house_address())),
        reply_to=formataddr((inviter.name, inviter.account.email)) if inviter and inviter.account else "",
        attachments=(Attachment("face.png", "image/png", portrait_png(inviter.portrait, size=144), "face@drittort"),) if inviter else (),
        not_before=next_mail_moment(space, at) if invitation.batch_id else None,
    )


@reaction(ACCEPTED, name="joining.invitations.tell_inviter")
def tell_inviter(row: LedgerRow, at: datetime) -> None:
    """Whoever invited learns that somebody came. Not after a file of many: the page shows it."""
    invitation = _invitation(row)
    if invitation is None or invitation.member is None or invitation.batch_id is not None or invitation.inviter is None:
        return
    _tell(
        [invitation.inviter],
        invitation,
        name="accepted",
        key=f"invitation:{invitation.pk}:accepted",
        path=reverse("members:person", args=[invitation.space.slug, invitation.member_id]),
        at=at,
    )


@reaction(ASKED_AGAIN, name="joining.invitations.tell_of_asking")
def tell_of_asking(row: LedgerRow, at: datetime) -> None:
    """Somebody asks for a new invitation: the inviter learns of it, or the team when the inviter has left."""
    invitation = _invitation(row)
    if invitation is None or invitation.accepted_at is not None:
        return
    inviter = invitation.inviter
    people = (
        [inviter]
        if inviter is not None and inviter.left_on is None
        else list(people_with(invitation.space, INVITE_MANY).select_related("account"))
    )
    path = reverse("joining:invitations", args=[invitation.space.slug])
    _tell(people, invitation, name="asked_again", key=f"invitation:{invitation.pk}:asked:{row.pk}", path=path, at=at)


def _tell(people: list[Member], invitation: Invitation, *, name: str, key: str, path: str, at: datetime) -> None:
    for member in people:
        if member.account is None or member.left_on is not None or not wants_mail(member, CATEGORY):
            continue
        post(
            key=f"{key}:{member.pk}",
            at=at,
            template=f"joining/invitations/mail/{name}",
            context={
                "name": invitation.member.name if invitation.member else invitation.name,
                "house": invitation.space.name,
                "url": f"{settings.ADDRESS}{path}",
            },
            to=member.account.email,
            to_member_id=member.pk,
            language=member.language,
            category=CATEGORY,
            space_id=invitation.space_id,
            sender=formataddr((invitation.space.name, house_address())),
            unsubscribe=unsubscribe_url(member, CATEGORY),
            not_before=next_mail_moment(invitation.space, at),
        )
