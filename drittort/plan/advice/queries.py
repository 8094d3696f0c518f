"""What pages show of advice: what waits for an answer, all rules with how they stand, and how good earlier advice was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.errors import NotFound, require
from drittort.core.metrics import METRICS
from drittort.joining.days import day as day_words
from drittort.members.models import Member
from drittort.members.people.queries import faces
from drittort.plan.advice import catalogue, judging, rules, words
from drittort.plan.advice.models import PlanAdvice
from drittort.plan.advice.told import shares, told_of
from drittort.plan.metrics.words import PROGRAM_NAMES, month_name
from drittort.plan.rules import may_read, may_run

SCORES = 60


@dataclass(frozen=True, slots=True)
class Ground:
    """One condition of a rule and the figure at which it looked."""

    condition: str
    present: str
    path: str


@dataclass(frozen=True, slots=True)
class Card:
    """One piece of advice."""

    id: int
    title: str
    do: str
    program: str
    grounds: tuple[Ground, ...]
    expected: str
    source: str
    drift: str
    cost: str
    path: str
    reason: str
    rests_until: str


@dataclass(frozen=True, slots=True)
class Running:
    """Advice that somebody took up: until when, and whether it is scored."""

    title: str
    by: str
    until: str
    figure: str
    path: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the house is advised to do next."""

    cards: tuple[Card, ...]
    more: int
    resting: tuple[Card, ...]
    running: tuple[Running, ...]
    has_figures: bool
    may_run: bool
    rules: int
    speaking: int


def card(advice: PlanAdvice, slug: str) -> Card | None:
    """One piece of advice in words; None where its rule is gone from this version."""
    rule = catalogue.rules().get(advice.rule)
    if rule is None:
        return None
    grounds = tuple(
        Ground(words.mark_of(each), words.present(each), address("plan:metric", slug, each["figure"]) if each["figure"] in METRICS else "")
        for each in advice.grounds
    )
    metric = METRICS.get(advice.metric)
    where = rule.at or (metric.helps_at if metric is not None else "")
    return Card(
        advice.pk, rule.words.title, rule.words.do, str(PROGRAM_NAMES[metric.program]) if metric is not None else "", grounds, words.expected(advice), words.source(advice),
        words.drift(advice), words.cost(advice.hours, advice.money), address(where, slug) if where else "", advice.declined_with,
        day_words(advice.rests_until) if advice.rests_until is not None else "",
    )  # fmt: skip


def page(reader: Member, at: datetime) -> Page:
    """What waits for an answer, what rests and what runs. Raises NotAllowed for who may not read the plan. Four queries."""
    require(may_read(reader))
    slug, today = reader.space.slug, reader.space.day(at)
    rows = list(rules.visible_to(reader).speaking().order_by("rank", "pk"))
    awake = [one for one in (card(row, slug) for row in rows if not rules.rests(row, today)) if one is not None]
    resting = [one for one in (card(row, slug) for row in rows if rules.rests(row, today)) if one is not None]
    taken = list(rules.visible_to(reader).filter(taken_at__isnull=False, scored_at=None).order_by("until_on", "pk"))
    people = faces(reader.space_id, {row.taken_by_id for row in taken if row.taken_by_id})
    running = tuple(
        Running(
            catalogue.rules()[row.rule].words.title, people[row.taken_by_id].name if row.taken_by_id in people else "", day_words(row.until_on) if row.until_on is not None else "",
            words.label(row.metric), address("plan:metric", slug, row.metric),
        )
        for row in taken
        if row.rule in catalogue.rules()
    )  # fmt: skip
    return Page(
        tuple(awake[: rules.MOST]), max(0, len(awake) - rules.MOST), tuple(resting), running, bool(rows) or bool(taken) or bool(told_of(reader.space)), bool(may_run(reader)),
        len(catalogue.rules()), len(rows),
    )  # fmt: skip


