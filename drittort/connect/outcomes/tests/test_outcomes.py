"""What came of it: counted in groups of five, once, and shown to everybody alike."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from django.urls import reverse
from django.utils import translation

from drittort.connect.introductions.models import Introduction
from drittort.connect.lending.models import Loan
from drittort.connect.market.models import Listing
from drittort.connect.needs.models import Need
from drittort.connect.outcomes import queries
from drittort.connect.outcomes.actions import publish_quarters, ripe_quarters
from drittort.connect.outcomes.counting import counted
from drittort.connect.outcomes.models import OutcomeFigure
from drittort.connect.outcomes.picture import Flow, drawn
from drittort.connect.outcomes.registrations import needs as tells_needs
from drittort.connect.outcomes.sources import OPEN, ORIGINS, SOURCES, Story
from tests.cast import Cast, person

DAY = timedelta(days=1)


def story(number: int, outcome: str = OPEN, origin: str = "need") -> Story:
    return Story(origin, outcome, frozenset((2 * number, 2 * number + 1)))


def test_what_is_too_few_stands_with_what_is_open_and_too_few_in_all_nowhere():
    assert counted(story(k, "help") for k in range(5)) == {}, "each of the ten subtracts their own, and four are left"
    assert counted(Story("need", "help", frozenset((1, 2))) for _ in range(30)) == {}, "thirty stories of two people are not told"
    assert counted(Story("need", "help", frozenset((1, k))) for k in range(2, 30)) == {}, "one person has a part in all of them"
    assert counted(story(k, "help") for k in range(6)) == {("need", "help"): 6}
    many = [story(k, "help") for k in range(9)] + [story(9 + k, "met") for k in range(3)] + [story(20 + k) for k in range(5)]
    assert counted(many) == {("need", "help"): 9, ("need", OPEN): 8}


def test_a_rest_that_is_too_few_is_not_told_of():
    many = [story(k, "help") for k in range(9)] + [story(20 + k, "met") for k in range(6)] + [story(40)]
    assert counted(many) == {("need", "help"): 9, ("need", "met"): 6}


@pytest.mark.parametrize("seed", range(30))
def test_whoever_subtracts_their_own_is_left_with_five_of_five_people(seed: int):
    random = Random(seed)
    stories = [
        Story(random.choice(("need", "market")), random.choice(("", "met", "help", "business")), frozenset(random.sample(range(40), 2)))
        for _ in range(random.randint(1, 70))
    ]
    told = counted(stories)
    for (origin, outcome), count in told.items():
        hidden = {one.outcome for one in stories if one.origin == origin} - {key[1] for key in told if key[0] == origin}
        group = [one for one in stories if one.origin == origin and (one.outcome == outcome or (outcome == OPEN and one.outcome in hidden))]
        assert len(group) == count
        for person_id in {None, *(pk for one in group for pk in one.people)}:
            left = [one for one in group if person_id not in one.people]
            assert len(left) >= 5
            assert len({pk for one in left for pk in one.people}) >= 5


def test_quarters_are_ripe_four_weeks_after_their_end():
    assert ripe_quarters(date(2026, 4, 28))[-1] == (date(2025, 10, 1), date(2025, 12, 31))
    assert ripe_quarters(date(2026, 4, 29))[-1] == (date(2026, 1, 1), date(2026, 3, 31))
    assert ripe_quarters(date(2026, 5, 12)) == [
        (date(2025, 4, 1), date(2025, 6, 30)),
        (date(2025, 7, 1), date(2025, 9, 30)),
        (date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 3, 31)),
    ]


def fill(cast: Cast) -> None:
    """Rows in the first quarter of the year: six pairs who met and seven who did not, seven people who were helped and six who were not, six loans."""
    at = cast.now.replace(month=2)
    people = [person(cast.house, f"P{k} Neu") for k in range(13)]
    for k, one in enumerate(people):
        low, high = sorted((one, people[k - 1]), key=lambda m: m.pk)
        Introduction.objects.create(
            space=cast.house,
            first=low,
            second=high,
            proposed_at=at,
            expires_at=at + 7 * DAY,
            introduced_at=at if k % 2 else None,
            met_on=at.date() if k % 2 else None,
        )
        helped = {"told_at": at, "helped_at": at, "helped_by": people[k - 1]} if k < 7 else {}
        Need.objects.create(space=cast.house, member=one, text="x", language="de", opened_at=at, **helped)
    for one, other in zip(people[:6], people[6:], strict=False):
        thing = Listing.objects.create(
            space=cast.house,
            member=other,
            kind="lend",
            category="tools",
            title="Leiter",
            language="de",
            shown_at=at,
            expires_at=at + 90 * DAY,
        )
        Loan.objects.create(
            space=cast.house,
            listing=thing,
            borrower=one,
            from_on=at.date(),
            until_on=at.date(),
            asked_at=at,
            agreed_at=at,
            handed_over_at=at,
        )


def test_a_quarter_is_counted_once_and_stays_as_it_was_told(cast: Cast):
    fill(cast)
    assert publish_quarters(space=cast.house, at=cast.now) == 1
    told = {(row.origin, row.outcome): row.count for row in OutcomeFigure.objects.all()}
    assert told == {
        ("introduction", "met"): 6,
        ("introduction", OPEN): 7,
        ("need", "help"): 7,
        ("need", OPEN): 6,
        ("market", "help"): 6,
    }
    Introduction.objects.first().delete()  # type: ignore[union-attr]
    assert publish_quarters(space=cast.house, at=cast.now + DAY) == 0
    assert {(row.origin, row.outcome): row.count for row in OutcomeFigure.objects.all()} == told


def test_all_members_read_the_same_and_strangers_nothing(cast: Cast):
    fill(cast)
    publish_quarters(space=cast.house, at=cast.now)
    with translation.override("en"):
        page = queries.outcomes(cast.mara)
        assert page == queries.outcomes(cast.olga)
        assert page.totals == (("Meetings", "6"), ("Help", "13"))
        assert [(row.origin, row.open) for row in page.rows] == [("Introductions", "7"), ("Needs", "6"), ("Market", "")]
        assert page.span == "January 2026 to March 2026"
        assert queries.outcomes(cast.mara, "2026-01-01").totals == page.totals
        assert queries.outcomes(cast.mara, "'; DROP").totals == page.totals
    assert queries.outcomes(cast.sten).rows == ()
    answer = cast.client(cast.mara).get(reverse("connect:outcomes", args=[cast.house.slug]) + "?of=2026-01-01").content.decode()
    assert answer.count('<path class="flow ') == 3


def test_bands_are_as_wide_as_they_are_many_and_fill_their_bars():
    flows = [Flow(0, 0, 30), Flow(0, 1, 10), Flow(1, 1, 20)]
    picture = drawn(["A & B", "C"], ["met", "help"], flows)
    assert picture is not None
    assert "A &amp; B" in picture.shapes
    heights = [float(part.split('"')[0]) for part in picture.shapes.split('height="')[1:]]
    assert heights[0] / heights[1] == pytest.approx(2, rel=0.01)
    assert heights[2] + heights[3] == pytest.approx(heights[0] + heights[1], abs=0.2)
    assert drawn([], [], []) is None


def test_others_add_their_beginnings(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(ORIGINS, "round", "Rounds")
    monkeypatch.setitem(SOURCES, "round", lambda space, first, last: [story(k, "met", "round") for k in range(8)])
    publish_quarters(space=cast.house, at=cast.now)
    assert OutcomeFigure.objects.filter(origin="round", outcome="met", count=8).count() == 4
    assert list(tells_needs(cast.elsewhere.pk, date(2026, 1, 1), date(2026, 3, 31))) == []
