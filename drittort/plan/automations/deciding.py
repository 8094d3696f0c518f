"""What rules decide: a pure function of the facts of a house, of what was done before, and of a morning. The run and the dry run are this one function.

Every rule looks at the house as it stood at six in the morning of a day, whenever the worker gets to it. So a run that was late, or was broken off and begun
anew, decides the same; and a dry run over the days that have passed decides what the runs of those days did. Conditions of which nobody noted since when they hold
(`core.rulebook.Condition.remembers`: a photo, a language, a program that runs) are the exception: they are read as they are when the worker gets there.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from drittort.core.rulebook import ACTIONS, CHOICE, CONDITIONS, SUBJECTS, Condition, Field, Look, Spell, offered
from drittort.members.rulebook import MEMBER
from drittort.plan.automations.models import Said

HOUR = 6
PER_WEEK = 1
"""So often in seven days rules may ask for the attention of one person: once those that the team may read, and once the private ones. Apart, since else an open rule
that stays silent would tell that a private one spoke."""
A_WEEK = timedelta(days=7)
MOST_CLAUSES = 8
MOST_A_DAY = 50


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of a rule with its values: whether it is to hold or not, and whether it stands beside the one before (or) or comes on top of it (and)."""

    condition: str
    values: Mapping[str, Any] = field(default_factory=dict)
    negated: bool = False
    instead: bool = False

    def told(self) -> dict[str, Any]:
        """As it is stored."""
        return {"condition": self.condition, "values": dict(self.values), "not": self.negated, "or": self.instead}


@dataclass(frozen=True, slots=True)
class Content:
    """What a rule says."""

    subject: str
    clauses: tuple[Clause, ...] = ()
    action: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    again_days: int | None = None
    per_day: int = 10

    @property
    def groups(self) -> tuple[tuple[Clause, ...], ...]:
        """The conditions: in each group one has to hold, and every group has to."""
        found: list[list[Clause]] = []
        for clause in self.clauses:
            if clause.instead and found:
                found[-1].append(clause)
            else:
                found.append([clause])
        return tuple(tuple(group) for group in found)

    @property
    def private(self) -> bool:
        """Whether the team may not know of whom it speaks."""
        return any(
            clause.condition in CONDITIONS and CONDITIONS[clause.condition].is_private(negated=clause.negated) for clause in self.clauses
        )

    @property
    def remembers(self) -> bool:
        """Whether the past is known of everything that it asks."""
        return all(clause.condition not in CONDITIONS or CONDITIONS[clause.condition].remembers for clause in self.clauses)

    @property
    def key(self) -> str:
        """The same for the same words."""
        told = [self.subject, [clause.told() for clause in self.clauses], self.action, dict(self.values), self.again_days, self.per_day]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def columns(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "subject": self.subject, "clauses": [clause.told() for clause in self.clauses], "action": self.action, "values": dict(self.values),
            "again_days": self.again_days, "per_day": self.per_day,
        }  # fmt: skip


def content_of(row: Said) -> Content:
    """What a stored rule says."""
    clauses = tuple(Clause(one["condition"], one["values"], one["not"], one["or"]) for one in row.clauses)
    return Content(row.subject, clauses, row.action, row.values, row.again_days, row.per_day)


def problems(content: Content, space: Any) -> list[str]:
    """Why a rule cannot be switched on, in sentences; none where it can."""
    found = []
    known = [CONDITIONS[clause.condition] for clause in content.clauses if clause.condition in CONDITIONS]
    if not content.clauses:
        found.append(_("It needs a condition: when shall it act?"))
    if len(known) < len(content.clauses) or any(one.subject != content.subject for one in known):
        found.append(_("One of its conditions is not there any more. Take it out."))
    for clause in content.clauses:
        if clause.condition in CONDITIONS:
            found += missing(CONDITIONS[clause.condition].fields, clause.values, space)
    action = ACTIONS.get(content.action)
    if action is None or not action.fits(content.subject):
        found.append(_("It needs an action: what shall happen?"))
    else:
        found += missing(action.fields, content.values, space)
        if content.private and action.names:
            secret = next(
                one for one in content.clauses if one.condition in CONDITIONS and CONDITIONS[one.condition].is_private(negated=one.negated)
            )
            found.append(
                _(
                    "“%(condition)s”: of a single person the team does not learn that from a rule. Choose an action of which only the person reads."
                )
                % {"condition": CONDITIONS[secret.condition].label}
            )
    return found


def missing(fields: Iterable[Field], values: Mapping[str, Any], space: Any) -> list[str]:
    """The gaps that are not filled."""
    found = []
    for gap in fields:
        value = values.get(gap.name)
        if gap.kind == CHOICE:
            if str(value if value is not None else "") not in offered(gap, space):
                found.append(_("Please choose: %(gap)s") % {"gap": gap.label})
        elif value in (None, ""):
            found.append(_("Please fill in: %(gap)s") % {"gap": gap.label})
    return found


