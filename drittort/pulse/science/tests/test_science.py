"""The file holds aggregates only, sums for comparison are drawn once within a budget, and what others gave is believed by its signature."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from drittort.core.errors import Invalid, NotAllowed
from drittort.core.files import storage
from drittort.core.jobs import runner
from drittort.core.metrics import METRICS
from drittort.core.models import LedgerRow
from drittort.engine import noise
from drittort.members.models import Notice
from drittort.network.models import MonthFigure
from drittort.pulse.science import actions, making, own, queries, rules, signing
from drittort.pulse.science.models import ComparisonFile, ComparisonRelease, ScienceExport
from drittort.pulse.science.sources import COMPARED, SOURCES, Row, Sums
from drittort.pulse.surveys.models import SurveyFigure
from drittort.pulse.surveys.tests.world import DAY, crowd, published
from drittort.spaces.models import Space
from tests.cast import Cast

JULY = datetime(2026, 7, 6, 9, 30, tzinfo=UTC)
SPRING = date(2026, 4, 1)


def test_the_file_holds_tables_and_the_method_in_both_languages(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now + DAY)
    published(cast.house, cast.now)
    MonthFigure.objects.create(space=cast.house, month=date(2026, 3, 1), measure="density", value=0.125, people=40)
    MonthFigure.objects.create(space=cast.house, month=date(2026, 4, 1), measure="density", value=0.5, people=4)
    MonthFigure.objects.create(space=cast.house, month=date(2026, 4, 1), measure="reciprocity", value=0.75, people=40)
    with pytest.raises(NotAllowed):
        actions.ask_export(actor=cast.hanna, at=cast.now)
    first = actions.ask_export(actor=cast.olga, at=cast.now)
    assert actions.ask_export(actor=cast.olga, at=cast.now).pk == first.pk
    runner.run_due(clock=lambda: cast.now)
    row = ScienceExport.objects.select_related("file").get()
    assert row.file is not None
    with zipfile.ZipFile(storage.path_of(row.file, "file")) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(parts) == {*(f"{name}.csv" for name in SOURCES), "data.json", "METHODE.md", "METHOD.md"}
    network = list(csv.DictReader(io.StringIO(parts["network.csv"])))
    assert [(r["on"], r["value"], r["n"], r["suppressed"]) for r in network if r["measure"] == "density"] == [
        ("2026-03-01", "0.125", "40", "0"),
        ("2026-04-01", "", "", "1"),
    ]
    surveys = list(csv.DictReader(io.StringIO(parts["surveys.csv"])))
    assert len(surveys) == 3 + SurveyFigure.objects.count()
    assert {r["group"] for r in surveys} == {"", "time:new", "time:long", "location:0", "location:1"}
    assert json.loads(parts["data.json"])["tables"]["network"][0]["value"] == 0.125
    whole = "\n".join(parts.values())
    for member in cast.everybody():
        assert member.name not in whole
    assert "Satz " not in parts["surveys.csv"]
    assert "voluntary" in parts["METHOD.md"]
    assert "freiwillig" in parts["METHODE.md"]
    with translation.override("en"):
        said = METRICS["reciprocity"]
        assert f"- `reciprocity` (share): {said.label}. {said.definition}" in parts["METHOD.md"], "a word of a measure is explained"
    assert Notice.objects.get(code="science.ready").member_id == cast.olga.pk
    # It is fetched by whoever may give it away, and goes after a week.
    browser = cast.client(cast.olga)
    path = next(word for word in browser.get("/lagerhaus/science/").content.decode().split('"') if row.file.token in word)
    assert browser.get(path).status_code == 200
    assert cast.client(cast.hanna).get(path).status_code == 404
    actions.forget_old(at=cast.now + rules.KEPT)
    assert not ScienceExport.objects.exists()


def test_what_rests_on_too_few_has_neither_value_nor_number():
    rows = [Row(SPRING, "x", 0.5, 7), Row(SPRING, "x", 0.5, 8, 0.4, 0.6), Row(SPRING, "x", None, 0, private=True)]
    source = type(SOURCES["surveys"])("surveys", "", lambda space: rows, 8)
    told = list(making.told(source, None))
    assert [(r["value"], r["low"], r["n"], r["suppressed"]) for r in told] == [
        (None, None, None, True),
        (0.5, 0.4, 8, False),
        (None, None, None, True),
    ]


def test_contributions_are_the_sums_they_say(cast: Cast):
    wave = published(cast.house, cast.now)
    for element in ("needs", "connection"):
        row = SurveyFigure.objects.get(wave=wave, grouping="", element=element)
        sums = own.element_sums(element, cast.house, SPRING)
        assert sums is not None
        assert rules.SCORE.mean(sums.steps, sums.people) == pytest.approx(row.mean, abs=1e-3)
    assert own.element_sums("needs", cast.house, date(2026, 1, 1)) is None
    people = crowd(cast.house, 8, cast.now)
    for member, day in zip(people, (None, date(2026, 3, 31), date(2026, 5, 5), date(2026, 7, 1)), strict=False):
        member.left_on = day
        member.save()
    # Hanna, Olga, Mara, Jonas, Ada and eight more, of whom one left before the quarter and one in it; Neo came in May.
    assert own.stayed(cast.house, SPRING) == Sums(11 - 1, 12)


def test_one_person_moves_a_release_by_no_more_than_its_budget(cast: Cast):
    """Every figure whose people are counted together shares one count; what all of it costs is one epsilon."""
    counted = {one.counted: one.count_share for one in COMPARED.values()}
    assert sum(one.share for one in COMPARED.values()) + sum(counted.values()) == 1
    assert rules.SCORE.reach == 4
    assert rules.SHARE.reach == 1
    assert [rules.SHARE.steps(value) for value in (0, 1)] == [-1, 1]
    # Whoever is taken out, each sum moves by what its noise covers at most.
    people = crowd(cast.house, 8, cast.now)
    people[0].left_on = date(2026, 5, 5)
    people[0].save()
    whole = own.stayed(cast.house, SPRING)
    assert whole is not None
    for member in people[:2]:
        joined, member.joined_on = member.joined_on, SPRING
        member.save()
        without = own.stayed(cast.house, SPRING)
        assert without is not None
        assert (abs(whole.steps - without.steps), whole.people - without.people) == (rules.SHARE.reach, 1)
        member.joined_on = joined
        member.save()


def test_a_quarter_is_drawn_once_and_a_spent_budget_refuses(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    published(cast.house, cast.now)
    crowd(cast.house, 8, cast.now)
    with pytest.raises(NotAllowed):
        actions.give_quarter(actor=cast.hanna, at=JULY)
    row = actions.give_quarter(actor=cast.olga, at=JULY)
    again = actions.give_quarter(actor=cast.olga, at=JULY + DAY)
    assert (again.pk, again.content) == (row.pk, row.content), "more noise of the same sums would wash it out"
    assert row.quarter == SPRING
    assert set(row.content["figures"]) == set(COMPARED)
    assert len({row.content["figures"][name]["people"] for name in ("needs", "membership", "influence", "connection")}) == 1
    assert LedgerRow.objects.filter(kind=actions.GAVE).count() == 1
    monkeypatch.setattr(rules, "BUDGET", Fraction(1))
    autumn = datetime(2026, 10, 5, tzinfo=UTC)
    with pytest.raises(Invalid, match="verbraucht"):
        actions.give_quarter(actor=cast.olga, at=autumn)
    assert ComparisonRelease.objects.count() == 1


def others(cast: Cast, many: int, figures: dict[str, dict[str, int]]) -> list[bytes]:
    """Files as other houses sign them."""
    found = []
    for k in range(many):
        space = Space(pk=900 + k, slug=f"haus-{k}", name=f"Haus {k}", created_at=cast.now - k * DAY)
        found.append(signing.signed(space, {"house": space.name, "quarter": SPRING.isoformat(), "epsilon": "1", "figures": figures}))
    return found


def test_the_mean_of_five_others_stands_beside_our_own_with_its_noise(cast: Cast):
    published(cast.house, cast.now)
    files = others(cast, 5, {"needs": {"steps": 60, "people": 40}, "unknown": {"steps": 1, "people": 1}})
    for raw in files[:4]:
        actions.take_file(actor=cast.olga, raw=raw, at=JULY)
    page = queries.science(cast.olga, JULY)
    assert page.enough.startswith("Noch 1 Haus")
    assert {one.others for one in page.lines} == {""}
    browser = cast.client(cast.olga)
    answer = browser.post("/lagerhaus/science/compare/take/", {"file": SimpleUploadedFile("x.json", files[4])})
    assert answer.status_code == 302
    assert actions.take_file(actor=cast.olga, raw=files[4], at=JULY).pk == ComparisonFile.objects.latest("pk").pk, "twice is once"
    line = next(one for one in queries.science(cast.olga, JULY).lines if one.others)
    # 300 half steps of 200 people: 3 + 0.5 * 300 / 200.
    assert line.others == "3,75"
    need = COMPARED["needs"]
    off = 0.5 * noise.deviation(need.share, 4), 0.75 * noise.deviation(need.count_share, 1)
    assert queries.pooled_noise(need, 3.75, 200, 5) == pytest.approx(1.959964 * (5 * (off[0] ** 2 + off[1] ** 2)) ** 0.5 / 200)
    assert line.own != "–"
    actions.drop_house(actor=cast.olga, file_id=ComparisonFile.objects.earliest("pk").pk)
    assert {one.others for one in queries.science(cast.olga, JULY).lines} == {""}


def test_files_that_were_altered_or_borrow_a_name_are_refused(cast: Cast):
    published(cast.house, cast.now)
    (good,) = others(cast, 1, {"needs": {"steps": 60, "people": 40}})
    told = json.loads(good)
    told["figures"]["needs"]["steps"] = 90
    (fewer,) = others(cast, 1, {"needs": {"steps": 60, "people": -1}})
    (endless,) = others(cast, 1, {"needs": {"steps": float("inf"), "people": 40}})
    for bad in (json.dumps(told).encode(), fewer, endless, b"{}", b"\xff", b"[" * 10_000, good + b" " * actions.LARGEST):
        with pytest.raises(Invalid, match="keine Vergleichsdatei"):
            actions.take_file(actor=cast.olga, raw=bad, at=JULY)
    actions.take_file(actor=cast.olga, raw=good, at=JULY)
    borrowed = Space(pk=77, name="Haus 0", created_at=cast.now)
    content: dict[str, Any] = {"house": "Haus 0", "quarter": "2026-01-01", "epsilon": "1", "figures": {}}
    with pytest.raises(Invalid, match="Unterschrift"):
        actions.take_file(actor=cast.olga, raw=signing.signed(borrowed, content), at=JULY)
    actions.give_quarter(actor=cast.olga, at=JULY)
    found = queries.given_file(cast.olga, JULY)
    assert found is not None
    with pytest.raises(Invalid, match="eigene"):
        actions.take_file(actor=cast.olga, raw=found[1], at=JULY)
    assert signing.read(found[1]) is not None
    assert cast.client(cast.olga).post("/lagerhaus/science/compare/take/", {"file": SimpleUploadedFile("x", b"x")}).status_code == 422


def test_a_key_in_capitals_is_the_same_house(cast: Cast):
    published(cast.house, cast.now)
    (good,) = others(cast, 1, {"needs": {"steps": 60, "people": 40}})
    key = json.loads(good)["key"]
    space = Space(pk=900, slug="haus-0", name="Haus 0", created_at=cast.now)
    told = {
        "kind": signing.KIND,
        "version": signing.VERSION,
        "key": key.upper(),
        "house": "Haus 0",
        "quarter": SPRING.isoformat(),
        "figures": {"needs": {"steps": 60, "people": 40}},
    }
    loud = json.dumps({**told, "signature": signing.key_of(space).sign(signing.plain(told)).hex()}).encode()
    first, second = (actions.take_file(actor=cast.olga, raw=raw, at=JULY) for raw in (good, loud))
    assert (first.pk, first.key) == (second.pk, key)


def test_every_figure_is_drawn_whether_it_is_there_or_not(cast: Cast):
    crowd(cast.house, 8, cast.now)
    assert own.element_sums("needs", cast.house, SPRING) is None
    figures = actions.drawn(cast.house, SPRING)
    assert set(figures) == set(COMPARED)
    assert figures["needs"]["people"] >= 0


def test_an_export_that_died_blocks_no_other(cast: Cast):
    dead = actions.ask_export(actor=cast.olga, at=cast.now)
    assert actions.ask_export(actor=cast.olga, at=cast.now + timedelta(minutes=10)).pk == dead.pk
    assert queries.science(cast.olga, cast.now).making
    later = cast.now + rules.MADE_WITHIN
    assert not queries.science(cast.olga, later).making
    assert actions.ask_export(actor=cast.olga, at=later).pk != dead.pk
