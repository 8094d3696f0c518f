"""What a house is advised to hold: from needs, offers, questions, attendance, usual days and what is in the calendar already. For the worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

from drittort.engine.turnout import LEAST, USUAL, Expected, Gatherings, Numbers, Strengths, TurnoutModel, learn, on_schedule, widened
from drittort.inspire.event_advice.actions import Foretold
from drittort.inspire.event_advice.fields import field_in
from drittort.inspire.event_advice.interest import Interest, days_of, interest_in, tellable
from drittort.inspire.event_advice.models import EventAdvice
from drittort.inspire.event_advice.past import WAYS, Past, field_index, gatherings, seen, usual_hours, usual_minutes
from drittort.inspire.events.models import Event
from drittort.spaces.models import Space

TOPICS, HOURS, DAYS, SERIES = 5, 2, 2, 3
"""How many pieces of advice of a kind are given at once."""
TRIED = 3
"""So many events make an hour of the week one that the house knows."""
SURE = 0.8
"""How sure the model must be that an hour or a way draws more than the others."""
RESTED = timedelta(days=90)
"""After an evening on a topic its next one is not urgent for so long."""
YEAR, RECENT = timedelta(days=365), timedelta(days=183)
WORKDAYS = range(5)
FADES, FADED_AFTER, FADED_TO = 4, 8, 0.6
FULL, FULL_OF = 3, 6


@dataclass(frozen=True, slots=True)
class Given:
    """One piece of advice, as it is stored."""

    kind: str
    key: str
    weekday: int | None = None
    hour: int | None = None
    minutes: int | None = None
    way: str = ""
    series: int | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    usual: float | None = None
    hosts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a house's events taught: the strengths, how wide the range must be, and of how many events."""

    strengths: Strengths
    widen: float
    events: int


def learnt(past: Past) -> Learnt | None:
    """Learn from the past of a house; None where there were too few events to foretell anything."""
    if len(past) < LEAST:
        return None
    strengths = learn(past.events, past.turnout, rounds=12)
    return Learnt(strengths, widened(past.events, past.turnout, strengths), len(past))


class Outlook:
    """What is to be expected of dates that nobody has planned yet."""

    def __init__(self, past: Past, known: Learnt, at: datetime) -> None:
        self.past, self.at = past, at
        self.model = TurnoutModel(past.events, past.turnout, known.strengths, widen=known.widen)
        self.hours, self.minutes = usual_hours(past), usual_minutes(past)
        since = past.events.day > at.toordinal() - YEAR.days
        self.usual = float(past.turnout[since].mean() if since.any() else past.turnout.mean())
        self.tried = Counter(zip(past.events.weekday.tolist(), past.events.part.tolist(), strict=True))

    def planned(self, dates: Iterable[tuple[int, int]], *, key: str = "", way: str = Event.Way.HERE) -> Gatherings:
        """Single events on some weekdays and parts of the day, in two to three weeks, as the model sees them."""
        monday = self.at.astimezone(self.past.space.zone).date() + timedelta(days=21)
        monday -= timedelta(days=monday.weekday())
        begins = [datetime.combine(monday + timedelta(days=day), time(self.hours[part])) for day, part in dates]
        n = len(begins)
        return gatherings(begins, [-1] * n, [-1] * n, [WAYS[way]] * n, [field_index().get(key, -1)] * n, [False] * n)

    def of(self, dates: Sequence[tuple[int, int]], *, key: str = "") -> list[tuple[float, float, float]]:
        """Median and range of a single event on each of some dates."""
        found = self.model.predict(self.planned(dates, key=key))
        return list(zip(found.median.tolist(), found.low.tolist(), found.high.tolist(), strict=True))

    def week(self) -> list[list[float]]:
        """What is to be expected at each hour of the week that the house knows: weekday, part of the day, median, low, high, and how many events there were."""
        dates = self.known_dates()
        return (
            [[*one, *(round(value, 2) for value in said), self.tried[one]] for one, said in zip(dates, self.of(dates), strict=True)]
            if dates
            else []
        )

    def known_dates(self) -> list[tuple[int, int]]:
        """The hours of the week that the house has tried, those most often tried first."""
        return [date_ for date_, n in self.tried.most_common() if n >= TRIED]


def advice_for(space: Space, past: Past, known: Learnt | None, at: datetime) -> list[Given]:
    """All that is to be said to a house, the most urgent first of each kind."""
    outlook = Outlook(past, known, at) if known is not None else None
    return [
        *on_topics(space, past, outlook, at),
        *(on_hours(outlook) if outlook is not None else ()),
        *on_empty_days(space, past, at),
        *(on_ways(past, outlook) if outlook is not None else ()),
        *on_seats(past, at),
        *on_fading(past, at),
    ]


