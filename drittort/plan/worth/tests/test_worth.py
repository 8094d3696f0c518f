"""The worth of community: stays from a landmark on, told in groups only, with what may be behind them; a calculation with every assumption in sight."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from drittort.members.models import Consent, Member
from drittort.network.models import Contact
from drittort.plan.worth import actions, queries, stays
from drittort.plan.worth.models import StayMonth
from tests.cast import Cast, person

DAY = date(2026, 4, 30)


def came(cast: Cast, name: str, *, days: int, left: int | None = None, tied: bool = False, beside: Member | None = None) -> Member:
    """Somebody who came so many days before, left so many days after coming, and had a contact shortly before the landmark."""
    one = person(cast.house, name, days_here=days)
    joined = one.joined_on
    if left is not None:
        Member.objects.filter(pk=one.pk).update(left_on=joined + timedelta(days=left))
    if tied:
        other = beside or cast.olga
        low, high = sorted((one.pk, other.pk))
        Contact.objects.create(
            space=cast.house, first_id=low, second_id=high, on=joined + timedelta(days=85), kind="meeting", origin="x", forth=1, back=1
        )
    return one


def test_only_who_was_here_at_the_landmark_counts_and_as_what_they_were_then(cast: Cast):
    Member.objects.filter(space=cast.house).update(joined_on=date(2020, 1, 1))
    came(cast, "A", days=300, tied=True)
    came(cast, "B", days=300, left=200)
    came(cast, "C", days=300, left=60, tied=True)
    late = came(cast, "D", days=300)
    low, high = sorted((late.pk, cast.olga.pk))
    Contact.objects.create(
        space=cast.house, first_id=low, second_id=high, on=late.joined_on + timedelta(days=91), kind="meeting", origin="x", forth=1, back=1
    )
    found = sorted((s.days, s.left, s.connected) for s in stays.stays(cast.house, cast.house.day(cast.now)))
    # C left before the landmark; D became connected only after it.
    assert found == [(110, True, False), (210, False, False), (210, False, True)]
    Member.objects.filter(name="A").update(joined_on=date(2026, 5, 1))
    assert len(stays.stays(cast.house, cast.house.day(cast.now))) == 2


@pytest.fixture
def crowd(cast: Cast) -> Cast:
    """Ten connected people of whom two left, twelve others of whom nine left."""
    Member.objects.filter(space=cast.house).update(joined_on=date(2020, 1, 1))
    for k in range(10):
        came(cast, f"C{k}", days=480 + k, tied=True, left=300 if k < 2 else None)
    for k in range(12):
        came(cast, f"O{k}", days=480 + k, left=130 + 10 * k if k < 9 else None)
    return cast


def test_a_month_is_published_once_with_curves_and_a_ratio(crowd: Cast):
    row = actions.publish(space=crowd.house, at=crowd.now)
    assert row is not None
    assert actions.publish(space=crowd.house, at=crowd.now) is None
    assert (row.month, row.connected, row.others) == (date(2026, 4, 1), 10, 10), "ten and twelve, in fives"
    # Nobody of ten has left by then: that is no certainty.
    assert row.curves["connected"][6] == [1.0, 0.7, 1.0]
    assert row.curves["connected"][12][0] == 0.8
    # Nine of twelve others left within eight months of the landmark: three of them by now, told in tenths.
    assert row.curves["others"][2][0] == 0.8
    assert row.curves["others"][12] is None
    assert row.hazard["ratio"] < 1
    assert row.hazard["high"] < 1
    assert row.hazard["left"] == 10


def test_a_month_that_could_be_subtracted_from_the_one_before_is_not_told(crowd: Cast):
    """One person passes their landmark: whoever knows them would read from two months whether they had a tie."""
    assert actions.publish(space=crowd.house, at=crowd.now) is not None
    later = crowd.now + timedelta(days=31)
    came(crowd, "Neu", days=95, tied=True)
    assert actions.publish(space=crowd.house, at=later) is None
    for k in range(5):
        came(crowd, f"Neu{k}", days=95, tied=True)
    assert actions.publish(space=crowd.house, at=later) is None
    for k in range(6):
        came(crowd, f"Andere{k}", days=95)
    row = actions.publish(space=crowd.house, at=later)
    assert row is not None
    assert (row.connected, row.others) == (15, 20), "16 and 18"
    last = crowd.house.day(later)
    for k in range(12):
        came(crowd, f"Noch{k}", days=54, tied=k < 6)
    assert stays.may_follow(crowd.house, last, last + timedelta(days=10))
    # Somebody goes out of the 24 months alone.
    Member.objects.filter(name="C0").update(joined_on=last - timedelta(days=725))
    Consent.objects.filter(member__name="C0").update(given_at=later - timedelta(days=725))
    assert not stays.may_follow(crowd.house, last, last + timedelta(days=10))


def test_a_group_of_five_is_not_told(crowd: Cast):
    for name in ("C5", "C6", "C7", "C8", "C9"):
        Member.objects.filter(name=name).update(joined_on=date(2026, 5, 1))
    assert actions.publish(space=crowd.house, at=crowd.now) is None
    assert StayMonth.objects.count() == 0


def test_the_page_names_what_may_be_behind_it_and_reckons_by_the_address(crowd: Cast):
    actions.publish(space=crowd.house, at=crowd.now)
    browser = crowd.client(crowd.hanna)
    page = browser.get("/lagerhaus/plan/worth/").content.decode()
    assert "Von rund 10 Leuten" in page
    assert "Ein Unterschied ist kein Grund" in page
    told = {
        "more": 10,
        "price": "200",
        "stay_connected": "90",
        "stay_others": "70",
        "cause": 50,
        "helped": 10,
        "hours": 2,
        "hour": 50,
        "cost": "200",
    }
    page = browser.get("/lagerhaus/plan/worth/", told).content.decode()
    assert "1.000 €" in page.replace("\xa0", " ")
    assert browser.get("/lagerhaus/plan/worth/", {**told, "cause": 900}).status_code == 422
    assert crowd.client(crowd.mara).get("/lagerhaus/plan/worth/").status_code == 403


def test_the_calculation_by_hand():
    told = {
        "more": 10,
        "price": 200,
        "stay_connected": 90,
        "stay_others": 70,
        "cause": 50,
        "helped": 10,
        "hours": 2,
        "hour": 50,
        "cost": 2000,
    }
    with override("en"):
        found = queries.reckoned(told)
    assert [value.replace("\xa0", " ") for _label, value in found.steps] == ["1.0", "1,200 €", "20", "1,000 €", "2,000 €"]
    assert "800" in found.sentence
    assert "cost the house" in found.sentence


def test_a_ratio_that_may_be_one_says_so():
    told = {"ratio": 0.8, "low": 0.5, "high": 1.3, "left": 30, "adjusted": False}
    with override("en"):
        assert "no difference" in queries.ratio_words(told)
        assert "no difference" not in queries.ratio_words({**told, "high": 0.9})
        assert "too few" in queries.ratio_words({})


def test_the_calculator_begins_with_the_same_months_of_both_curves():
    """One curve is known for six months, the other for three: a year is carried on from three months of both."""
    one = [[share, 0.0, 1.0] for share in (1.0, 0.99, 0.97, 0.95, 0.9, 0.9, 0.6)]
    other = [[share, 0.0, 1.0] for share in (1.0, 0.95, 0.9, 0.85)]
    row = StayMonth(curves={"connected": [*one, *[None] * 6], "others": [*other, *[None] * 9]})
    assert queries.known_months(row) == 3
    assert queries.a_year(row, "connected", 0) == pytest.approx(0.95**4)
    assert queries.a_year(row, "others", 0) == pytest.approx(0.85**4)
    row.curves["others"] = [*other[:3], *[None] * 10]
    assert queries.a_year(row, "connected", 0.85) == 0.85, "two months say nothing of a year"
