"""The history: members propose, the team takes up or hands back, the house notes its own firsts, and each once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from drittort.core.errors import Invalid, NotAllowed, NotFound
from drittort.core.jobs.runner import run_due
from drittort.inspire.events.tests.test_events import announced
from drittort.inspire.history import actions, queries
from drittort.inspire.history.models import HistoryEntry
from drittort.inspire.stories.tests.world import shown
from drittort.members.models import Member, Notice
from tests.cast import Cast

DAY = timedelta(days=1)


def proposed(cast: Cast, **more) -> HistoryEntry:
    told = {"year": 2019, "on": date(2019, 3, 4), "title": "Die erste Kaffeemaschine", "text": "Sie tropfte.", "language": "de", **more}
    return actions.write_entry(actor=cast.mara, at=cast.now, **told)


def titles(reader: Member, year: int | None = None) -> list[str]:
    return [entry.title for one in queries.history(reader, year).shown for entry in one.entries]


def test_what_a_member_proposes_stands_there_once_it_is_taken_up(cast: Cast):
    entry = proposed(cast)
    assert (titles(cast.ada), titles(cast.mara)) == ([], [])
    assert [e.title for _year, e in queries.history(cast.mara, None).own] == ["Die erste Kaffeemaschine"]
    run_due(clock=lambda: cast.now)
    assert set(Notice.objects.filter(code="history.proposed").values_list("member__name", flat=True)) == {"Hanna Brandt", "Olga Sommer"}
    assert [e.title for _year, e in queries.history(cast.hanna, None).waiting] == ["Die erste Kaffeemaschine"]
    with pytest.raises(NotFound):
        actions.publish_entry(actor=cast.ada, entry_id=entry.pk, at=cast.now)
    with pytest.raises(Invalid):
        actions.return_entry(actor=cast.hanna, entry_id=entry.pk, text=" ", at=cast.now)
    actions.return_entry(actor=cast.hanna, entry_id=entry.pk, text="Welche Marke?", at=cast.now)
    assert queries.history(cast.mara, None).own[0][1].returned_with == "Welche Marke?"
    assert queries.history(cast.hanna, None).waiting == ()
    told = {"year": 2019, "on": None, "title": "Die erste Kaffeemaschine, eine Gaggia", "text": "", "language": "de"}
    actions.change_entry(actor=cast.mara, entry_id=entry.pk, at=cast.now, **told)
    actions.publish_entry(actor=cast.hanna, entry_id=entry.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert set(Notice.objects.filter(member=cast.mara).values_list("code", flat=True)) == {"history.published"}
    assert titles(cast.ada, 2019) == ["Die erste Kaffeemaschine, eine Gaggia"]
    with pytest.raises(NotAllowed):
        actions.change_entry(actor=cast.mara, entry_id=entry.pk, at=cast.now, **told)
    actions.put_away(actor=cast.hanna, entry_id=entry.pk, off=True, at=cast.now)
    assert (titles(cast.ada), len(titles(cast.hanna))) == ([], 1)


def test_years_and_days_come_true(cast: Cast):
    for wrong in ({"year": 2018}, {"year": 2027, "on": None}, {"year": 2026, "on": date(2026, 12, 24)}, {"title": " "}):
        with pytest.raises(Invalid):
            proposed(cast, **wrong)
    entry = proposed(cast)
    actions.withdraw_entry(actor=cast.ada, entry_id=entry.pk, at=cast.now)
    assert HistoryEntry.objects.count() == 1
    actions.withdraw_entry(actor=cast.mara, entry_id=entry.pk, at=cast.now)
    assert not HistoryEntry.objects.exists()


def test_the_house_notes_its_firsts_once_and_in_the_readers_language(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(actions, "COUNTS", (5,))
    event = announced(cast)
    type(event).objects.update(starts_at=cast.now - DAY, ends_at=cast.now - DAY + timedelta(hours=1))
    shown(cast)
    assert actions.note_firsts(space=cast.house, at=cast.now) == 4
    assert actions.note_firsts(space=cast.house, at=cast.now) == 0
    assert titles(cast.ada) == [
        "Die erste Geschichte darüber, was daraus wurde",
        "Die erste Veranstaltung im Kalender des Hauses",
        "5 Leute gehören oder gehörten zum Haus",
        "Lagerhaus macht auch hier die Tür auf: der erste Tag in Drittort",
    ]
    opened = HistoryEntry.objects.get(noted="opened")
    actions.put_away(actor=cast.hanna, entry_id=opened.pk, off=True, at=cast.now)
    assert actions.note_firsts(space=cast.house, at=cast.now) == 0, "what was put away is not noted again"


def test_the_pages(cast: Cast, django_assert_max_num_queries):
    slug, mara, hanna = cast.house.slug, cast.client(cast.mara), cast.client(cast.hanna)
    there, new = reverse("inspire:history", args=[slug]), reverse("inspire:new_history_entry", args=[slug])
    given = {"year": "2019", "on": "2019-03-04", "title": "Die erste Kaffeemaschine", "text": "", "language": "de"}
    assert mara.post(new, {**given, "year": "2018"}).status_code == 422
    assert mara.post(new, given).status_code == 302
    assert hanna.post(new, {**given, "title": "Das Dach"}).status_code == 302
    for browser in (mara, hanna):
        browser.get(there)
        with django_assert_max_num_queries(15):
            answer = browser.get(f"{there}?year=2019")
        assert "Das Dach" in answer.content.decode()
    entry = HistoryEntry.objects.get(member=cast.mara)
    assert mara.get(reverse("inspire:edit_history_entry", args=[slug, entry.pk])).status_code == 200
    assert cast.client(cast.ada).get(reverse("inspire:edit_history_entry", args=[slug, entry.pk])).status_code == 404
    step = reverse("inspire:history_step", args=[slug, entry.pk])
    assert hanna.post(step, {"says": "x"}).status_code == 422
    for says in ("return", "publish", "off", "on"):
        assert hanna.post(step, {"says": says, "text": "Und dann?"}).status_code == 302