def on_topics(space: Space, past: Past, outlook: Outlook | None, at: datetime) -> list[Given]:
    """Fields that enough people look for, those first of which nothing was on for long."""
    interest, days = interest_in(space, at), days_of(space)
    ahead = {field_in(one) for one in Event.objects.standing().ahead(at).filter(space=space)}
    found: list[tuple[float, Given]] = []
    for key, each in sorted(interest.items()):
        seeks = tellable(each.seeks)
        if seeks is None or key in ahead:
            continue
        on = [one for one in past.held if past.fields[one.pk] == key and one.starts_at > at - YEAR]
        since = (at - on[-1].starts_at) if on else RESTED
        evidence: dict[str, Any] = {"seeks": seeks, "offers": tellable(each.offers), "some_offer": bool(each.offers), "events": len(on)}
        evidence["last"] = space.day(on[-1].starts_at).isoformat() if on else ""
        came = [past.came[one.pk].people for one in on if past.came[one.pk].is_known]
        evidence["came"] = round(float(np.mean(came)), 1) if came else None
        found.append((seeks * min(1.0, since / RESTED), Given(EventAdvice.Kind.TOPIC, key, evidence=evidence, hosts=frozenset(each.hosts))))
    chosen: list[Given] = []
    for _worth, given in sorted(found, key=lambda one: (-one[0], one[1].key))[:TOPICS]:
        chosen.append(dated(given, interest[given.key], days, outlook, taken={(one.weekday, one.hour) for one in chosen}))
    return chosen


def dated(
    given: Given,
    interest: Interest,
    days: Mapping[int, set[int]],
    outlook: Outlook | None,
    taken: Collection[tuple[int | None, int | None]],
) -> Given:
    """Give a topic its day and hour: where even a poor evening of the house draws some, and most of those who look for it are in the house anyway.

    Two topics are not sent to the same hour, as long as the house knows another one.
    """
    here = {day: len(interest.seeks & days[day]) / len(interest.seeks) for day in range(7)}
    if outlook is None or not outlook.known_dates():
        day = max(WORKDAYS, key=lambda each: (here[each], -each))
        return replace(with_days(given, interest, days, day), weekday=day, hour=18, minutes=90, way=Event.Way.HERE)
    dates = [one for one in outlook.known_dates() if (one[0], outlook.hours[one[1]]) not in taken] or outlook.known_dates()
    said = outlook.of(dates, key=given.key)
    place = max(range(len(dates)), key=lambda each: (said[each][1] * (0.5 + here[dates[each][0]]), -each))
    (day, part), (median, low, high) = dates[place], said[place]
    told = with_days(given, interest, days, day)
    return replace(
        told, weekday=day, hour=outlook.hours[part], minutes=outlook.minutes, way=Event.Way.HERE, expected=median, low=low, high=high, usual=outlook.usual,
    )  # fmt: skip


def with_days(given: Given, interest: Interest, days: Mapping[int, set[int]], day: int) -> Given:
    """Say how many of those who look for it are usually in the house on a day, if that may be told."""
    return replace(given, evidence={**given.evidence, "here": tellable(interest.seeks & days[day])})


def on_hours(outlook: Outlook) -> list[Given]:
    """Hours of the week of which the model is sure that they draw more than the others the house knows."""
    dates = outlook.known_dates()
    if len(dates) < 2:
        return []
    found = []
    for (day, part), (median, low, high) in zip(dates, outlook.of(dates), strict=True):
        others = [each for each in dates if each != (day, part)]
        more, sure = outlook.model.contrast(outlook.planned([(day, part)]), outlook.planned(others))
        if more > 1.0 and sure >= SURE:
            evidence = {"events": outlook.tried[day, part], "more": round(more - 1, 3), "sure": round(sure, 2)}
            told = Given(
                EventAdvice.Kind.HOUR, f"{day}-{part}", day, outlook.hours[part], outlook.minutes, evidence=evidence, expected=median, low=low, high=high, usual=outlook.usual,
            )  # fmt: skip
            found.append((more, told))
    return [given for _more, given in sorted(found, key=lambda one: (-one[0], one[1].key))[:HOURS]]


def on_empty_days(space: Space, past: Past, at: datetime) -> list[Given]:
    """Working days on which many are in the house and nothing was on for half a year, nor comes."""
    days = days_of(space)
    rows = [one.starts_at for one in past.held if one.starts_at > at - RECENT]
    rows += Event.objects.standing().ahead(at).filter(space=space).values_list("starts_at", flat=True)
    busy = {moment.astimezone(space.zone).weekday() for moment in rows}
    most = max((len(people) for people in days.values()), default=0)
    found = [(len(days[day]), day) for day in WORKDAYS if day not in busy and tellable(days[day]) is not None and 2 * len(days[day]) > most]
    return [
        Given(EventAdvice.Kind.DAY, str(day), weekday=day, hour=12, minutes=60, way=Event.Way.HERE, evidence={"here": here})
        for here, day in sorted(found, reverse=True)[:DAYS]
    ]


