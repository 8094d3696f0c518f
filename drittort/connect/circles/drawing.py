"""Drafts the circles of a call: five to eight people at a similar stage, for whoever hosts them to look at.

Heavy: only the worker imports this module, and only inside its jobs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import combinations

import numpy as np
from django.db import transaction

from drittort.connect.circles import rules
from drittort.connect.circles.models import CircleSeason
from drittort.connect.introductions import rules as introductions
from drittort.connect.introductions.models import Round
from drittort.connect.introductions.rounds import Ground, fingerprint, ground_of
from drittort.connect.rounds.drawing import STAGE, by_hand, store, together_before, until_it_fits
from drittort.engine.groups import CIRCLES, form_groups

APART = 2
"""Stages that lie so far from each other are not mixed: who begins and who is settled ask different questions."""


def draw(
    *, season: CircleSeason, at: datetime, seed: int | None = None, kicks: int | None = None, ground: Ground | None = None
) -> Round | None:
    """Draft the circles of a call, or draft them anew around the groups that are kept. None where the draft went out meanwhile.

    The engine seats whoever it can, and values what else brings people together; the same stage counts as something in common.
    """
    return until_it_fits(partial(draw_once, season=season, at=at, seed=seed, kicks=kicks, ground=ground))


def draw_once(*, season: CircleSeason, at: datetime, seed: int | None, kicks: int | None, ground: Ground | None) -> Round | None:
    """One attempt of `draw`. Raises Changed."""
    wishes, busy = rules.wishing(season, at), introductions.busy(season.space, at)
    hand = by_hand(season.space, at, wishes.keys() - busy, season=season)
    seed = season.space.day(at).toordinal() * 100_000 + season.pk % 1_000 * 100 + hand.turn % 100 if seed is None else seed
    ground = ground or ground_of(season.space, at, seed)
    people, base = ground.people, ground.community
    place = {pk: k for k, pk in enumerate(people.ids)}
    stages = {pk: stage for pk, stage in wishes.items() if pk in place}
    able = stages.keys() - busy - hand.away
    n = len(people.ids)
    kept = [ids for ids in hand.kept if able >= set(ids)]
    beside = {pair for ids in kept for pair in combinations(ids, 2)}
    far = [(a, b) for a, b in combinations(sorted(able), 2) if abs(stages[a] - stages[b]) >= APART and (a, b) not in beside]
    community = replace(
        base,
        consent=np.array([pk in able for pk in people.ids], dtype=bool),
        capacity=np.ones(n, dtype=np.int64),
        online=base.online if season.online else np.zeros(n, dtype=bool),
        mix_companies=False,
        # In a circle of one trade everybody is of one market; that is what it is for.
        industry=np.full(n, -1, dtype=np.int64),
        shared={STAGE: np.array([stages.get(pk, -1) for pk in people.ids], dtype=np.int64)},
        meet_again=True,
    )
    found = form_groups(
        community,
        CIRCLES,
        seed=seed,
        before=together_before(season.space, place),
        locked=[[place[pk] for pk in ids] for ids in kept],
        excluded=[(place[a], place[b]) for a, b in far],
        kicks=kicks,
    )
    with transaction.atomic():
        made = store(
            season,
            found,
            people,
            ground.helping,
            at,
            seed=seed,
            hand=hand,
            inputs=fingerprint(people, community),
            wanted=set(stages),
            busy=busy,
        )
        if made is not None and not found.groups:
            # Nobody could be seated: somebody looks at it, or the call goes on.
            made.held_at = at
            made.save(update_fields=["held_at"])
    return made
