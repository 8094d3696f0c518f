"""What pages show of event advice: what could be on, when people come, and how good earlier advice was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.errors import NotFound, require
from drittort.inspire.event_advice import picture, rules, words
from drittort.inspire.event_advice.dates import Clash, clashes
from drittort.inspire.event_advice.models import AdvisedHost, EventAdvice, EventTurnout, TurnoutStrengths
from drittort.inspire.events.models import Event
from drittort.inspire.events.queries import found
from drittort.inspire.events.rules import may_change
from drittort.inspire.hosting.rules import may_host
from drittort.joining.days import day as day_words
from drittort.joining.days import weekday_and_day
from drittort.members.models import Member, StandingLine
from drittort.members.people.queries import Face, faces
from drittort.members.people.words import weekday
from drittort.members.safety.rules import kept_from
from drittort.members.skills.topics import fields_of, topics_of

HOSTS, LATEST = 3, 60


@dataclass(frozen=True, slots=True)
class Host:
    """Somebody who may be asked to host it: what they say of it on their page."""

    face: Face
    line: str
    language: str


@dataclass(frozen=True, slots=True)
class Card:
    """One piece of advice as its reader sees it."""

    id: int
    kind: str
    kind_label: str
    title: str
    evidence: tuple[str, ...]
    outlook: str
    proposed: str
    hosts: tuple[Host, ...]
    can_draft: bool
    rested_with: str
    rested_until: str


@dataclass(frozen=True, slots=True)
class Page:
    """What could be on."""

    topics: tuple[Card, ...]
    others: tuple[Card, ...]
    resting: tuple[Card, ...]
    week: tuple[dict[str, Any], ...]
    rests_on: int
    learnt: str
    can_rest: bool
    taken: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """Advice of which something was made, and what came of it."""

    title: str
    event: str
    language: str
    path: str
    when: str
    said: str
    came: str
    kept: str


def cards(reader: Member, rows: Sequence[EventAdvice], at: datetime) -> dict[int, Card]:
    """Some pieces of advice with their possible hosts, by id. Five queries."""
    hosts = hosts_of(reader, rows)
    return {
        one.pk: Card(
            one.pk, one.kind, str(one.get_kind_display()), words.heading(one, one.series.title if one.series is not None else ""), tuple(words.evidence(one)), words.outlook(one),
            words.proposed(one), hosts.get(one.pk, ()), bool(rules.may_draft(reader, one, at)), one.rested_with, day_words(one.rested_until) if one.rested_until is not None else "",
        )
        for one in rows
    }  # fmt: skip


def hosts_of(reader: Member, rows: Sequence[EventAdvice]) -> dict[int, tuple[Host, ...]]:
    """Who may be asked to host each: those who say so on their page today, without whom a block keeps apart from the reader, and never the reader. Five queries."""
    named = list(
        AdvisedHost.objects.filter(advice__in=[one.pk for one in rows], member__left_on=None, member__erase_at=None)
        .exclude(member=reader)
        .values_list("advice", "member")
    )
    apart = kept_from(reader.pk, {person for _advice, person in named})
    people = {person for _advice, person in named} - apart
    lines: dict[int, list[tuple[set[str], str, str]]] = {}
    for person, text, language in StandingLine.objects.filter(member__in=people, side=StandingLine.Side.OFFER).values_list(
        "member", "text", "language"
    ):
        lines.setdefault(person, []).append((fields_of(topics_of(text, language)), text, language))
    keys = {one.pk: one.key for one in rows}
    chosen: dict[int, list[tuple[int, str, str]]] = {}
    # Whose turn it is changes with the advice, so that it is not always the same who is asked.
    for advice, person in sorted(named, key=lambda pair: (pair[1] * 7919 + pair[0] * 104729) % 1009):
        line = next(((text, language) for held, text, language in lines.get(person, ()) if keys[advice] in held), None)
        if person in people and line is not None and len(chosen.setdefault(advice, [])) < HOSTS:
            chosen[advice].append((person, *line))
    known = faces(reader.space_id, {person for each in chosen.values() for person, _text, _language in each})
    return {
        advice: tuple(Host(known[person], text, language) for person, text, language in each if person in known)
        for advice, each in chosen.items()
    }


def page(reader: Member, at: datetime) -> Page:
    """What could be on in the house."""
    today = reader.space.day(at)
    rows = list(rules.visible_to(reader).speaking().select_related("series").order_by("rank", "pk"))
    shown = cards(reader, rows, at)
    resting = [one for one in rows if rules.rests(one, today)]
    awake = [one for one in rows if one not in resting]
    strengths = TurnoutStrengths.objects.filter(space=reader.space_id).first()
    return Page(
        topics=tuple(shown[one.pk] for one in awake if one.kind == EventAdvice.Kind.TOPIC), others=tuple(shown[one.pk] for one in awake if one.kind != EventAdvice.Kind.TOPIC),
        resting=tuple(shown[one.pk] for one in resting), week=hours(strengths), rests_on=strengths.events if strengths is not None else 0,
        learnt=date_format(strengths.learnt_at.astimezone(reader.space.zone), "DATE_FORMAT") if strengths is not None else "", can_rest=bool(rules.may_rest(reader)),
        taken=taken(reader, at),
    )  # fmt: skip


def hours(strengths: TurnoutStrengths | None) -> tuple[dict[str, Any], ...]:
    """What is to be expected at the hours of the week that the house has tried, from Monday morning on: bars with their words."""
    if strengths is None:
        return ()
    return tuple(
        {
            "label": _("%(day)s %(part)s") % {"day": weekday(day), "part": words.part_name(part)},
            "value": expected,
            "text": words.with_range(expected, low, high),
        }
        for day, part, expected, low, high, _events in sorted(strengths.week)
    )


def taken(reader: Member, at: datetime) -> tuple[Taken, ...]:
    """Advice of which an event was made that the reader may see, the latest first: what was foretold, what came, and whether its day and hour were kept."""
    rows = (
        rules.visible_to(reader)
        .filter(event__published_at__isnull=False)
        .select_related("event__turnout", "series")
        .order_by("-event__starts_at")[:12]
    )
    found = []
    for one in rows:
        event = one.event
        assert event is not None
        turnout: EventTurnout | None = getattr(event, "turnout", None)
        begins = event.starts_at.astimezone(reader.space.zone)
        kept = one.weekday is None or (begins.weekday() == one.weekday and abs(begins.hour - (one.hour or 0)) <= 1)
        found.append(
            Taken(
                words.heading(one, one.series.title if one.series is not None else ""), event.title, event.language, address("inspire:event", reader.space.slug, event.pk), weekday_and_day(begins.date()),
                words.with_range(one.expected, one.low or 0, one.high or 0) if one.expected is not None else "",
                _("called off") if event.cancelled_at is not None else str(turnout.came) if turnout is not None and turnout.came is not None else "",
                _("as advised") if kept else _("another hour"),
            )
        )  # fmt: skip
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Scored:
    """Forecasts beside what came: of how many events, how far off on average, by the schedule, and how many lay in the range."""

    events: int
    error: str
    schedule: str
    better: str
    inside: str
    is_better: bool
    picture: picture.Picture
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One event: what was foretold and what came."""

    title: str
    language: str
    path: str
    when: str
    said: str
    usual: str
    came: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Scores:
    """How good the advice was: what was foretold before, and what would have been."""

    before: Scored | None
    before_events: int
    looked_back: Scored | None
    enough: int
    noted: int