def on_ways(past: Past, outlook: Outlook) -> list[Given]:
    """The way that draws more than the usual one, where the house has tried both often enough."""
    tried = Counter(one.way for one in past.rows)
    usual, n = tried.most_common(1)[0]
    if n < TRIED + 2:
        return []
    found, dates = [], outlook.known_dates()[:1] or [(2, 3)]
    for way, times in tried.items():
        more, sure = outlook.model.contrast(outlook.planned(dates, way=way), outlook.planned(dates, way=usual))
        if way != usual and times >= TRIED + 2 and more > 1.0 and sure >= SURE:
            found.append(
                Given(
                    EventAdvice.Kind.WAY,
                    way,
                    way=way,
                    evidence={"events": times, "more": round(more - 1, 3), "sure": round(sure, 2), "usual": usual},
                )
            )
    return found


def by_series(past: Past) -> dict[int, list[Event]]:
    """The events of each series, in their order, with earlier ones of the same name."""
    found: dict[int, list[Event]] = {}
    for one in past.rows:
        series = one.series_id or past.circles.series.get(one.title.casefold())
        if series is not None:
            found.setdefault(series, []).append(one)
    return found


def on_seats(past: Past, at: datetime) -> list[Given]:
    """Series that were full three times of the last six."""
    found = []
    for series, rows in by_series(past).items():
        last = [one for one in rows[-FULL_OF:] if one.starts_at > at - RECENT]
        full = sum(one.capacity is not None and one.taken >= one.capacity for one in last)
        if full >= FULL:
            found.append(
                (
                    full,
                    Given(EventAdvice.Kind.SEATS, "", series=series, evidence={"full": full, "of": len(last), "seats": last[-1].capacity}),
                )
            )
    return [given for _full, given in sorted(found, key=lambda one: (-one[0], one[1].series or 0))[:SERIES]]


def on_fading(past: Past, at: datetime) -> list[Given]:
    """Series to whose last four events far fewer came than to those before."""
    found = []
    for series, rows in by_series(past).items():
        rows = [one for one in rows if one.starts_at > at - YEAR]
        came = [past.came[one.pk].people for one in rows]
        if len(came) < FADES + FADED_AFTER or rows[-1].starts_at < at - RECENT:
            continue
        before, now = float(np.mean(came[:-FADES])), float(np.mean(came[-FADES:]))
        if now < FADED_TO * before and max(came[-FADES:]) < float(np.median(came[:-FADES])):
            evidence = {"now": round(now, 1), "before": round(before, 1), "of": len(came)}
            found.append((now / before, Given(EventAdvice.Kind.FADING, "", series=series, evidence=evidence)))
    return [given for _share, given in sorted(found, key=lambda one: (one[0], one[1].series or 0))[:SERIES]]


def foretold(past: Past, known: Learnt, coming: Sequence[Event]) -> list[Foretold]:
    """What is to be expected of events that are planned, and what the average schedule of the house says."""
    if not coming:
        return []
    held = {one.pk: field_in(one) for one in coming}
    events = seen(past.space, coming, past.circles, held)
    model = TurnoutModel(past.events, past.turnout, known.strengths, widen=known.widen)
    return said_of(coming, model.predict(events), on_schedule(past.events, past.turnout, events))


def said_of(rows: Sequence[Event], said: Expected, usual: Numbers) -> list[Foretold]:
    """What is expected of some events, as it is stored."""
    columns = zip(said.median.tolist(), said.low.tolist(), said.high.tolist(), usual.tolist(), said.known.tolist(), strict=True)
    return [Foretold(one.pk, *column) for one, column in zip(rows, columns, strict=True)]


def looked_back(past: Past, at: datetime) -> list[Foretold]:
    """The events of the last year, each foretold from what was known at the beginning of its month.

    With the usual strengths, so that nothing of what came later speaks for what came before.
    """
    found: list[Foretold] = []
    months = sorted({(one.starts_at.year, one.starts_at.month) for one in past.rows if one.starts_at > at - YEAR})
    days = np.array([past.space.day(one.starts_at).toordinal() for one in past.rows])
    for year, month in months:
        begins, ends = date(year, month, 1).toordinal(), date(year + month // 12, month % 12 + 1, 1).toordinal()
        before, rows = days < begins, np.flatnonzero((days >= begins) & (days < ends))
        if before.sum() < LEAST or not len(rows):
            continue
        events, turnout = past.events.some(before), past.turnout[before]
        coming = past.events.some(rows)
        widen = widened(events, turnout, USUAL)
        said = TurnoutModel(events, turnout, USUAL, widen=widen).predict(coming)
        found += said_of([past.rows[row] for row in rows.tolist()], said, on_schedule(events, turnout, coming))
    return found
