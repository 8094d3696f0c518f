"""Nobody subtracts a consent: how many people agreed to be counted is told in fives, on every page, in every file, and in the tables that keep it (decision 039)."""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from drittort.core.sums import at_least, coarse, in_fives
from drittort.members.models import Account, Consent, Employment, Member
from drittort.network.jobs import make_snapshots
from drittort.network.models import MonthFigure, Snapshot
from drittort.network.report.figures import compute_report, house_on, of_told
from drittort.network.tests.community import build_community
from drittort.plan.metrics.actions import keep_months
from drittort.pulse.capital.models import CapitalMonth
from drittort.pulse.science.making import told
from drittort.pulse.science.sources import SOURCES
from drittort.spaces.actions import delete_space
from drittort.spaces.models import Space
from tests.cast import NOW, Cast, go_on_duty, signed_in

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
ALL, AT = 47, "/fuenfer/"
"""In April 47 people are counted, in March 46: one of them agreed in between, and nobody came or went."""


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Space, Member, str]]:
    """Two neighbouring months that differ by one consent; who cares for the house, and the company of whoever agreed."""
    with django_db_blocker.unblock():
        space = build_community(ALL, companies=4, circles=2, slug="fuenfer", on_map=0.0)
        Member.objects.filter(space=space).update(joined_on=date(2024, 1, 1))
        space.created_at = NOW - timedelta(days=300)
        space.save()
        size = Counter(Employment.objects.filter(company__space=space).values_list("company_id", flat=True))
        # A group that is told as just as many without one of its people.
        company = next(
            pk for pk, people in size.most_common() if in_fives(people) == in_fives(people - 1) and people % 5 and (people - 1) % 5
        )
        neo = Member.objects.filter(employments__company=company).order_by("pk")[0]
        Consent.objects.filter(member=neo, kind="counted").update(given_at=datetime(2026, 4, 10, 9, tzinfo=NOW.tzinfo))
        make_snapshots(space=space, at=NOW)
        keep_months(space=space, at=NOW, names=["ties", "isolates", "thin", "first_tie", "ei_index", "first_tie_days", "resilience"])
        reader = Member.objects.filter(space=space).exclude(pk=neo.pk).order_by("pk")[3]
        reader.account = Account.objects.create(email="fuenfer@example.org", created_at=NOW, language="en")
        reader.roles = ["manager"]
        reader.save()
        yield space, reader, neo.employments.get().company.name
        delete_space(space=space)
        reader.account.delete()


@pytest.fixture
def house(db: None, made: tuple[Space, Member, str]) -> Space:
    return made[0]


@pytest.fixture
def browser(house: Space, made: tuple[Space, Member, str], cast: Cast) -> Client:
    found = signed_in(cast.client(None), made[1])
    go_on_duty(found, made[1])
    return found


def words_of(page: str) -> str:
    """What is read of a page: without its shapes and addresses."""
    main = page[page.index("<main") : page.index("</main>")] if "<main" in page else page
    return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(svg|script|style)\b.*?</\1>", " ", main)))


@pytest.mark.parametrize(("people", "as_told"), [(0, 0), (1, 0), (4, 0), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (57, 55), (58, 60)])
def test_to_the_nearest_five_and_fewer_than_five_as_none(people: int, as_told: int) -> None:
    assert in_fives(people) == as_told
    assert at_least(people) <= people < at_least(people) + 5


@pytest.mark.parametrize("people", range(8, 120))
def test_nobody_reads_from_a_share_how_many_they_are(people: int) -> None:
    """Every share that is told fits another number of people as well that is told alike."""
    alike = [other for other in range(5, 130) if in_fives(other) == in_fives(people) and other != people]
    fits = [
        any(coarse(k / people, people) == coarse(j / other, other) for other in alike for j in range(other + 1)) for k in range(people + 1)
    ]
    assert all(fits)


@pytest.mark.parametrize(("ties", "outside"), [(40, 0), (100, 6), (300, 8)])
@pytest.mark.parametrize("told_as", [25, 40, 85])
def test_two_rates_together_tell_no_more_than_the_number_that_is_told(ties: int, outside: int, told_as: int) -> None:
    """Ties a head, density and the share of the largest piece are the same for each of the five numbers of people that are told alike."""
    alike = [people for people in range(5, 130) if in_fives(people) == told_as]
    assert len(alike) == 5
    assert len({tuple(of_told(ties, told_as, (people - outside) / people, people).values()) for people in alike}) == 1


