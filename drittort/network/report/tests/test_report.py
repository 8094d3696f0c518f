"""The report: who reads it, what it says of few, of one company, of nobody, and what stays published."""

import json
from datetime import date, timedelta

import pytest
from django.utils import translation

from drittort.core.jobs import runner
from drittort.core.models import Job
from drittort.core.numbers import hundredth, percent, signed, whole
from drittort.core.sums import in_fives
from drittort.members.models import Company, Consent, Employment, Member
from drittort.network.jobs import make_snapshots
from drittort.network.models import Contact, MonthFigure, Snapshot
from drittort.network.report.actions import finished_months, publish_months
from drittort.network.report.figures import capital_of, compute_report, house_on
from drittort.network.report.queries import report_file, report_text, shown
from drittort.network.report.words import BY_NAME, METHODS, OF, PARTS, REASONS
from drittort.network.tests.community import build_community
from drittort.spaces.actions import delete_space
from drittort.spaces.industries import SECTIONS, section
from tests.cast import NOW

TODAY = NOW.date()


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """A house of 40 with its report, computed once."""
    with django_db_blocker.unblock():
        space = build_community(40, companies=5, circles=3, slug="bericht")
        make_snapshots(space=space, at=NOW)
        yield space
        delete_space(space=space)


@pytest.fixture
def community(db, made):
    return made


@pytest.fixture
def stored(community):
    """The report as the page reads it."""
    return Snapshot.objects.get(space=community, name="report").content


def ring(cast, count, *, companies=1, consent=True):
    """`count` people in a ring, each tied to the next two, dealt out to companies."""
    firms = [Company.objects.create(space=cast.elsewhere, name=f"F{k}", industry="62.01") for k in range(companies)]
    people = Member.objects.bulk_create(
        Member(space=cast.elsewhere, name=f"P{k}", portrait=str(k), joined_on=TODAY - timedelta(days=300)) for k in range(count)
    )
    Employment.objects.bulk_create(
        Employment(member=m, company=firms[k % companies], from_on=date(2024, 1, 1)) for k, m in enumerate(people)
    )
    if consent:
        Consent.objects.bulk_create(Consent(member=m, kind="counted", given_at=NOW - timedelta(days=300)) for m in people)
    pairs = {tuple(sorted((people[k].pk, people[(k + step) % count].pk))) for k in range(count) for step in (1, 2)} if count > 1 else set()
    Contact.objects.bulk_create(
        Contact(space=cast.elsewhere, first_id=a, second_id=b, on=TODAY, kind="meeting", forth=1, back=1)
        for a, b in sorted(pairs)
        if a != b
    )
    Consent.objects.filter(member=cast.sten).delete()
    return people


@pytest.mark.django_db
def test_only_those_who_care_read_it(cast):
    for member, status in ((cast.hanna, 200), (cast.olga, 200), (cast.mara, 403), (cast.sten, 404), (None, 302)):
        client = cast.client(member)
        assert client.get("/lagerhaus/report/").status_code == status
        if member is not None and status != 200:
            assert client.post("/lagerhaus/report/").status_code == status
    assert not Job.objects.filter(name="network.rebuild").exists()


@pytest.mark.django_db
def test_no_report_yet_then_computing_then_there(cast):
    client = cast.client(cast.hanna)
    assert b"<form" in client.get("/lagerhaus/report/").content
    assert client.get("/lagerhaus/report/").context["page"].computing is False
    assert client.post("/lagerhaus/report/").status_code == 302
    client.post("/lagerhaus/report/")
    assert Job.objects.filter(name="network.rebuild").count() == 1, "asking twice is asking once"
    assert client.get("/lagerhaus/report/").context["page"].computing is True
    runner.run_due()
    page = client.get("/lagerhaus/report/").context["page"]
    assert page.report is not None
    assert page.report.enough is False


@pytest.mark.django_db
def test_the_page_reads_one_snapshot(cast, django_assert_max_num_queries):
    make_snapshots(space=cast.house, at=NOW)
    client = cast.client(cast.hanna)
    with django_assert_max_num_queries(6):
        client.get("/lagerhaus/report/")


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, 2, 3, 19])
def test_few_people_get_counts_and_a_reason_but_no_measure(cast, count):
    ring(cast, count)
    report = compute_report(cast.elsewhere, TODAY)
    json.dumps(report, allow_nan=False)
    assert report["people"] == in_fives(count)
    assert report["enough"] is False
    assert report["groups"] == report["history"] == {}
    assert report["capital"]["measures"]["efficiency"]["value"] is None
    text = report_text(report, "en")
    assert "Short ways" not in text
    assert ("Fewer than five people have agreed" in text) is (count < 5)
    # Of nobody, and of four, the same is said: how few agreed is told no more than how many.
    assert ("have a tie" in text) is (count >= 5)