def scores(reader: Member, at: datetime) -> Scores:
    """What was foretold of the events of the house beside what came. Two queries."""
    rows = list(
        EventTurnout.objects.filter(event__space=reader.space_id, came__isnull=False, expected__isnull=False, event__cancelled_at=None, event__published_at__isnull=False)
        .select_related("event").order_by("-event__starts_at")
    )  # fmt: skip
    real, back = [one for one in rows if not one.looked_back], [one for one in rows if one.looked_back]
    return Scores(
        scored(reader, real) if len(real) >= rules.ENOUGH else None, len(real), scored(reader, back) if len(back) >= rules.ENOUGH else None, rules.ENOUGH,
        sum(one.is_noted for one in rows),
    )  # fmt: skip


def scored(reader: Member, rows: Sequence[EventTurnout]) -> Scored:
    """Forecasts of some events beside what came."""
    told = [(one.expected or 0.0, one.low or 0.0, one.high or 0.0, one.usual or 0.0, one.came or 0) for one in rows]
    error = sum(abs(expected - came) for expected, _low, _high, _usual, came in told) / len(told)
    schedule = sum(abs(usual - came) for _expected, _low, _high, usual, came in told) / len(told)
    inside = [round(low) <= came <= round(high) for _expected, low, high, _usual, came in told]
    better = 1 - error / schedule if schedule else 0.0
    lines = tuple(
        Row(
            one.event.title, one.event.language, address("inspire:event", reader.space.slug, one.pk), weekday_and_day(reader.space.day(one.event.starts_at)),
            words.with_range(expected, low, high), words.number(usual), str(came), within,
        )
        for one, (expected, low, high, usual, came), within in zip(rows[:LATEST], told, inside, strict=False)
    )  # fmt: skip
    return Scored(
        len(rows), words.decimal(error), words.decimal(schedule), words.percent(abs(better)), words.percent(sum(inside) / len(inside)), better >= rules.BETTER,
        picture.foretold([(expected, low, high, came) for expected, low, high, _usual, came in told]), lines,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """What those who host an event read beside it: what stands in the way of its hour, what is foretold, and whom they could ask along."""

    id: int
    title: str
    language: str
    clashes: tuple[Clash, ...]
    outlook: str
    came: str
    hosts: tuple[Host, ...]


def beside(reader: Member, event_id: int, at: datetime) -> Beside:
    """What advice says of an event to those who host or publish it. Raises NotFound, NotAllowed."""
    event = found(reader, event_id)
    event.space = reader.space
    require(may_host(reader, event))
    turnout = EventTurnout.objects.filter(event=event).first()
    advice = rules.visible_to(reader).filter(event=event, kind=EventAdvice.Kind.TOPIC).first() if event.published_at is None else None
    outlook = came = ""
    if turnout is not None and turnout.expected is not None:
        outlook = _("Foretold: about %(n)s people, in eight of ten cases %(low)s to %(high)s. By the average schedule of the house it would be %(usual)s.") % {
            "n": words.number(turnout.expected), "low": words.number(turnout.low or 0), "high": words.number(turnout.high or 0), "usual": words.number(turnout.usual or 0),
        }  # fmt: skip
    if turnout is not None and turnout.came is not None:
        came = _("%(n)s came.") % {"n": turnout.came}
    hosts = hosts_of(reader, [advice]).get(advice.pk, ()) if advice is not None else ()
    return Beside(
        event.pk, event.title, event.language, clashes(reader, event) if may_change(reader, event, at) else (), outlook, came, hosts
    )


def for_hour(reader: Member, event: Event, without: int | None) -> tuple[Clash, ...]:
    """What stands in the way of an hour that somebody is about to choose."""
    event.space_id, event.pk = reader.space_id, without
    return clashes(reader, event)


def card_of(reader: Member, advice_id: int, at: datetime) -> Card:
    """One piece of advice, to be put aside. Raises NotFound."""
    row = rules.visible_to(reader).speaking().filter(pk=advice_id).select_related("series").first()
    if row is None:
        raise NotFound
    return cards(reader, [row], at)[row.pk]
