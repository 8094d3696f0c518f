"""When things of people may be told of in a sum: so that nobody can be seen in it, not even by who knows their own things and subtracts them.

**Whoever is left out, with everything that they know, five things of five sides and of five people remain.** A side knows its own things; a person those
of every side for which they acted, for one person may act in their own name and in that of a company. It is the one rule of the house for exact numbers that
are published (docs/decisions/019); numbers in bands need less.

**How many people said yes to something is told in fives.** Who comes and who goes everybody sees; so an exact number of those who agreed would tell of each who did
(docs/decisions/039). What is computed from such a number is rounded as well, so far that the number cannot be read from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

LEAST = 5

Sides = Sequence[tuple[Hashable, Hashable]]
"""Whose a thing is: its sides under any names, each with who acted for it (the side itself where nobody else did)."""


def of_people(people: Iterable[Hashable]) -> Sides:
    """The sides of a thing that is people's own."""
    return [(person, person) for person in people]


def are_five(things: Sequence[Sides]) -> bool:
    """Whether there are five things of five sides and of five people."""
    sides = {side for thing in things for side, _person in thing}
    people = {person for thing in things for _side, person in thing}
    return min(len(things), len(sides), len(people)) >= LEAST


def knowers(things: Sequence[Sides]) -> list[set[Hashable]]:
    """Who may subtract something, each with the sides of which they know: every side, and every person."""
    known: dict[Hashable, set[Hashable]] = defaultdict(set)
    for thing in things:
        for side, person in thing:
            known[side].add(side)
            known[person].add(side)
    return list(known.values())


def enough(things: Sequence[Sides]) -> bool:
    """Whether their number may be told: five of five remain, whichever side or person is left out."""
    if not are_five(things):
        return False
    known = knowers(things)
    # Things that share nobody: whoever is left out takes one of them along for each side that they know, at most. So many need no closer look.
    if apart(things) - max(len(own) for own in known) >= LEAST:
        return True
    return all(are_five([thing for thing in things if not any(side in own for side, _ in thing)]) for own in known)


def apart(things: Sequence[Sides]) -> int:
    """How many things of which no two share a side or a person can be taken out in their order."""
    taken: set[Hashable] = set()
    count = 0
    for thing in things:
        names = {name for pair in thing for name in pair}
        if names and not names & taken:
            taken |= names
            count += 1
    return count


def in_fives(people: int) -> int:
    """How many people said yes to something, as it may be told: to the nearest five; nought for fewer than five."""
    return (people + LEAST // 2) // LEAST * LEAST if people >= LEAST else 0


def at_least(people: int) -> int:
    """The same rounded down, for "so many and more"."""
    return people // LEAST * LEAST


FEW, MANY = 20, 80


def coarse(share: float, people: int) -> float:
    """A share of so many people who said yes to something: in tenths, from about twenty people on in twentieths, from about eighty on in hundredths. Finer steps would tell how many they are."""
    told = in_fives(people)
    steps = 10 if told < FEW else 20 if told < MANY else 100
    return round(round(share * steps) / steps, 2)


def enough_people(groups: Iterable[int]) -> bool:
    """The same for a number of people who were in groups of these sizes: each group knows its own, and five remain without it."""
    sizes = list(groups)
    return sum(sizes) - max(sizes, default=0) >= LEAST
