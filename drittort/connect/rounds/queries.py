"""What pages and mails about rounds show, as frozen values with ready words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.connect.introductions import words as sentences
from drittort.connect.introductions.models import Round
from drittort.connect.rounds import rules, words
from drittort.connect.rounds.drafts import DraftPage, Look, draft_page
from drittort.connect.rounds.models import Gathering, GroupDraft, Seat, Series, SeriesChoice, Unseated
from drittort.core import sums
from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.safety.rules import folded_for
from drittort.spaces.industries import section_name
from drittort.spaces.models import Location

SHOWN_ROUNDS = 3
TABLES = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A series in a list: its name, what it is in a sentence, when the next one is."""

    id: int
    name: str
    text: str
    said: str
    when: str


@dataclass(frozen=True, slots=True)
class Mine:
    """A series as a member sees it: whether they take part, and how often."""

    line: Line
    takes_part: bool
    every: int | None
    choices: tuple[tuple[str, str], ...]
    missed: str


@dataclass(frozen=True, slots=True)
class TableCard:
    """A table to which the reader was asked, in a list."""

    id: int
    people: tuple[Face, ...]
    said: str
    when: str
    names: str


@dataclass(frozen=True, slots=True)
class MyRounds:
    """A member's page of rounds; `why_not` says why they are drawn in none. Whoever `rests` only may leave meanwhile."""

    why_not: str
    rests: bool
    series: tuple[Mine, ...]
    tables: tuple[TableCard, ...]
    not_with: tuple[Face, ...]


def line(series: Series, places: dict[int, str]) -> Line:
    """One series in words."""
    audience = {
        Series.Audience.ALL: _("for everybody who likes to be introduced"),
        Series.Audience.LOCATION: _("for %(place)s") % {"place": places.get(series.location_id or 0, _("one location"))},
        Series.Audience.INDUSTRY: _("for the trade “%(trade)s”") % {"trade": section_name(series.industry) if series.industry else ""},
        Series.Audience.JOINED: _("for all who join"),
    }[Series.Audience(series.audience)]
    said = _("%(size)s, %(rhythm)s, %(audience)s") % {
        "size": Series.Size(series.size).label,
        "rhythm": words.every(rules.EVERY.get(Series.Rhythm(series.rhythm), 0)),
        "audience": audience,
    }
    when = (
        _("next round on %(day)s") % {"day": sentences.weekday_and_day(series.next_on)}
        if series.next_on
        else _("no further round is planned")
    )
    return Line(series.pk, series.name, series.text, said, when)


def places_of(space_id: int) -> dict[int, str]:
    """The locations of a house by their numbers."""
    return dict(Location.objects.filter(space_id=space_id).values_list("pk", "name"))


def my_rounds(member: Member, at: datetime) -> MyRounds:
    """What a member may join, the tables to which they were asked, and their own secret list. Rounds for another part of the house are not theirs."""
    may, there = rules.may_take_part(member, at), list(rules.series_of(member).order_by("name", "pk"))
    audiences = {series.audience for series in there}
    trades = rules.trades_of(member) if Series.Audience.INDUSTRY in audiences else set()
    going = [series for series in there if rules.is_for(series, member, trades) or series.host_id == member.pk]
    choices = {c.series_id: c for c in SeriesChoice.objects.filter(member=member, series__in=going)}
    places = places_of(member.space_id) if Series.Audience.LOCATION in audiences else {}
    missed = dict(
        Unseated.objects.filter(member=member, round__series__in=going, round__sent_at__gt=at - timedelta(days=14))
        .exclude(code="out")
        .order_by("round__sent_at")
        .values_list("round__series_id", "code")
    )
    found = []
    for series in going:
        choice = choices.get(series.pk)
        usual = rules.EVERY.get(Series.Rhythm(series.rhythm), 0)
        found.append(
            Mine(
                line(series, places),
                choice.takes_part if choice else series.audience != Series.Audience.JOINED,
                choice.every_days if choice else None,
                tuple((str(days), words.every(days)) for days in rules.EVERY.values() if usual and days >= usual),
                words.own_reason(missed[series.pk]) if series.pk in missed else "",
            )
        )
    tables = list(rules.gatherings_of(member).order_by("-proposed_at", "-pk")[:TABLES])
    seats = list(Seat.objects.filter(gathering__in=tables))
    empty = rules.own_empties(member, tables)
    people = faces(member.space_id, {s.member_id for s in seats} | set(hidden := rules.not_with(member)))
    return MyRounds(
        "" if may else str(may.reason),
        member.paused_until is not None,
        tuple(found),
        tuple(
            table_card(member, table, [s for s in seats if s.gathering_id == table.pk], people, at, declined=table.pk in empty)
            for table in tables
        ),
        tuple(people[pk] for pk in hidden if pk in people),
    )


