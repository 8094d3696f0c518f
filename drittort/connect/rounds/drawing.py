"""Draws a round of a series: the engine seats everybody at once, and the draft is stored for the people who care.

Heavy: only the worker imports this module, and only inside its jobs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Q

from drittort import __version__
from drittort.connect.circles.models import CircleSeason
from drittort.connect.introductions import rules as introductions
from drittort.connect.introductions.models import Introduction, Round
from drittort.connect.introductions.rounds import Gathered, Ground, Helping, fingerprint, ground_of, reason_of, rise
from drittort.connect.rounds import actions, rules
from drittort.connect.rounds.models import DraftSeat, GroupDraft, Seat, Series, Unseated
from drittort.core.database import locked
from drittort.engine.groups import PAIRS, TABLES, TRIOS, Group, Grouping, form_groups
from drittort.engine.introductions import Ints, Parts, Proposal
from drittort.members.models import Member
from drittort.spaces.models import Space

SIZES = {Series.Size.PAIRS: PAIRS, Series.Size.TRIOS: TRIOS, Series.Size.TABLES: TABLES}
NO_PARTS = Parts(0, 0, 0, 0, 0, 0)
REMEMBERED = 3
ATTEMPTS = 3
"""How often a round is drawn when its draft is changed by hand while the engine works."""
STAGE = "stage"
"""What circles add to what people have in common: where each stands in their work."""


class Changed(Exception):
    """Somebody changed the draft while the engine drew it anew: what was drawn does not fit it any more."""


def until_it_fits(attempt: Callable[[], Round | None]) -> Round | None:
    """What an attempt to draw makes, tried again where the draft was changed meanwhile. Raises Changed the last time, and the worker comes back later."""
    for left in reversed(range(ATTEMPTS)):
        try:
            return attempt()
        except Changed:
            if not left:
                raise
    return None


def draw(*, series: Series, at: datetime, seed: int | None = None, kicks: int | None = None, ground: Ground | None = None) -> Round | None:
    """Draw the next round of a series, or draw its draft anew around the locked groups. Computes first, then writes in one short transaction.

    `kicks` limits the engine's search; `ground` was learned before. None where the draft went out meanwhile.
    """
    return until_it_fits(partial(draw_once, series=series, at=at, seed=seed, kicks=kicks, ground=ground))


def draw_once(*, series: Series, at: datetime, seed: int | None, kicks: int | None, ground: Ground | None) -> Round | None:
    """One attempt of `draw`. Raises Changed."""
    day = series.space.day(at)
    wanted, busy = rules.taking_part(series, day), introductions.busy(series.space, at)
    asked = (wanted | ({series.host_id} if series.host_id else set())) - busy
    free = set(introductions.introducible(series.space.members.all(), day).filter(pk__in=asked).values_list("pk", flat=True))
    hand = by_hand(series.space, at, free, series=series)
    seed = day.toordinal() * 100_000 + series.pk % 1_000 * 100 + hand.turn % 100 if seed is None else seed
    ground = ground or ground_of(series.space, at, seed)
    people, helping, base = ground.people, ground.helping, ground.community
    place = {pk: k for k, pk in enumerate(people.ids)}
    wanted &= place.keys()
    able = (free & place.keys()) - hand.away if rules.enough(series, wanted - busy) else set()
    n = len(people.ids)
    community = replace(
        base,
        consent=np.array([pk in able for pk in people.ids], dtype=bool),
        capacity=np.ones(n, dtype=np.int64),
        online=np.zeros(n, dtype=bool) if not series.online else base.online,
        mix_companies=not series.same_company,
        meet_again=True,
    )
    found = form_groups(
        community,
        SIZES[Series.Size(series.size)],
        seed=seed,
        hosts=[place[series.host_id]] if series.host_id in place else [],
        before=together_before(series.space, place),
        left_out=left_out(series, people),
        locked=[[place[pk] for pk in ids] for ids in hand.kept if able.issuperset(ids)],
        kicks=kicks,
    )
    inputs = fingerprint(people, community)
    with transaction.atomic():
        made = store(series, found, people, helping, at, seed=seed, hand=hand, inputs=inputs, wanted=wanted, busy=busy)
        if made is not None:
            Series.objects.filter(pk=series.pk, next_on__lte=day).update(next_on=actions.next_date(series, day))
    return made


@dataclass(frozen=True, slots=True)
class ByHand:
    """What people decided in the draft that stands: the groups to keep, and who is left out, as far as they are `free` to sit in it. `turn` counts how often it was drawn.

    Who may change the draft gains nothing by drawing it anew, or it would tell them of a block or a secret list that is about themselves: their groups (`still`, group and
    people) stay as the house drew them, without whoever is not free any more; whoever of them has no seat gets none, and whoever was not in it (`looking` without `codes`)
    does not come in. `away` are all who are not drawn.
    """

    free: frozenset[int] = frozenset()
    turn: int = 0
    kept: tuple[tuple[int, ...], ...] = ()
    out: frozenset[int] = frozenset()
    still: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    looking: frozenset[int] = frozenset()
    away: frozenset[int] = frozenset()
    codes: Mapping[int, str] = field(default_factory=dict)


def by_hand(space: Space, at: datetime, able: Collection[int], **of: Any) -> ByHand:
    """The decisions in the draft of a series or a season, where `able` are all who may sit in it now. A group that would not sit together any more is let go."""
    free = frozenset(able)
    old = Round.objects.filter(**of, sent_at=None).order_by("-made_at").first()
    if old is None:
        return ByHand(free)
    looking = frozenset(rules.who_may_change(old).values_list("pk", flat=True))
    found = old.groups.filter(dropped_at=None).filter(Q(locked_at__isnull=False) | Q(seats__member__in=looking)).distinct().order_by("pk")
    groups = {group.pk: tuple(sorted(seat.member_id for seat in group.seats.all())) for group in found.prefetch_related("seats")}
    pairs = {pair for ids in groups.values() if not looking.isdisjoint(ids) for pair in combinations(ids, 2)}
    apart = pairs - introductions.free_pairs(space, pairs, at)
    members = {m.pk: m for m in Member.objects.filter(pk__in={pk for ids in groups.values() for pk in ids})}
    terms = rules.terms_of(old)
    fewest, most = terms.seats
    locked_in = [ids for ids in groups.values() if looking.isdisjoint(ids) and free.issuperset(ids)]
    may = rules.may_each_sit_together(terms, [[members[pk] for pk in ids] for ids in locked_in], at)
    kept = [ids for ids, verdict in zip(locked_in, may, strict=True) if verdict]
    still: dict[int, tuple[int, ...]] = {}
    for group, ids in groups.items():
        if looking.isdisjoint(ids):
            continue
        left = tuple(pk for pk in ids if pk in free)
        # What keeps somebody apart from one of those who may change the draft shows when it goes out, and not here.
        others = combinations([pk for pk in left if pk not in looking], 2)
        if not looking.isdisjoint(left) and fewest <= len(left) <= most and apart.isdisjoint(others):
            still[group] = left
    codes = {pk: "odd_one_out" for ids in groups.values() for pk in ids if pk in looking}
    codes |= dict(old.unseated.values_list("member_id", "code"))
    out = frozenset(pk for pk, code in codes.items() if code == "out")
    away = out.union(looking, *still.values())
    return ByHand(free, int(old.change.get("turn", 0)) + 1, tuple(kept), out, still, looking, away, codes)


def store(
    drawn_for: Series | CircleSeason,
    found: Grouping,
    people: Gathered,
    helping: Helping,
    at: datetime,
    *,
    seed: int,
    hand: ByHand,
    inputs: str,
    wanted: set[int],
    busy: set[int],
) -> Round | None:
    """Write what was drawn in the place of the draft that was there. None where that went out meanwhile; raises Changed where it was changed by hand."""
    of: dict[str, Any] = {"series": drawn_for} if isinstance(drawn_for, Series) else {"season": drawn_for}
    groups = [(group, [people.ids[k] for k in group.people], reasons_of(group, people, helping)) for group in found.groups]
    change = {
        "turn": hand.turn,
        "inputs": inputs,
        "people": len(wanted),
        "fewest": found.fewest,
        "around": bool(hand.still or hand.kept),
        "exact": found.exact,
        "shown": sum(len(ids) for _group, ids, _why in groups),
        "shown_efficiency": rise(found.efficiency_before, found.efficiency_after),
    }
    with transaction.atomic():
        locked(type(drawn_for).objects.filter(pk=drawn_for.pk)).get()
        old = locked(Round.objects.filter(**of, sent_at=None)).order_by("-made_at").first()
        if hand.turn and old is None:
            return None
        if by_hand(drawn_for.space, at, hand.free, **of) != hand:
            # Whoever was given a seat meanwhile would sit in two groups, and what was decided would be lost.
            raise Changed
        drawn = {pk for _group, ids, _why in groups for pk in ids}
        if Member.objects.here().filter(pk__in=drawn).count() < len(drawn):
            # Whoever left meanwhile has no seat any more, and nobody would take this one from them.
            raise Changed
        sends_at, held_at = (at + rules.SENT_AFTER, None) if old is None else (old.sends_at, old.held_at)
        if sends_at is None or sends_at < at:
            sends_at = at + rules.SENT_AFTER
        bound = found.bound if np.isfinite(found.bound) else found.objective
        made = Round.objects.create(
            **of, space=drawn_for.space, made_at=at, seed=seed, value=found.objective, bound=bound, change=change, engine=__version__,
            sends_at=sends_at, held_at=held_at,
        )  # fmt: skip
        for pk, stays in hand.still.items():
            if DraftSeat.objects.filter(group=pk).exclude(member__in=stays).delete()[0]:
                actions.say_why_anew(pk, drawn_for.space.day(at))
        GroupDraft.objects.filter(pk__in=hand.still).update(round=made)
        Round.objects.filter(**of, sent_at=None).exclude(pk=made.pk).delete()
        for position, (group, ids, why) in enumerate(groups):
            row = GroupDraft.objects.create(
                round=made, position=position, value=round(group.value, 6), reasons=why, relaxed=list(group.relaxed),
                host_id=people.ids[group.host] if group.host >= 0 else None, locked_at=at if group.locked else None,
            )  # fmt: skip
            DraftSeat.objects.bulk_create(DraftSeat(group=row, member_id=pk) for pk in ids)
        seated = set(DraftSeat.objects.filter(group__round=made).values_list("member_id", flat=True))
        codes = {people.ids[k]: code for k, code in found.unmatched if code != "no_consent"}
        codes |= dict.fromkeys(busy, "no_capacity") | {pk: hand.codes[pk] for pk in hand.looking & hand.codes.keys()}
        codes |= dict.fromkeys(hand.out, "out")
        # Who may change the draft and was without a seat once stays so in it, wishing or not: else they would step out to read who else has none.
        remain = hand.looking & hand.codes.keys()
        Unseated.objects.bulk_create(
            Unseated(round=made, member_id=pk, code=codes.get(pk, "odd_one_out"))
            for pk in sorted((wanted | remain) - seated - (hand.looking - remain))
        )
    return made


def reasons_of(group: Group, people: Gathered, helping: Helping) -> list[dict[str, Any]]:
    """The engine's reasons with members and texts in the place of positions."""
    told: list[dict[str, Any]] = []
    for reason in group.reasons:
        if reason.code in ("industries", "companies"):
            told.append({"code": reason.code, **reason.parameters})
        elif reason.code != "shared" or reason.parameters["attribute"] != STAGE:
            # Where somebody stands in their work was promised to stand nowhere beside their name.
            told.append(reason_of(reason, Proposal(group.people[0], group.people[-1], 0.0, NO_PARTS, ()), people, helping))
    return told


def together_before(space: Space, place: dict[int, int]) -> Ints:
    """Pairs whom the house has brought together before, a row for each time."""
    pairs = list(Introduction.objects.filter(space=space).values_list("first_id", "second_id"))
    tables: dict[int, list[int]] = {}
    for gathering, member in Seat.objects.filter(gathering__space=space).order_by("member_id").values_list("gathering_id", "member_id"):
        tables.setdefault(gathering, []).append(member)
    pairs += [pair for ids in tables.values() for pair in combinations(ids, 2)]
    return np.array([(place[a], place[b]) for a, b in pairs if a in place and b in place], dtype=np.int64).reshape(-1, 2)


def left_out(series: Series, people: Gathered) -> Ints:
    """In how many rounds in a row each had no seat, of the last few."""
    count: dict[int, int] = {}
    open_ = set(people.ids)
    for made in Round.objects.filter(series=series, sent_at__isnull=False).order_by("-made_at")[:REMEMBERED]:
        open_ &= set(made.unseated.exclude(code__in=rules.NOT_MISSED).values_list("member_id", flat=True))
        for pk in open_:
            count[pk] = count.get(pk, 0) + 1
    return np.array([count.get(pk, 0) for pk in people.ids], dtype=np.int64)
