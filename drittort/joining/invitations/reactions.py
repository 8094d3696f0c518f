"""What follows an invitation: mail to whoever is invited, and a word to whoever invited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.ledger import reaction
from drittort.core.mail.outbox import Attachment, house_address, post
from drittort.core.models import LedgerRow
from drittort.core.notices import Letter, Told, composer
from drittort.joining.days import weekday_and_day
from drittort.joining.invitations.actions import ACCEPTED, ASKED_AGAIN
from drittort.joining.invitations.models import Invitation
from drittort.joining.invitations.rules import INVITE_MANY, SENT
from drittort.joining.invitations.tokens import link
from drittort.members.notices.actions import tell
from drittort.members.people.words import first_name
from drittort.members.quiet_hours import next_mail_moment
from drittort.members.roles.queries import people_with
from drittort.web.portraits import portrait_png

CATEGORY, NEWS = "invitation", "invitations"
CAME, ASKED = "joining/invitations/mail/accepted", "joining/invitations/mail/asked_again"


def thread(invitation_id: int) -> str:
    """The thread of notices of one invitation."""
    return f"invitation:{invitation_id}"


def _invitation(row: LedgerRow) -> Invitation | None:
    return Invitation.objects.select_related("space", "inviter__account", "inviter__space", "member").filter(pk=row.subject_id or 0).first()


@reaction(SENT, name="joining.invitations.send")
def send(row: LedgerRow, at: datetime) -> None:
    """The mail with the link, from a person. One by hand leaves at once, since somebody waits for it; many at once keep quiet hours."""
    invitation = _invitation(row)
    if invitation is None or invitation.turn != row.facts["turn"] or invitation.state(at) != "open":
        return
    inviter, space = invitation.inviter, invitation.space
    with translation.override(invitation.language):
        sender = _("%(name)s via %(house)s") % {"name": inviter.name, "house": space.name} if inviter else space.name
        until = weekday_and_day(space.day(invitation.expires_at))
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
    tell(
        member=invitation.inviter, category=NEWS, thread=thread(invitation.pk), key=f"invitation:{invitation.pk}:accepted", at=at,
        text="invitation.accepted", context={"invitation": invitation.pk, "who": invitation.member_id},
        path=address("members:person", invitation.space.slug, invitation.member_id), mail=CAME,
    )  # fmt: skip


@reaction(ASKED_AGAIN, name="joining.invitations.tell_of_asking")
def tell_of_asking(row: LedgerRow, at: datetime) -> None:
    """Somebody asks for a new invitation: the inviter learns of it, or the team when the inviter has left."""
    invitation = _invitation(row)
    if invitation is None or invitation.accepted_at is not None:
        return
    inviter = invitation.inviter
    people = [inviter] if inviter is not None and inviter.left_on is None else list(people_with(invitation.space, INVITE_MANY))
    for member in people:
        member.space = invitation.space
        tell(
            member=member, category=NEWS, thread=thread(invitation.pk), key=f"invitation:{invitation.pk}:asked:{row.pk}", at=at,
            text="invitation.asked_again", context={"invitation": invitation.pk}, path=address("joining:invitations", invitation.space.slug),
            mail=ASKED,
        )  # fmt: skip


@composer(CAME)
def came_letter(told: Told) -> Letter | None:
    """Somebody is in: a face to greet."""
    invitation = Invitation.objects.select_related("space", "member").filter(pk=told.facts[-1]["invitation"]).first()
    if invitation is None or invitation.member is None or invitation.member.left_on is not None:
        return None
    path = address("members:person", invitation.space.slug, invitation.member_id)
    return Letter({"name": invitation.member.name, "url": f"{settings.ADDRESS}{path}"})


@composer(ASKED)
def asked_letter(told: Told) -> Letter | None:
    """Somebody waits for a new link; not where they came in or have one meanwhile."""
    invitation = Invitation.objects.select_related("space").filter(pk=told.facts[-1]["invitation"]).first()
    if invitation is None or invitation.accepted_at is not None or invitation.asked_again_at is None:
        return None
    return Letter({"name": invitation.name, "url": f"{settings.ADDRESS}{address('joining:invitations', invitation.space.slug)}"})


def names(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Whom the invitations of notices invited, in one query."""
    found = dict(Invitation.objects.filter(pk__in={row["invitation"] for row in rows}).values_list("pk", "name"))
    return [{"name": found.get(row["invitation"], "…")} for row in rows]
