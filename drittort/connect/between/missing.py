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
    pairs = sorted(rules.who_with_whom(space, list(combinations(ids, 2)), at))
    place = {pk: k for k, pk in enumerate(ids)}
    said = gather(space, ids, at)
    positions = np.array([(place[a], place[b]) for a, b in pairs], dtype=np.int64).reshape(-1, 2)
    helping = Helping(said)
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
