"""What the pages show of goals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.care import Item, Rows
from drittort.core.errors import NotFound, require
from drittort.core.metrics import DOWN, METRICS, PROGRAMS, SHARE, Metric
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.plan.goals import rules, words
from drittort.plan.goals.models import Goal, GoalAlarm
from drittort.plan.metrics.beside import Said
from drittort.plan.metrics.queries import Kept, Kepts, expected, kept, picture, tells, values
from drittort.plan.metrics.words import PROGRAM_NAMES, written
from drittort.plan.rules import RUN, may_read, may_run
from drittort.spaces.models import Space
from drittort.spaces.roles import allows
from drittort.web.charts import Plot

SHOWN, SOON = 5, timedelta(days=31)
ORDER = (rules.ASTRAY, rules.LATE, rules.BEHIND, rules.OPEN, rules.ON_WAY, rules.REACHED, rules.NEW)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A goal with which a house may begin: what a good community shows. Targets in the unit of the figure."""

    figure: str
    target: float
    low: float | None = None
    high: float | None = None


STARTS = (
    Suggested("first_tie", 0.9, low=0.7),
    Suggested("need_hours", 6, high=12),
    Suggested("need_day", 0.7, low=0.5),
    Suggested("introductions_met", 0.6, low=0.45),
    Suggested("introductions_again", 0.85, low=0.7),
    Suggested("isolates", 0.05, high=0.1),
    Suggested("across_companies", 0.5, low=0.4),
    Suggested("staff_answers", 0.2, high=0.4),
    Suggested("breadth", 0.3, low=0.2),
    Suggested("member_hosted", 0.5, low=0.3),
    Suggested("show_up", 0.8, low=0.65),
    Suggested("churn", 0.02, high=0.04),
)