def test_two_months_that_differ_by_one_consent_tell_the_same_people(house: Space) -> None:
    assert [len(house_on(house, day).people) for day in (date(2026, 3, 31), date(2026, 4, 30))] == [ALL - 1, ALL]
    assert set(MonthFigure.objects.filter(space=house, month__in=[MARCH, APRIL]).values_list("people", flat=True)) == {in_fives(ALL)}
    kept = {
        (name, month): value
        for name, month, value in MonthFigure.objects.filter(space=house, month__in=[MARCH, APRIL]).values_list("measure", "month", "value")
    }
    assert kept["people", MARCH] == kept["people", APRIL] == in_fives(ALL)
    for (name, _month), value in kept.items():
        assert round(value, 3) == value, name
        assert name not in ("people", "active", "ties") or value % 5 == 0, name
    march, april = (CapitalMonth.objects.get(space=house, month=month) for month in (MARCH, APRIL))
    assert (march.content["people"], march.between["people"]) == (april.content["people"], april.between["people"])
    sizes = [{(kind, key): people for kind, key, people in month.between["groups"]} for month in (march, april)]
    assert sizes[0] == sizes[1]
    for month in (march, april):
        parts = month.content["groupings"].values()
        told_people = [month.content["people"], month.content["active"], *(part[name] for part in parts for name in ("people", "ties"))]
        assert not [number for number in told_people if number % 5]
    assert {part["people"] for part in march.content["groupings"].values()} == {
        part["people"] for part in april.content["groupings"].values()
    }


PAGES = (
    "report/", "map/", "pulse/capital/", "pulse/capital/months/", "plan/figures/", "plan/figures/isolates/", "plan/figures/ties/", "plan/figures/thin/",
    "plan/figures/ei_index/", "plan/figures/first_tie_days/",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_no_page_says_how_many_they_are(browser: Client, made: tuple[Space, Member, str], page: str) -> None:
    answer = browser.get(AT + page)
    assert answer.status_code == 200
    said = words_of(answer.content.decode())
    # How many belong to the house everybody knows.
    said = said.replace(f"of {ALL} people are counted", "")
    assert not re.findall(rf"\b(?:{ALL}|{ALL - 1}) (?:counted )?people", said)
    # Whoever is counted stands behind the word that says so; what is left are marks of the house ("below 20 people") and the best connected.
    plain = {
        int(number) for number in re.findall(r"(?<!about )\b(\d+) (?:counted )?people\b(?! with the most ties| form )", said, re.IGNORECASE)
    }
    assert plain <= {10, 20}, page
    if page in ("report/", "pulse/capital/", "pulse/capital/months/", "plan/figures/ties/"):
        assert "about 45" in said.casefold()
    if page == "map/":
        assert re.search(r"about \d*[05] people", said)


def test_no_file_says_how_many_they_are(browser: Client) -> None:
    figures = table(browser, "pulse/capital/figures.csv")
    assert {row["People, in fives"] for row in figures if row["Month"] in ("2026-03", "2026-04")} == {"45"}
    assert not [row for row in figures if len(row["Value"].rpartition(".")[2]) > 3 and "." in row["Value"]]
    groups = list(csv.reader(io.StringIO(browser.get(f"{AT}pulse/capital/groups.csv").content.decode("utf-8-sig"))))
    assert len(groups) > 4
    assert not [row for row in groups[1:] if int(row[2]) % 5 or int(row[4]) % 5]
    plan = table(browser, "plan/figures/file.csv")
    assert {
        row["of"] for row in plan if row["month"] in ("2026-03", "2026-04") and row["metric"] in ("ties", "isolates", "thin", "ei_index")
    } == {"45"}
    moving = browser.get(f"{AT}pulse/capital/months.json").json()
    assert not [number for month in moving["months"] for number in month["people"] if number % 5]
    assert len({tuple(month["people"]) for month in moving["months"][-2:]}) == 1
    assert len({tuple(month["r"]) for month in moving["months"][-2:]}) == 1
    for name in ("map.svg", "matrix.svg"):
        assert not re.findall(rf">[^<]*\b({ALL}|{ALL - 1})\b[^<]*<", browser.get(f"{AT}pulse/capital/{name}").content.decode())


def table(browser: Client, path: str) -> list[dict[str, str]]:
    """A file of rows."""
    return list(csv.DictReader(io.StringIO(browser.get(AT + path).content.decode("utf-8-sig"))))


def test_the_file_for_science_says_it_in_fives(house: Space) -> None:
    rows = list(told(SOURCES["network"], house))
    assert {row["n"] for row in rows if row["on"] in ("2026-03-01", "2026-04-01")} == {45}


def test_the_report_of_every_night_tells_the_number_of_the_last_month(house: Space) -> None:
    """Somebody takes the consent back on a Tuesday, and six more do: on Wednesday the report tells as many people as before."""
    today = NOW.date()
    assert compute_report(house, today)["people"] == 45
    Consent.objects.filter(member__in=list(Member.objects.filter(space=house)[:7]), kind="counted").update(revoked_at=NOW)
    assert in_fives(len(house_on(house, today + timedelta(days=1)).people)) == 40
    report = compute_report(house, today + timedelta(days=1))
    assert report["people"] == report["capital"]["measures"]["people"]["value"] == 45
    measures = [*report["capital"]["measures"].values(), *(one for group in report["capital"]["groups"].values() for one in group.values())]
    assert not [one for one in measures if one["n"] % 5]
    assert not [row for rows in report["groups"].values() for row in rows if row["people"] % 5]
    stored = Snapshot.objects.get(space=house, name="map").content
    assert not [group for group in stored["groups"] if group["people"] % 5]
