"""What the pages of leaving, of former members and of departures show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.care import Item, Rows
from drittort.core.errors import NotFound
from drittort.joining.days import since
from drittort.joining.leaving import rules
from drittort.joining.leaving.models import Departure, MembershipPause
from drittort.members.leaving import AFTER_LEAVING
from drittort.members.membership.models import MembershipPeriod
from drittort.members.models import Consent, Member
from drittort.members.people.queries import Face, faces

SHOWN = 200


def day(value: date) -> str:
    """A day as it is written in full."""
    return date_format(value, "DATE_FORMAT")


@dataclass(frozen=True, slots=True)
class Going:
    """A departure that stands, for the person whose it is."""

    last_on: str
    by_house: bool
    by: str
    reason: str
    reply: str
    farewell: str
    is_last: bool


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """The page on which somebody goes: what stands, and why they may not."""

    going: Going | None
    refusal: str
    kept_until: str
    pause_until: str


@dataclass(frozen=True, slots=True)
class Away:
    """The one page of a house for somebody who left it."""

    house: str
    slug: str
    name: str
    left_on: str
    kept_until: str
    at_once: bool
    by_house: bool
    asked: str
    is_alumni: bool
    periods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Farewell:
    """Words to the house."""

    face: Face
    text: str
    language: str
    when: str


@dataclass(frozen=True, slots=True)
class Former:
    """Somebody who was here and stays on the list; `email` only for the team."""

    face: Face
    span: str
    email: str


@dataclass(frozen=True, slots=True)
class Row:
    """A departure in the list of the team. `state`: coming, asks (wants to come back), gone, back, stays."""

    id: int
    face: Face
    state: str
    words: str
    by_house: bool
    reason: str
    reply: str
    why: str
    missed: str


def pause_of(member: Member) -> MembershipPause | None:
    """The pause that runs for somebody."""
    return MembershipPause.objects.filter(member=member, ended_at=None).first()


def leaving_page(member: Member, at: datetime) -> LeavingPage:
    """What stands for a member who thinks of going. Four queries at most."""
    row = Departure.objects.coming().filter(member=member).select_related("announced_by").first()
    verdict = rules.may_leave(member)
    pause = pause_of(member)
    going = None
    if row is not None:
        by = row.announced_by.name if row.by_house and row.announced_by is not None else ""
        going = Going(day(row.last_on), row.by_house, by, row.reason, row.reply, row.farewell, row.last_on <= member.space.day(at))
    last = row.last_on if row is not None else member.space.day(at)
    return LeavingPage(going, "" if verdict else str(verdict.reason), day(last + AFTER_LEAVING), day(pause.until_on) if pause else "")


def away(member: Member, at: datetime) -> Away:
    """What somebody finds who left. Raises NotFound while they are here."""
    if member.left_on is None:
        raise NotFound
    row = rules.current(member)
    periods = MembershipPeriod.objects.filter(member=member).order_by("from_on")
    return Away(
        house=member.space.name,
        slug=member.space.slug,
        name=member.name,
        left_on=day(member.left_on),
        kept_until=day(member.left_on + AFTER_LEAVING),
        at_once=rules.may_come_back_now(row, at),
        by_house=row is not None and row.by_house,
        asked=day(row.asked_back_at.astimezone(member.space.zone).date()) if row is not None and row.asked_back_at else "",
        is_alumni=Consent.objects.filter(member=member, kind=Consent.Kind.ALUMNI, revoked_at=None).exists(),
        periods=tuple(span(one.from_on, one.until_on) for one in periods) or (span(member.joined_on, member.left_on),),
    )


def span(begin: date, end: date | None) -> str:
    """From when until when, to the month."""
    first = date_format(begin, "F Y")
    last = date_format(end, "F Y") if end is not None else ""
    return (
        first
        if first == last
        else _("%(first)s to %(last)s") % {"first": first, "last": last}
        if last
        else _("since %(first)s") % {"first": first}
    )


def farewells(member: Member, at: datetime) -> list[Farewell]:
    """Words of those who go now or went lately. Two queries."""
    rows = list(rules.farewells(member, at).order_by("-last_on", "-pk")[:SHOWN])
    shown = faces(member.space_id, [row.member_id for row in rows])
    today = member.space.day(at)
    return [
        Farewell(
            shown[row.member_id], row.farewell, row.language,
            _("last day: %(day)s") % {"day": day(row.last_on)} if row.last_on >= today else _("left on %(day)s") % {"day": day(row.last_on)},
        )
        for row in rows
    ]  # fmt: skip


def former(member: Member) -> list[Former]:
    """Who was here and agreed to stay on the list, the latest first. The team sees an address, to ask them. Three queries."""
    asks = bool(rules.may_end(member))
    rows = list(
        rules.alumni(member.space_id)
        .exclude(left_on=None)
        .order_by("-left_on", "-pk")
        .values_list("pk", "joined_on", "left_on", "account__email")[:SHOWN]
    )
    shown = faces(member.space_id, [row[0] for row in rows])
    return [Former(shown[pk], span(joined, left), email if asks and email else "") for pk, joined, left, email in rows]


def departures(actor: Member, at: datetime) -> list[Row]:
    """Who goes, asks to come back, and went, for the team: what waits first. Three queries."""
    rows = list(
        rules.of_house(actor).filter(withdrawn_at=None, returned_at=None)
        .order_by(F("asked_back_at").asc(nulls_last=True), "done_at", "last_on", "pk")[:SHOWN]
    )  # fmt: skip
    # On one database nothing comes first, on another last: what is still to come stands above what is done.
    rows.sort(
        key=lambda row: (row.asked_back_at is None, row.done_at is not None, row.last_on.toordinal() * (1 if row.done_at is None else -1))
    )
    shown = faces(actor.space_id, [row.member_id for row in rows])
    return [_row(row, shown[row.member_id], actor, at) for row in rows]


def _row(row: Departure, face: Face, actor: Member, at: datetime) -> Row:
    if row.asked_back_at is not None:
        state, words = "asks", _("asks to come back, %(when)s") % {"when": since(actor.space.day(row.asked_back_at), actor.space.day(at))}
    elif row.done_at is not None:
        state, words = "gone", _("left on %(day)s") % {"day": day(row.last_on)}
    else:
        state, words = "coming", _("last day: %(day)s") % {"day": day(row.last_on)}
    return Row(row.pk, face, state, words, row.by_house, row.reason, row.reply, row.get_why_display() if row.why else "", row.missed)


def waiting(member: Member, at: datetime) -> list[Rows]:
    """For the page of what needs care: who asks to come back, who answered, who goes within two weeks."""
    if not rules.is_pointed(member):
        return []
    soon = member.space.day(at) + rules.FAREWELL_BEFORE
    rows = (
        Departure.objects.standing()
        .filter(space_id=member.space_id, last_on__gte=soon - timedelta(days=400))
        .order_by("announced_at", "pk")
    )
    path = address("joining:departures", member.space.slug)

    def says(text: str) -> Callable[[int, str, date | None, datetime], Item]:
        return lambda _number, name, on, since: Item(name, text % {"day": day(on)} if on else text, path, since)

    still = rows.filter(asked_back_at=None, done_at=None)
    back, told = rows.exclude(asked_back_at=None), still.exclude(replied_at=None)
    return [
        Rows(back, says(_("asks to come back.")), at="asked_back_at", words="member__name"),
        Rows(told, says(_("has answered to the end of the membership.")), at="replied_at", words="member__name"),
        Rows(
            still.filter(replied_at=None, last_on__lte=soon),
            says(_("has the last day on %(day)s. Time for a goodbye.")),
            at="announced_at",
            words="member__name",
            on="last_on",
        ),
    ]


def person(actor: Member, member_id: int) -> Any:
    """The face of somebody of the house who is here. Raises NotFound."""
    if not Member.objects.here().filter(space_id=actor.space_id, pk=member_id).exists():
        raise NotFound
    return faces(actor.space_id, [member_id])[member_id]
