"""People of the demo house who came within its year, and went or stayed, drawn beside the model and after it: everybody else's year stays as it was.

`WENT` people arrive evenly over the year, and one for each line of `texts/newcomers.toml` who stayed, at least `LONG` days before its end. With the chance `FINDS` one finds company, three to eight acquaintances among those who are there, most likely in
the own company, field and location; else none or one. With each there is contact Poisson(`A_WEEK`) times a week, on one of the own weekdays, answered with
0.6. Who went was here for `LEAST` days and an exponential time of `STAYS` days more, longer with company than without. Their profiles went with them; what remains is that they were
here. Who stayed found company with the chance `FINDS_TOO`; they have a line each and wait with the rest, and nobody has introduced them yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from drittort.demo import texts
from drittort.demo.model import ZONE
from drittort.demo.world import Consents, Contact, Person, Text, World

WENT, LONG = 72, 110
FINDS, FINDS_TOO, A_WEEK, ANSWERED = 0.4, 0.6, 0.4, 0.6
LEAST, STAYS = 25, {True: 300.0, False: 100.0}
SAME_COMPANY, SAME_FIELD, SAME_PLACE = 4.0, 2.5, 1.5
AGREES, DRAWN = 0.95, 0.5


def with_passers(world: World) -> World:
    """Return the world with those who came and went, and those who came and stayed; same world, same people."""
    rng = np.random.default_rng([world.seed, WENT])
    names = {person.name for person in world.people}
    people, contacts = list(world.people), list(world.contacts)
    lines = [*[""] * WENT, *texts.read("newcomers")["lines"]]
    for number, line in enumerate(lines, len(people)):
        found = bool(rng.random() < (FINDS_TOO if line else FINDS))
        came, left = stay(world, line, found, rng)
        one = replace(somebody(world, number, names, rng), line=Text(line, "de"), joined_on=came, left_on=left)
        agreed = came + timedelta(days=int(rng.integers(0, 6))) if rng.random() < AGREES else None
        one = replace(one, consents=Consents(introduced=None, counted=agreed, map=agreed if line and rng.random() < DRAWN else None))
        names.add(one.name)
        people.append(one)
        contacts += met(world, one, int(rng.integers(3, 9)) if found else int(rng.integers(0, 2)), rng)
    return replace(world, people=tuple(people), contacts=tuple(sorted(contacts, key=lambda c: (c.at, c.source, c.target, c.kind))))


def stay(world: World, line: str, found: bool, rng: np.random.Generator) -> tuple[date, date | None]:
    """When somebody came and left, who left nothing behind; and came, who has a line."""
    days = (world.until - world.since).days
    if line:
        return world.since + timedelta(days=int(rng.integers(0, days - LONG))), None
    came = left = days
    while left >= days:
        came = int(rng.integers(0, days - LEAST))
        left = came + LEAST + int(rng.exponential(STAYS[found]))
    return world.since + timedelta(days=came), world.since + timedelta(days=left)


def somebody(world: World, number: int, names: set[str], rng: np.random.Generator) -> Person:
    """Somebody of a company that is there, with a name and a face recombined from two who are there."""
    given = family = world.people[0]
    name = ""
    while not name or name in names:
        given, family = (world.people[k] for k in rng.integers(0, len(world.people), 2).tolist())
        name = f"{given.name.removeprefix('Dr. ').split(' ')[0]} {family.name.split(' ')[-1]}"
    return replace(
        family, id=number, key=f"{texts.key(name)}.{number}", name=name, email=f"{texts.key(name)}.{number}@drittort.example", portrait=given.portrait,
        role="member", language="de", offers=(), needs=(),
    )  # fmt: skip


def met(world: World, one: Person, many: int, rng: np.random.Generator) -> Iterator[Contact]:
    """What somebody had to do with so many acquaintances until they left."""
    field = world.companies[one.company].field
    until = one.left_on or world.until + timedelta(days=1)
    there = [
        other
        for other in world.people
        if other.joined_on <= one.joined_on and other.left_on is None and set(other.languages) & set(one.languages)
    ]
    fits = np.array(
        [
            SAME_COMPANY ** (other.company == one.company)
            * SAME_FIELD ** (world.companies[other.company].field == field)
            * SAME_PLACE ** (other.location == one.location)
            for other in there
        ]
    )
    for k in rng.choice(len(there), many, replace=False, p=fits / fits.sum()).tolist():
        # One gets to know each other within the first three weeks.
        day = one.joined_on + timedelta(days=int(rng.integers(1, 22)))
        while day < until:
            for _ in range(int(rng.poisson(A_WEEK))):
                on = day + timedelta(days=int(rng.integers(0, 7)))
                if on.weekday() in one.days and on < until:
                    yield from exchanged(one, there[k], on, rng)
            day += timedelta(days=7)


def exchanged(one: Person, other: Person, day: date, rng: np.random.Generator) -> Iterator[Contact]:
    """A message between two on a day, and perhaps its answer."""
    first, second = (one.id, other.id) if rng.random() < 0.5 else (other.id, one.id)
    minute = 8 * 60 + int(rng.integers(0, 540))
    yield Contact(moment(day, minute), first, second, "message", 0)
    if rng.random() < ANSWERED:
        yield Contact(moment(day, minute + 20 + int(rng.integers(0, 100))), second, first, "reply", 0)


def moment(day: date, minute: int) -> datetime:
    """A minute of a day in the house."""
    return datetime.combine(day, time(minute // 60, minute % 60), ZONE).astimezone(UTC)
