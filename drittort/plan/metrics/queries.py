"""What is kept of the figures, for the pages of the plan and for its other features. Reads what the worker has stored, and computes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import inf
from typing import Any

from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.errors import NotFound, require
from drittort.core.metrics import COUNT, METRICS, PROGRAMS, SHARE, Figure, Metric, months_from
from drittort.core.models import Job
from drittort.engine.trend import LEAST_FORECAST, LEAST_TREND, Expected, direction, forecast
from drittort.members.models import Member
from drittort.plan.metrics import rules, words
from drittort.plan.metrics.beside import Said, said
from drittort.plan.metrics.models import MetricMonth
from drittort.plan.rules import may_read
from drittort.spaces.models import Space
from drittort.web.charts import Line, Plot, plot, ticks

YEAR, AHEAD, SOON = 12, 3, 5


@dataclass(frozen=True, slots=True)
class Kept:
    """One month of a metric as it is kept. Not `closed`: the month so far. `remade`: it was made anew after it had been told."""

    month: date
    figure: Figure
    closed: bool
    remade: bool = False


Kepts = dict[str, list[Kept]]


def kept(space: Space, names: Iterable[str] | None = None, *, since: date | None = None) -> Kepts:
    """The months of some metrics (or of all), in order. One question."""
    rows = MetricMonth.objects.filter(space=space)
    if names is not None:
        rows = rows.filter(metric__in=list(names))
    if since is not None:
        rows = rows.filter(month__gte=since)
    found: Kepts = defaultdict(list)
    columns = ("metric", "month", "value", "of", "low", "high", "private", "since", "closed_at", "remade_at")
    for name, month, value, of, low, high, private, first, closed_at, remade_at in rows.order_by("month").values_list(*columns):
        found[name].append(Kept(month, Figure(value, of, low, high, private, first), closed_at is not None, remade_at is not None))
    return found


def series(space: Space, name: str) -> list[Kept]:
    """All kept months of a metric, in order; those in which there was nothing to say are missing."""
    return kept(space, [name]).get(name, [])


def latest(space: Space, name: str) -> Kept | None:
    """The last closed month of a metric that tells something."""
    return newest(series(space, name))


def newest(months: Sequence[Kept]) -> Kept | None:
    """The last closed month that tells something."""
    return next((each for each in reversed(months) if each.closed and each.figure.value is not None), None)


def figures(space: Space, names: Iterable[str], months: Iterable[date]) -> dict[str, dict[date, Figure]]:
    """The kept figures of some metrics in some months, closed ones and those so far. One question."""
    wanted = set(months)
    return {
        name: {each.month: each.figure for each in found if each.month in wanted}
        for name, found in kept(space, names, since=min(wanted, default=None)).items()
    }


def values(months: Sequence[Kept]) -> list[float]:
    """The values of closed months that tell something, in order: what a trend is computed from."""
    return [each.figure.value for each in months if each.closed and each.figure.value is not None]


def line(months: Sequence[Kept], first: date, last: date) -> list[float | None]:
    """A value for every month from one to another, for a drawing; None where there is none."""
    known: dict[date, Any] = {each.month: each.figure.value for each in months}
    return [known.get(month) for month in months_from(first, last)]


@dataclass(frozen=True, slots=True)
class Shown:
    """One metric in a list: its last told month, how it came there, and what is said beside it."""

    name: str
    label: str
    path: str
    value: str
    month: str
    sentence: str
    points: tuple[float | None, ...]
    way: str
    change: str
    moves: str
    verdict: str
    said: Said | None


@dataclass(frozen=True, slots=True)
class Part:
    """The metrics of one of the three programs, or of the house."""

    name: str
    title: str
    note: str
    told: tuple[Shown, ...]
    silent: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One month of a metric in a table."""

    month: str
    value: str
    of: str
    note: str


