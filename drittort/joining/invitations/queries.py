"""What the pages of invitations show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.addresses import address
from drittort.core.care import Item, Rows
from drittort.core.errors import NotFound
from drittort.core.mail.outbox import handed_over
from drittort.core.paging import newest_first
from drittort.joining import days
from drittort.joining.invitations import rules
from drittort.joining.invitations.models import Invitation
from drittort.joining.invitations.tokens import Held
from drittort.members.importing.problems import FileProblem
from drittort.members.models import Account, Member
from drittort.members.people.queries import Face, faces
from drittort.spaces.models import Location
from drittort.spaces.roles import allows

PAGE = 40
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Card:
    """One invitation in the list of who came."""

    id: int
    name: str
    email: str
    state: str
    words: str
    tag: str
    sent: str
    inviter: str
    asks: bool
    face: Face | None
    can_change: bool
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class Landing:
    """The page behind the link, for somebody who belongs nowhere yet."""

    state: str
    name: str
    email: str
    house: str
    inviter: str
    inviter_line: str
    portrait: str
    sentence: str
    language: str
    until: str
    is_back: bool


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One line of a file as it would be sent."""

    line: int
    name: str
    email: str
    language: str
    company: str
    location: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A file: before it is confirmed its lines and problems, afterwards how far it is."""

    id: int
    total: int
    is_confirmed: bool
    is_done: bool
    rows: tuple[BatchRow, ...]
    rows_more: int
    problems: tuple[str, ...]
    problems_more: int
    written: int
    reached: int
    refused: int
    accepted: int
    unreached: tuple[str, ...]


def can(member: Member) -> tuple[bool, bool]:
    """Whether a member may invite, and whether from a file."""
    return bool(rules.may_invite(member)), allows(member, rules.INVITE_MANY)


def list_for(member: Member, at: datetime, *, after: tuple[str, int] | None = None) -> tuple[list[Card], str]:
    """Invitations that the member may see, newest on top, with the cursor of the next page."""
    rows, cursor = newest_first(rules.visible_to(member).select_related("inviter"), "invited_at", after, PAGE)
    return _cards(member, rows, at), cursor


def _cards(member: Member, rows: Iterable[Invitation], at: datetime) -> list[Card]:
    rows = list(rows)
    mails = handed_over(row.mail_key for row in rows)
    came = faces(member.space_id, [row.member_id for row in rows if row.member_id])
    today = member.space.day(at)
    may = bool(rules.may_invite(member))
    cards = []
    for row in rows:
        state = row.state(at)
        words, tag = _words(state, mails.get(row.mail_key, "waiting" if state == "open" else "reached"))
        open_or_over = state != "accepted" and may
        cards.append(
            Card(
                id=row.pk, name=row.name, email=row.email, state=state, words=words, tag=tag, sent=days.since(member.space.day(row.sent_at), today),
                inviter=row.inviter.name if row.inviter and row.inviter_id != member.pk else "", asks=row.asked_again_at is not None,
                face=came.get(row.member_id or 0), can_change=open_or_over, can_withdraw=state == "open" and may,
            )
        )  # fmt: skip
    return cards


def _words(state: str, mail: str) -> tuple[str, str]:
    """What became of an invitation, and the kind of its tag. No mail is watched being read: reached means handed over."""
    if state == "accepted":
        return _("has come in"), "door"
    if state == "withdrawn":
        return _("taken back"), "empty"
    if mail == "refused":
        return _("did not arrive: this address is refused"), "brick"
    if state == "expired":
        return _("ran out"), "empty"
    return (_("arrived"), "lamp") if mail == "reached" else (_("on its way"), "slate")


def landing(held: Held, at: datetime) -> Landing:
    """The page behind a link. Raises NotFound when the invitation is gone."""
    invitation = Invitation.objects.select_related("space", "inviter").filter(pk=held.invitation_id).first()
    if invitation is None:
        raise NotFound(_("This invitation is gone. Ask whoever invited you for a new one."))
    state = invitation.state(at)
    if state == "open" and invitation.turn != held.turn:
        state = "replaced"
    inviter, space = invitation.inviter, invitation.space
    return Landing(
        state=state,
        name=invitation.name,
        email=invitation.email,
        house=space.name,
        inviter=inviter.name if inviter else "",
        inviter_line=inviter.line if inviter else "",
        portrait=inviter.portrait if inviter else "",
        sentence=invitation.sentence if state == "open" else "",
        language=inviter.language if inviter else invitation.language,
        until=days.day(space.day(invitation.expires_at)),
        is_back=state == "open"
        and Member.objects.filter(space=space, account__email__iexact=invitation.email).exclude(left_on=None).exists(),
    )


def taken(member: Member, at: datetime) -> tuple[set[str], set[str], list[str]]:
    """Addresses (small letters) of those who are here, of open invitations, and the names of the locations: what a file is held against."""
    here = Account.objects.filter(memberships__space_id=member.space_id, memberships__left_on=None).values_list("email", flat=True)
    invited = Invitation.objects.filter(space_id=member.space_id).open(at).values_list("email", flat=True)
    places = Location.objects.filter(space_id=member.space_id).standing().values_list("name", flat=True)
    return {e.lower() for e in here}, {e.lower() for e in invited}, list(places)


def batch(member: Member, batch_id: int) -> Batch:
    """One file. Raises NotFound."""
    found = rules.batch_of(member, batch_id)
    if found is None:
        raise NotFound
    problems = [str(FileProblem(**problem)) for problem in found.problems[:SHOWN]]
    counts = found.invitations.aggregate(written=Count("id"), accepted=Count("id", filter=~Q(accepted_at=None)))
    written = list(found.invitations.order_by("line")) if found.confirmed_at else []
    mails = handed_over(row.mail_key for row in written)
    refused = [row for row in written if mails.get(row.mail_key) == "refused"]
    return Batch(
        id=found.pk,
        total=found.total,
        is_confirmed=found.confirmed_at is not None,
        is_done=found.done_at is not None,
        rows=tuple(BatchRow(**row) for row in found.rows[:SHOWN]) if found.confirmed_at is None else (),
        rows_more=max(0, len(found.rows) - SHOWN),
        problems=tuple(problems),
        problems_more=max(0, len(found.problems) - SHOWN),
        written=counts["written"],
        reached=sum(mails.get(row.mail_key) == "reached" for row in written),
        refused=len(refused),
        accepted=counts["accepted"],
        unreached=tuple(f"{row.name} <{row.email}>" for row in refused[:SHOWN]),
    )


def batch_sentence(total: int) -> str:
    """The label of the button that confirms."""
    return ngettext("Invite %(n)s person", "Invite %(n)s people", total) % {"n": total}


def asked_again(member: Member, at: datetime) -> list[Rows]:
    """For the page of what needs care: who asks for a new invitation."""
    if not allows(member, rules.INVITE_MANY):
        return []
    rows = Invitation.objects.filter(space_id=member.space_id, accepted_at=None).exclude(asked_again_at=None)
    path = address("joining:invitations", member.space.slug)

    def item(_number: int, name: str, _on: date | None, asked: datetime) -> Item:
        return Item(name, _("%(name)s asks for a new invitation.") % {"name": name}, path, asked)

    return [Rows(rows.order_by("asked_again_at", "pk"), item, at="asked_again_at", words="name")]
