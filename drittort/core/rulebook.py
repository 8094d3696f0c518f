"""What rules of a house are made of: what they speak of, conditions, actions. Each module registers its own; whoever keeps the rules asks here.

    condition("needs.waits", "need", _("Nobody has answered for a while"), _("has waited for an answer for %(hours)s"), _("..."), waiting, reads=(...), fields=(...))

**A condition is time.** It answers with spells: from when until when it held, for whom. So one function says what holds now and what held on a morning of last
spring, and a dry run is the run. A spell may rest only on what was known when it began: that two people met counts from when they told it.

**No loop is possible.** A condition names the tables that it reads, an action those that it writes, and no action may write what any condition reads
(`closed_loops`, looked at when the house starts). Whatever rules do, no rule can see it; what people do because of it, every rule may see.

**Private** is a condition that those who care for a house may not know of a single person. It may only lead to actions of which the team learns no name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.translation import get_language, npgettext, pgettext

DAYS, HOURS, TIMES, COUNT, CHOICE, LINE, TEXT = "days", "hours", "times", "count", "choice", "line", "text"
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
"""Where a spell begins of which nobody noted the beginning."""

HINTS = "hints"
"""The category of notices by which rules speak to people; whoever keeps the rules registers it."""

Spell = tuple[int, datetime, datetime | None]
"""The number of what it is about, since when it held, and until when (None: it holds still)."""
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A gap in a sentence: `kind` is days, hours, times or count (a number between `least` and `most`), choice, line or text (a few words, several
    sentences).

    `choices(space)` gives pairs of value and label; `table` is the table whose rows they are, where they are rows.
    """

    name: str
    label: Any
    kind: str
    default: Any = ""
    least: int = 1
    most: int = 365
    longest: int = 120
    choices: Callable[[Any], Sequence[tuple[str, str]]] | None = None
    table: str = ""
    help: Any = ""

    @property
    def is_number(self) -> bool:
        """Whether it takes a number."""
        return self.kind in (DAYS, HOURS, TIMES, COUNT)


@dataclass(slots=True)
class Look:
    """One look at a house, from `since` to `until`. What several conditions need is loaded once (`once`)."""

    space: Any
    since: datetime
    until: datetime
    kept: dict[Any, Any] = field(default_factory=dict)
    mornings: dict[date, datetime] = field(default_factory=dict)

    def once(self, load: Callable[[Look], Any]) -> Any:
        """What `load(look)` gives, asked for one time."""
        if load not in self.kept:
            self.kept[load] = load(self)
        return self.kept[load]

    def morning(self, day: date) -> datetime:
        """The beginning of a day in the house."""
        if day not in self.mornings:
            self.mornings[day] = datetime.combine(day, time(), tzinfo=self.space.zone).astimezone(UTC)
        return self.mornings[day]


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing for whoever reads what a rule did: its name, its page, and the language of the name where somebody wrote it."""

    label: str
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule may speak of: a member, a need, an event.

    `one` as it stands in a sentence ("a member"); `thing` is the word of its rows ("need", as in need:7). `spells(look)` says from when until when each may
    be spoken of at all; `people(look)` whom each belongs to (None: it is a person itself); `shown(reader, ids)` what a reader may read of them. `titled`: where a
    text of the team asks for a name, it is that of the thing and not that of the person.
    """

    name: str
    label: Any
    one: Any
    thing: str
    spells: Callable[[Look], Iterable[Spell]]
    shown: Callable[[Any, Sequence[int]], Mapping[int, Shown]]
    reads: tuple[str, ...]
    people: Callable[[Look], Mapping[int, int]] | None = None
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that holds for a time. `words` and `words_not` follow the subject in a sentence, with `%(name)s` for the fields.

    `spells(look, values)` gives every spell that touches the look. Of whom nothing may be known, neither the condition nor its opposite holds: `among(look)`
    gives the times in which anything is known at all (None: always). `private`: see above; with `care` only that it does not hold may be known by name. Not `remembers`: nobody noted since when it is so, and a look at
    the past takes it as it is today.
    """

    name: str
    subject: str
    label: Any
    words: Any
    words_not: Any
    spells: Callable[[Look, Values], Iterable[Spell]]
    reads: tuple[str, ...]
    fields: tuple[Field, ...] = ()
    among: Callable[[Look], Iterable[Spell]] | None = None
    private: bool = False
    care: bool = False
    remembers: bool = True

    def is_private(self, *, negated: bool) -> bool:
        """Whether the team may not know of a single person that it holds, or that it does not."""
        return self.private or (self.care and not negated)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a rule does: its own number, whom it is about, and the person whom it concerns."""

    id: int
    subject_id: int
    person_id: int