def table_card(
    member: Member, table: Gathering, seats: Sequence[Seat], people: dict[int, Face], at: datetime, *, declined: bool
) -> TableCard:
    """One table in a list."""
    shown = [people[pk] for pk in shown_at(table, seats, member, at) if pk in people]
    state = state_of(table, seats, member, at, declined=declined)
    when = sentences.day(table.proposed_at.astimezone(member.space.zone).date())
    return TableCard(table.pk, tuple(shown), words.state(state), when, ", ".join(f.first_name for f in shown if f.id != member.pk))


def shown_at(table: Gathering, seats: Sequence[Seat], member: Member, at: datetime) -> list[int]:
    """Who is shown at a table: all who were asked while it is open; those who sit there once it is set, and to nobody but them."""
    if table.introduced_at is not None and any(s.member_id == member.pk and s.accepted_at for s in seats):
        return rules.accepted(seats)
    return sorted(s.member_id for s in seats)


def state_of(table: Gathering, seats: Sequence[Seat], member: Member, at: datetime, *, declined: bool) -> str:
    """What somebody may know of a table: asked, yes (waiting), no (own), together, met, over."""
    own = next((s for s in seats if s.member_id == member.pk), None)
    yes = own is not None and own.accepted_at is not None
    if table.introduced_at is not None and yes:
        return "met" if own is not None and own.met_at else "together"
    if table.introduced_at is not None or table.expired_at is not None or table.expires_at <= at:
        return "over"
    return "no" if declined else "yes" if yes else "asked"


@dataclass(frozen=True, slots=True)
class TablePage:
    """One table in full, as one of those who were asked sees it."""

    id: int
    series: str
    state: str
    said: str
    me: Face
    people: tuple[Face, ...]
    names: str
    text: str
    reasons: tuple[str, ...]
    slot: str
    until: str
    can_answer: bool
    can_tell: bool
    addresses: tuple[tuple[str, str], ...]
    told: str
    again: bool | None
    outcome: str
    outcome_shared: bool
    others_said: tuple[tuple[str, str], ...]
    pauses: tuple[tuple[str, str], ...]


def table_page(member: Member, gathering_id: int, at: datetime) -> TablePage:
    """One table for one of those who were asked. Raises NotFound."""
    table = rules.gatherings_of(member).select_related("space", "series").filter(pk=gathering_id).first()
    if table is None:
        raise NotFound
    seats = list(Seat.objects.filter(gathering=table).order_by("member_id"))
    own = next(s for s in seats if s.member_id == member.pk)
    state = state_of(table, seats, member, at, declined=rules.own_empty(table, member) is not None)
    shown = shown_at(table, seats, member, at)
    people = faces(table.space_id, {*shown, member.pk})
    names = {pk: face.name for pk, face in people.items()}
    together = table.introduced_at is not None and own.accepted_at is not None
    reached = Member.objects.here().filter(pk__in=shown, account__isnull=False).select_related("account").order_by("pk") if together else []
    others = [people[pk] for pk in shown if pk != member.pk and pk in people]
    folded = folded_for(member) if together else set()
    zone = table.space.zone
    places = {p.pk: p for p in Location.objects.filter(space_id=table.space_id)}
    return TablePage(
        id=table.pk,
        series=table.series.name if table.series else table.space.name,
        state=state,
        said=words.state(state),
        me=people[member.pk],
        people=tuple(others),
        names=", ".join(face.first_name for face in others),
        text=table.text,
        reasons=tuple(words.reasons(table.reasons, reader=member.pk, names=names, two=False)),
        slot=sentences.slot(table.slots[0], zone, places) if table.slots else "",
        until=sentences.day(table.expires_at.astimezone(zone).date()),
        can_answer=bool(rules.may_answer(table, at)),
        can_tell=bool(rules.may_tell_outcome(table, own, at)),
        addresses=tuple((m.name, m.account.email) for m in reached if m.pk != member.pk and m.account is not None),
        told="met" if own.met_at else "planned" if own.planned_at else "missed" if own.missed_at else "",
        again=own.again,
        outcome=own.outcome,
        outcome_shared=own.outcome_shared,
        others_said=tuple(
            (names[s.member_id], s.outcome)
            for s in seats
            if s.outcome_shared and s.member_id != member.pk and s.member_id in names and s.member_id not in folded
        )
        if together
        else (),
        pauses=tuple(sentences.pauses(table.space.day(at))),
    )


