"""How the house asks, who may, what everybody reads, and what goes back to those who were asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from drittort.core.errors import Invalid, NotAllowed, NotFound
from drittort.core.jobs import runner
from drittort.core.metrics import METRICS
from drittort.core.models import LedgerRow
from drittort.engine.scale import ELEMENTS, TOTAL
from drittort.members.models import Notice
from drittort.pulse.surveys import actions, beside, counting, queries, rules
from drittort.pulse.surveys import jobs as surveys
from drittort.pulse.surveys.beside import Beside
from drittort.pulse.surveys.models import SurveyChange, SurveyFigure, SurveyPlan, SurveyText, SurveyToken, SurveyWave
from drittort.pulse.surveys.tests.world import DAY, QUESTIONS, TOKEN, ballot, crowd, published, wave_of
from drittort.pulse.surveys.tokens import mark_of
from tests.cast import Cast

HOUR = timedelta(hours=1)


def test_those_who_care_for_the_house_open_it_one_at_a_time(cast: Cast):
    with pytest.raises(Invalid, match="acht"):
        actions.open_wave(actor=cast.hanna, space=cast.house, at=cast.now)
    crowd(cast.house, 6, cast.now)
    with pytest.raises(NotAllowed):
        actions.open_wave(actor=cast.mara, space=cast.house, at=cast.now)
    wave = actions.open_wave(actor=cast.hanna, space=cast.house, at=cast.now)
    # The end of the fourteenth day after it, by the clock of the house.
    assert wave.closes_at == datetime(2026, 5, 26, 22, tzinfo=UTC)
    with pytest.raises(Invalid, match="läuft"):
        actions.open_wave(actor=cast.olga, space=cast.house, at=cast.now)
    actions.drop_wave(actor=cast.hanna, number=1, at=cast.now)
    actions.drop_wave(actor=cast.hanna, number=1, at=cast.now)
    assert LedgerRow.objects.filter(kind=actions.DROPPED).count() == 1
    again = actions.open_wave(actor=cast.hanna, space=cast.house, at=cast.now + DAY)
    surveys.count({}, cast.now + 20 * DAY)
    with pytest.raises(Invalid, match="sechs Wochen"):
        actions.open_wave(actor=cast.hanna, space=cast.house, at=cast.now + 30 * DAY)
    again.refresh_from_db()
    assert (again.number, again.answered) == (2, 0)


def test_letters_wait_for_the_end_of_quiet_hours(cast: Cast):
    crowd(cast.house, 6, cast.now)
    evening = cast.now.replace(hour=19)
    wave = actions.open_wave(actor=cast.hanna, space=cast.house, at=evening)
    runner.run_due(clock=lambda: evening + HOUR)
    wave.refresh_from_db()
    assert wave.invited is None
    runner.run_due(clock=lambda: evening + 12 * HOUR)
    wave.refresh_from_db()
    assert wave.invited == 12
    assert Notice.objects.filter(code="survey.open").count() == 12
    # Everybody was asked: to call it off and begin again would ask them twice.
    actions.drop_wave(actor=cast.hanna, number=1, at=evening + 13 * HOUR)
    with pytest.raises(Invalid, match="sechs Wochen"):
        actions.open_wave(actor=cast.hanna, space=cast.house, at=evening + 14 * HOUR)
    assert actions.open_wave(actor=cast.hanna, space=cast.house, at=evening + 43 * DAY).number == 2


def test_the_plan_keeps_questions_and_two_groupings_at_most(cast: Cast):
    with pytest.raises(NotAllowed):
        actions.plan_survey(actor=cast.jonas, every=3, days=14, groupings=[], questions=[], at=cast.now)
    with pytest.raises(Invalid, match="zwei"):
        actions.plan_survey(actor=cast.hanna, every=3, days=14, groupings=["time", "company", "location"], questions=[], at=cast.now)
    browser = cast.client(cast.hanna)
    told = {"every": "6", "days": "10", "groupings": ["time"], "text_0": "Was fehlt?", "kind_0": "choice", "options_0": "Ruhe\nPflanzen\n"}
    assert browser.post("/lagerhaus/pulse/plan/", told).status_code == 302
    plan = SurveyPlan.objects.get()
    assert (plan.every, plan.questions) == (6, [{"kind": "choice", "text": "Was fehlt?", "options": ["Ruhe", "Pflanzen"]}])
    bad = browser.post("/lagerhaus/pulse/plan/", {**told, "options_0": "Ruhe"})
    assert bad.status_code == 422
    assert "Zwei bis acht" in bad.content.decode()
    shown = browser.get("/lagerhaus/pulse/preview/").content.decode()
    assert "Was fehlt?" in shown
    assert "Ich gehöre dazu." in shown
    assert ">Senden<" not in shown


def test_before_it_begins_it_says_to_whom_and_until_when(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    crowd(cast.house, 6, cast.now)
    browser = cast.client(cast.hanna)
    without = browser.get("/lagerhaus/pulse/").content.decode()
    assert "keinen Mailserver" in without
    assert "/lagerhaus/pulse/open/" not in without
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    page = browser.get("/lagerhaus/pulse/").content.decode().replace("\xa0", " ")
    assert "12 Leute bekommen einen eigenen Link per Mail, sofort. Antworten kann man bis zum 26. Mai 2026" in page
    assert "/lagerhaus/pulse/open/" in page
    with override("de"):
        assert "am Mittwoch, 13. Mai 2026 ab 08:00 Uhr" in queries.begins(cast.house, cast.now.replace(hour=20)).replace("\xa0", " ")


def test_what_is_wrong_stands_above_with_a_way_to_its_screen(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    wave = wave_of(cast.house, cast.now)
    SurveyToken.objects.create(mark=mark_of(TOKEN), wave=wave)
    browser = Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "de"})
    long = "\r\n".join(["x"] * 300)
    given = {"item_0": "4", "own_2": long + "xx"}
    answer = browser.post(f"/-/survey/{TOKEN}/", given)
    assert answer.status_code == 422
    assert 'Bitte sieh hier noch einmal nach: <a href="#s5">Aus unserem Haus</a>' in answer.content.decode()
    # 599 letters and ends of lines, as the browser counts them.
    assert browser.post(f"/-/survey/{TOKEN}/", {**given, "own_2": long}).status_code == 200


def test_the_next_one_begins_by_itself_a_quarter_later(cast: Cast):
    crowd(cast.house, 6, cast.now)
    actions.plan_survey(actor=cast.hanna, every=3, days=14, groupings=[], questions=[], at=cast.now)
    surveys.open_due({}, cast.now)
    assert not SurveyWave.objects.exists(), "the first one is begun by a human"
    actions.open_wave(actor=cast.hanna, space=cast.house, at=cast.now)
    surveys.count({}, cast.now + 15 * DAY)
    surveys.open_due({}, cast.now + 91 * DAY)
    assert SurveyWave.objects.count() == 1
    surveys.open_due({}, cast.now + 92 * DAY)
    surveys.open_due({}, cast.now + 93 * DAY)
    assert SurveyWave.objects.get(number=2).member_id is None
    assert actions.months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)


def test_everybody_reads_the_whole_and_those_who_care_the_groups(cast: Cast):
    published(cast.house, cast.now)
    for_all, for_few = (queries.results(who, None, cast.now) for who in (cast.mara, cast.hanna))
    assert [one.element for one in for_all.elements] == [TOTAL, *ELEMENTS]
    assert for_all.elements == for_few.elements
    assert for_all.rate == "32 von 40 haben geantwortet, 80 %"
    assert (for_all.groupings, len(for_few.groupings)) == ((), 2)
    assert [bool(one.texts) for one in for_all.own] == [False, False]
    assert [len(one.texts) for one in for_few.own] == [0, 0, 32]
    assert sum(bar["value"] for bar in for_all.own[1].bars) == 32
    assert for_all.said.startswith("Am stärksten: ")
    with pytest.raises(NotFound):
        queries.results(cast.mara, 7, cast.now)
    assert queries.results(cast.sten, None, cast.now).shown is None


def test_a_change_is_told_with_its_interval_and_called_chance_where_it_is(cast: Cast):
    rng = Random(3)
    published(cast.house, cast.now - 90 * DAY, 1, [ballot(rng, 3.0) for _ in range(36)])
    published(cast.house, cast.now, 2, [ballot(rng, 4.3) for _ in range(36)])
    row = SurveyFigure.objects.get(wave__number=2, grouping="", element=TOTAL)
    earlier = SurveyFigure.objects.get(wave__number=1, grouping="", element=TOTAL)
    assert row.difference == pytest.approx(row.mean - earlier.mean, abs=2e-4)
    page = queries.results(cast.mara, None, cast.now)
    assert page.elements[0].verdict == "good"
    assert len(page.elements[0].points) == 2
    assert page.picture is not None
    assert page.picture.shapes.count("scale-before") == 5
    same = SurveyFigure(difference=0.02, difference_low=-0.2, difference_high=0.24)
    assert queries.changed(same)[:2] == ("steady", "")
    assert "Zufall" in queries.changed(same)[2]


def test_what_changed_goes_back_to_everybody(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    wave = published(cast.house, cast.now)
    with pytest.raises(NotAllowed):
        actions.say_change(actor=cast.mara, number=wave.number, element="needs", text="x", at=cast.now)
    with pytest.raises(Invalid):
        actions.say_change(actor=cast.hanna, number=wave.number, element="needs", text="  ", at=cast.now)
    browser = cast.client(cast.hanna)
    browser.post(f"/lagerhaus/pulse/{wave.number}/change/", {"element": "needs", "text": "Es gibt jetzt eine Ruhezone im Hof."})
    runner.run_due(clock=lambda: cast.now + 2 * HOUR)
    told = Notice.objects.filter(code="survey.changed")
    assert set(told.values_list("member__name", flat=True)) == {"Olga Sommer", "Mara Wendt", "Jonas Falk", "Neo Kaya", "Ada Lenz"}
    assert "Ruhezone" in cast.client(cast.mara).get("/lagerhaus/notices/").content.decode()
    assert "Es gibt jetzt eine Ruhezone im Hof." in cast.client(cast.mara).get("/lagerhaus/pulse/").content.decode()
    actions.take_back_change(actor=cast.hanna, change_id=SurveyChange.objects.get().pk)
    assert queries.results(cast.mara, None, cast.now).changes == ()


def test_a_free_text_that_names_somebody_is_taken_out(cast: Cast):
    published(cast.house, cast.now)
    text = SurveyText.objects.order_by("pk").first()
    assert text is not None
    with pytest.raises(NotAllowed):
        actions.remove_text(actor=cast.mara, text_id=text.pk)
    assert cast.client(cast.hanna).post(f"/lagerhaus/pulse/texts/{text.pk}/").status_code == 302
    assert not SurveyText.objects.filter(pk=text.pk).exists()
    actions.forget_old(at=cast.now + rules.TEXTS_KEPT)
    assert not SurveyText.objects.exists(), "free texts go after 24 months, figures stay"
    assert SurveyFigure.objects.exists()


def test_answers_that_are_left_out_stay_out_of_scores(cast: Cast):
    rng = Random(5)
    five = [None, None, None, 4, 4, 4, 4, 4]
    ballots = [ballot(rng) for _ in range(12)] + [ballot(rng, items=five) for _ in range(3)]
    wave = wave_of(cast.house, cast.now, 1, invited=20, questions=QUESTIONS[:2])
    counting.publish(wave, [{**each, "own": each["own"][:2]} for each in ballots], cast.now)
    assert (wave.answered, wave.counted) == (15, 12)
    assert set(SurveyFigure.objects.values_list("people", flat=True)) == {12}


def test_programs_stand_beside_their_element(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(beside, "SOURCES", {"plan": lambda member: {"needs": [Beside("Freitagsrunde", "/lagerhaus/plan/")]}})
    published(cast.house, cast.now)
    page = queries.results(cast.hanna, None, cast.now)
    assert [(one.element, one.beside[0].name) for one in page.elements if one.beside] == [("needs", "Freitagsrunde")]
    assert "Freitagsrunde" in cast.client(cast.hanna).get("/lagerhaus/pulse/").content.decode()


def test_goals_can_stand_on_the_elements_for_half_a_year(cast: Cast):
    """Published on the 6th of May: it speaks for May and the five months after."""
    published(cast.house, cast.now)
    months = [date(2026, month, 1) for month in range(3, 13)]
    for name in (TOTAL, *ELEMENTS):
        row = SurveyFigure.objects.get(grouping="", element=name)
        found = METRICS[f"belonging_{name}"].compute(cast.house, months)
        assert sorted(month.month for month in found) == [5, 6, 7, 8, 9, 10]
        assert {(figure.value, figure.of, figure.low, figure.high) for figure in found.values()} == {(row.mean, 32, row.low, row.high)}
    assert METRICS["survey_rate"].compute(cast.house, months)[months[2]].value == 0.8
    SurveyFigure.objects.all().delete()
    assert METRICS["belonging_needs"].compute(cast.house, months)[months[2]].private
