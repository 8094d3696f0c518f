"""The missing ties of a house: gathers what every member may read, lets the engine choose, and stores rows for the page.

Heavy: only the worker imports this module, and only inside its jobs.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from itertools import combinations
from typing import Any

import numpy as np
from django.db import transaction
from scipy import sparse

from drittort.connect.between import rules
from drittort.connect.between.models import CompanyTie
from drittort.connect.between.trade import buys
from drittort.connect.introductions.rounds import Gathered, Helping, Said
from drittort.connect.needs.models import LIVES, Need
from drittort.core.database import locked
from drittort.engine.firms import Firms, Missing, missing_ties
from drittort.members.models import ChosenValue, Company, CompanyLine, Employment, HouseValue, StandingLine
from drittort.network.snapshots import MAP, newest
from drittort.spaces.industries import section
from drittort.spaces.models import Space

EACH = 5
ALL_PAIRS = 300
"""Up to so many companies every pair is looked at; beyond, those that may have something of each other."""
LOOKED_AT = 30
SHARED_LEAST = 2
"""Two values in common are worth as much as a pair must have of each other (`engine.firms.ENOUGH`)."""
BLOCK = 500
MIDDLE = {1: 1.5, 2: 4.0, 3: 8.0, 4: 15.0, 5: 25.0}
"""How many ties a band of the published map stands for, roughly; more is not known here, and not to be known."""
HELPS = 0.35
"""From so much help on the two lines are quoted as a reason."""
FAR = 0.6


def find_missing(*, space: Space, at: datetime) -> int:
    """Compute the missing ties of a house anew and put them in the place of the old ones; return how many. Computes first, then writes in one transaction."""
    firms = list(Company.objects.filter(space=space).order_by("pk"))
    people = rules.people_to_ask(space, [firm.pk for firm in firms], space.day(at))
    firms = [firm for firm in firms if firm.pk in people]
    ids = tuple(firm.pk for firm in firms)
    said = gather(space, ids, at)
    helping = Helping(said)
    looked_at = combinations(range(len(ids)), 2) if len(ids) <= ALL_PAIRS else worth_a_look(firms, said, helping, space.day(at).toordinal())
    pairs = rules.can_meet(space, [(ids[a], ids[b]) for a, b in looked_at], people, at)
    place = {pk: k for k, pk in enumerate(ids)}
    positions = np.array([(place[a], place[b]) for a, b in pairs], dtype=np.int64).reshape(-1, 2)
    worth = helping(positions)
    industry = [firm.industry for firm in firms]
    trade = np.array([max(buys(industry[a], industry[b]), buys(industry[b], industry[a])) for a, b in positions.tolist()], dtype=np.float64)
    values = said.values
    group, weights = groups(space, firms)
    found = missing_ties(
        Firms(
            positions,
            np.asarray(worth.value, dtype=np.float64),
            trade,
            np.array([len(values.get(a, frozenset()) & values.get(b, frozenset())) for a, b in pairs], dtype=np.int64),
            np.array([bool(industry[a]) and industry[a] == industry[b] for a, b in positions.tolist()], dtype=bool),
            group,
            weights,
        ),
        each=EACH,
        seed=space.day(at).toordinal(),
    )
    rows = [
        CompanyTie(
            space=space, first_id=ids[tie.a], second_id=ids[tie.b], position=k, value=round(tie.value, 6), made_at=at,
            reasons=reasons(tie, firms, said, int(worth.need[tie.pair]), int(worth.offer[tie.pair])),
        )
        for k, tie in enumerate(found)
    ]  # fmt: skip
    with transaction.atomic():
        locked(Space.objects.filter(pk=space.pk)).get()
        CompanyTie.objects.filter(space=space).delete()
        CompanyTie.objects.bulk_create(rows)
    return len(rows)


def worth_a_look(firms: list[Company], said: Gathered, helping: Helping, seed: int) -> list[tuple[int, int]]:
    """In a large house: pairs of positions, the lower first, that may have enough of each other; all others have nothing that `missing_ties` asks for.

    For each company the offers that fit its needs best, and of typical buyers and sellers and of those who chose most values in common as many as
    `LOOKED_AT`, drawn by the seed among equals. So work and memory grow with the companies and not with their pairs.
    """
    rng, n = np.random.default_rng(seed), len(firms)
    found = {(min(a, b), max(a, b)) for a, b in helping.suggested().tolist()}
    of_trade: dict[str, list[int]] = defaultdict(list)
    for k, firm in enumerate(firms):
        of_trade[firm.industry].append(k)
    for one, own in of_trade.items():
        partners = [(worth, other) for other in of_trade if (worth := max(buys(one, other), buys(other, one))) > 0]
        for k in own:
            drawn: list[int] = []
            for _worth, other in sorted(partners, reverse=True):
                there = of_trade[other]
                drawn += [there[i] for i in rng.choice(len(there), min(len(there), LOOKED_AT - len(drawn)), replace=False)]
                if len(drawn) >= LOOKED_AT:
                    break
            found |= {(min(k, other), max(k, other)) for other in drawn if other != k}
    values = sorted({value for chosen in said.values.values() for value in chosen})
    chosen = np.zeros((n, len(values)), dtype=np.float32)
    for k, firm in enumerate(firms):
        chosen[k, [values.index(value) for value in said.values.get(firm.pk, ())]] = 1
    for start in range(0, n if values else 0, BLOCK):
        shared = chosen[start : start + BLOCK] @ chosen.T
        shared += rng.random(shared.shape, dtype=np.float32) / 2
        most = np.argpartition(-shared, min(LOOKED_AT, n - 1), axis=1)[:, :LOOKED_AT]
        rows, places = np.nonzero(np.take_along_axis(shared, most, axis=1) >= SHARED_LEAST)
        found |= {(min(a, b), max(a, b)) for a, b in zip((rows + start).tolist(), most[rows, places].tolist(), strict=True) if a != b}
    return sorted(found)


def gather(space: Space, ids: tuple[int, ...], at: datetime) -> Gathered:
    """What each company and its people seek and offer, and which values it chose, all of it as members read it; texts are owned by companies."""
    works: dict[int, list[int]] = defaultdict(list)
    for member, company in Employment.objects.filter(company__in=ids, until_on=None, member__left_on=None).values_list(
        "member_id", "company_id"
    ):
        works[member].append(company)
    lines: list[tuple[int, str, str, str]] = list(
        CompanyLine.objects.filter(company__in=ids).values_list("company_id", "text", "language", "side")
    )
    own = StandingLine.objects.filter(member__in=list(works)).values_list("member_id", "text", "language", "side")
    lines += [(company, text, language, side) for member, text, language, side in own for company in works[member]]
    asked = (
        Need.objects.filter(space=space, opened_at__gt=at - LIVES, member__in=list(works))
        .open()
        .seeking()
        .values_list("member_id", "text", "language")
    )
    lines += [(company, text, language, StandingLine.Side.SEEK) for member, text, language in asked for company in works[member]]
    chosen: dict[int, set[int]] = defaultdict(set)
    for company, value in ChosenValue.objects.filter(company__in=ids, value__retired_at=None).values_list("company_id", "value_id"):
        chosen[company].add(value)
    return Gathered(
        ids, {}, {}, {},
        tuple(Said(pk, text, language) for pk, text, language, side in lines if side == StandingLine.Side.SEEK),
        tuple(Said(pk, text, language) for pk, text, language, side in lines if side == StandingLine.Side.OFFER),
        {pk: frozenset(values) for pk, values in chosen.items()},
    )  # fmt: skip


def groups(space: Space, firms: list[Company]) -> tuple[np.ndarray[Any, np.dtype[np.int64]], sparse.csr_array]:
    """Where each company stands on the published map (-1 for nowhere), and the bands between its groups as weights.

    The map has companies of five counted people and more, else whole industries, and rough numbers: so do we.
    """
    stored = newest(space.pk, MAP)
    content = stored.content if stored else {"groups": [], "bands": []}
    where = {(group["kind"], group["key"]): k for k, group in enumerate(content["groups"])}
    rest = where.get(("other", ""), -1)
    own = [where.get(("company", str(firm.pk)), where.get(("industry", section(firm.industry)), rest)) for firm in firms]
    weights = np.zeros((len(content["groups"]),) * 2)
    for band in content["bands"]:
        weights[band["a"], band["b"]] = weights[band["b"], band["a"]] = MIDDLE[band["step"]]
    return np.array(own, dtype=np.int64), sparse.csr_array(weights)


def reasons(tie: Missing, firms: list[Company], said: Gathered, need: int, offer: int) -> list[dict[str, Any]]:
    """Why the two, at most three codes with ids of companies and quoted lines."""
    a, b = firms[tie.a], firms[tie.b]
    found: list[dict[str, Any]] = []
    if tie.help >= HELPS and need >= 0 and offer >= 0:
        seeks, helps = said.needs[need], said.offers[offer]
        found.append({"code": "need_offer", "seeker": seeks.member, "need": seeks.text, "helper": helps.member, "offer": helps.text})
    if tie.trade > 0:
        buyer, seller = (a, b) if buys(a.industry, b.industry) >= buys(b.industry, a.industry) else (b, a)
        found.append({"code": "trade", "buyer": buyer.pk, "seller": seller.pk})
    common = sorted(said.values.get(a.pk, frozenset()) & said.values.get(b.pk, frozenset()))
    for value in HouseValue.objects.filter(pk__in=common[:1]):
        found.append({"code": "shared", "value_de": value.name_de, "value_en": value.name_en})
    if tie.bridge >= FAR:
        found.append({"code": "bridge"})
    return found[:3]