Do = Callable[[Any, Sequence[Act], Values, datetime], Collection[int]]


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a rule can do. `words` follow the condition in a sentence ("then ...").

    `do(space, acts, values, at)` runs inside the transaction in which the acts are written down, so that each is done once or not at all, and returns the
    numbers of those by which nobody was reached: of these the person reads nothing, whatever was the reason. Without it, writing down is all there is to do. `reaches`: it asks for the attention of a person, and the limits of a week hold. `names`: the team reads whom it is about.
    `waits`: it stays until somebody of the team has done it; a field `later` says after how many days it comes up. A field `lasts` says for how many days it
    stands. `undone`: whether it can be taken back. `way(reader, act, values)` is what the team can do with one that waits.
    """

    name: str
    label: Any
    words: Any
    do: Do | None = None
    writes: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    subjects: tuple[str, ...] = ()
    reaches: bool = False
    names: bool = True
    waits: bool = False
    undone: bool = False
    way: Callable[[Any, Act, Values], Way] | None = None

    def fits(self, subject: str) -> bool:
        """Whether rules on a subject may use it."""
        return not self.subjects or subject in self.subjects


@dataclass(frozen=True, slots=True)
class Way:
    """What somebody of the team can do with an act that waits: a button, the address to which it posts, and words to send along, ready to be changed."""

    label: str
    url: str
    text: str = ""


SUBJECTS: dict[str, Subject] = {}
CONDITIONS: dict[str, Condition] = {}
ACTIONS: dict[str, Action] = {}


def subject(name: str, label: Any, one: Any, spells: Callable[[Look], Iterable[Spell]], **more: Any) -> str:
    """Register what rules may speak of; returns its name. See `Subject` for the rest."""
    SUBJECTS[name] = Subject(name, label, one, more.pop("thing", name), spells, **more)
    return name


def condition(
    name: str, subject: str, label: Any, words: Any, words_not: Any, spells: Callable[[Look, Values], Iterable[Spell]], **more: Any
) -> str:
    """Register a condition; returns its name. See `Condition` for the rest."""
    CONDITIONS[name] = Condition(name, subject, label, words, words_not, spells, **more)
    return name


def action(name: str, label: Any, words: Any, **more: Any) -> str:
    """Register an action; returns its name. See `Action` for the rest. ValueError for one that speaks to a person and is read by name."""
    made = Action(name, label, words, **more)
    if made.reaches and made.names:
        raise ValueError(f"action {name}: what only a person reads names nobody to the team")
    ACTIONS[name] = made
    return name


def closed_loops() -> list[str]:
    """What would let a rule see what a rule did: one sentence for each action and condition that share a table. The house does not start with any."""
    found = []
    for one in ACTIONS.values():
        readers: list[Condition | Subject] = [*CONDITIONS.values(), *SUBJECTS.values()]
        for reader in readers:
            shared = sorted(set(one.writes) & set(reader.reads))
            if shared:
                found.append(
                    f"The action {one.name} writes {', '.join(shared)}, which {reader.name} reads: rules could set each other off."
                )
    return found


def offered(gap: Field, space: Any) -> dict[str, str]:
    """What a gap can be filled with in a house, value by label. Asked once for one look at the house: what was found is kept with the object that stands for it."""
    if gap.choices is None:
        return {}
    kept: dict[Any, dict[str, str]] = space.__dict__.setdefault("offered_to_rules", {})
    key = gap.choices, get_language()
    if key not in kept:
        kept[key] = {str(value): str(label) for value, label in gap.choices(space)}
    return kept[key]


def said(gap: Field, value: Any, space: Any) -> str:
    """A value as it stands in a sentence, in the reader's language."""
    if gap.kind == DAYS:
        return npgettext("rule", "one day", "%(n)s days", int(value)) % {"n": value}
    if gap.kind == HOURS:
        return npgettext("rule", "one hour", "%(n)s hours", int(value)) % {"n": value}
    if gap.kind == TIMES:
        return npgettext("rule", "once", "%(n)s times", int(value)) % {"n": value}
    if gap.kind == CHOICE:
        return offered(gap, space).get(str(value)) or pgettext("rule", "(no longer there)")
    # Words of the house stand between quotation marks, and the sentence has its own full stop.
    return str(value).rstrip(".")


# ------------------------------------------------------------------ spells out of facts


def lasting(begins: datetime, ends: datetime | None, wait: timedelta) -> tuple[datetime, datetime | None] | None:
    """The part of a time that comes after it has lasted for `wait`; None where it was shorter."""
    later = begins + wait
    return (later, ends) if ends is None or later < ends else None


def within(moments: Iterable[datetime], span: timedelta, least: int = 1) -> list[tuple[datetime, datetime]]:
    """When at least `least` of some moments lay in the `span` before: from the one that made them enough until the first of them is too long ago."""
    ordered = sorted(moments)
    found: list[tuple[datetime, datetime]] = []
    for first, last in zip(ordered, ordered[least - 1 :], strict=False):
        begins, ends = last, first + span
        if begins >= ends:
            continue
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((begins, ends))
    return found


def at_least(steps: Iterable[tuple[datetime, int]], wanted: int) -> list[tuple[datetime, datetime | None]]:
    """While a number that goes up and down by steps is at least `wanted`, which is above nothing."""
    found: list[tuple[datetime, datetime | None]] = []
    count, since = 0, None
    for at, step in sorted(steps):
        count += step
        if since is None and count >= wanted:
            since = at
        elif since is not None and count < wanted:
            found.append((since, at))
            since = None
    return [*found, (since, None)] if since is not None else found


def grouped(rows: Iterable[tuple[int, datetime]]) -> dict[int, list[datetime]]:
    """Moments by the number that they belong to."""
    found: dict[int, list[datetime]] = {}
    for number, moment in rows:
        found.setdefault(number, []).append(moment)
    return found


def lately(load: Callable[[Look], Iterable[tuple[int, datetime]]]) -> Callable[[Look, Values], Iterable[Spell]]:
    """The spells of a condition "at least `times` in the last `days`" (`times` is one where the condition has no such field)."""

    def moments(look: Look) -> dict[int, list[datetime]]:
        return grouped(load(look))

    def spells(look: Look, values: Values) -> Iterable[Spell]:
        span, least = timedelta(days=values["days"]), values.get("times", 1)
        for number, own in look.once(moments).items():
            for begins, ends in within(own, span, least):
                yield number, begins, ends

    return spells


def now(load: Callable[[Look, Values], Iterable[int]]) -> Callable[[Look, Values], Iterable[Spell]]:
    """The spells of a condition of which nobody noted since when it holds."""
    return lambda look, values: ((number, ALWAYS, None) for number in load(look, values))
