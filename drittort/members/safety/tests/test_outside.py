"""Anybody reports something, without an account: as the law asks for it (Regulation (EU) 2022/2065, Art. 16)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from drittort.connect.needs.actions import open_need
from drittort.core.errors import Invalid
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.core.strangers import opened
from drittort.members.models import Notice
from drittort.members.safety import actions, rules
from drittort.members.safety.actions import FromOutside
from drittort.members.safety.models import Case, OutsideReport, Report
from drittort.spaces.models import Space
from tests.cast import build
from tests.races import at_once


@pytest.fixture(autouse=True)
def _now(monkeypatch, request):
    if "cast" in request.fixturenames:
        cast = request.getfixturevalue("cast")
        monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)


def told(place="/lagerhaus/people/", **more):
    return FromOutside(
        **{
            "place": place,
            "category": "hate",
            "text": "Das ist Hetze.",
            "name": "Ilse Blum",
            "email": "ilse@example.org",
            "language": "de",
            **more,
        }
    )


def report(cast, place="Aushang am Eingang", **more):
    return actions.report_from_outside(space=cast.house, told=told(place, **more), at=cast.now)


def form(cast, **more):
    return {
        "place": "Aushang am Eingang", "category": "hate", "text": "Das ist Hetze.", "name": "Ilse Blum", "email": "ilse@example.org",
        "honest": "on", "language": "de", "opened": opened(cast.now - timedelta(seconds=30)), "website": "", **more,
    }  # fmt: skip


def mails(cast, *, hours=0):
    run_due(clock=lambda: cast.now + timedelta(hours=hours))
    return list(Mail.objects.filter(to_address="ilse@example.org").order_by("id"))


def test_from_the_footer_to_the_receipt_in_two_clicks_and_without_a_cookie(cast):
    browser = cast.client(None)
    way = "/lagerhaus/report-content/?where=http%3A%2F%2Flocalhost%3A8000%2Flagerhaus%2Fjoin%2F"
    assert way in browser.get("/lagerhaus/join/").content.decode()
    page = browser.get(way).content.decode()
    assert 'value="http://localhost:8000/lagerhaus/join/"' in page
    assert "110" in page
    sent = browser.post("/lagerhaus/report-content/", form(cast))
    made = Report.objects.get()
    assert sent["Location"] == f"/lagerhaus/report-content/sent/?language=de&number={made.code}"
    assert made.code in browser.get(sent["Location"]).content.decode()
    assert not browser.cookies
    [mail] = mails(cast)
    assert (mail.language, mail.to_member_id) == ("de", None)
    for words in ("Deine Meldung ist da", made.code, "Aushang am Eingang", "Das ist Hetze."):
        assert words in mail.text
    assert set(Notice.objects.filter(code="case.reported").values_list("member__name", flat=True)) == {"Hanna Brandt", "Olga Sommer"}
    row = LedgerRow.objects.get(kind=actions.REPORTED)
    assert (row.actor_id, row.audience, row.facts) == (None, "nobody", {"case": made.case_id})


@pytest.mark.parametrize(
    ("field", "value"),
    [("place", ""), ("category", ""), ("category", "wrong"), ("text", " "), ("name", ""), ("email", ""), ("email", "ilse"), ("honest", "")],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(cast, field, value):
    answer = cast.client(None).post("/lagerhaus/report-content/", form(cast, **{field: value}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_problem"' in page
    assert re.search(rf'aria-describedby="[^"]*id_{field}_problem"', page)
    if field != "text":
        assert "Das ist Hetze." in page
    assert not Report.objects.exists()


def test_where_children_were_hurt_nobody_has_to_say_who_they_are(cast):
    browser = cast.client(None)
    assert browser.post("/lagerhaus/report-content/", form(cast, category="minors", name="", email="")).status_code == 302
    made = OutsideReport.objects.get()
    assert (made.name, made.email) == ("", "")
    page = cast.client(cast.hanna).get(reverse("members:case", args=["lagerhaus", made.report.case.code])).content.decode()
    assert "Von außen: ohne Namen" in page
    run_due(clock=lambda: cast.now)
    assert not Mail.objects.filter(to_member_id=None).exists()
    # And so nobody waits for an answer.
    actions.close_case(actor=cast.hanna, code=made.report.case.code, text="", at=cast.now)
    with pytest.raises(Invalid):
        report(cast, name="")


def test_machines_are_thanked_and_nothing_is_kept(cast):
    browser = cast.client(None)
    assert browser.post("/lagerhaus/report-content/", form(cast, website="http://spam.example")).status_code == 302
    assert browser.post("/lagerhaus/report-content/", form(cast, opened=opened(cast.now))).status_code == 422
    assert browser.post("/lagerhaus/report-content/", form(cast, opened="x")).status_code == 422
    assert not Report.objects.exists()


def test_one_connection_and_one_address_are_slowed_down(cast):
    browser = cast.client(None)
    for number in range(8):
        sent = browser.post("/lagerhaus/report-content/", form(cast, text=f"Nummer {number}.", email=f"{number}@example.org"))
        assert sent.status_code == 302, sent.content.decode()
    slowed = browser.post("/lagerhaus/report-content/", form(cast, text="Nummer 9.", email="9@example.org"))
    assert (slowed.status_code, "Nummer 9." in slowed.content.decode()) == (422, True)
    for number in range(3):
        report(cast, f"Ort {number}")
        mails(cast)
    with pytest.raises(Invalid):
        report(cast, "Ort 4")


def test_an_address_in_the_house_joins_the_case_of_its_person(cast):
    inside = actions.report(
        actor=cast.mara, subject=f"member:{cast.jonas.pk}", category="harassment", text="Er hört nicht auf.", at=cast.now
    )
    need = open_need(actor=cast.jonas, text="Jetzt alle hier kaufen!", language="de", at=cast.now)
    for place in (
        f"http://localhost:8000/lagerhaus/people/{cast.jonas.pk}/",
        f"https://example.org/lagerhaus/people/{cast.jonas.pk}/public/",
        f"/lagerhaus/needs/{need.pk}/",
    ):
        made = report(cast, place)
        assert made.case_id == inside.case_id, place
    assert made.shown_text == "Jetzt alle hier kaufen!"


def test_what_is_nowhere_in_the_house_is_one_case_by_its_words(cast):
    first = report(cast)
    assert report(cast).pk == first.pk, "a double click is one report"
    again = report(cast, "aushang  am EINGANG", text="Schon wieder.")
    assert (again.case_id, Case.objects.count()) == (first.case_id, 1)
    # Somebody of another house is not found at an address of this one, nor is who is not there.
    assert report(cast, f"/lagerhaus/people/{cast.sten.pk}/").case.about_id is None
    assert report(cast, "/anderswo/people/1/").case.about_id is None


def test_the_decision_goes_to_the_reporter_with_reasons_and_a_way_to_complain(cast):
    made = report(cast, f"/lagerhaus/people/{cast.jonas.pk}/")
    mails(cast)
    case = reverse("members:case", args=["lagerhaus", made.case.code])
    hanna = cast.client(cast.hanna)
    page = hanna.get(case).content.decode()
    assert "Von außen: Ilse Blum, ilse@example.org" in page
    silent = hanna.post(f"{case}close/", {"close-text": "Mit Jonas geredet."})
    assert (silent.status_code, "Mit Jonas geredet." in silent.content.decode()) == (422, True)
    assert (
        hanna.post(
            f"{case}close/", {"close-text": "Mit Jonas geredet.", "close-answer": "Der Satz ist weg: Er war Hetze, § 130 StGB."}
        ).status_code
        == 302
    )
    decided = mails(cast)[1]
    assert decided.subject == "Was wir zu deiner Meldung entschieden haben, Lagerhaus"
    for words in ("§ 130 StGB", "Keine Maschine", "Bundesnetzagentur", "Sechs Monate", made.code):
        assert words in decided.text
    assert "Mit Jonas geredet" not in decided.text
    # Opened again and decided anew: answered anew. Closed twice: once.
    actions.reopen_case(actor=cast.hanna, code=made.case.code, at=cast.now)
    with pytest.raises(Invalid):
        actions.close_case(actor=cast.hanna, code=made.case.code, text="", at=cast.now)
    later = cast.now + timedelta(hours=1)
    for _ in range(2):
        actions.close_case(actor=cast.hanna, code=made.case.code, text="", answer="Es bleibt dabei.", at=later)
    assert ["Es bleibt dabei." in mail.text for mail in mails(cast, hours=1)] == [False, False, True]


def test_an_english_reporter_is_answered_in_english(cast):
    browser = cast.client(None)
    bad = browser.post("/lagerhaus/report-content/", form(cast, language="en", text=""))
    assert bad["Content-Language"] == "en"
    assert "Report something" in bad.content.decode()
    browser.post("/lagerhaus/report-content/", form(cast, language="en"))
    assert "no machine does" in mails(cast)[0].text


def test_who_it_is_about_never_sees_the_report(cast):
    made = report(cast, f"/lagerhaus/people/{cast.hanna.pk}/")
    case = reverse("members:case", args=["lagerhaus", made.case.code])
    assert cast.client(cast.hanna).get(case).status_code == 404
    assert "Ilse Blum" in cast.client(cast.olga).get(case).content.decode()


def test_it_goes_with_its_case(cast):
    made = report(cast)
    actions.close_case(actor=cast.hanna, code=made.case.code, text="", answer="Weg damit.", at=cast.now)
    actions.forget_old(at=cast.now + rules.CASES_KEPT + timedelta(days=1))
    assert not OutsideReport.objects.exists()


def test_a_page_of_no_house_leads_to_the_right_one(cast):
    browser = cast.client(None)
    assert '"/report/"' in browser.get("/sign-in/").content.decode()
    assert browser.get("/report/").status_code == 200
    found = browser.get("/report/", {"where": "http://localhost:8000/lagerhaus/people/7/"})
    assert found["Location"] == "/lagerhaus/report-content/?where=http%3A%2F%2Flocalhost%3A8000%2Flagerhaus%2Fpeople%2F7%2F"
    assert browser.get("/report/", {"where": "http://localhost:8000/nowhere/"}).status_code == 422
    Space.objects.exclude(pk=cast.house.pk).delete()
    assert browser.get("/report/")["Location"] == "/lagerhaus/report-content/"
    assert browser.get("/nowhere/report-content/").status_code == 404


@pytest.mark.parametrize("more", [1, 12])
def test_reports_from_outside_cost_no_more_questions(cast, more, django_assert_max_num_queries):
    for number in range(more):
        made = report(cast, text=f"Nummer {number}.")
    browser = cast.client(cast.hanna)
    with django_assert_max_num_queries(15):
        assert browser.get(reverse("members:case", args=["lagerhaus", made.case.code])).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_at_once_open_one_case():
    cast = build()
    made = at_once(lambda: report(cast, text="Das eine."), lambda: report(cast, text="Das andere."))
    assert len({one.case_id for one in made}) == Case.objects.count() == 1
    twice = at_once(*[lambda: report(cast, text="Das dritte.")] * 2)
    assert twice[0].pk == twice[1].pk
