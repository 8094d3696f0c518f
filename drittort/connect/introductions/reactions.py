"""Mail that follows what was recorded. Each mail has a key, so running twice sends once."""

from __future__ import annotations

from datetime import datetime
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from drittort.connect.introductions import queries
from drittort.connect.introductions.actions import EXPIRED, INTRODUCED, PROPOSED
from drittort.connect.introductions.calendar import invitation
from drittort.connect.introductions.models import Introduction, Side
from drittort.connect.introductions.rules import people_in
from drittort.connect.introductions.tokens import token
from drittort.core.ledger import reaction
from drittort.core.mail.outbox import Attachment, post
from drittort.core.models import LedgerRow
from drittort.members.mail_refusals.actions import unsubscribe_url, wants_mail
from drittort.members.models import Member
from drittort.members.photos.pictures import face_png
from drittort.members.quiet_hours import next_mail_moment

CATEGORY = "introduction"


def write(
    introduction: Introduction,
    member: Member,
    other: Member,
    *,
    name: str,
    at: datetime,
    context: dict[str, Any] | None = None,
    attachments: tuple[Attachment, ...] = (),
    reply_to: str = "",
) -> None:
    """One mail about an introduction to one of the two, in their language, outside quiet hours."""
    if member.account is None or member.left_on is not None or not wants_mail(member, CATEGORY):
        return
    link = f"{settings.ADDRESS}{reverse('connect:answer', args=[token(introduction.pk, member.pk)])}"
    with translation.override(member.language):
        page = queries.for_member(introduction, member, other, at)
    post(
        key=f"introduction:{introduction.pk}:{name}:{member.pk}",
        at=at,
        template=f"connect/introductions/mail/{name}",
        context={"page": page, "link": link, "house": introduction.space.name, **(context or {})},
        to=member.account.email,
        to_member_id=member.pk,
        language=member.language,
        category=CATEGORY,
        space_id=introduction.space_id,
        sender=formataddr((introduction.space.name, queries.house_address())),
        reply_to=reply_to,
        unsubscribe=unsubscribe_url(member, CATEGORY),
        attachments=(*attachments, *pictures(page)),
        not_before=next_mail_moment(introduction.space, at),
    )


def pictures(page: queries.Page) -> tuple[Attachment, ...]:
    """Both faces as pictures inside the mail: mail programs show neither SVG nor anything from elsewhere."""
    return tuple(
        Attachment(f"{place}.png", "image/png", face_png(face.portrait, size=144), f"{place}@drittort")
        for place, face in (("first", page.me), ("second", page.other))
    )


def both(row: LedgerRow) -> tuple[Introduction, list[tuple[Member, Member]]] | None:
    """The introduction of a row and (reader, other) for both, or None when it or one of them is gone."""
    introduction = Introduction.objects.select_related("space").filter(pk=row.subject_id or 0).first()
    if introduction is None:
        return None
    people = list(people_in(introduction).select_related("account", "space", "location").order_by("pk"))
    return (introduction, [(people[0], people[1]), (people[1], people[0])]) if len(people) == 2 else None


@reaction(PROPOSED, name="connect.introductions.ask")
def ask(row: LedgerRow, at: datetime) -> None:
    """Ask both, each in their language."""
    found = both(row)
    if found is None or found[0].expires_at <= at or found[0].introduced_at is not None:
        return
    introduction, pairs = found
    for member, other in pairs:
        write(introduction, member, other, name="proposed", at=at)


@reaction(INTRODUCED, name="connect.introductions.open_contact")
def open_contact(row: LedgerRow, at: datetime) -> None:
    """Both said yes: each gets both addresses, answers go to the other, and a calendar file comes along."""
    found = both(row)
    if found is None:
        return
    introduction, pairs = found
    for member, other in pairs:
        if other.account is None:
            continue
        with translation.override(member.language):
            file = Attachment("drittort.ics", "text/calendar; method=PUBLISH; charset=utf-8", invitation(introduction, member, other, at))
        write(
            introduction,
            member,
            other,
            name="introduced",
            at=at,
            reply_to=formataddr((other.name, other.account.email)),
            attachments=(file,),
            context={"their_address": other.account.email, "own_address": member.account.email if member.account else ""},
        )


@reaction(EXPIRED, name="connect.introductions.close")
def close(row: LedgerRow, at: datetime) -> None:
    """Tell whoever said yes that it did not come about; the words are the same for every reason."""
    found = both(row)
    if found is None:
        return
    introduction, pairs = found
    yes = set(Side.objects.filter(introduction=introduction).exclude(accepted_at=None).values_list("member_id", flat=True))
    for member, other in pairs:
        if member.pk in yes:
            write(introduction, member, other, name="expired", at=at)


def ask_outcome(introduction: Introduction, at: datetime) -> None:
    """A week later: did you meet? Once to each who has not said."""
    people = list(people_in(introduction).select_related("account", "space", "location").order_by("pk"))
    if len(people) != 2:
        return
    told = {side.member_id for side in Side.objects.filter(introduction=introduction) if side.met_at or side.planned_at or side.missed_at}
    for member, other in ((people[0], people[1]), (people[1], people[0])):
        if member.pk not in told:
            write(introduction, member, other, name="outcome", at=at)