@dataclass(frozen=True, slots=True)
class Card:
    """One goal in a list."""

    id: int
    figure: str
    name: str
    path: str
    wanted: str
    state: str
    says: str
    kind: str
    sentence: str
    points: tuple[float | None, ...]
    owner: Face | None
    alarm: str
    helps: str
    helps_path: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A goal to begin with."""

    label: str
    wanted: str
    path: str


@dataclass(frozen=True, slots=True)
class Page:
    """The list of goals, what to begin with, and what was wanted before."""

    cards: tuple[Card, ...]
    offers: tuple[Offer, ...]
    ended: tuple[tuple[str, str, str], ...]
    may_run: bool


@dataclass(frozen=True, slots=True)
class One:
    """The page of one goal."""

    card: Card
    corridor: str
    why: str
    picture: Plot | None
    picture_says: str
    figure_path: str
    set_on: str
    set_by: Face | None
    alarms: tuple[tuple[str, str, str], ...]
    rings: bool
    astray: bool
    ended: str
    may_run: bool


def page(reader: Member, at: datetime) -> Page:
    """Every goal of the house, astray ones first. Raises NotAllowed for who may not read the plan."""
    require(may_read(reader))
    every = list(rules.visible_to(reader).select_related("space").order_by("-set_at", "-pk"))
    standing = [goal for goal in every if goal.ended_at is None and goal.metric in METRICS]
    ended = [goal for goal in every if goal.ended_at is not None and goal.metric in METRICS][:20]
    told = {goal.metric for goal in standing}
    over = tuple(
        (str(METRICS[goal.metric].label), words.wanted(goal, METRICS[goal.metric]), goal.ended_with or _("replaced or ended"))
        for goal in ended
    )
    return Page(cards(reader, standing, at), offers(reader.space, told, at), over, bool(may_run(reader)))


def cards(reader: Member, goals: list[Goal], at: datetime, months: Kepts | None = None) -> tuple[Card, ...]:
    """Goals as lists show them, astray ones first. Three questions, or two where the months are known."""
    known = kept(reader.space, {goal.metric for goal in goals}) if months is None else months
    people = faces(reader.space_id, {goal.owner_id for goal in goals if goal.owner_id is not None})
    alarms = {alarm.goal_id: alarm for alarm in GoalAlarm.objects.filter(goal__in=goals, over_at=None)}
    today = reader.space.day(at)
    found = [(card(goal, known.get(goal.metric, []), people, alarms.get(goal.pk), today, reader.space.slug), goal) for goal in goals]
    return tuple(each for each, goal in sorted(found, key=lambda pair: (ORDER.index(pair[0].state), pair[1].by_on, pair[1].pk)))


def card(goal: Goal, months: list[Kept], people: Mapping[int, Face], alarm: GoalAlarm | None, today: date, slug: str) -> Card:
    """One goal with how it stands."""
    metric = METRICS[goal.metric]
    how = rules.standing(goal, months, today)
    return Card(
        goal.pk, goal.metric, str(metric.label), address("plan:goal", slug, goal.pk), words.wanted(goal, metric), how.state, str(words.STATES[how.state]),
        words.KINDS.get(how.state, ""), words.stands(goal, metric, how), tuple(each.figure.value for each in months if each.closed)[-12:],
        people.get(goal.owner_id or 0), alarm.measure or _("Nobody has said yet what is done about it.") if alarm is not None else "",
        str(metric.helps), address(metric.helps_at, slug) if metric.helps_at else "",
    )  # fmt: skip


def offers(space: Space, told: set[str], at: datetime) -> tuple[Offer, ...]:
    """Goals to begin with, for figures without one."""
    return tuple(
        Offer(str(METRICS[one.figure].label), aims(one), f"{address('plan:new_goal', space.slug)}?figure={one.figure}")
        for one in STARTS
        if one.figure in METRICS and one.figure not in told
    )


def aims(one: Suggested) -> str:
    """What a suggested goal wants."""
    metric = METRICS[one.figure]
    amount = written(metric, one.target)
    return _("at most %(amount)s") % {"amount": amount} if metric.better == DOWN else _("at least %(amount)s") % {"amount": amount}


def begins_with(figure: str) -> dict[str, float]:
    """The values with which the form of a new goal begins; shares as they are written, in per cent."""
    one = next((each for each in STARTS if each.figure == figure), None)
    if one is None or figure not in METRICS:
        return {}
    factor = 100 if METRICS[figure].unit == SHARE else 1
    found = {"target": one.target, "low": one.low, "high": one.high}
    return {name: round(value * factor, 4) for name, value in found.items() if value is not None}


def one(reader: Member, goal_id: int, at: datetime) -> One:
    """The page of one goal. Raises NotAllowed for who may not read the plan, and NotFound."""
    require(may_read(reader))
    goal = rules.visible_to(reader).select_related("space").filter(pk=goal_id).first()
    if goal is None or goal.metric not in METRICS:
        raise NotFound
    metric, months = METRICS[goal.metric], kept(reader.space, [goal.metric]).get(goal.metric, [])
    alarms = list(goal.alarms.order_by("-raised_at"))
    people = faces(reader.space_id, {pk for pk in (goal.owner_id, goal.set_by_id) if pk is not None})
    ringing = next((alarm for alarm in alarms if alarm.over_at is None), None)
    shown = card(goal, months, people, ringing, reader.space.day(at), reader.space.slug)
    drawn = picture(metric, months, said_of(goal, metric, shown.path, ""), expected(metric, values(months), 3))
    return One(
        shown, words.corridor(goal, metric), goal.why, drawn, tells(metric, months), address("plan:metric", reader.space.slug, goal.metric),
        words.day(goal.set_at.astimezone(reader.space.zone).date()), people.get(goal.set_by_id or 0),
        tuple(alarm_words(alarm, reader.space) for alarm in alarms), ringing is not None and ringing.heard_at is None, ringing is not None,
        goal.ended_with or _("It was replaced or ended.") if goal.ended_at is not None else "", bool(may_run(reader)) and goal.ended_at is None,
    )  # fmt: skip


def alarm_words(alarm: GoalAlarm, space: Space) -> tuple[str, str, str]:
    """An alarm: when it rang, what was done, and when it was over."""
    over = "" if alarm.over_at is None else words.day(alarm.over_at.astimezone(space.zone).date())
    return words.day(alarm.raised_at.astimezone(space.zone).date()), alarm.measure, over


def said_of(goal: Goal, metric: Metric, path: str, state: str) -> Said:
    """What stands beside a figure that has a goal."""
    return Said(
        f"{words.wanted(goal, metric)}: {words.STATES[state]}" if state else "",
        words.KINDS.get(state, ""),
        path,
        goal.target,
        goal.low,
        goal.high,
    )


def beside(space: Space, months: Kepts, at: datetime) -> dict[str, Said]:
    """The goals of a house, beside their figures. One question."""
    found = {}
    for goal in Goal.objects.standing().filter(space=space).select_related("space"):
        if goal.metric in METRICS:
            state = rules.standing(goal, months.get(goal.metric, []), space.day(at)).state
            found[goal.metric] = said_of(goal, METRICS[goal.metric], address("plan:goal", space.slug, goal.pk), state)
    return found


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The figures to choose from, by program."""
    return [
        (str(PROGRAM_NAMES[program]), [(name, str(metric.label)) for name, metric in METRICS.items() if metric.program == program])
        for program in PROGRAMS
        if any(metric.program == program for metric in METRICS.values())
    ]


def waiting(member: Member, at: datetime) -> list[Rows]:
    """For the page of what needs care: figures that are astray, and nobody has said what is done. Whose goal it is, and everybody where nobody owns it."""
    if not allows(member, RUN):
        return []
    whose = Q(goal__owner=None) | Q(goal__owner=member)
    rows = GoalAlarm.objects.ringing().filter(whose, goal__space_id=member.space_id, goal__metric__in=METRICS)

    def item(goal: int, metric: str, _on: date | None, raised_at: datetime) -> Item:
        said = " ".join((_("It has been outside its corridor for two months."), str(METRICS[metric].helps)))
        return Item(str(METRICS[metric].label), said, address("plan:goal", member.space.slug, goal), raised_at)

    return [Rows(rows.order_by("raised_at", "pk"), item, at="raised_at", words="goal__metric", number="goal_id", most=SHOWN)]


def due(member: Member, at: datetime) -> list[Item]:
    """Goals whose day comes in the next month, or has passed within the last. One question."""
    today = member.space.day(at)
    rows = rules.visible_to(member).standing().filter(by_on__gte=today - SOON, by_on__lte=today + SOON).order_by("by_on", "pk")[:SHOWN]
    return [
        Item(
            str(METRICS[goal.metric].label), words.wanted(goal, METRICS[goal.metric]), address("plan:goal", member.space.slug, goal.pk),
            datetime.combine(goal.by_on, time(12), member.space.zone),
        )
        for goal in rows
        if goal.metric in METRICS
    ]  # fmt: skip
