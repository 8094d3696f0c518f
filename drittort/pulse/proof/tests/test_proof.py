"""Held-out pairs: drawn before anybody sees them, invisible to everybody, measured once, published in sums, and told of in words that fit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from drittort.connect.introductions import holding, rules
from drittort.connect.introductions.actions import accept_introduction, propose_introduction
from drittort.core.jobs.runner import run_due
from drittort.engine.uplift import Interval
from drittort.network.models import Contact
from drittort.pulse.proof import actions, queries
from drittort.pulse.proof.models import WINDOW, DrawnPair, Look
from drittort.pulse.proof.words import LOT, ROW, said
from tests.cast import Cast, person

PAIRS = 40


def set_share(cast: Cast, share: int) -> None:
    cast.house.settings = {**cast.house.settings, "held_out": share}
    cast.house.save()


def pair(*people) -> tuple[int, int]:
    low, high = sorted(p.pk for p in people)
    return low, high


def drawn(cast: Cast, first, second, *, held: bool, days: int = 61, **more) -> DrawnPair:
    low, high = pair(first, second)
    return DrawnPair.objects.create(
        space=cast.house, first_id=low, second_id=high, drawn_at=cast.now - timedelta(days=days), seed=1, share=25, thin=False, held=held, **more
    )  # fmt: skip


def contact(cast: Cast, first, second, *, days_ago: int, origin: str = "event:1", weight: float = 1.0) -> None:
    low, high = pair(first, second)
    Contact.objects.create(
        space=cast.house, first_id=low, second_id=high, on=cast.house.day(cast.now) - timedelta(days=days_ago), kind="meeting", origin=origin, forth=weight, back=weight
    )  # fmt: skip


def test_nothing_is_drawn_until_the_house_says_so_and_then_the_same_seed_draws_the_same(cast: Cast):
    chosen = [
        (pair(cast.mara, cast.jonas), False),
        (pair(cast.mara, cast.neo), True),
        (pair(cast.jonas, cast.neo), True),
        (pair(cast.ada, cast.jonas), False),
    ]
    assert holding.draw(cast.house, chosen, 5, 7, cast.now) == []
    set_share(cast, 25)
    lots = holding.draw(cast.house, chosen, 5, 7, cast.now)
    assert lots == holding.draw(cast.house, chosen, 5, 7, cast.now)
    assert [lot.pair for lot in lots] == [one for one, _thin in chosen]
    holding.keep(cast.house, lots, 7, cast.now)
    # Each pair is drawn once; what the lot said stands.
    assert holding.draw(cast.house, chosen, 5, 8, cast.now) == []
    cast.mara.consents.filter(kind="counted").update(revoked_at=cast.now)
    DrawnPair.objects.all().delete()
    assert [lot.pair for lot in holding.draw(cast.house, chosen, 5, 7, cast.now)] == [
        pair(cast.jonas, cast.neo),
        pair(cast.ada, cast.jonas),
    ]


def test_only_as_many_are_drawn_as_will_be_shown(cast: Cast):
    set_share(cast, 20)
    people = [person(cast.house, f"P{k}") for k in range(12)]
    chosen = [(pair(people[k], people[k + 1]), False) for k in range(11)]
    assert len(holding.draw(cast.house, chosen, 4, 1, cast.now)) == 5


def test_a_held_pair_rests_for_sixty_days_and_may_be_introduced_by_hand(cast: Cast):
    row = drawn(cast, cast.mara, cast.jonas, held=True, days=59)
    drawn(cast, cast.mara, cast.neo, held=False, days=1)
    assert holding.resting(cast.house, cast.now) == {pair(cast.mara, cast.jonas)}
    assert holding.resting(cast.house, cast.now + timedelta(days=2)) == set()
    # By hand nothing stands in the way, and nothing tells of the lot.
    assert rules.may_be_brought_together(cast.house, cast.mara, cast.jonas, cast.now)
    made = propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=cast.now)
    for one in (cast.mara, cast.jonas):
        accept_introduction(actor=one, introduction_id=made.pk, at=cast.now)
    assert actions.measure_due(at=cast.now + timedelta(days=2)) == 1
    row.refresh_from_db()
    assert (row.introduced, row.by_hand) == (True, True)


def test_a_tie_counts_by_what_happened_since_and_not_by_what_the_introduction_told(cast: Cast):
    both = (cast.mara, cast.jonas)
    row = drawn(cast, *both, held=False)
    made = propose_introduction(actor=cast.hanna, first=both[0], second=both[1], text="", at=cast.now)
    contact(cast, *both, days_ago=3, origin=f"introduction:{made.pk}")
    contact(cast, *both, days_ago=70)
    contact(cast, *both, days_ago=0)
    row.measured_at = cast.now
    day = cast.house.day(row.drawn_at + WINDOW)
    assert actions.tied(row, day) is False
    contact(cast, *both, days_ago=20, weight=0.1)
    assert actions.tied(row, day) is False
    contact(cast, *both, days_ago=5, origin="deal:1")
    assert actions.tied(row, day) is True
    cast.jonas.left_on = day - timedelta(days=1)
    cast.jonas.save()
    assert actions.tied(row, day) is None


def test_what_was_measured_stays(cast: Cast):
    row = drawn(cast, cast.mara, cast.jonas, held=False)
    assert actions.measure_due(at=cast.now) == 1
    contact(cast, cast.mara, cast.jonas, days_ago=5)
    assert actions.measure_due(at=cast.now) == 0
    row.refresh_from_db()
    assert row.tied is False


@pytest.fixture
def trial(cast: Cast) -> Cast:
    """Forty held-out pairs and a hundred and twenty others, measured in the first quarter: a tie in 4 of 40 and in 42 of 120."""
    people = [person(cast.house, f"P{k}") for k in range(20)]
    pairs = [(people[a], people[b]) for a in range(20) for b in range(a + 1, 20)][:160]
    rows = []
    for k, (first, second) in enumerate(pairs):
        held = k < PAIRS
        low, high = pair(first, second)
        rows.append(
            DrawnPair(
                space=cast.house, first_id=low, second_id=high, drawn_at=cast.now - timedelta(days=130), seed=k // 8, share=25, thin=bool(k % 2), held=held,
                measured_at=cast.now - timedelta(days=70), tied=k % 10 == 0 if held else k % 20 < 7, introduced=not held and k % 2 == 0,
            )
        )  # fmt: skip
    DrawnPair.objects.bulk_create(rows)
    return cast


def test_a_quarter_is_published_once_and_stays(trial: Cast):
    assert actions.look(space=trial.house, at=trial.now) == 1
    assert actions.look(space=trial.house, at=trial.now) == 0
    one = Look.objects.get()
    assert (one.on, one.held, one.treated) == (date(2026, 3, 31), 40, 120)
    assert (one.tied_held, one.tied_treated) == (4, 42)
    assert one.value == pytest.approx(42 / 120 - 0.1)
    # The first of several looks has a wider interval than one that were the only one.
    assert one.limit > 3
    assert one.low < one.value - 0.15


def test_what_is_new_since_the_last_look_tells_of_nobody(trial: Cast):
    """Three more pairs were proposed, all three have a tie, and who made the round knows them: it waits until there are more."""
    actions.look(space=trial.house, at=trial.now)
    people = [person(trial.house, f"Q{k}") for k in range(12)]
    pairs = [(people[a], people[b]) for a in range(12) for b in range(a + 1, 12)]
    for first, second in pairs[:3]:
        drawn(trial, first, second, held=False, days=100, measured_at=trial.now, tied=True)
    assert actions.look(space=trial.house, at=trial.now + timedelta(days=90)) == 0
    for k, (first, second) in enumerate(pairs[3:50]):
        drawn(trial, first, second, held=False, days=100, measured_at=trial.now, tied=bool(k % 2))
    assert actions.look(space=trial.house, at=trial.now + timedelta(days=90)) == 1
    assert Look.objects.latest("on").treated == 170


def test_when_it_is_full_it_is_over(trial: Cast):
    """Every look after that would be a test at five per cent again."""
    set_share(trial, 25)
    actions.look(space=trial.house, at=trial.now)
    Look.objects.update(wanted=160)
    people = [person(trial.house, f"Q{k}") for k in range(12)]
    pairs = [(people[a], people[b]) for a in range(12) for b in range(a + 1, 12)]
    for k, (first, second) in enumerate(pairs):
        drawn(trial, first, second, held=False, days=100, measured_at=trial.now, tied=bool(k % 2))
    assert actions.look(space=trial.house, at=trial.now + timedelta(days=90)) == 0
    assert holding.draw(trial.house, [(pair(trial.mara, trial.jonas), False)], 5, 7, trial.now) == []
    with override("en"):
        assert "no more lots" in queries.proof(trial.hanna).state


def test_a_p_value_is_never_none():
    with override("en"):
        assert queries.by_lots(1 / 2001) == "fewer than 1 of 1,000 times"
        assert queries.by_lots(0.0312) == "31 of 1,000 times"


def test_below_thirty_held_out_pairs_nothing_is_told(trial: Cast):
    DrawnPair.objects.filter(pk__in=list(DrawnPair.objects.filter(held=True).values_list("pk", flat=True)[:11])).delete()
    assert actions.look(space=trial.house, at=trial.now) == 0
    assert queries.proof(trial.hanna).newest is None


def test_the_page_shows_what_was_published_and_no_more(trial: Cast):
    set_share(trial, 25)
    browser = trial.client(trial.hanna)
    before = browser.get("/lagerhaus/pulse/proof/").content.decode()
    assert "von 120" not in before
    assert "511" in before
    actions.look(space=trial.house, at=trial.now)
    page = browser.get("/lagerhaus/pulse/proof/").content.decode()
    assert "42 von 120 (35\u00a0%)" in page
    assert "4 von 40 (10\u00a0%)" in page
    assert trial.client(trial.mara).get("/lagerhaus/pulse/proof/").status_code == 403


def test_who_agrees_reads_of_the_lot_where_the_house_draws_one(cast: Cast):
    browser = cast.client(cast.mara)
    sentence = "dem Zufall überlassen"
    assert sentence not in browser.get("/lagerhaus/me/consents/").content.decode()
    set_share(cast, 20)
    assert sentence in browser.get("/lagerhaus/me/consents/").content.decode()


def test_words_of_cause_only_where_a_lot_decided():
    clear, unclear = Interval(0.2, 0.1, 0.3), Interval(0.1, -0.1, 0.3)
    with override("en"):
        assert "caused" in said(LOT, clear)
        for words in (said(LOT, unclear), said(ROW, clear), said(ROW, unclear)):
            assert not {"caused", "because", "effect", "thanks to"} & set(words.lower().replace(",", " ").replace(":", " ").split())
        assert "not its reason" in said(ROW, clear)
    with override("de"):
        assert "bewirken" in said(LOT, clear)
        assert not any("bewirk" in said(*told) for told in ((LOT, unclear), (ROW, clear), (ROW, unclear)))


def test_the_worker_measures_and_publishes(trial: Cast):
    from drittort.core.jobs.queue import enqueue

    enqueue("pulse.proof.measure", {}, at=trial.now, key="now")
    run_due(clock=lambda: trial.now)
    assert Look.objects.count() == 1
