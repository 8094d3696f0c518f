"""What pages and mails about circles show, as frozen values with ready words.

What is said in a circle is asked only for who sits in it; what those who host see stands in `hosting.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.connect.circles import rules, words
from drittort.connect.circles.models import Circle, CircleMeeting, CircleSeason, CircleSeat, CircleWish, Commitment
from drittort.connect.introductions.words import day as day_name
from drittort.connect.introductions.words import weekday_and_day
from drittort.connect.rounds.meeting import visible_reasons
from drittort.connect.rounds.words import reasons
from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.safety.rules import folded_for
from drittort.spaces.trades import Beside
from drittort.talk.conversations.about import Subject

SHOWN = 24


@dataclass(frozen=True, slots=True)
class Call:
    """An open call, and whether the reader would like to be in (with their stage)."""

    id: int
    title: str
    text: str
    language: str
    said: str
    starts: str
    until: str
    confidence: str
    host: Face | None
    stage: int | None
    stages: tuple[tuple[int, str], ...]
    may: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class CircleCard:
    """A circle to which the reader was asked, in a list."""

    id: int
    title: str
    said: str
    when: str
    people: tuple[Face, ...]


@dataclass(frozen=True, slots=True)
class Circles:
    """A member's page of circles."""

    calls: tuple[Call, ...]
    circles: tuple[CircleCard, ...]


def seasons(rows: Any) -> Any:
    """Seasons with what their words need."""
    return rows.select_related("space", "location")


def call_of(member: Member, season: CircleSeason, stage: int | None, host: Face | None, at: datetime, may: Any) -> Call:
    """One call in words."""
    assert season.open_until is not None
    return Call(
        season.pk,
        words.title(season),
        season.text,
        season.language,
        words.rhythm(season),
        words.moment(season.first_at, season.space.zone),
        weekday_and_day(season.open_until),
        season.confidence,
        host,
        stage,
        tuple((int(value), str(label)) for value, label in CircleWish.Stage.choices),
        bool(may),
        str(may.reason),
    )


def circles(member: Member, at: datetime) -> Circles:
    """The open calls of the house, and the circles to which the reader was asked."""
    calls = list(seasons(rules.calls_for(member, at)).order_by("open_until", "pk")[:SHOWN])
    said = dict(CircleWish.objects.filter(member=member, season__in=calls).values_list("season_id", "stage"))
    rows = list(rules.visible_to(member).select_related("season__space", "season__location").order_by("-asked_at", "-pk")[:SHOWN])
    seats = seats_of(rows)
    noes = rules.own_noes(member, rows)
    found = CircleMeeting.objects.filter(circle__in=rows, starts_at__gt=at).order_by("-starts_at").values_list("circle_id", "starts_at")
    following = dict(found)
    people = faces(
        member.space_id, {s.member_id for each in seats.values() for s in each} | {c.host_id for c in calls if c.host_id is not None}
    )
    may = rules.may_wish(member, at) if calls else None
    cards = []
    for circle in rows:
        state = state_of(circle, seats[circle.pk], member, at, noes)
        shown = shown_in(circle, seats[circle.pk], member)
        when = words.moment(following[circle.pk], circle.season.space.zone) if state == "running" and circle.pk in following else ""
        cards.append(
            CircleCard(circle.pk, words.title(circle.season), words.state(state), when, tuple(people[pk] for pk in shown if pk in people))
        )
    return Circles(
        tuple(call_of(member, c, said.get(c.pk), people.get(c.host_id or 0), at, may) for c in calls),
        tuple(cards),
    )


def one_call(member: Member, season_id: int, at: datetime) -> Call:
    """One call for the page behind a link, also when it is closed. Raises NotFound."""
    season = seasons(rules.seasons_of(member).filter(pk=season_id, open_until__isnull=False)).first()
    if season is None:
        raise NotFound
    stage = CircleWish.objects.filter(member=member, season=season).values_list("stage", flat=True).first()
    return call_of(
        member, season, stage, faces(member.space_id, {season.host_id or 0}).get(season.host_id or 0), at, rules.may_wish(member, at)
    )


