"""Interactions summed by pair, day and kind: equal to the plain loop, and to what the engine makes of the same file."""

import math
import random
from collections import defaultdict
from datetime import date, timedelta

import numpy as np
import pytest

from drittort.engine.channels import CHANNELS, MUTUAL
from drittort.engine.formats import parse_interactions
from drittort.engine.graph import Interactions, build_network
from drittort.members.importing.forms import EPOCH
from drittort.network.importing.forms import daily, first_days, last_day, read_interactions
from drittort.network.importing.queries import agreed

TODAY = date(2026, 5, 12)
KINDS = ("meeting", "reply", "message", "thanks", "lunch", "")


def contacts(text):
    parsed = parse_interactions(text)
    assert parsed.fit
    return parsed.value


def plainly(told, snapshot=None):
    """The same by dictionaries."""
    sums = defaultdict(lambda: [0.0, 0.0])
    for s, t, at, kind, weight in zip(told.source, told.target, told.at, told.kind, told.weight, strict=True):
        day = (snapshot - EPOCH).days if snapshot else math.floor(at)
        sums[min(s, t), max(s, t), day, told.kinds[kind]][int(s > t)] += weight
    for key, (forth, back) in sums.items():
        if key[3] in MUTUAL:
            sums[key] = [max(forth, back)] * 2
    return {key: (round(forth, 9), round(back, 9)) for key, (forth, back) in sums.items() if forth or back}


def as_dict(rows):
    return {
        (a, b, on, rows.kinds[k]): (forth, back)
        for a, b, on, k, forth, back in zip(rows.a, rows.b, rows.on, rows.kind, rows.forth, rows.back, strict=True)
    }


def some(seed, rows=400, people=9):
    draw = random.Random(seed)
    lines = {"source,target,at,kind,weight"}
    body = []
    for _ in range(rows):
        a, b = draw.sample(range(people), 2)
        body.append(
            f"p{a},p{b},{draw.randrange(1_770_000_000, 1_770_000_000 + 6 * 86400)},{draw.choice(KINDS)},{draw.choice(['', '0', '0.3', '2'])}"
        )
    return "\n".join([*lines, *dict.fromkeys(body)])


@pytest.mark.parametrize("seed", range(5))
def test_sums_equal_the_plain_loop(seed):
    told = contacts(some(seed))
    assert as_dict(daily(told)) == plainly(told)
    assert as_dict(daily(told, snapshot=TODAY)) == plainly(told, TODAY)


@pytest.mark.parametrize("seed", range(3))
def test_the_network_of_the_sums_is_the_network_of_the_file(seed):
    told = contacts(some(seed))
    rows = daily(told)
    both = Interactions(
        told.ids, np.concatenate([rows.a, rows.b]), np.concatenate([rows.b, rows.a]), np.concatenate([rows.on, rows.on]).astype(float),
        np.concatenate([rows.kind, rows.kind]), rows.kinds, np.concatenate([rows.forth, rows.back]),
    )  # fmt: skip
    now = float(told.at.max())
    direct, summed = build_network(told, now=now), build_network(both, now=now)
    assert np.allclose(direct.strength.toarray(), summed.strength.toarray(), atol=1e-7)
    assert (direct.adjacency.toarray() == summed.adjacency.toarray()).all()


def test_the_order_of_lines_changes_nothing():
    head, *lines = some(1).splitlines()
    random.Random(4).shuffle(lines)
    assert as_dict(daily(contacts("\n".join([head, *lines])))) == as_dict(daily(contacts(some(1))))


def test_a_meeting_told_once_or_both_ways_counts_the_same_and_a_reply_goes_one_way():
    rows = as_dict(
        daily(
            contacts(
                "source,target,at,kind\nb,a,2026-01-01,meeting\na,b,2026-01-02,meeting\nb,a,2026-01-02,meeting\nb,a,2026-01-03,reply\n"
            )
        )
    )
    first = (date(2026, 1, 1) - EPOCH).days
    assert rows == {
        (0, 1, first, "meeting"): (1, 1),
        (0, 1, first + 1, "meeting"): (1, 1),
        (0, 1, first + 2, "reply"): (0, CHANNELS["reply"]),
    }


def test_a_large_evening_ties_nobody():
    crowd = "".join(f"p{i:02},p{j:02},2026-01-01T19:00,event\n" for i in range(21) for j in range(i))
    table = "".join(f"q{i},q{j},2026-01-01T19:30,event\n" for i in range(3) for j in range(i))
    rows = as_dict(daily(contacts("source,target,at,kind\n" + crowd + table)))
    assert len(rows) == 3
    assert set(rows.values()) == {(0.5, 0.5)}


def test_nothing_and_days_before_1970():
    assert len(daily(contacts("source,target\n"))) == 0
    assert len(daily(contacts("source,target\n"), snapshot=TODAY)) == 0
    assert daily(contacts("source,target,at\na,b,1969-12-31T23:00:00\n")).on.tolist() == [-1]


def read(text, sample=False):
    return read_interactions("i.csv", text, source="x", today=TODAY, sample=sample)


def test_lines_of_problems_are_exact():
    told = read(
        f"source,target,at,kind\na,b,2026-05-12,reply\n\na,a,2026-05-12,\na,{'x' * 101},,\na,b,2026-06-01,\na,b,,{'k' * 21}\na,b,gestern,\n"
    )
    found = [(p.line, p.column, p.code, p.fatal) for p in told.problems]
    assert found == [
        (4, "target", "self_contact_refused", True), (5, "target", "too_long", True), (6, "at", "future", True), (7, "kind", "too_long", True),
        (8, "at", "time", True),
    ]  # fmt: skip


def test_a_sample_leaves_contacts_with_oneself_out_and_repeated_lines_are_named():
    told = read("source,target,at\na,a,2027-01-01\na,b,2027-01-01\na,b,2027-01-01\n", sample=True)
    assert [(p.line, p.code, p.fatal) for p in told.problems] == [(2, "self_contact", False), (4, "duplicate", False)]
    assert len(told.contacts) == 1


def test_first_and_last_days():
    told = [read("source,target,at\na,b,2026-01-03\nb,c,2026-01-01\n"), read("source,target,at\na,d,2026-01-02\nd,e,\n")]
    day = lambda n: date(2026, 1, n)  # noqa: E731
    assert first_days(told) == {"a": day(2), "b": day(1), "c": day(1), "d": day(2)}
    assert last_day(told) == day(3)
    assert last_day([read("source,target\na,b\n")]) is None


def test_days_count_only_while_both_had_agreed():
    start = date(2026, 1, 1)
    lines = "".join(f"a,b,{start + timedelta(days=i)}\na,c,{start + timedelta(days=i)}\n" for i in range(10))
    rows = daily(contacts("source,target,at\n" + lines))
    spans = {
        "a": ((date(2025, 1, 1), None),),
        "b": ((date(2026, 1, 3), date(2026, 1, 5)), (date(2026, 1, 9), None)),
    }
    kept = rows.select(agreed(rows, spans))
    assert sorted((rows.ids[b], (EPOCH + timedelta(days=int(on))).day) for b, on in zip(kept.b, kept.on, strict=True)) == [
        ("b", d) for d in (3, 4, 9, 10)
    ]
    assert not agreed(rows, {}).any()
