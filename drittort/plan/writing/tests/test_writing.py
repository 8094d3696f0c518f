"""The plan is written part by part, nothing of it is lost, and whoever may read it finds it as it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow
from drittort.members.models import Notice
from drittort.members.roles.actions import grant_role
from drittort.plan import appendix
from drittort.plan.appendix import Table
from drittort.plan.writing import actions, jobs, queries, rules, sheets, telling
from drittort.plan.writing.actions import Words
from drittort.plan.writing.guide import CHAPTERS, EXAMPLES, HOUSES, LANGUAGES, PARTS
from drittort.plan.writing.models import PlanPart, PlanVersion
from drittort.spaces.roles import MANAGER
from drittort.spaces.roles.models import Role
from drittort.talk.comments.actions import comment
from drittort.web.markdown import plain
from tests.cast import Cast

RISK = [["Die Miete steigt", "2", "3", "Wir reden früh."], ["Der Tee geht aus", "3", "1", "Ada kauft ein."], ["", "2", "2", ""]]


@pytest.fixture(autouse=True)
def _now(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)


def write(
    cast: Cast, key: str, text: str, *, base: int = 0, language: str = "de", stands: bool = True, rows: sheets.Rows = ()
) -> PlanVersion:
    return actions.write_part(actor=cast.olga, key=key, words=Words(language, text, rows), base=base, stands=stands, at=cast.now)


def state(cast: Cast, key: str) -> str:
    return next(stop.state for stop in queries.way(cast.olga, cast.now).stops if stop.key == key)


def test_the_guide_is_whole():
    assert sorted(key for chapter in CHAPTERS for key in chapter.parts) == sorted(PARTS)
    assert (list(PARTS)[-1], len(PARTS)) == ("summary", 13)
    assert sum(part.minutes for part in PARTS.values()) <= 240, "an afternoon"
    for part in PARTS.values():
        for language in LANGUAGES:
            told, found = part.told(language), EXAMPLES[part.key, language]
            assert len(told.questions) >= 4
            assert [one.house for one in found] == list(HOUSES)
            for one in found:
                assert 25 <= len(plain(one.text).split()) <= 220, (part.key, one.house)
                assert len(sheets.fitting(part.sheet, one.rows)) == len(one.rows) > 2 * bool(part.sheet) - 1
                assert "<" not in one.text
    german, english = ({key: tuple(len(one.rows) for one in EXAMPLES[key, code]) for key in PARTS} for code in LANGUAGES)
    assert german == english


def test_a_part_is_begun_written_on_and_stands(cast: Cast):
    assert state(cast, "purpose") == queries.EMPTY
    first = write(cast, "purpose", "  Damit wir uns kennen.\r\n", stands=False)
    assert (first.text, state(cast, "purpose")) == ("Damit wir uns kennen.", queries.BEGUN)
    assert write(cast, "purpose", "Damit wir uns kennen.", base=1) == first, "the same words are no new version, but may stand"
    assert state(cast, "purpose") == queries.STANDS
    second = write(cast, "purpose", "Damit wir uns kennen und mögen.", base=1)
    with pytest.raises(OutOfDate):
        write(cast, "purpose", "Etwas anderes.", base=1)
    write(cast, "purpose", "So that we know each other.", language="en")
    part = PlanPart.objects.get()
    assert (part.owner, list(part.versions.filter(stands=True).order_by("language").values_list("language", "number"))) == (
        cast.olga,
        [("de", 2), ("en", 1)],
    )
    kinds = list(LedgerRow.objects.filter(kind__startswith="plan_part.").order_by("pk").values_list("kind", flat=True))
    assert kinds == [actions.WRITTEN, actions.STANDS, actions.WRITTEN, actions.WRITTEN]
    again = actions.restore_version(actor=cast.olga, key="purpose", version_id=first.pk, at=cast.now)
    assert (again.number, again.text, again.note) == (3, first.text, "Wie in Fassung 1")
    assert actions.restore_version(actor=cast.olga, key="purpose", version_id=again.pk, at=cast.now) == again
    assert PlanVersion.objects.get(pk=second.pk).stands is False


@pytest.mark.parametrize(
    ("key", "words", "error"),
    [
        ("purpose", Words("de", " \n "), Invalid),
        ("purpose", Words("de", "x" * 20_001), Invalid),
        ("purpose", Words("fr", "Bonjour"), NotFound),
        ("poetry", Words("de", "Ein Gedicht."), NotFound),
        ("risks", Words("de", "", [["Regen", "4", "1", ""]]), Invalid),
        ("position", Words("de", "", [["a", "b"], ["Preis", "1", "2", "3", "4"]]), Invalid),
        ("position", Words("de", "", [["a", "b", "c"], *[["Preis", "1", "2", "3", "4"]] * 13]), Invalid),
    ],
)
def test_what_is_no_part_of_a_plan_is_refused(cast: Cast, key: str, words: Words, error: type[Exception]):
    with pytest.raises(error):
        actions.write_part(actor=cast.olga, key=key, words=words, base=0, stands=True, at=cast.now)
    assert not PlanVersion.objects.exists()


def test_who_writes_and_who_reads(cast: Cast):
    for somebody in (cast.hanna, cast.mara):
        with pytest.raises(NotAllowed):
            actions.write_part(actor=somebody, key="purpose", words=Words("de", "Ich."), base=0, stands=True, at=cast.now)
    part = write(cast, "purpose", "Wir.").part
    everybody = {one.pk for one in [*cast.everybody(), cast.sten]}
    assert rules.readers(part.pk, everybody) == {cast.hanna.pk, cast.olga.pk}
    with pytest.raises(NotFound):
        comment(actor=cast.mara, about=rules.about(part.pk), text="Ich auch.", at=cast.now)
    comment(actor=cast.hanna, about=rules.about(part.pk), text="Und die Nachbarn?", at=cast.now)
    run_due(clock=lambda: cast.now)
    assert Notice.objects.filter(member=cast.olga, thread=rules.about(part.pk)).count() == 1
    assert "Und die Nachbarn?" in cast.client(cast.olga).get(queries.path_of(cast.house.slug, "purpose")).content.decode()
    cast.hanna.space.role_changes = {MANAGER: {"added": ["plan.write"]}}
    actions.write_part(actor=cast.hanna, key="people", words=Words("de", "Für alle."), base=0, stands=True, at=cast.now)


def test_a_part_has_somebody_who_looks_after_it_and_again(cast: Cast):
    write(cast, "purpose", "Wir.")
    day = cast.house.day(cast.now)
    with pytest.raises(NotFound):
        actions.care_for_part(actor=cast.olga, key="purpose", owner_id=cast.mara.pk, review_on=None, at=cast.now)
    with pytest.raises(Invalid):
        actions.care_for_part(actor=cast.olga, key="purpose", owner_id=cast.olga.pk, review_on=day, at=cast.now)
    founder = Role.objects.get(space=cast.house, key="founder")
    grant_role(actor=cast.olga, member_id=cast.hanna.pk, role_id=founder.pk, until=None, reason="", at=cast.now)
    cast.hanna.refresh_from_db(fields=["roles"])
    actions.care_for_part(actor=cast.olga, key="purpose", owner_id=cast.hanna.pk, review_on=day + timedelta(days=7), at=cast.now)
    run_due(clock=lambda: cast.now)
    later = cast.now + timedelta(days=8)
    for at in (cast.now, later, later):
        jobs.review({}, at)
    codes = Notice.objects.filter(member=cast.hanna).order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["plan_part.yours", "plan_part.due"]
    assert next(stop.state for stop in queries.way(cast.hanna, later).stops) == queries.AGAIN
    actions.review_part(actor=cast.hanna, key="purpose", months=6, at=later)
    assert next(stop.state for stop in queries.way(cast.hanna, later).stops) == queries.STANDS
    assert actions.leave_parts(member_id=cast.hanna.pk) == 1


def test_two_write_at_once_and_nothing_is_lost(cast: Cast):
    slug, olga = cast.house.slug, cast.client(cast.olga)
    desk = reverse("plan:write_plan_part", args=[slug, "risks"])
    blank = olga.get(f"{desk}?example=rural").content.decode()
    assert "Arbeitgeber rufen ihre Leute zurück" in blank
    said = {"language": "de", "base": "0", "lines": "3", "text": "Es kann regnen."}
    said |= {f"cell_{row}_{column}": value for row, cells in enumerate(RISK) for column, value in enumerate(cells)}
    assert olga.post(desk, {**said, "begun": "yes"}).status_code == 302
    mine = olga.post(desk, {**said, "text": "Es kann hageln.", "stands": "yes"})
    page = mine.content.decode()
    assert (mine.status_code, "Es kann hageln." in page, 'name="base" value="1"' in page) == (409, True, True)
    answer = olga.post(desk, {**said, "text": "Es kann hageln.", "base": "1", "stands": "yes"})
    shown = olga.get(answer["Location"]).content.decode()
    assert shown.index("Die Miete steigt") < shown.index("Der Tee geht aus"), "the gravest risk on top"
    assert f'value="{PlanVersion.objects.get(number=1).pk}"' in shown, "one press undoes it"
    history = olga.get(reverse("plan:plan_part_history", args=[slug, "risks"])).content.decode()
    assert ("<del>regnen</del>" in history, "<ins>hageln</ins>" in history, "Die Miete steigt" in history) == (True, True, False)
    before = PlanVersion.objects.get(number=1)
    olga.post(reverse("plan:restore_plan_version", args=[slug, "risks"]), {"version": before.pk})
    assert PlanVersion.objects.get(stands=True).text == "Es kann regnen."
    assert olga.post(desk, {**said, "text": "", "base": "3", "lines": "0", "stands": "yes"}).status_code == 422


def test_the_way_and_the_whole(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    slug, hanna = cast.house.slug, cast.client(cast.hanna)
    whole, way = reverse("plan:whole_plan", args=[slug]), reverse("plan:writing", args=[slug])
    assert ("0 von 13" in hanna.get(way).content.decode(), "Der Plan ist noch leer." in hanna.get(whole).content.decode()) == (True, True)
    seats = Table("Plätze", ("Raum", "Plätze"), (("Oben", "14"),), numbers=(1,))
    monkeypatch.setitem(appendix.GIVEN, "rooms", [lambda space: [seats]])
    write(cast, "risks", "## Chancen\n\nViele.", rows=RISK)
    write(cast, "summary", "All of it.", language="en")
    with translation.override("de"):
        assert queries.way(cast.olga, cast.now).next.key == "purpose"
    page = hanna.get(f"{whole}?language=de").content.decode()
    assert page.index("Zusammenfassung") < page.index("Organisation") < page.index("Chancen und Risiken") < page.index("Die Miete steigt")
    assert ("1. Zusammenfassung" in page, "3. Chancen und Risiken" in page, 'lang="en"' in page) == (True, True, True)
    text = hanna.get(f"{reverse('plan:plan_text', args=[slug])}?language=de").content.decode()
    assert "## 3. Chancen und Risiken\n\n##### Chancen\n\nViele.\n\n**Risiken**\n\n| Was geschehen kann |" in text
    assert "| Raum | Plätze |\n| --- | --: |\n| Oben | 14 |" in text
    assert telling.deeper("# a\n```\n# b\n```\n#c", 2) == "### a\n```\n# b\n```\n#c"
    only = telling.whole(cast.house, "de", parts=["summary"], fills=False)
    assert (only.chapters, only.missing) == ((), ("Alles auf einer Seite",))