@dataclass(frozen=True, slots=True)
class One:
    """The page of one metric."""

    shown: Shown
    program: str
    element: str
    unit: str
    definition: str
    formula: str
    source: str
    limits: str
    picture: Plot | None
    picture_says: str
    expected: str
    rows: tuple[Row, ...]
    opens: str
    why_private: str
    helps: str
    helps_path: str
    keeping: str
    may_remake: bool


def sheet(reader: Member, at: datetime) -> tuple[Part, ...]:
    """All metrics by program, told ones first. Raises NotAllowed for who may not read the plan."""
    require(may_read(reader))
    found = kept(reader.space)
    beside = said(reader.space, found, at)
    parts = []
    for program in PROGRAMS:
        each = [
            shown(reader.space, metric, found.get(metric.name, []), beside.get(metric.name), at)
            for metric in METRICS.values()
            if metric.program == program
        ]
        told, silent = tuple(one for one in each if one.value), tuple(one for one in each if not one.value)
        if each:
            parts.append(Part(program, str(words.PROGRAM_NAMES[program]), str(words.PROGRAM_NOTES[program]), told, silent))
    return tuple(parts)


def shown(space: Space, metric: Metric, months: Sequence[Kept], beside: Said | None, at: datetime) -> Shown:
    """One metric as a list shows it."""
    last = newest(months)
    path = address("plan:metric", space.slug, metric.name)
    label = str(metric.label)
    if last is None or last.figure.value is None:
        return Shown(metric.name, label, path, "", "", silence(metric, months, space.day(at)), (), "", "", "steady", "", beside)
    every = values(months)[-YEAR:]
    moves = direction(every)
    before = next((each for each in reversed(months) if each.closed and each.figure.value is not None and each.month < last.month), None)
    change, step = _change(metric, before, last.figure.value)
    return Shown(
        metric.name, label, path, words.written(metric, last.figure.value), words.span(last.month, last.figure.since), sentence(metric, last),
        tuple(line([each for each in months if each.closed], rules.back(last.month, YEAR - 1), last.month)), words.way(metric, moves, len(every) if len(every) >= LEAST_TREND else 0),
        change, step, words.welcome(metric, {"up": 1, "down": -1}.get(step, 0)), beside,
    )  # fmt: skip


def _change(metric: Metric, before: Kept | None, value: float) -> tuple[str, str]:
    """The figure that was told before, and which way it went since, as far as that is to be seen in the words."""
    if before is None or before.figure.value is None:
        return "", "steady"
    then = words.written(metric, before.figure.value)
    told = _("before: %(value)s (%(month)s)") % {"value": then, "month": words.month_name(before.month)}
    return told, "steady" if then == words.written(metric, value) else "up" if value > before.figure.value else "down"


def sentence(metric: Metric, each: Kept) -> str:
    """What a figure rests upon, and how sure it is."""
    figure, told = each.figure, []
    told.append(words.span(each.month, figure.since))
    if metric.unit == SHARE and metric.counted and figure.of and figure.value is not None:
        told.append(_("of %(n)s") % {"n": words.rests_on(metric, figure)})
    elif metric.unit not in (COUNT, SHARE) and figure.of > 1:
        told.append(_("rests on %(n)s") % {"n": words.rests_on(metric, figure)})
    return ", ".join(told)


def silence(metric: Metric, months: Sequence[Kept], today: date) -> str:
    """Why there is no figure."""
    if any(each.figure.private for each in months):
        return _("There are too few to tell so far. It comes as soon as nobody can be seen in it.")
    if metric.ripens > SOON:
        return _("Nothing yet. A month is told %(n)s days after its end.") % {"n": metric.ripens}
    return _("Nothing to count yet.") if metric.open else _("Nothing yet. A month is told when it is over, and enough people are in it.")


