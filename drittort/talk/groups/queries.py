"""What pages show of groups. Everything begins at `rules.visible_to`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.paging import newest_first
from drittort.core.reports import Shown
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.talk.groups import rules
from drittort.talk.groups.home import path_of
from drittort.talk.groups.models import CALLS_FOR, Group, GroupCall, GroupMember

PAGE = 60


@dataclass(frozen=True, slots=True)
class Card:
    """One group in a list."""

    id: int
    name: str
    line: str
    language: str
    path: str
    people: str
    note: str
    mine: bool
    invited: bool


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups that somebody may know of: those that wait for a word of theirs, their own, the others, and closed ones."""

    invited: tuple[Card, ...]
    mine: tuple[Card, ...]
    others: tuple[Card, ...]
    closed: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a group's page, and what its reader may do there."""

    id: int
    name: str
    line: str
    welcome: str
    language: str
    people: str
    notes: tuple[str, ...]
    people_path: str
    closed: bool
    member: bool
    host: bool
    reads: bool
    writes: bool
    can_keep: bool
    can_join: bool
    can_ask: bool
    can_leave: bool
    asking: str
    asked: str
    invited_by: str
    invited_text: str
    why_not: str
    report_path: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a group."""

    face: Face
    since: str
    host: bool
    me: bool


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody who asks to come in, or was asked."""

    face: Face
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class People:
    """Who belongs to a group, and for its hosts who asks and who is asked."""

    people: tuple[Person, ...]
    more: str
    asking: tuple[Call, ...]
    invited: tuple[Call, ...]


def seen_words(group: Group) -> tuple[str, ...]:
    """The two decisions of a group, short."""
    seen = {"house": _("the house reads along"), "members": _("its members read"), "hidden": _("hidden")}[group.seen_by]
    joining = {"free": _("open to whoever likes"), "request": _("on request"), "invitation": _("by invitation")}[group.joining]
    return (seen, joining)


def people_words(count: int) -> str:
    """How many belong to a group."""
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": count}


def groups(member: Member, at: datetime) -> Groups:
    """All groups that a member may know of, by name. Two queries."""
    rows = (
        rules.visible_to(member, at)
        .annotate(
            size=Count("people", filter=Q(people__member__left_on=None)),
            mine=rules.belongs(member),
            invited=Exists(rules.calls_for(member, at).filter(group=OuterRef("pk"))),
        )
        .order_by("name", "pk")
    )
    shown = [
        (row, Card(row.pk, row.name, row.line, row.language, path_of(member.space.slug, row.pk), people_words(row.size), " · ".join(seen_words(row)), row.mine, row.invited))
        for row in rows
    ]  # fmt: skip
    live = [card for row, card in shown if row.closed_at is None]
    return Groups(
        invited=tuple(card for card in live if card.invited and not card.mine),
        mine=tuple(card for card in live if card.mine),
        others=tuple(card for card in live if not card.mine and not card.invited),
        closed=tuple(card for row, card in shown if row.closed_at is not None),
    )


def find(member: Member, group_id: int, at: datetime) -> Group:
    """A group that a member may know of. Raises NotFound."""
    group = rules.visible_to(member, at).filter(pk=group_id).first()
    if group is None:
        raise NotFound
    return group


def head(member: Member, group: Group, at: datetime) -> Head:
    """A group as its reader finds it."""
    people = GroupMember.objects.filter(group=OuterRef("pk"), member__left_on=None)
    size, mine, host, asking = (
        Group.objects.filter(pk=group.pk)
        .annotate(
            size=Count("people", filter=Q(people__member__left_on=None)),
            mine=Exists(people.filter(member=member)),
            host=Exists(people.filter(member=member, is_host=True)),
            asking=Subquery(rules.asking_into(OuterRef("pk"), at).order_by().values("group").annotate(n=Count("pk")).values("n")),
        )
        .values_list("size", "mine", "host", "asking")[0]
    )
    calls = GroupCall.objects.filter(group=group, member=member, at__gt=at - CALLS_FOR).select_related("by")
    call = None if mine else calls.first()
    inviter = call.by if call is not None and call.rests_at is None else None
    joins = rules.may_come(group, invited=inviter is not None)
    reads = mine or group.seen_by == Group.SeenBy.HOUSE
    zone, slug = member.space.zone, member.space.slug
    keeps = host or bool(rules.may_keep_unhosted(member, reads=reads))
    return Head(
        id=group.pk, name=group.name, line=group.line, welcome=group.welcome, language=group.language, people=people_words(size), notes=seen_words(group),
        people_path=address("talk:group_people", slug, group.pk), closed=group.closed_at is not None, member=mine, host=host, reads=reads,
        writes=mine and group.closed_at is None, can_keep=keeps, can_join=not mine and bool(joins),
        can_ask=not mine and bool(rules.may_ask_from_outside(group)), can_leave=mine,
        asking=ngettext("%(n)s person would like to come in.", "%(n)s people would like to come in.", asking) % {"n": asking} if keeps and asking else "",
        asked=date_format(call.at.astimezone(zone), "MONTH_DAY_FORMAT") if call is not None and call.by_id is None else "",
        invited_by=inviter.name if inviter else "", invited_text=call.text if call is not None and inviter else "", why_not="" if mine or joins else str(joins.reason),
        report_path="" if host else f"{address('members:report', slug)}?about=group:{group.pk}",
    )  # fmt: skip


def people(member: Member, group: Group, at: datetime, *, after: tuple[str, int] | None = None) -> People:
    """Who belongs to a group, the newest first; who asks is for those who care for it."""
    rows, more = newest_first(GroupMember.objects.filter(group=group, member__left_on=None), "joined_at", after, PAGE)
    calls = (
        list(rules.live_calls(at).filter(group=group, member__left_on=None).order_by("at", "pk")) if rules.may_keep(member, group) else []
    )
    found = faces(member.space_id, {*(row.member_id for row in rows), *(call.member_id for call in calls)})
    zone = member.space.zone

    def call_of(call: GroupCall) -> Call:
        return Call(
            found[call.member_id], call.text if call.by_id is None else "", date_format(call.at.astimezone(zone), "MONTH_DAY_FORMAT")
        )

    return People(
        tuple(
            Person(
                found[row.member_id], date_format(row.joined_at.astimezone(zone), "DATE_FORMAT"), row.is_host, row.member_id == member.pk
            )
            for row in rows
            if row.member_id in found
        ),
        more,
        tuple(call_of(call) for call in calls if call.by_id is None and call.rests_at is None),
        tuple(call_of(call) for call in calls if call.by_id is not None),
    )


def names(ids: Iterable[int]) -> dict[int, str]:
    """What groups are called, for notices to those who may know of them."""
    return dict(Group.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def calls_known(person_id: int) -> Q:
    """Which invitations somebody finds in the copy of their data: those they wrote, and those that arrived."""
    return Q(by=person_id) | Q(by=None) | Q(rests_at=None)


def group_shown(reader: Member, group_id: int, at: datetime) -> Shown | None:
    """A group as somebody who may know of it reports it."""
    group = rules.visible_to(reader, at).filter(pk=group_id).first()
    words = "\n".join(part for part in (group.name, group.line, group.welcome) if part) if group else ""
    return Shown(words, group.founded_by_id, group.founded_at) if group else None