# ------------------------------------------------------------------ for those who care


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a round, in figures as far as the rule for sums allows."""

    when: str
    asked: str
    yes: str
    met: str


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """One series for those who care."""

    line: Line
    host: Face | None
    draft: DraftPage | None
    results: tuple[Result, ...]
    without_draft: str
    draw: str


def series_list(member: Member) -> list[Line]:
    """The series of a house that go on."""
    places = places_of(member.space_id)
    return [line(series, places) for series in rules.series_of(member).order_by("next_on", "name", "pk")]


def series_page(member: Member, series_id: int, at: datetime, look: Look) -> SeriesPage:
    """One series with its draft and what came of the last rounds. Raises NotFound."""
    series = rules.series_of(member).select_related("space").filter(pk=series_id).first()
    if series is None:
        raise NotFound
    made = rules.draft_of(member, series=series)
    told = line(series, places_of(member.space_id))
    without = ""
    if made is None:
        n = len(rules.taking_part(series, series.space.day(at)))
        without = ngettext(
            "%(n)s person would take part now; %(when)s.", "%(n)s people would take part now; %(when)s.", n
        ) % {"n": n, "when": told.when}  # fmt: skip
    return SeriesPage(
        told,
        faces(member.space_id, {series.host_id}).get(series.host_id) if series.host_id else None,
        draft_page(made, member, look) if made else None,
        results(series),
        without,
        address("connect:draw_round", member.space.slug, series.pk),
    )


def results(series: Series) -> tuple[Result, ...]:
    """What came of the last rounds whose time is over. Nothing of it tells a no from silence: it counts yeses, and only where the rule for sums allows."""
    made = list(Round.objects.filter(series=series, sent_at__isnull=False).order_by("-sent_at")[:SHOWN_ROUNDS])
    open_pair = Q(introduction__isnull=False, introduction__introduced_at=None, introduction__expired_at=None)
    open_table = Q(gathering__isnull=False, gathering__introduced_at=None, gathering__expired_at=None)
    sides, seats = "introduction__sides", "gathering__seats"
    groups: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in (
        GroupDraft.objects.filter(round__in=made, sent_at__isnull=False)
        .order_by()
        .values("round_id", "pk")
        .annotate(
            asked=Count(sides, distinct=True) + Count(seats, distinct=True),
            yes=Count(sides, filter=Q(introduction__sides__accepted_at__isnull=False), distinct=True)
            + Count(seats, filter=Q(gathering__seats__accepted_at__isnull=False), distinct=True),
            met=Count(sides, filter=Q(introduction__met_on__isnull=False), distinct=True)
            + Count(seats, filter=Q(gathering__seats__met_at__isnull=False), distinct=True),
            # Before the time is over a count of yeses would tell of those who have not said it.
            waiting=Count("pk", filter=open_pair | open_table, distinct=True),
        )
    ):
        groups[row["round_id"]].append(row)
    out = []
    for one in made:
        mine = groups[one.pk]
        waits = any(row["waiting"] for row in mine)
        assert one.sent_at is not None
        when = sentences.day(one.sent_at.astimezone(series.space.zone).date())
        yes, met = (_("still open") if waits else figure([row[name] for row in mine]) for name in ("yes", "met"))
        out.append(Result(when, figure([row["asked"] for row in mine]), yes, met))
    return tuple(out)


def figure(groups: Sequence[int]) -> str:
    """A number of people in groups, as far as the rule for sums allows."""
    return str(sum(groups)) if sums.enough_people(groups) else _("too few to tell")


def not_with_page(member: Member, other_id: int) -> tuple[Face, bool]:
    """Somebody and whether they stand on the reader's own list. Raises NotFound."""
    if other_id == member.pk:
        raise NotFound
    found = faces(member.space_id, {other_id})
    if other_id not in found:
        raise NotFound
    return found[other_id], other_id in rules.not_with(member)


def as_set(member: Member, series_id: int) -> tuple[str, dict[str, Any]]:
    """The name of a series, and how it is set, for its form. Raises NotFound."""
    series = rules.series_of(member).filter(pk=series_id).first()
    if series is None:
        raise NotFound
    names = ("name", "text", "size", "rhythm", "audience", "location_id", "industry", "host_id", "same_company", "online")
    known = {name.removesuffix("_id"): getattr(series, name) for name in names}
    return series.name, {**known, "next_on": series.next_on.isoformat() if series.next_on else ""}
