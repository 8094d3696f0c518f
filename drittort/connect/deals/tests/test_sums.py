"""What may be told of deals: held against somebody who knows their own and subtracts them."""

from __future__ import annotations

from random import Random

import pytest

from drittort.connect.deals.sums import Told, by_source, enough, sides_of, summed

RING = [Told((str(k), str((k + 1) % 8))) for k in range(8)]


def test_five_deals_of_five_sides_are_not_enough_when_one_may_be_left_out():
    assert not enough([Told((str(k), str((k + 1) % 5))) for k in range(5)])
    assert not enough([Told(("a", str(k))) for k in range(20)]), "one side has a part in all of them"
    assert not enough([Told(("a", "b"))] * 30)
    assert enough(RING)
    assert not enough(RING[:6])


@pytest.mark.parametrize("seed", range(40))
def test_whoever_subtracts_their_own_is_left_with_five_of_five(seed: int):
    random = Random(seed)
    names = [str(k) for k in range(random.randint(4, 14))]
    deals = [
        Told(tuple(random.sample(names, 2)), random.choice(["", "500", "2000", "over"]), random.choice(["", "need", "listing", "circle"]))
        for _ in range(random.randint(1, 60))
    ]
    found = summed(deals)
    if found is None:
        assert not enough(deals)
        return
    groups = [deals, *([deal for deal in deals if deal.source == name] for name in found.sources)]
    rest = [deal for deal in deals if deal.source not in found.sources]
    groups += [rest] if rest else []
    if found.low is not None:
        groups.append([deal for deal in deals if deal.band])
    for group in groups:
        for side in {*sides_of(group), "nobody"}:
            left = [deal for deal in group if side not in deal.sides]
            assert len(left) >= 5
            assert len(sides_of(left)) >= 5
    assert sum(found.sources.values()) + len(rest) == len(deals)


def test_who_acts_for_themselves_and_for_a_company_is_left_out_with_both():
    def deal(one: str, other: str, who: str, whom: str) -> Told:
        return Told((one, other), people=(who, whom))

    as_firm = [deal("firm", f"{k}", "p0", f"{k}") for k in range(3)]
    as_self = [deal("p0", f"{k}", "p0", f"{k}") for k in range(3, 6)]
    others = [deal(f"{k}", f"{k + 1}", f"{k}", f"{k + 1}") for k in range(4)]
    assert len(others) < 5
    assert not enough([*as_firm, *as_self, *others]), "who is both subtracts six and is left with four"
    assert enough([*as_firm, *as_self, *(deal(f"{k}", f"{(k + 1) % 8}", f"{k}", f"{(k + 1) % 8}") for k in range(8))])
    three = [deal(f"firm {one}", f"{two}", f"p{one}", f"p{two}") for one in range(3) for two in range(3) if one != two]
    assert not enough(three * 3), "six names, three people"


def test_amounts_are_spans_and_open_above_where_a_band_is():
    priced = [Told(deal.sides, "2000") for deal in RING]
    found = summed(priced)
    assert found is not None
    assert (found.low, found.high) == (8 * 500, 8 * 2000)
    top = summed([*priced, Told(("0", "4"), "over")])
    assert top is not None
    assert (top.low, top.high) == (8 * 500 + 50_000, None)
    few = summed([*RING, Told(("0", "4"), "500")])
    assert few is not None
    assert few.low is None, "one amount among nine deals would be told"


def test_a_rest_that_is_too_small_hides_a_source_too():
    market = [Told(deal.sides, source="listing") for deal in RING]
    assert by_source(market) == {"listing": 8}
    assert by_source([*market, Told(("0", "3"), source="need")]) == {}