@pytest.mark.django_db
def test_nobody_consents_so_there_is_nothing_to_report(cast):
    ring(cast, 30, consent=False)
    report = compute_report(cast.elsewhere, TODAY)
    assert report["people"] == report["active"] == 0
    assert report["members"] == 31
    assert "Fewer than five people have agreed to be counted" in report_text(report, "en")


@pytest.mark.django_db
def test_everybody_in_one_company(cast):
    ring(cast, 24, companies=1)
    report = compute_report(cast.elsewhere, TODAY)
    entry = report["capital"]["groups"]["company"]["inside_ties"]
    assert entry["value"] == 1
    assert entry["chance"] is None, "with one company there is no chance to compare with"
    assert report["groups"] == {}, "one group is no comparison"
    with translation.override("en"):
        across = next(m for part in shown(report).parts for m in part.measures if m.key == "company.inside_ties")
    assert across.value == "0%"


@pytest.mark.django_db
def test_a_ring_written_out(cast):
    ring(cast, 24, companies=3)
    report = compute_report(cast.elsewhere, TODAY)
    measures = report["capital"]["measures"]
    assert (report["people"], measures["ties"]["value"]) == (25, 50), "24 people and 48 ties, in fives"
    assert measures["isolates"]["value"] == measures["thin"]["value"] == 0
    assert measures["reciprocity"]["value"] == pytest.approx(1)
    # From one place in a ring of 24 with steps of one and two: 4 people at each of the distances 1 to 5, and 3 at 6.
    assert measures["efficiency"]["value"] == round(sum(4 / d for d in range(1, 6)) / 23 + 3 / 6 / 23, 2)
    # Neighbours at distance one and two never share the company of a third.
    assert report["capital"]["groups"]["company"]["ei_index"]["value"] == 1
    # Rough on purpose: none of 28 pairs inside, 32 ties outside.
    assert [(g["people"], g["inside"], g["outside"], g["share"]) for g in report["groups"]["company"]] == [(10, [0, 2], [21, 50], 100)] * 3


@pytest.mark.django_db
def test_groups_under_five_have_no_figure(cast):
    people = ring(cast, 24, companies=3)
    small = Company.objects.create(space=cast.elsewhere, name="Klein", industry="69.20")
    Employment.objects.filter(member__in=people[:4]).update(company=small)
    report = compute_report(cast.elsewhere, TODAY)
    assert "Klein" not in json.dumps(report["groups"])
    Employment.objects.filter(member=people[4]).update(company=small)
    assert {"name": "Klein", "people": 5}.items() <= compute_report(cast.elsewhere, TODAY)["groups"]["company"][-1].items()


@pytest.mark.django_db
def test_the_same_day_gives_the_same_report(community, stored):
    assert compute_report(community, TODAY) == stored


@pytest.mark.django_db
def test_months_are_filled_in_once_and_stay_when_somebody_leaves(community):
    figures = MonthFigure.objects.filter(space=community).order_by("pk")
    before = list(figures.values())
    months = {row["month"] for row in before}
    assert len(months) > 5
    assert {month.day for month in months} == {1}
    assert max(months) == date(2026, 4, 1)
    Consent.objects.filter(member__in=Member.objects.filter(space=community)[:10]).update(revoked_at=NOW)
    assert publish_months(space=community, as_of=TODAY) == 0
    assert list(figures.values()) == before


@pytest.mark.django_db
def test_a_month_is_what_the_engine_says_of_its_last_day(community, stored):
    house = house_on(community, date(2026, 3, 31))
    capital = capital_of(house, chance=False)
    march = dict(MonthFigure.objects.filter(space=community, month=date(2026, 3, 1)).values_list("measure", "value"))
    # As they are written, and no finer.
    assert march["efficiency"] == round(capital.get("efficiency").value, 2)
    assert march["company.inside_ties"] == round(capital.get("inside_ties", "company").value, 2)
    assert march["mean_ties"] == round(2 * march["ties"] / march["people"], 1), "made of what is told"
    assert ["2026-03-01", march["efficiency"], in_fives(len(house.people))] in stored["history"]["efficiency"]


