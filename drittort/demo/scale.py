"""A large town of houses for benchmarks: quarters that each live through the demo's model, with recombined people and ties between quarters."""

from dataclasses import replace
from datetime import date

import numpy as np

from drittort.demo.model import demo_world
from drittort.demo.world import Contact, Event, Need, Person, World

BRIDGES = 0.06
"""Share of a quarter's acquainted pairs whose second person is exchanged for one of another quarter."""


def scaled_world(n_people: int, seed: int, until: date) -> World:
    """Return a world of exactly `n_people` people (at least 1; ValueError below) with a year of contacts.

    Quarter q is `demo_world(seed + q)` with shifted ids; names, lines, offers and needs are recombined inside a field and a language. In `BRIDGES` of
    the pairs that write to each other, the second is replaced by the same place in a drawn other quarter whenever that person is there.
    The last quarter is cut off; whatever names a person beyond the cut is left out. Demo accounts are those of quarter 0 and may be beyond
    a cut below 143 people, in which case they are person 0.
    """
    if n_people < 1:
        raise ValueError("a world needs at least one person")
    rng = np.random.default_rng([seed, n_people])
    first = demo_world(seed, until)
    size, firms = len(first.people), len(first.companies)
    quarters = -(-n_people // size)
    worlds = [first, *(demo_world(seed + q, until) for q in range(1, quarters))]
    pools: dict[tuple[str, str], list[Person]] = {}
    for p in first.people:
        pools.setdefault((first.companies[p.company].field, p.language), []).append(p)
    people = [_recombined(p, q, size, firms, pools, first, rng) for q, w in enumerate(worlds) for p in w.people][:n_people]
    companies = tuple(
        replace(c, id=c.id + q * firms, key=f"{c.key}-{q}", name=f"{c.name} {q + 1}") for q, w in enumerate(worlds) for c in w.companies
    )
    contacts: list[Contact] = []
    needs: list[Need] = []
    events: list[Event] = []
    for q, w in enumerate(worlds):
        shift = q * size
        swap: dict[tuple[int, int], int] = {}
        for c in w.contacts:
            a, b = c.source + shift, c.target + shift
            if c.kind in ("message", "reply", "thanks") and quarters > 1:
                pair = (min(a, b), max(a, b))
                if pair not in swap:
                    away = (q + int(rng.integers(1, quarters))) % quarters * size + pair[1] - shift
                    swap[pair] = away if rng.random() < BRIDGES else pair[1]
                other = swap[pair]
                if other < n_people and _present(people[other], c.at.date()):
                    a, b = (other if x == pair[1] else x for x in (a, b))
            if max(a, b) < n_people:
                contacts.append(replace(c, source=a, target=b))
        for n in w.needs:
            by = None if n.answered_by is None else n.answered_by + shift
            if max(n.person + shift, by or 0) < n_people:
                needs.append(replace(n, id=len(needs), person=n.person + shift, answered_by=by))
        for e in w.events:
            came = tuple(x + shift for x in e.participants if x + shift < n_people)
            if e.host + shift < n_people:
                events.append(replace(e, id=len(events), host=e.host + shift, participants=came))
    introductions = [
        replace(i, a=i.a + q * size, b=i.b + q * size)
        for q, w in enumerate(worlds)
        for i in w.introductions
        if max(i.a, i.b) + q * size < n_people
    ]
    blocks = [
        replace(b, source=b.source + q * size, target=b.target + q * size)
        for q, w in enumerate(worlds)
        for b in w.blocks
        if max(b.source, b.target) + q * size < n_people
    ]
    manager, founder, member = (x if x < n_people else 0 for x in (first.manager, first.founder, first.member))
    return replace(
        first,
        seed=seed,
        companies=companies,
        people=tuple(people),
        needs=tuple(needs),
        events=tuple(events),
        contacts=tuple(sorted(contacts, key=lambda c: (c.at, c.source, c.target, c.kind))),
        introductions=tuple(replace(x, id=i) for i, x in enumerate(introductions)),
        blocks=tuple(blocks),
        manager=manager,
        founder=founder,
        member=member,
    )


def _present(person: Person, day: date) -> bool:
    return person.joined_on <= day and (person.left_on is None or day < person.left_on)


def _recombined(
    p: Person, q: int, size: int, firms: int, pools: dict[tuple[str, str], list[Person]], first: World, rng: np.random.Generator
) -> Person:
    """Return a person of quarter q; beyond quarter 0 with texts drawn from people of the same field and language, and a name of two."""
    if q == 0:
        return p
    pool = pools[first.companies[p.company].field, p.language]
    line, needs, *offers = (pool[x] for x in rng.integers(0, len(pool), 5).tolist())
    # The face goes with the first name: it was chosen for it.
    namesake = first.people[int(rng.integers(0, size))]
    given = namesake.name.removeprefix("Dr. ").split(" ")[0]
    number = p.id + q * size
    return replace(
        p, id=number, key=f"person{number}", name=f"{given} {p.name.split(' ')[-1]}", email=f"person{number}@drittort.example", portrait=namesake.portrait, company=p.company + q * firms,
        line=line.line, offers=tuple(o.offers[k] for k, o in enumerate(offers)), needs=needs.needs, role="member",
    )  # fmt: skip