def morning(space: Any, day: date) -> datetime:
    """The moment at which rules look at a house on a day."""
    return datetime.combine(day, time(HOUR), tzinfo=space.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Decision:
    """One act that is to be done: by which rule, about which thing, for whom, on which day."""

    rule: int
    subject_id: int
    person_id: int
    on: date


@dataclass(slots=True)
class Memory:
    """What was done before: when a rule last acted on a thing, and on which days rules asked for somebody's attention."""

    last: dict[tuple[int, int], date] = field(default_factory=dict)
    reached: defaultdict[tuple[int, bool], list[date]] = field(default_factory=lambda: defaultdict(list))

    def note(self, decision: Decision, *, reaches: bool, private: bool) -> None:
        """Remember an act."""
        self.last[decision.rule, decision.subject_id] = decision.on
        if reaches:
            self.reached[decision.person_id, private].append(decision.on)

    def rests(self, rule: int, subject_id: int, content: Content, day: date) -> bool:
        """Whether a rule has acted on a thing and may not yet again."""
        last = self.last.get((rule, subject_id))
        return last is not None and (content.again_days is None or (day - last).days < content.again_days)

    def tired(self, person_id: int, day: date, *, private: bool) -> bool:
        """Whether rules, private or open ones, have asked enough of somebody within seven days."""
        lately = self.reached.get((person_id, private), ())
        return sum(day - one < A_WEEK for one in lately) >= PER_WEEK


Spells = dict[int, list[tuple[datetime, datetime | None]]]


class Judge:
    """Who fulfils what in a house, at any moment from `since` to `until`. What several rules ask is looked up once."""

    def __init__(self, space: Any, since: datetime, until: datetime) -> None:
        self.look = Look(space, since, until)
        self.known: dict[Any, Spells] = {}

    def spells(self, name: Any, rows: Iterable[Spell]) -> Spells:
        """Spells by the number that they belong to."""
        if name not in self.known:
            found: Spells = {}
            for number, begins, ends in rows:
                found.setdefault(number, []).append((begins, ends))
            self.known[name] = found
        return self.known[name]

    def of_subject(self, name: str) -> Spells:
        """When things may be spoken of at all."""
        return self.known.get(("", name)) or self.spells(("", name), SUBJECTS[name].spells(self.look))

    def of_condition(self, one: Condition, values: Mapping[str, Any]) -> Spells:
        """When a condition held."""
        name = (one.name, tuple(sorted((key, str(value)) for key, value in values.items())))
        return self.known[name] if name in self.known else self.spells(name, one.spells(self.look, values))

    def among(self, one: Condition) -> Spells | None:
        """When anything is known of a condition; None for always."""
        if one.among is None:
            return None
        name = ("among", one.name)
        return self.known[name] if name in self.known else self.spells(name, one.among(self.look))

    def people(self, name: str) -> Mapping[int, int] | None:
        """Whom the things of a subject belong to; None where they are people."""
        load = SUBJECTS[name].people
        return None if load is None else self.look.once(load)

    def holding(self, content: Content, at: datetime) -> dict[int, datetime]:
        """For which things a rule's conditions hold at a moment, each with since when."""
        found = dict(standing(self.of_subject(content.subject), at))
        for group in content.groups:
            held: dict[int, datetime] = {}
            for clause in group:
                for number, since in self.true(clause, found, at):
                    held[number] = min(since, held.get(number, since))
            found = {number: max(since, held[number]) for number, since in found.items() if number in held}
        return found

    def true(self, clause: Clause, among: Mapping[int, datetime], at: datetime) -> Iterator[tuple[int, datetime]]:
        """For which of some things one condition holds at a moment, or its opposite."""
        one = CONDITIONS[clause.condition]
        spells = self.of_condition(one, clause.values)
        if not clause.negated:
            yield from ((number, since) for number, since in standing(spells, at) if number in among)
            return
        known = self.among(one)
        for number, begun in among.items():
            if known is not None and (number not in known or begins(known[number], at) is None):
                continue
            own = spells.get(number)
            if own is None:
                yield number, begun
            elif begins(own, at) is None:
                yield number, max((end for _begin, end in own if end is not None and end <= at), default=begun)


def begins(spells: Sequence[tuple[datetime, datetime | None]], at: datetime) -> datetime | None:
    """Since when one of some spells holds at a moment; None where none does."""
    for begin, end in spells:
        if begin <= at and (end is None or at < end):
            return begin
    return None


def standing(spells: Spells, at: datetime) -> Iterator[tuple[int, datetime]]:
    """What holds at a moment, each with since when."""
    for number, own in spells.items():
        since = begins(own, at)
        if since is not None:
            yield number, since


def decide(judge: Judge, rules: Sequence[tuple[int, Content]], day: date, memory: Memory) -> Iterator[Decision]:
    """What rules do on the morning of a day, in the order of the rules; who has waited longest comes first. `memory` learns of each.

    Each thing once, or again after the days that the rule says; at most so many a day as the rule says; and nobody is asked for their attention more often
    than twice in a week, once by open rules and once by private ones. Only people who are in the house are meant. A rule that speaks of what is not there any more does nothing.
    """
    at = morning(judge.look.space, day)
    here = dict(standing(judge.of_subject(MEMBER), at))
    for rule, content in rules:
        action = ACTIONS.get(content.action)
        if action is None or content.subject not in SUBJECTS or any(clause.condition not in CONDITIONS for clause in content.clauses):
            continue
        whose, private = judge.people(content.subject), content.private
        due = []
        for number, since in judge.holding(content, at).items():
            person = number if whose is None else whose.get(number)
            if person in here and not memory.rests(rule, number, content, day):
                due.append((since, number, person))
        done = 0
        for _since, number, person in sorted(due):
            if done == content.per_day:
                break
            if action.reaches and memory.tired(person, day, private=private):
                continue
            decision = Decision(rule, number, person, day)
            memory.note(decision, reaches=action.reaches, private=private)
            done += 1
            yield decision


def rehearse(space: Any, rules: Sequence[tuple[int, Content]], until: date, days: int) -> list[Decision]:
    """What some rules would have done in the `days` days up to a day, had they been on since then and nothing before."""
    first = until - timedelta(days=days - 1)
    judge, memory = Judge(space, morning(space, first), morning(space, until)), Memory()
    return [decision for number in range(days) for decision in decide(judge, rules, first + timedelta(days=number), memory)]