@pytest.mark.django_db
def test_months_before_recording_had_begun_for_good_are_not_published(community):
    first = Contact.objects.filter(space=community).order_by("on").first().on
    published = MonthFigure.objects.filter(space=community).order_by("month").first().month
    assert published > first + timedelta(days=28)


@pytest.mark.django_db
def test_consent_is_not_retroactive_in_the_months_either(community):
    late = Member.objects.filter(space=community).order_by("pk")[:10]
    Consent.objects.filter(member__in=list(late)).update(given_at=NOW - timedelta(days=40))
    march = {p.id for p in house_on(community, date(2026, 3, 31)).people}
    april = {p.id for p in house_on(community, date(2026, 4, 30)).people}
    assert not march & {m.pk for m in late}
    assert {m.pk for m in late if m.joined_on <= date(2026, 4, 30)} <= april


def test_three_years_of_finished_months():
    months = finished_months(date(2026, 3, 31))
    assert len(months) == 36
    assert months[0] == (date(2023, 3, 1), date(2023, 3, 31))
    assert months[-1] == (date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_measure_stands_in_the_text_with_its_sentence(stored, language):
    report = stored
    text = report_text(report, language)
    assert "%(" not in text
    assert "%%" not in text
    assert "nan" not in text.split()
    assert max(len(line) for line in text.splitlines()) <= 110
    html = report_file("Großhaus <b>", report, language)
    assert "Großhaus &lt;b&gt;" in html
    with translation.override(language):
        page = shown(report)
    lines = [m for part in page.parts for m in part.measures]
    assert len(lines) >= 25
    for line in lines:
        assert line.sentence
        assert line.how
        assert line.rests_on
        assert not line.value or line.value in text
    assert any(len(line.points) > 5 for line in lines)


@pytest.mark.django_db
def test_a_share_that_is_turned_round_turns_its_band_and_its_trend(stored):
    report = stored
    inside = report["capital"]["groups"]["company"]["inside_ties"]
    with translation.override("en"):
        line = next(m for part in shown(report).parts for m in part.measures if m.key == "company.inside_ties")
        assert line.value == percent(1 - inside["value"])
        assert percent(1 - inside["chance"]["high"]) in line.chance
    assert line.points[-1] == pytest.approx(1 - inside["value"])
    assert line.points[0] == pytest.approx(1 - report["history"]["company.inside_ties"][0][1])


@pytest.mark.django_db
def test_one_person_is_spoken_of_as_one(stored):
    measures = stored["capital"]["measures"]
    isolates = {**measures["isolates"], "value": 1}
    one = {**stored, "capital": {**stored["capital"], "measures": {**measures, "isolates": isolates}}}
    with translation.override("en"):
        line = shown(one).parts[0].measures[0]
    assert line.sentence.startswith(f"One of about {stored['people']} counted people has")
    assert "5% is" in line.sentence
    assert line.unit == ""


def test_the_words_cover_what_the_engine_can_say():
    from drittort.engine.capital.report import METHODS as ENGINE_METHODS
    from drittort.engine.capital.report import REASONS as ENGINE_REASONS

    assert set(METHODS) >= set(ENGINE_METHODS)
    assert set(REASONS) >= set(ENGINE_REASONS)
    assert len(BY_NAME) == sum(len(part.measures) for part in PARTS)
    assert set(OF) == {"people", "ties", "pairs", "newcomers"}


def test_numbers_are_written_as_people_write_them():
    with translation.override("de"):
        assert percent(0.129) == "13\u00a0%", "rounded, not cut off"
        assert percent(0.004) == "0,4\u00a0%"
        assert percent(0) == "0\u00a0%"
        assert signed(-0.126) == "\u22120,13"
        assert signed(0.5) == "+0,50"
        assert signed(-0.001) == "0,00"
        assert whole(12345) == "12.345"
        assert whole(5850) == "5850"
        assert whole(9.99) == "10"
    with translation.override("en"):
        assert percent(0.3) == "30%"
        assert hundredth(0.5) == "0.50"


def test_sections_of_the_classification():
    assert section("62.01") == section("62") == section("J62.01") == section("J") == "J"
    assert section("69.20") == "M"
    assert section("") == section("Design") == section("00.1") == ""
    covered = [d for low, high in SECTIONS.values() for d in range(low, high + 1)]
    assert len(covered) == len(set(covered))
