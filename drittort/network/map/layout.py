"""The map of a house, computed in the worker: groups, communities, bands, and places for all of them."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import igraph as ig
import numpy as np

from drittort.core.sums import in_fives
from drittort.engine.capital import communities, ties_of
from drittort.engine.capital.report import LEAST_ACTIVE
from drittort.engine.capital.structure import Ties, seeded
from drittort.engine.graph import Floats, Ints
from drittort.members.models import Company, Consent
from drittort.network.counted import Person, counted
from drittort.network.map.picture import FONT, LETTER_WIDTH, LINE, LONGEST_LINE, radius_of, seat, wrapped
from drittort.network.report.figures import LEAST_GROUP, SEED, house_on
from drittort.spaces.industries import section
from drittort.spaces.models import Space

MOST_TIES = 3000
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

GAP = 14.0
STEPS = (2, 5, 10, 20)
"""A band tells 1-2, 3-5, 6-10, 11-20 or more ties, no exact number: nobody can count backwards to the ties of a single person."""


@dataclass(frozen=True, slots=True)
class Group:
    """People who stand together on the map: positions among the counted people of the day."""

    kind: str
    key: str
    name: str
    people: tuple[int, ...]


def groups_of(people: list[Person], names: dict[int, str]) -> list[Group]:
    """Companies of five and more counted people, the others by industry section, what is left as "other".

    A rest of fewer than five takes in the smallest of the industries; is there none, it is not on the map. Every group has five people or more.
    """
    size = Counter(p.company for p in people if p.company is not None)
    where: dict[tuple[str, str], list[int]] = {}
    for place, person in enumerate(people):
        if person.company is not None and size[person.company] >= LEAST_GROUP:
            key = ("company", str(person.company))
        else:
            key = ("industry", section(person.industry))
        where.setdefault(key, []).append(place)
    rest = [key for key in where if key[0] == "industry" and (not key[1] or len(where[key]) < LEAST_GROUP)]
    other = [place for key in rest for place in where.pop(key)]
    if 0 < len(other) < LEAST_GROUP:
        industries = sorted((key for key in where if key[0] == "industry"), key=lambda key: (len(where[key]), key))
        if industries:
            other += where.pop(industries[0])
    if len(other) >= LEAST_GROUP:
        where[("other", "")] = sorted(other)
    found = [
        Group(kind, key, names.get(int(key), "") if kind == "company" else "", tuple(members)) for (kind, key), members in where.items()
    ]
    return sorted(found, key=lambda g: (-len(g.people), g.kind, g.key))


def band_step(ties: int) -> int:
    """How wide a band of that many ties is, 1 to 5."""
    return 1 + sum(ties > most for most in STEPS)


def compute_map(space: Space, as_of: date) -> dict[str, Any]:
    """The map of a house on a day, as plain values that JSON can hold. Reads only; the same house gives the same map.

    `groups`: kind, key, name, size in fives, community letter, x, y, radius, lines of the label; `bands`: positions of two groups, step 1 to 5, whether it
    joins two communities; `people`: [id, x, y, letter] of those who agreed to be drawn; `ties` among these: [id, id, joins two communities];
    `places`: member id to the position of the group, for suggestions. The page checks the consents again.
    """
    house = house_on(space, as_of)
    ties = ties_of(house.network)
    names = dict(Company.objects.filter(space=space).values_list("pk", "name"))
    groups = groups_of(house.people, names)
    letters = letters_of(ties)
    own = [_letter_of(group, letters) for group in groups]
    table = ties_between(groups, ties)
    radius = np.array([radius_of(in_fives(len(g.people))) for g in groups])
    labels = [label_lines(g) for g in groups]
    x, y, width, height = place_groups(table, radius, labels)
    where = {place: k for k, group in enumerate(groups) for place in group.people}
    drawn = set(counted(space).filter(consents__kind=Consent.Kind.MAP, consents__revoked_at=None).values_list("pk", flat=True))
    people = []
    shown: set[int] = set()
    for k, group in enumerate(groups):
        inside = [place for place in group.people if house.people[place].id in drawn]
        for i, place in enumerate(inside):
            dx, dy = seat(i, len(inside), radius[k])
            people.append([house.people[place].id, _round(x[k] + dx), _round(y[k] + dy), letters[place]])
            shown.add(place)
    both = [i for i, (a, b) in enumerate(ties.pairs.tolist()) if a in shown and b in shown]
    both.sort(key=lambda i: (-ties.strength[i], i))
    return {
        "as_of": as_of.isoformat(),
        "width": _round(width),
        "height": _round(height),
        "groups": [
            {
                "kind": g.kind,
                "key": g.key,
                "name": g.name,
                "people": in_fives(len(g.people)),
                "letter": own[k],
                "x": _round(x[k]),
                "y": _round(y[k]),
                "r": _round(radius[k]),
            }
            for k, g in enumerate(groups)
        ],
        "bands": [
            {"a": i, "b": j, "step": band_step(int(table[i, j])), "bridge": bool(own[i] and own[j] and own[i] != own[j])}
            for i in range(len(groups))
            for j in range(i + 1, len(groups))
            if table[i, j]
        ],
        "people": people,
        "ties": [
            [house.people[a].id, house.people[b].id, int(bool(letters[a] and letters[b] and letters[a] != letters[b]))]
            for a, b in ties.pairs[both[:MOST_TIES]].tolist()
        ],
        "ties_left_out": max(0, len(both) - MOST_TIES),
        "places": {str(house.people[place].id): k for place, k in where.items()},
    }


def _round(value: float) -> float:
    return round(float(value), 1)


def letters_of(ties: Ties) -> list[str]:
    """The community of each person as a letter, the largest A; empty in a community of fewer than five, beyond the 26th, and below 20 people with a tie."""
    if int((ties.degree > 0).sum()) < LEAST_ACTIVE:
        return [""] * ties.n
    member = communities(ties, SEED).membership
    size = np.bincount(member)
    return [LETTERS[c] if c < len(LETTERS) and size[c] >= LEAST_GROUP else "" for c in member.tolist()]


def _letter_of(group: Group, letters: list[str]) -> str:
    """The community to which most of a group belong; none where fewer than half of it do."""
    count = Counter(letters[place] for place in group.people if letters[place])
    if not count:
        return ""
    letter, most = min(count.items(), key=lambda item: (-item[1], item[0]))
    return letter if 2 * most >= len(group.people) else ""


def ties_between(groups: list[Group], ties: Ties) -> Ints:
    """Ties between groups, symmetric, the diagonal those inside."""
    g = len(groups)
    place = np.full(ties.n, -1, dtype=np.int64)
    for k, group in enumerate(groups):
        place[list(group.people)] = k
    ends = place[ties.pairs]
    ends = ends[(ends >= 0).all(axis=1)]
    table = np.bincount(ends[:, 0] * g + ends[:, 1], minlength=g * g).reshape(g, g).astype(np.int64)
    both: Ints = table + table.T - np.diag(table.diagonal())
    return both


def label_lines(group: Group) -> list[str]:
    """The lines that a group's label may need, in whatever language."""
    # Names of industries are translated only on the page: two lines are kept free for them.
    return wrapped(group.name) if group.name else ["M" * LONGEST_LINE] * 2