def one(reader: Member, advice_id: int, at: datetime) -> Card:
    """One piece of advice that speaks, to be answered. Raises NotFound."""
    require(may_read(reader))
    row = rules.visible_to(reader).speaking().filter(pk=advice_id).first()
    found = card(row, reader.space.slug) if row is not None else None
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule, readable: its condition, how its figures stand, whether they told anything of late and it speaks, and what it would say."""

    title: str
    do: str
    condition: str
    present: tuple[str, ...]
    knows: bool
    speaks: bool
    cost: str

    @property
    def state(self) -> str:
        """Whether it speaks, keeps silent, or knows nothing."""
        return "speaks" if self.speaks else "silent" if self.knows else "nothing"


def all_rules(reader: Member, at: datetime) -> list[RuleLine]:
    """Every rule of the house with the present values, those that speak first. One query."""
    require(may_read(reader))
    told, known, today = told_of(reader.space), shares(), reader.space.day(at)
    found = []
    for rule in catalogue.rules().values():
        grounds = judging.grounds(rule, told, today, known)
        present = tuple(words.present(each.told()) for each in grounds or ())
        found.append(
            RuleLine(
                rule.words.title,
                rule.words.do,
                words.conditions(rule),
                present,
                grounds is not None,
                judging.speaks(grounds),
                words.cost(rule.hours, rule.money),
            )
        )
    return sorted(found, key=lambda each: (not each.speaks, not each.knows))


@dataclass(frozen=True, slots=True)
class Score:
    """Advice that was taken: what was expected, what came, and how the two lie to each other."""

    title: str
    taken: str
    figure: str
    path: str
    before: str
    expected: str
    after: str
    change: str
    by_itself: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Scores:
    """How good the advice was."""

    rows: tuple[Score, ...]
    summary: str
    waiting: int
    declined: tuple[tuple[str, str], ...]


def scores(reader: Member, at: datetime) -> Scores:
    """Advice that was taken beside what came, the latest first. Raises NotAllowed. Two queries."""
    require(may_read(reader))
    slug = reader.space.slug
    rows = list(rules.visible_to(reader).filter(taken_at__isnull=False).order_by("-taken_at", "-pk")[:SCORES])
    scored = [row for row in rows if row.scored_at is not None and row.rule in catalogue.rules()]
    found = tuple(score(row, slug) for row in scored)
    declined = rules.visible_to(reader).exclude(declined_with="").order_by("-declined_at")[:SCORES]
    return Scores(
        found, summary(scored), len([row for row in rows if row.scored_at is None]),
        tuple((catalogue.rules()[row.rule].words.title, row.declined_with) for row in declined if row.rule in catalogue.rules()),
    )  # fmt: skip


def score(row: PlanAdvice, slug: str) -> Score:
    """One of them."""
    low_high = (
        f"{words.change(row.metric, row.low)} … {words.change(row.metric, row.high)}"
        if row.low is not None and row.high is not None
        else ""
    )
    drift = (
        f"{words.change(row.metric, row.drift_low)} … {words.change(row.metric, row.drift_high)}"
        if row.drift_low is not None and row.drift_high is not None
        else ""
    )
    after = row.after or 0.0
    return Score(
        catalogue.rules()[row.rule].words.title, month_name(row.taken_at.date()) if row.taken_at is not None else "", words.label(row.metric), address("plan:metric", slug, row.metric),
        words.in_unit(row.metric, row.before), low_high, words.in_unit(row.metric, after), words.change(row.metric, after - row.before), drift, words.verdict(row),
    )  # fmt: skip


def summary(rows: Sequence[PlanAdvice]) -> str:
    """How often the figure went the wished way, and how often it lay in what was expected."""
    n = len(rows)
    if not n:
        return ""
    wished = sum(better(row) for row in rows)
    if n == 1:
        said = (
            _("One piece of advice that was taken is over: the figure went the wished way.")
            if wished
            else _("One piece of advice that was taken is over: the figure did not go the wished way.")
        )
    else:
        said = _("Of %(n)s pieces of advice that were taken and are over, the figure went the wished way with %(k)s.") % {
            "n": n,
            "k": wished,
        }
    foretold = [row for row in rows if row.low is not None and row.high is not None]
    if not foretold:
        return said
    inside = sum(min(row.low or 0, row.high or 0) <= (row.after or 0) - row.before <= max(row.low or 0, row.high or 0) for row in foretold)
    if len(foretold) == 1:
        came = _("What was expected came.") if inside else _("What was expected did not come.")
    else:
        came = _("Where something was expected, it came so in %(k)s of %(n)s cases.") % {"k": inside, "n": len(foretold)}
    return f"{said} {came}"


def better(row: PlanAdvice) -> bool:
    """Whether the figure of a piece of advice went the way that is wished."""
    metric = METRICS.get(row.metric)
    moved = (row.after or 0.0) - row.before
    return metric is not None and bool(moved) and (moved > 0) == (metric.better == "up")
