"""The page, the map through the months and their files: of those who may read, and of people only who want it now."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from django.utils import translation

from drittort.core.metrics import METRICS
from drittort.core.spreadsheet import table
from drittort.members.models import Account, Consent, Member
from drittort.network.jobs import make_snapshots
from drittort.network.models import MonthFigure
from drittort.network.tests.community import build_community
from drittort.pulse.capital import pictures, queries
from drittort.pulse.capital.models import CapitalMonth
from drittort.spaces.actions import delete_space
from tests.cast import NOW, go_on_duty, signed_in

AT = "/monate/pulse/capital/"


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """A house of 60 with published months, and somebody who cares for it."""
    with django_db_blocker.unblock():
        space = build_community(60, companies=6, circles=3, slug="monate", on_map=0.5)
        make_snapshots(space=space, at=NOW)
        reader = Member.objects.filter(space=space).order_by("pk")[3]
        reader.account = Account.objects.create(email="monate@example.org", created_at=NOW, language="de")
        reader.roles = ["manager"]
        reader.save()
        yield space, reader
        delete_space(space=space)
        reader.account.delete()


@pytest.fixture
def reader(db, made):
    return made[1]


@pytest.fixture
def browser(reader, cast):
    found = signed_in(cast.client(None), reader)
    go_on_duty(found, reader)
    return found


@pytest.mark.django_db
def test_only_those_who_care_read_it(cast):
    for path in ("", "months/", "months.json", "figures.csv", "matrix.svg"):
        for member, status in ((cast.mara, 403), (cast.sten, 404)):
            assert cast.client(member).get(f"/lagerhaus/pulse/capital/{path}").status_code == status


@pytest.mark.django_db
def test_before_the_first_month_the_pages_say_so(cast):
    browser = cast.client(cast.hanna)
    for path, words in (("", "Noch kein Monat"), ("months/", "Noch kein Monat")):
        answer = browser.get(f"/lagerhaus/pulse/capital/{path}")
        assert (answer.status_code, words in answer.content.decode()) == (200, True)
    assert browser.get("/lagerhaus/pulse/capital/months.json").status_code == 404
    assert browser.get("/lagerhaus/pulse/capital/figures.csv").status_code == 200


@pytest.mark.django_db
def test_the_page_shows_every_part_and_nobody(browser, reader, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        answer = browser.get(AT)
    text = answer.content.decode()
    for part in ("bonding", "bridging", "between", "resilience", "newcomers", "alone", "matrix", "outcomes", "files"):
        assert f'id="{part}"' in text
    main = text[text.index("<main") :]
    assert not [name for name in Member.objects.filter(space=reader.space).values_list("name", flat=True) if name in main]
    page = answer.context["page"]
    assert [chart.name for chart in page.resilience] == ["without-giant", "without-efficiency"]
    assert [chart.name for chart in page.newcomers] == ["first-tie", "third-tie"]
    assert all(chart.plot and chart.sentence and chart.table.rows for chart in (*page.between, *page.resilience, *page.newcomers))


@pytest.mark.django_db
def test_words_are_those_of_the_newest_month(reader):
    content = CapitalMonth.objects.filter(space=reader.space).order_by("-month")[0].content
    with translation.override("en"):
        page = queries.capital_page(reader)
        company = page.between[0]
        assert f"of about {content['groupings']['company']['ties']} ties lead outward" in company.sentence
        assert company.table.rows[0][0] == "April 2026"
        assert f"{content['giant']['without'] * 100:.0f}% of the others could still reach each other" in page.resilience[0].sentence
        rows = page.newcomers[0].table.rows
        cohorts = queries.told(reader).cohorts
    assert [row[1] for row in rows] == [f"{each['people']} and more" for each in cohorts]


@pytest.mark.parametrize(
    ("value", "says"), [(0.1, "keep to themselves more"), (0.5, "what chance alone would give, too"), (0.9, "more openness than chance")]
)
def test_a_value_stands_beside_chance(value, says):
    with translation.override("en"):
        assert says in queries.beside_chance(value, [0.5, 0.3, 0.7])
    assert queries.beside_chance(value, None) == ""


@pytest.mark.django_db
def test_the_map_draws_only_who_wants_it_now(browser, reader):
    before = browser.get(AT + "months.json").json()
    assert [len(month["r"]) for month in before["months"]] == [len(before["months"][0]["r"])] * len(before["months"])
    newest = before["months"][-1]
    assert newest["name"] == "April 2026"
    assert len(newest["ties"]) % 2 == 0
    assert set(newest["ties"]) <= set(newest["dots"])
    names = {before["seats"][seat][2] for seat in newest["dots"]}
    one = Member.objects.get(space=reader.space, name=sorted(names)[0])
    Consent.objects.filter(member=one, kind="map").update(revoked_at=NOW)
    after = browser.get(AT + "months.json").json()
    assert one.name not in {seat[2] for seat in after["seats"]}
    assert {seat[2] for seat in after["seats"]} == {seat[2] for seat in before["seats"]} - {one.name}


@pytest.mark.django_db
def test_seats_lie_in_the_circle_of_their_group_and_stay(reader):
    with translation.override("en"):
        found, strip = queries.frames(reader), queries.strip(reader)
    circles = [(x, y, most) for _kind, _key, x, y, most in strip.places["groups"]]
    for x, y, _name in found["seats"]:
        assert any((x - cx) ** 2 + (y - cy) ** 2 <= most**2 for cx, cy, most in circles)
    assert max(month["people"][0] for month in found["months"]) > 4


@pytest.mark.django_db
def test_months_stand_side_by_side_without_a_script(browser, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        text = browser.get(AT + "months/").content.decode()
    page = queries.MOST_TILES
    assert 5 < text.count("<figcaption><strong>") <= page
    assert "data-src=" in text
    assert text.count('class="month-band tone-') > 10


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["company", "without-giant", "without-efficiency", "first-tie", "third-tie", "matrix", "map"])
def test_pictures_stand_alone(browser, name):
    answer = browser.get(f"{AT}{name}.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    root = ET.fromstring(answer.content)
    drawn = {part for each in root.iter() for part in each.get("class", "").split() if part != "is-inside"}
    style = "".join(each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}style"))
    known = set(re.findall(r"\.([a-z][\w-]*)", style))
    assert drawn
    assert drawn - known <= {"month-bands", "month-groups", "tone-0"}
    assert "var(" not in style


@pytest.mark.django_db
def test_numbers_come_as_the_reader_counts(browser, reader):
    value = MonthFigure.objects.get(space=reader.space, month=date(2026, 4, 1), measure="efficiency").value
    german = browser.get(AT + "figures.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(german), delimiter=";"))
    line = next(row for row in rows if row[:2] == ["2026-04", "efficiency"])
    assert float(line[3].replace(",", ".")) == pytest.approx(value, abs=1e-4)
    index = next(row for row in rows if row[:2] == ["2026-04", "company.ei_index"])
    assert index[4]
    assert index[5]
    with translation.override("en"):
        english = table(*queries.numbers_of(reader, "newcomers"))
    weeks = list(csv.reader(io.StringIO(english)))
    assert weeks[0][3] == "Still without"
    assert len({row[0] for row in weeks[1:]}) >= 1
    assert browser.get(AT + "groups.csv").content.decode().count("2026-04") > 3


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nothing.svg", "nothing.csv"])
def test_what_is_no_file_is_not_found(browser, name):
    assert browser.get(AT + name).status_code == 404


def test_no_cell_is_taken_for_a_formula():
    with translation.override("de"):
        assert table(["a", "b"], [("=1+1", 0.5), ("+", None)]) == "\ufeffa;b\r\n'=1+1;0,5\r\n'+;\r\n"


def test_a_field_of_the_matrix_tells_its_ties_in_figures_too():
    drawn = pictures.matrix(2, [[0, 0, 5], [0, 1, 2]])
    assert re.findall(r'class="ties-field tone-(\d)', drawn.shapes) == ["5", "2", "2", "0"]
    assert re.findall(r"(>20|≤5)</text>", drawn.shapes) == [">20", "≤5", "≤5"]


def test_lines_need_a_second_month():
    one, other = date(2026, 3, 1), date(2026, 4, 1)
    assert pictures.by_month([("a", [(one, 0.5)], ())], str) is None
    assert pictures.by_month([("a", [(one, 0.5), (other, 0.6)], [(one, 0.4, 0.6), (other, 0.5, 0.7)])], str) is not None


@pytest.mark.django_db
def test_metrics_are_the_published_figures(reader):
    months = [date(2026, 3, 1), date(2026, 4, 1), date(2020, 1, 1)]
    figures = dict(MonthFigure.objects.filter(space=reader.space, month=months[1]).values_list("measure", "value"))
    content = CapitalMonth.objects.get(space=reader.space, month=months[1]).content
    expected = {
        "local_bridges": figures["local_bridges"], "ei_index": figures["company.ei_index"], "efficiency": figures["efficiency"],
        "first_tie_days": figures["first_tie_days"], "resilience": content["giant"]["without"],
    }  # fmt: skip
    for name, value in expected.items():
        found = METRICS[name].compute(reader.space, months)
        assert set(found) == set(months[:2])
        assert found[months[1]].value == value
        # A share of ties, of ways or of the network is no share of so many people.
        assert (found[months[1]].of > 20) is (name in ("ei_index", "first_tie_days"))
        assert METRICS[name].compute(reader.space, []) == {}
        assert METRICS[name].why_private