def place_groups(table: Ints, radius: Floats, labels: list[list[str]]) -> tuple[Floats, Floats, float, float]:
    """Places for g groups: x and y of the centres, float64[g], and width and height of the picture.

    Fruchterman and Reingold's springs between all groups, the stronger the more ties they share, from a fixed start; then boxes of circle and label are
    pushed apart until none lies on another.
    """
    g = len(radius)
    if g == 0:
        return np.zeros(0), np.zeros(0), 600.0, 200.0
    wide = np.array([max(2 * r, max(len(line) for line in lines) * FONT * LETTER_WIDTH) for r, lines in zip(radius, labels, strict=True)])
    tall = np.array([2 * r + (len(lines) + 1) * LINE for r, lines in zip(radius, labels, strict=True)])
    angle = 2 * np.pi * np.arange(g) / g
    start = np.column_stack([np.cos(angle), np.sin(angle)])
    place = start
    if g > 2:
        pairs = np.column_stack(np.triu_indices(g, 1))
        pull = (table[pairs[:, 0], pairs[:, 1]] / np.sqrt(radius[pairs[:, 0]] * radius[pairs[:, 1]])) ** 0.5 + 0.05
        with seeded(SEED):
            found = ig.Graph(n=g, edges=pairs).layout_fruchterman_reingold(
                weights=pull, seed=start.tolist(), niter=800, start_temp=0.5, grid=False
            )
        place = np.array(found.coords)
    place = place - place.mean(axis=0)
    spread = np.abs(place).max(axis=0)
    spread[spread == 0] = 1.0
    # A picture half as high again as all boxes together need, in the format of a page.
    area = float(((wide + GAP) * (tall + GAP)).sum()) * 2.4
    half = np.array([math.sqrt(area * 1.7), math.sqrt(area / 1.7)]) / 2
    centre = pushed_apart(place / spread * half, wide + GAP, tall + GAP)
    left, top = (centre[:, 0] - wide / 2).min(), (centre[:, 1] - tall / 2).min()
    x = centre[:, 0] - left + GAP
    # The circle sits at the upper end of its box, the label below.
    y = centre[:, 1] - tall / 2 + radius - top + GAP
    width = float((centre[:, 0] + wide / 2).max() - left) + 2 * GAP
    height = float((centre[:, 1] + tall / 2).max() - top) + 2 * GAP
    return x, y, width, height


def pushed_apart(centre: Floats, wide: Floats, tall: Floats) -> Floats:
    """Move boxes until none overlaps another: each pair along the axis on which less is missing. float64[g, 2]."""
    centre = centre.copy()
    g = len(centre)
    for _ in range(2000):
        moved = False
        for i in range(g):
            for j in range(i + 1, g):
                dx, dy = centre[j] - centre[i]
                missing_x = (wide[i] + wide[j]) / 2 - abs(dx)
                missing_y = (tall[i] + tall[j]) / 2 - abs(dy)
                if missing_x <= 1e-6 or missing_y <= 1e-6:
                    continue
                moved = True
                axis, missing, towards = (0, missing_x, dx) if missing_x < missing_y else (1, missing_y, dy)
                step = (missing / 2 + 0.01) * (1 if towards >= 0 else -1)
                centre[i, axis] -= step
                centre[j, axis] += step
        if not moved:
            break
    return centre
