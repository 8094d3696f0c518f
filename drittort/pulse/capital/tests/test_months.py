"""Months: computed by hand on a few, published once, of groups of five, and nobody drawn who does not want it any more."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from drittort.core.jobs.runner import run_due
from drittort.core.moving.registry import Numbers
from drittort.core.sums import in_fives
from drittort.engine.capital import mixing, ties_of
from drittort.members.consents.actions import revoke_consent
from drittort.members.models import Company, Consent, Employment, Member
from drittort.network.jobs import make_snapshots
from drittort.network.models import Contact, MonthFigure
from drittort.network.report.figures import house_on
from drittort.network.tests.community import build_community
from drittort.network.ties.strength import days_of_house
from drittort.network.told import Month
from drittort.pulse.capital import actions
from drittort.pulse.capital.figures import newcomers
from drittort.pulse.capital.models import CapitalMonth, MonthDrawing
from drittort.spaces.actions import delete_space
from tests.cast import NOW

DAY = timedelta(days=1)


def newcomer(space, name, joined, *, counted=0, left=None):
    """Somebody who came on a day and agreed to be counted so many days later."""
    member = Member.objects.create(space=space, name=name, portrait=name, joined_on=joined, left_on=left)
    Consent.objects.create(
        member=member, kind="counted", given_at=datetime(joined.year, joined.month, joined.day, 9, tzinfo=NOW.tzinfo) + counted * DAY
    )
    return member


def met(space, a, b, on):
    first, second = sorted((a.pk, b.pk))
    Contact.objects.create(space=space, first_id=first, second_id=second, on=on, kind="meeting", forth=1, back=1)


@pytest.fixture
def arrivals(db, cast):
    """Two who were here, and seven who came: five of them are told of. Ties after 1, 7 and 14 days, one left after 21, one waits."""
    house, came = cast.elsewhere, date(2026, 1, 5)
    old, other = (newcomer(house, name, date(2025, 6, 1)) for name in ("Alt", "Älter"))
    met(house, old, other, date(2025, 12, 1))
    people = {name: newcomer(house, name, came) for name in ("eins", "sieben", "vierzehn", "wartet")}
    people["geht"] = newcomer(house, "geht", came, left=came + 21 * DAY)
    late = newcomer(house, "spät gezählt", came, counted=15)
    before = newcomer(house, "früher", date(2025, 11, 20))
    for name, days in (("eins", 1), ("sieben", 7), ("vierzehn", 14)):
        met(house, people[name], old, came + days * DAY)
    met(house, late, old, came + 16 * DAY)
    met(house, before, old, came)
    return people


@pytest.mark.django_db
def test_newcomers_by_hand(cast, arrivals):
    last = date(2026, 9, 30)
    days = days_of_house(cast.elsewhere.pk, last)
    told = newcomers(cast.elsewhere, last, days)
    assert [newcomers(cast.elsewhere, date(2026, month, 28), days) for month in range(1, 13) if month != 9] == [[]] * 11, (
        "once, and in no other month"
    )
    assert [(each["half"], each["people"]) for each in told] == [("2026-1", 5)]
    # 4 of 5, 3 of 4, 2 of 3; three weeks, since one of the five has been here for no longer.
    assert [share for share, _low, _high in told[0]["curves"]["1"]] == [1, 0.6, 0.4, 0.4]
    assert [share for share, _low, _high in told[0]["curves"]["3"]] == [1, 1, 1, 1]
    _share, low, high = told[0]["curves"]["1"][2]
    assert 0 < low < 0.4 < high < 1


@pytest.mark.django_db
def test_a_half_year_of_four_is_not_told(cast, arrivals):
    Consent.objects.filter(member=arrivals["wartet"]).update(revoked_at=NOW)
    last = date(2026, 9, 30)
    assert newcomers(cast.elsewhere, last, days_of_house(cast.elsewhere.pk, last)) == []


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """A house of 60 with everything that the worker computes at night, made once."""
    with django_db_blocker.unblock():
        space = build_community(60, companies=6, circles=3, slug="monate", on_map=0.5)
        make_snapshots(space=space, at=NOW)
        yield space
        delete_space(space=space)


@pytest.fixture
def house(db, made):
    return made


def newest(house):
    return CapitalMonth.objects.filter(space=house).order_by("-month")[0]


@pytest.mark.django_db
def test_a_month_is_what_the_engine_says_of_its_last_day(house):
    month = newest(house)
    assert month.month == date(2026, 4, 1)
    then = house_on(house, date(2026, 4, 30))
    ties = ties_of(then.network)
    mixed = mixing(ties, then.labels()["company"], seed=0, permutations=199)
    part = month.content["groupings"]["company"]
    assert part["ties"] == in_fives(mixed.internal + mixed.external)
    assert part["chance"] == [round(value, 2) for value in (mixed.expected, mixed.low, mixed.high)]
    assert month.content["active"] == in_fives(int((ties.degree > 0).sum()))
    assert month.content["taken"] == 10
    figures = dict(MonthFigure.objects.filter(space=house, month=month.month).values_list("measure", "value"))
    assert month.content["giant"]["before"] == pytest.approx(figures["giant_share"], abs=1e-4)
    assert month.content["efficiency"]["before"] == pytest.approx(figures["efficiency"], abs=1e-4)
    assert month.content["efficiency"]["without"] < month.content["efficiency"]["low"]


@pytest.mark.django_db
def test_what_is_published_tells_of_five_and_more_and_of_nobody(house):
    names = set(Member.objects.filter(space=house).values_list("name", flat=True))
    for month in CapitalMonth.objects.filter(space=house):
        text = json.dumps([month.content, month.between, month.places], allow_nan=False)
        assert not [name for name in names if name in text]
        assert all(people >= 5 for _kind, _key, people in month.between["groups"])
        assert all(1 <= step <= 5 for _a, _b, step in month.between["bands"])
        assert all(each["people"] >= 5 for each in month.content["newcomers"])


@pytest.mark.django_db
def test_months_are_published_with_their_figures_and_stay(house):
    before = list(CapitalMonth.objects.filter(space=house).order_by("month").values())
    assert {row["month"] for row in before} == set(MonthFigure.objects.filter(space=house).values_list("month", flat=True))
    assert len(before) > 5
    Consent.objects.filter(member__in=Member.objects.filter(space=house)[:10]).update(revoked_at=NOW)
    make_snapshots(space=house, at=NOW)
    assert list(CapitalMonth.objects.filter(space=house).order_by("month").values()) == before


@pytest.mark.django_db
def test_every_group_of_every_month_has_one_place(house):
    months = CapitalMonth.objects.filter(space=house).order_by("month")
    assert [bool(month.places) for month in months] == [False] * (len(months) - 1) + [True]
    places = newest(house).places
    stand = {(kind, key) for kind, key, *_rest in places["groups"]}
    assert len(stand) == len(places["groups"])
    assert stand == {(kind, key) for month in months for kind, key, _people in month.between["groups"]}
    assert all(path.startswith("M") for _a, _b, path in places["bands"])


@pytest.mark.django_db
def test_to_be_drawn_one_must_have_agreed_by_the_end_of_the_month(house):
    drawing = MonthDrawing.objects.filter(space=house).order_by("-month")[0]
    one = drawing.content["people"][0][0]
    agreed = set(Consent.objects.filter(member__space=house, kind="map").values_list("member_id", flat=True))
    assert {pk for pk, _group in drawing.content["people"]} <= agreed
    assert drawing.content["ties"]
    CapitalMonth.objects.filter(space=house).delete()
    MonthDrawing.objects.filter(space=house).delete()
    MonthFigure.objects.filter(space=house).delete()
    Consent.objects.filter(member=one, kind="map").update(given_at=datetime(2026, 4, 1, 12, tzinfo=NOW.tzinfo))
    make_snapshots(space=house, at=NOW)
    drawn = {row.month: {pk for pk, _group in row.content["people"]} for row in MonthDrawing.objects.filter(space=house)}
    assert [month for month, people in drawn.items() if one in people] == [date(2026, 4, 1)]


def drawn_in(house, pk):
    return [
        row.month
        for row in MonthDrawing.objects.filter(space=house).order_by("month")
        if pk in {one for one, _group in row.content["people"]} | {one for tie in row.content["ties"] for one in tie}
    ]


@pytest.fixture
def somebody(house):
    """Somebody who is drawn in several months, with a tie."""
    content = MonthDrawing.objects.filter(space=house).order_by("-month")[0].content
    one = Member.objects.get(pk=content["ties"][0][0])
    assert len(drawn_in(house, one.pk)) > 1
    return one


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["map", "counted"])
def test_who_takes_a_consent_back_is_taken_out_of_all_months(house, somebody, kind):
    published = list(CapitalMonth.objects.filter(space=house).order_by("pk").values())
    others = MonthDrawing.objects.filter(space=house).order_by("-month")[0].content["people"]
    revoke_consent(actor=somebody, kind=kind, at=NOW)
    run_due(clock=lambda: NOW)
    assert drawn_in(house, somebody.pk) == []
    left = MonthDrawing.objects.filter(space=house).order_by("-month")[0].content["people"]
    assert len(left) == len(others) - 1
    assert list(CapitalMonth.objects.filter(space=house).order_by("pk").values()) == published


@pytest.mark.django_db
def test_who_takes_a_consent_back_while_a_month_is_computed_is_not_written_in(house, somebody):
    row = MonthDrawing.objects.filter(space=house).order_by("-month")[0]
    last = (row.month + 40 * DAY).replace(day=1) - DAY
    days = days_of_house(house.pk, last)
    write = actions.publish(Month(house, row.month, last, house_on(house, last, days), days))
    row.delete()
    Consent.objects.filter(member=somebody, kind="map").update(revoked_at=NOW)
    with transaction.atomic():
        write()
    assert somebody.pk not in {pk for pk, _group in MonthDrawing.objects.get(space=house, month=row.month).content["people"]}


@pytest.mark.django_db
def test_who_said_yes_again_stays_out_of_the_months_before(house, somebody):
    before = drawn_in(house, somebody.pk)
    actions.take_out(space_id=house.pk, member_id=somebody.pk, until=before[-2])
    assert drawn_in(house, somebody.pk) == before[-1:]


@pytest.mark.django_db
def test_drawings_go_with_the_contacts_behind_them_and_months_stay(house):
    months = CapitalMonth.objects.filter(space=house).count()
    oldest, second = MonthDrawing.objects.filter(space=house).order_by("month").values_list("month", flat=True)[:2]
    late = NOW.replace(year=second.year + 2, month=second.month, day=20)
    assert actions.forget_old(at=late) == 1
    assert not MonthDrawing.objects.filter(space=house, month=oldest).exists()
    assert CapitalMonth.objects.filter(space=house).count() == months


def test_a_house_that_moves_takes_its_companies_and_people_along():
    numbers = Numbers(moved={"members.Company": 100, "members.Member": 1000})
    row = {
        "between": {"groups": [["company", "7", 5], ["industry", "J", 6], ["other", "", 5]]},
        "places": {"groups": [["company", "7", 1, 2, 3]]},
    }
    actions.month_moved(row, numbers)
    assert [group[1] for group in row["between"]["groups"]] == ["107", "J", ""]
    assert row["places"]["groups"] == [["company", "107", 1, 2, 3]]
    drawing = {"content": {"people": [[1, 0], [2, 1]], "ties": [[1, 2]]}}
    actions.drawing_moved(drawing, numbers)
    assert drawing["content"] == {"people": [[1001, 0], [1002, 1]], "ties": [[1001, 1002]]}


@pytest.mark.django_db
def test_below_twenty_there_is_no_month(cast):
    firm = Company.objects.create(space=cast.elsewhere, name="Firma", industry="62.01")
    people = [newcomer(cast.elsewhere, f"P{k}", date(2025, 1, 1)) for k in range(19)]
    Employment.objects.bulk_create(Employment(member=one, company=firm, from_on=date(2025, 1, 1)) for one in people)
    for k, one in enumerate(people):
        for days in (0, 40, 90, 130):
            met(cast.elsewhere, one, people[(k + 1) % 19], NOW.date() - days * DAY)
    make_snapshots(space=cast.elsewhere, at=NOW)
    assert not CapitalMonth.objects.filter(space=cast.elsewhere).exists()