def calls_for_trades(member: Member, letters: Sequence[str], at: datetime) -> Iterable[Beside]:
    """The open calls for circles of some trades. One question."""
    rows = rules.calls_for(member, at).filter(theme=CircleSeason.Theme.INDUSTRY, industry__in=list(letters)).order_by("open_until", "pk")
    return [
        Beside(
            words.title(season),
            _("Five to eight people of the trade, six meetings. You can say until %(day)s that you would like to be in.")
            % {"day": weekday_and_day(season.open_until)},
            address("connect:circles", member.space.slug),
        )
        for season in rows[:SHOWN]
        if season.open_until is not None
    ]


def call_open(member: Member, season_id: int, at: datetime) -> bool:
    """Whether a call can still be answered."""
    return rules.calls_for(member, at).filter(pk=season_id).exists()


def seats_of(rows: Iterable[Circle]) -> dict[int, list[CircleSeat]]:
    """The seats of some circles, by circle."""
    rows = list(rows)
    seats: dict[int, list[CircleSeat]] = {circle.pk: [] for circle in rows}
    for seat in CircleSeat.objects.filter(circle__in=rows).order_by("member_id"):
        seats[seat.circle_id].append(seat)
    return seats


def own_seat(seats: Sequence[CircleSeat], member: Member) -> CircleSeat | None:
    """The reader's own seat."""
    return next((s for s in seats if s.member_id == member.pk), None)


def shown_in(circle: Circle, seats: Sequence[CircleSeat], member: Member) -> list[int]:
    """Who is shown: everybody who was asked while it waits, then those who sit there, and to nobody but them."""
    if circle.begun_at is None:
        return [s.member_id for s in seats] if circle.off_at is None else []
    return [s.member_id for s in seats if rules.sits(s)] if rules.sits(own_seat(seats, member)) else []


def state_of(circle: Circle, seats: Sequence[CircleSeat], member: Member, at: datetime, noes: Iterable[tuple[int, int]]) -> str:
    """What somebody may know of a circle to which they were asked."""
    seat = own_seat(seats, member)
    if circle.begun_at is not None:
        if seat is None or seat.accepted_at is None:
            return "over"
        if not rules.sits(seat):
            return "left"
        if circle.ended_at is not None:
            return "ended"
        return "paused" if circle.paused_at else "going_on" if rules.may_say_go_on(circle, at) else "running"
    if circle.off_at is not None or circle.expires_at <= at:
        return "over"
    return "no" if (circle.pk, 0) in noes else "yes" if seat is not None and seat.accepted_at else "asked"