def one(reader: Member, name: str, at: datetime) -> One:
    """The page of one metric. Raises NotAllowed for who may not read the plan, and NotFound for a metric that is none."""
    require(may_read(reader))
    metric = METRICS.get(name)
    if metric is None:
        raise NotFound
    found = kept(reader.space, [name])
    months = found.get(name, [])
    beside = said(reader.space, found, at).get(name)
    space, last = reader.space, newest(months)
    ahead = expected(metric, values(months), AHEAD)
    drawn = picture(metric, months, beside, ahead) if last is not None else None
    return One(
        shown(space, metric, months, beside, at), str(words.PROGRAM_NAMES[metric.program]), str(words.ELEMENT_NAMES.get(metric.element, "")), metric.unit,
        str(metric.definition), str(metric.formula), str(metric.source), str(metric.limits),
        drawn, tells(metric, months), _ahead_words(metric, ahead, len(values(months))), tuple(row(metric, each) for each in reversed(months)),
        metric.rows(space, last.month if last is not None else space.day(at).replace(day=1)) if metric.rows is not None else "", str(metric.why_private),
        str(metric.helps), address(metric.helps_at, space.slug) if metric.helps_at else "", keeping(metric), bool(rules.may_remake(reader, metric)) and last is not None,
    )  # fmt: skip


def expected(metric: Metric, told: Sequence[float], months: int) -> list[Expected]:
    """What may be expected of the next months, within what is possible for its unit; nothing where that would be anything."""
    low = metric.lowest if metric.lowest is not None else 0.0 if min(told, default=0.0) >= 0 else -inf
    high = metric.highest if metric.highest is not None else 1.0 if metric.unit == SHARE else inf
    ahead = forecast(told, months, low=low, high=high)
    anything = metric.unit == SHARE and ahead and (ahead[-1].low, ahead[-1].high) == (0.0, 1.0)
    return [] if anything else ahead


def picture(metric: Metric, months: Sequence[Kept], beside: Said | None, ahead: Sequence[Expected]) -> Plot | None:
    """The line of a metric over its closed months, at most three years, with what is expected, the target and its corridor. None without a value."""
    closed = [each for each in months if each.closed]
    told = [(each.month, each.figure.value) for each in closed if each.figure.value is not None]
    if not told:
        return None
    last = told[-1][0]
    first = max(told[0][0], rules.back(last, rules.MONTHS - 1))
    place = {month: float(k) for k, month in enumerate(months_from(first, rules.back(last, -len(ahead))))}
    points = [(place[month], value) for month, value in told if month in place]
    drawn = [Line(_("as it was"), points)]
    if ahead:
        coming = [(place[last] + step, each) for step, each in enumerate(ahead, 1)]
        band = [(points[-1][0], points[-1][1], points[-1][1]), *((at, each.low, each.high) for at, each in coming)]
        drawn.append(Line(_("expected, with its interval"), [points[-1], *((at, each.value) for at, each in coming)], band))
    heights = [value for each in drawn for value in (*(y for _x, y in each.points), *(y for band in each.band for y in band[1:]))]
    edges = [0.0, float(len(place) - 1)]
    if beside is not None:
        heights += [value for value in (beside.target, beside.low, beside.high) if value is not None]
    scale = ticks(0.0 if min(heights) >= 0 else min(heights), max(heights))
    if beside is not None and beside.target is not None:
        # Where the corridor is open to a side it reaches to the edge of the picture.
        low, high = scale[0] if beside.low is None else beside.low, scale[-1] if beside.high is None else beside.high
        within = [] if beside.low is None and beside.high is None else [(at, low, high) for at in edges]
        drawn.append(Line(_("target and corridor") if within else _("target"), [(at, beside.target) for at in edges], within))
    up = [(value, words.written(metric, value)) for value in scale]
    end = rules.back(last, -len(ahead))
    across = [(place[month], words.short_month(month)) for month in ([first, end] if end != first else [first])]
    return plot(drawn, across, up)


