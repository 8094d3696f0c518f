"""The first page of the plan: how the three programs do, what is wanted, what has gone astray, and what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format

from drittort.core import links
from drittort.core.errors import require
from drittort.core.metrics import CONNECT, HOUSE, INFORM, INSPIRE, METRICS
from drittort.members.models import Member
from drittort.plan.goals import queries as goals
from drittort.plan.goals.rules import ASTRAY, visible_to
from drittort.plan.metrics.beside import said
from drittort.plan.metrics.queries import Shown, kept, shown
from drittort.plan.metrics.words import PROGRAM_NAMES, PROGRAM_NOTES
from drittort.plan.overview import due
from drittort.plan.rules import may_read, may_run

MOST, MOST_GOALS, MOST_DUE = 3, 6, 6
FIRST: dict[str, tuple[str, ...]] = {
    CONNECT: ("isolates", "need_hours", "introductions_met", "across_companies", "first_tie", "need_day", "ties", "introductions"),
    INFORM: ("breadth", "questions_answered", "letter_answers", "articles"),
    INSPIRE: ("event_breadth", "member_hosted", "ideas_in_time", "show_up", "decisions_outcome", "events", "thanks"),
    HOUSE: ("members", "churn", "revenue", "retention", "occupancy", "new_members"),
}
"""The figures that say most, by program: the first of them that are told stand on the first page."""
PARTS = (
    "plan:writing", "plan:programs", "plan:goals", "plan:reviews", "plan:advice", "plan:rules", "plan:forecast", "plan:metrics", "plan:worth", "plan:comparison",
    "pulse:surveys", "pulse:capital", "pulse:proof", "network:report",
)  # fmt: skip
"""The ways into the parts in the order of the work: what one plans and does, what it costs, what one sees of it."""


@dataclass(frozen=True, slots=True)
class Program:
    """One of the three programs, or the house, with its most important figures."""

    name: str
    title: str
    note: str
    figures: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Waits:
    """Something that is due."""

    title: str
    text: str
    path: str
    day: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything of the page."""

    programs: tuple[Program, ...]
    astray: tuple[goals.Card, ...]
    goals: tuple[goals.Card, ...]
    more_goals: int
    due: tuple[Waits, ...]
    parts: tuple[links.Shown, ...]
    may_run: bool

    @property
    def told(self) -> bool:
        """Whether any month of any figure has been told."""
        return any(program.figures for program in self.programs)


def overview(reader: Member, at: datetime) -> Overview:
    """The plan at a glance. The same number of questions whatever it holds. Raises NotAllowed for who may not read the plan."""
    require(may_read(reader))
    standing = [goal for goal in visible_to(reader).standing().select_related("space") if goal.metric in METRICS]
    names = {name for each in FIRST.values() for name in each} | {goal.metric for goal in standing}
    months = kept(reader.space, names)
    beside = said(reader.space, months, at)
    programs = []
    for program, wanted in FIRST.items():
        figures = [shown(reader.space, METRICS[name], months.get(name, []), beside.get(name), at) for name in wanted if name in METRICS]
        told = tuple(figure for figure in figures if figure.value)[:MOST]
        programs.append(Program(program, str(PROGRAM_NAMES[program]), str(PROGRAM_NOTES[program]), told))
    cards = goals.cards(reader, standing, at, months)
    astray = tuple(card for card in cards if card.state == ASTRAY)
    rest = tuple(card for card in cards if card.state != ASTRAY)
    waits = tuple(
        Waits(item.title, item.text, item.path, date_format(item.at.astimezone(reader.space.zone), "DATE_FORMAT"))
        for item in due.items(reader, at)[:MOST_DUE]
    )
    return Overview(
        tuple(programs), astray, rest[:MOST_GOALS], max(0, len(rest) - MOST_GOALS), waits, tuple(links.at("plan", reader, first=PARTS)), bool(may_run(reader))
    )  # fmt: skip