# ------------------------------------------------------------------ a circle from inside


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that somebody took on, and what became of it."""

    id: int
    face: Face
    text: str
    said: str
    label: str
    mine: bool
    since: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """One of the six meetings."""

    id: int
    number: int
    when: str
    hot_seat: Face | None
    mine: bool
    ahead: bool
    is_next: bool
    there: tuple[Face, ...]
    on: str
    time: str
    others: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class CirclePage:
    """One circle in full, as one of those who were asked sees it."""

    id: int
    title: str
    text: str
    language: str
    state: str
    said: str
    about: str
    confidence: str
    me: Face
    people: tuple[Face, ...]
    names: str
    reasons: tuple[str, ...]
    until: str
    can_answer: bool
    inside: bool
    turn: str
    meetings: tuple[Meeting, ...]
    next: Meeting | None
    last: Meeting | None
    agenda: tuple[tuple[str, str], ...]
    to_check: tuple[Promise, ...]
    taken_on: tuple[Promise, ...]
    told: tuple[Promise, ...]
    can_commit: bool
    can_go_on: bool
    goes_on: str
    can_tell: bool
    came: str
    outcome: str
    outcome_shared: bool
    others_said: tuple[tuple[str, str], ...]
    beside_block: bool


def circle_page(member: Member, circle_id: int, at: datetime) -> CirclePage:
    """One circle for one of those who were asked. Raises NotFound. Of what is said in it only who sits there reads anything, and nobody the words of whom they
    have blocked; nobody else's view changes.
    """
    circle = one_circle(member, circle_id)
    season, zone = circle.season, circle.space.zone
    seats = seats_of([circle])[circle.pk]
    own = own_seat(seats, member)
    assert own is not None
    state = state_of(circle, seats, member, at, {(circle.pk, 0)} if circle.own_no else set())  # type: ignore[attr-defined]
    inside = circle.begun_at is not None and rules.sits(own)
    # What lies ahead of an end does not take place.
    rows = [row for row in rules.meetings(circle) if circle.ended_at is None or row.starts_at <= circle.ended_at] if inside else []
    there = rules.present_at(rows)
    shown = shown_in(circle, seats, member)
    folded = folded_for(member) if inside else set()
    said = [row for row in rules.commitments_in(circle) if row.member_id not in folded] if inside else []
    people = faces(circle.space_id, {*shown, member.pk, *people_of(rows, there)})
    following, before = rules.due_meeting(rows, at), rules.last_meeting(rows, at)
    meetings = {m.pk: meeting_of(m, rows, member, people, there.get(m.pk, set()), following, zone, at) for m in rows}
    promises = [promise_of(c, people, member, zone) for c in said if c.member_id in people]
    open_ = [p for p in promises if not p.said]
    others = [people[pk] for pk in shown if pk != member.pk and pk in people]
    waits = circle.begun_at is None
    hot = meetings[following.pk].hot_seat if following else None
    return CirclePage(
        id=circle.pk,
        title=words.title(season),
        text=season.text,
        language=season.language,
        state=state,
        said=words.state(state),
        about=words.rhythm(season),
        confidence=season.confidence,
        me=people[member.pk],
        people=tuple(others),
        names=words.names_of([face.first_name for face in others]),
        reasons=tuple(why(list(Member.objects.filter(pk__in=shown).order_by("pk")), member, people, circle.space.day(at)))
        if waits and shown
        else (),
        until=open_until(circle),
        can_answer=bool(rules.may_answer(circle, at)),
        inside=inside,
        turn=ngettext("season %(n)s", "season %(n)s", circle.turn) % {"n": circle.turn} if circle.turn > 1 else "",
        meetings=tuple(meetings.values()),
        next=meetings[following.pk] if following and not circle.ended_at else None,
        last=meetings[before.pk] if before else None,
        agenda=words.agenda(season, hot.first_name if hot else "", is_last=rules.due_meeting(rows, following.starts_at) is None)
        if inside and following
        else (),
        to_check=tuple(p for p in open_ if p.mine),
        taken_on=tuple(p for p in open_ if not p.mine),
        told=tuple(p for p in reversed(promises) if p.said),
        can_commit=inside and bool(rules.may_commit(circle, rows, at)) and len([p for p in open_ if p.mine]) < rules.MOST_COMMITMENTS,
        can_go_on=inside and bool(rules.may_say_go_on(circle, at)),
        goes_on="yes" if own.goes_on_at else "no" if circle.own_no_to_more else "",  # type: ignore[attr-defined]
        can_tell=bool(rules.may_tell_outcome(circle, own, at)),
        came=own.came,
        outcome=own.outcome,
        outcome_shared=own.outcome_shared,
        others_said=told_by_others(seats, people, folded | {member.pk}) if inside else (),
        beside_block=circle.ended_at is None and not folded.isdisjoint(shown),
    )


def one_circle(member: Member, circle_id: int) -> Circle:
    """A circle that a member was asked for, with their own noes. Raises NotFound."""
    found = rules.visible_to(member).select_related("space", "season__space", "season__location").filter(pk=circle_id)
    circle = rules.with_own_noes(member, found).first()
    if circle is None:
        raise NotFound
    return circle


def people_of(rows: Sequence[CircleMeeting], there: Mapping[int, Collection[int]]) -> set[int]:
    """Who was at some meetings, and whose hot seats they are."""
    return {pk for each in there.values() for pk in each} | {row.hot_seat_id for row in rows if row.hot_seat_id is not None}


def open_until(circle: Circle) -> str:
    """The day until which an answer is awaited: whether to be in, or whether to go on."""
    ends_at = circle.expires_at if circle.begun_at is None else (circle.asked_on_at or circle.expires_at) + rules.GOING_ON_OPEN
    return day_name(ends_at.astimezone(circle.space.zone).date())


def told_by_others(seats: Sequence[CircleSeat], people: Mapping[int, Face], without: Collection[int]) -> tuple[tuple[str, str], ...]:
    """What others of a circle said came of it, as far as they share it with the circle."""
    told = [seat for seat in seats if seat.outcome_shared and seat.member_id in people and seat.member_id not in without]
    return tuple((people[seat.member_id].first_name, seat.outcome) for seat in told)


def why(people: Sequence[Member], member: Member, shown: Mapping[int, Face], day: Any) -> list[str]:
    """Why these people, from what each of them shows to all."""
    codes = [code for code in visible_reasons(people, day) if code["code"] != "industries"]
    return reasons(codes, reader=member.pk, names={pk: face.name for pk, face in shown.items()}, two=False)


def meeting_of(
    meeting: CircleMeeting,
    rows: Sequence[CircleMeeting],
    member: Member,
    people: Mapping[int, Face],
    there: Iterable[int],
    following: CircleMeeting | None,
    zone: Any,
    at: datetime,
) -> Meeting:
    """One meeting in words. `others`: the meetings with which its hot seat may change places, where one of the two is the reader's."""
    local = meeting.starts_at.astimezone(zone)
    mine = meeting.hot_seat_id == member.pk
    ahead = meeting.starts_at > at
    others = [m for m in rows if m.pk != meeting.pk and m.starts_at > at and m.hot_seat_id != member.pk] if mine and ahead else []
    return Meeting(
        id=meeting.pk,
        number=meeting.number,
        when=words.moment(meeting.starts_at, zone),
        hot_seat=people.get(meeting.hot_seat_id or 0),
        mine=mine,
        ahead=ahead,
        is_next=following is not None and following.pk == meeting.pk,
        there=tuple(people[pk] for pk in sorted(there) if pk in people),
        on=local.date().isoformat(),
        time=date_format(local, "H:i"),
        others=tuple(
            (
                m.pk,
                _("%(name)s, %(day)s") % {"name": face.first_name, "day": weekday_and_day(m.starts_at.astimezone(zone).date())},
            )
            for m in others
            if (face := people.get(m.hot_seat_id or 0)) is not None
        ),
    )


def promise_of(row: Commitment, people: Mapping[int, Face], member: Member, zone: Any) -> Promise:
    """Something taken on, in words."""
    label = str(Commitment.Said(row.said).label) if row.said else ""
    since = day_name(row.made_at.astimezone(zone).date())
    return Promise(row.pk, people[row.member_id], row.text, row.said, label, row.member_id == member.pk, since)


def names(ids: set[int]) -> dict[int, Subject]:
    """How some circles are called at the head of their threads."""
    rows = Circle.objects.filter(pk__in=ids).select_related("space", "season")
    return {c.pk: Subject(words.title(c.season), address("connect:circle", c.space.slug, c.pk)) for c in rows}


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The circles and calls that notices speak of, in two queries."""
    told = Circle.objects.filter(pk__in={row["circle"] for row in rows if "circle" in row}).select_related("season")
    of_circle = {c.pk: words.title(c.season) for c in told}
    called = CircleSeason.objects.filter(pk__in={row["season"] for row in rows if "season" in row})
    of_season = {s.pk: words.title(s) for s in called}
    return [{"title": of_circle.get(row.get("circle", 0)) or of_season.get(row.get("season", 0)) or "…"} for row in rows]