def tells(metric: Metric, months: Sequence[Kept]) -> str:
    """The picture in words."""
    told = [(each.month, each.figure.value) for each in months if each.closed and each.figure.value is not None]
    if not told:
        return ""
    (first, began), (last, now) = told[0], told[-1]
    low, high = min(value for _month, value in told), max(value for _month, value in told)
    return _("%(began)s in %(first)s, %(now)s in %(last)s; between %(low)s and %(high)s on the way.") % {
        "began": words.written(metric, began), "first": words.month_name(first), "now": words.written(metric, now), "last": words.month_name(last),
        "low": words.written(metric, low), "high": words.written(metric, high),
    }  # fmt: skip


def _ahead_words(metric: Metric, ahead: Sequence[Expected], told: int) -> str:
    if not ahead and told >= LEAST_FORECAST:
        return _("It moves too much for anybody to say what comes.")
    if not ahead:
        return _("From eight told months on, what may be expected stands here.")
    last = ahead[-1]
    return _("If it goes on like this: %(value)s in %(n)s months, most likely between %(low)s and %(high)s.") % {
        "value": words.written(metric, last.value), "n": len(ahead), "low": words.written(metric, last.low), "high": words.written(metric, last.high),
    }  # fmt: skip


def row(metric: Metric, each: Kept) -> Row:
    """One month in words."""
    figure, notes = each.figure, []
    if not each.closed:
        notes.append(_("so far"))
    if figure.private:
        notes.append(_("too few to tell; it waits for the next month") if metric.gathers else _("too few to tell"))
    if figure.since is not None:
        notes.append(_("since %(month)s") % {"month": words.month_name(figure.since)})
    if figure.low is not None:
        low, high = words.written(metric, figure.low), "" if figure.high is None else words.written(metric, figure.high)
        notes.append(_("%(low)s to %(high)s") % {"low": low, "high": high} if high else _("%(low)s and more") % {"low": low})
    elif (chance := words.bounds(metric, figure)) is not None:
        low, high = (words.written(metric, edge) for edge in chance if edge is not None)
        notes.append(_("%(low)s to %(high)s by chance alone") % {"low": low, "high": high})
    if each.remade:
        notes.append(_("made anew"))
    return Row(
        words.month_name(each.month), "" if figure.value is None else words.written(metric, figure.value), words.rests_on(metric, figure), ", ".join(notes)
    )  # fmt: skip


def keeping(metric: Metric) -> str:
    """How the months of a metric are kept, in words."""
    if metric.gathers:
        return _(
            "A month is told once, %(n)s days after its end at the earliest. Where there are too few, it waits for the next, and one figure speaks for both."
        ) % {"n": metric.ripens}
    if metric.open and not metric.ripens:
        return _(
            "The running month is shown so far, and counted anew every night. What is over stays as it was told, unless it is made anew on purpose."
        )
    if metric.open:
        return _("A month is told %(n)s days after its end, and stays as it was told, unless it is made anew on purpose.") % {
            "n": metric.ripens
        }
    return _("A month is told once, and never counted again: so nobody can subtract one number from another.")


COLUMNS = ("metric", "label", "unit", "month", "since", "value", "of", "low", "high", "state")


def table(reader: Member) -> list[list[str | float | None]]:
    """Everything that is kept, for a file: one line a metric and month. Raises NotAllowed for who may not read the plan."""
    require(may_read(reader))
    lines_of_file: list[list[str | float | None]] = []
    for name, months in kept(reader.space).items():
        if name in METRICS:
            for each in months:
                figure = each.figure
                state = "private" if figure.private else "remade" if each.remade else "closed" if each.closed else "so far"
                numbers = (figure.value, figure.of or None, figure.low, figure.high)
                month, since = each.month.strftime("%Y-%m"), figure.since.strftime("%Y-%m") if figure.since else ""
                lines_of_file.append([name, str(METRICS[name].label), METRICS[name].unit, month, since, *numbers, state])
    return lines_of_file


def is_computing(space: Space) -> bool:
    """Whether the worker has months to compute for a house."""
    return Job.objects.filter(space_id=space.pk, name=rules.KEEP, done_at=None, dead_at=None).exists()
