"""Announcements: to whom they go and how they come, in which language, who has read them, and when they end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.core.today import Visit
from drittort.inform.announcements import actions, queries, rules, tokens, words
from drittort.inform.announcements.actions import Way, Words, acknowledge, announce, change_announcement, end_announcement, forget_read
from drittort.inform.announcements.jobs import remind
from drittort.inform.announcements.models import Acknowledgement, Announcement
from drittort.inform.announcements.reactions import AT_ONCE, GATHERED
from drittort.inform.announcements.today import announced
from drittort.members.models import Member, Notice
from drittort.members.roles.actions import grant_role
from drittort.spaces.models import Location
from drittort.spaces.roles.models import Role
from tests.cast import Cast

Says = Callable[..., Announcement]


@pytest.fixture
def says(cast: Cast) -> Says:
    """Hanna announces something now, for a week."""

    def announcement(
        *,
        at: datetime | None = None,
        title_de: str = "Feueralarm",
        title_en: str = "",
        days: int = 7,
        happens_at: datetime | None = None,
        **way: Any,
    ) -> Announcement:
        at = at or cast.now
        told = Words(
            title_de,
            "Bitte alle hinaus." if title_de else "",
            title_en,
            "Please walk out." if title_en else "",
            cast.house.day(at) + timedelta(days=days),
            happens_at,
        )
        return announce(actor=cast.hanna, words=told, way=Way(**way), at=at)

    return announcement


def on_heute(cast: Cast, member: Member, at: datetime | None = None) -> list[str]:
    """The announcements on somebody's first page."""
    at = at or cast.now
    found = announced(Visit(member, at, cast.house.day(at)))
    return [card.title for card in found.block({})] if found.block else []


def test_only_who_may_announces_and_it_says_what_is_missing(cast: Cast, says: Says):
    good = Words("Titel", "", "", "", cast.house.day(cast.now))
    with pytest.raises(NotAllowed):
        announce(actor=cast.mara, words=good, way=Way(), at=cast.now)
    for bad in (
        Words("", "Text", "", "", good.until), Words("Titel", "", "", "Text", good.until), Words("T", "", "", "", good.until - timedelta(days=1)),
        Words("T", "", "", "", good.until + timedelta(days=367)), Words("T", "", "", "", good.until, cast.now + timedelta(days=2)),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            announce(actor=cast.hanna, words=bad, way=Way(), at=cast.now)
    elsewhere = Location.objects.create(space=cast.elsewhere, name="Fern")
    with pytest.raises(NotFound):
        announce(actor=cast.hanna, words=good, way=Way(location_id=elsewhere.pk), at=cast.now)
    says()
    assert LedgerRow.objects.get(kind=actions.PUBLISHED).audience == "members"


def test_it_goes_to_a_place_or_a_role_and_to_nobody_else(cast: Cast, says: Says):
    Member.objects.filter(pk=cast.mara.pk).update(location=cast.upstairs)
    host = Role.objects.get(space=cast.house, key="host")
    grant_role(actor=cast.hanna, member_id=cast.ada.pk, role_id=host.pk, until=None, reason="", at=cast.now)
    says(title_de="Oben", location_id=cast.upstairs.pk)
    says(title_de="Empfang", role_id=host.pk)
    says(title_de="Alle")
    assert sorted(on_heute(cast, cast.mara)) == ["Alle", "Oben"]
    assert sorted(on_heute(cast, cast.ada)) == ["Alle", "Empfang"]
    assert on_heute(cast, cast.jonas) == ["Alle"]
    assert on_heute(cast, cast.sten) == []
    run_due(clock=lambda: cast.now)
    told = {(n.member.name, n.facts["announcement"]) for n in Notice.objects.select_related("member")}
    by_title = {a.title_de: a.pk for a in Announcement.objects.all()}
    assert {who for who, pk in told if pk == by_title["Oben"]} == {"Mara Wendt"}
    assert {who for who, pk in told if pk == by_title["Empfang"]} == {"Ada Lenz"}
    assert len({who for who, pk in told if pk == by_title["Alle"]}) == 5, "everybody but whoever announced it"
    with pytest.raises(NotFound):
        queries.one(cast.jonas, by_title["Oben"], cast.now)
    assert queries.one(cast.hanna, by_title["Oben"], cast.now).to == "Oben"


def test_what_presses_comes_at_once_and_the_rest_is_gathered(cast: Cast, says: Says):
    calm, pressing, silent = says(title_de="Ruhig"), says(title_de="Eilig", pressing=True), says(title_de="Nur hier", tells=False)
    run_due(clock=lambda: cast.now)
    kinds = {(n.facts["announcement"], n.category) for n in Notice.objects.filter(member=cast.mara)}
    assert kinds == {(calm.pk, GATHERED), (pressing.pk, AT_ONCE)}
    assert "Nur hier" in on_heute(cast, cast.mara)
    assert silent.tells is False
    asked = says(title_de="Probe", acknowledge=True, tells=False)
    assert asked.tells, "a word is asked of everybody, so everybody has to hear of it"


def test_the_other_language_is_said_honestly(cast: Cast, says: Says):
    german, both = says(), says(title_de="Wasser weg", title_en="No water")
    with translation.override("en"):
        assert words.told(both).title == "No water"
        assert words.told(both).note == ""
        told = words.told(german)
        assert (told.title, told.language, told.note) == ("Feueralarm", "de", "There is this in German only.")
    english = says(title_de="", title_en="Visitors")
    with translation.override("de"):
        assert words.told(english).note == "Gibt es nur auf Englisch."


def test_reading_is_acknowledged_once_and_the_sender_sees_who_is_missing(cast: Cast, says: Says):
    alarm = says(acknowledge=True)
    assert queries.one(cast.mara, alarm.pk, cast.now).card.asks
    acknowledge(actor=cast.mara, announcement_id=alarm.pk, at=cast.now)
    acknowledge(actor=cast.mara, announcement_id=alarm.pk, at=cast.now + timedelta(hours=1))
    assert Acknowledgement.objects.get().at == cast.now
    assert LedgerRow.objects.filter(kind=actions.ACKNOWLEDGED).count() == 1
    page = queries.one(cast.hanna, alarm.pk, cast.now)
    assert [face.name for face in page.silent] == ["Ada Lenz", "Jonas Falk", "Neo Kaya", "Olga Sommer"]
    hers = queries.one(cast.mara, alarm.pk, cast.now)
    assert (hers.card.read, hers.silent, hers.counted) == (True, (), ""), "members see nobody's silence"
    with pytest.raises(OutOfDate):
        acknowledge(actor=cast.ada, announcement_id=alarm.pk, at=cast.now + timedelta(days=8))
    with pytest.raises(OutOfDate):
        acknowledge(actor=cast.ada, announcement_id=says().pk, at=cast.now)
    with pytest.raises(NotFound):
        acknowledge(actor=cast.sten, announcement_id=alarm.pk, at=cast.now)


def test_the_mail_has_the_button_and_one_reminder_follows(cast: Cast, says: Says):
    alarm = says(acknowledge=True, happens_at=cast.now + timedelta(days=4))
    run_due(clock=lambda: cast.now)
    letter = Mail.objects.get(to_member_id=cast.mara.pk)
    assert letter.subject == "Feueralarm"
    assert tokens.read(letter.text.partition("/answer/announcement/")[2].partition("/")[0]).member == cast.mara
    acknowledge(actor=cast.jonas, announcement_id=alarm.pk, at=cast.now)
    for hours in (1, 47):
        remind({}, cast.now + timedelta(hours=hours))
    assert Announcement.objects.get().reminded_at is None
    for hours in (49, 50):
        remind({}, cast.now + timedelta(hours=hours))
    run_due(clock=lambda: cast.now + timedelta(hours=51))
    again = Notice.objects.filter(key=f"announcement:{alarm.pk}:reminds")
    assert {n.member_id for n in again} == {m.pk for m in (cast.mara, cast.neo, cast.ada, cast.olga)}
    assert Mail.objects.filter(to_member_id=cast.mara.pk).count() == 2
    assert Mail.objects.filter(to_member_id=cast.jonas.pk).count() == 1


def test_one_tap_from_the_mail_needs_no_sign_in_and_opening_changes_nothing(cast: Cast, says: Says, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    alarm, nobody = says(acknowledge=True), cast.client(None)
    path = reverse("inform:answer_announcement", args=[tokens.token(alarm.pk, cast.mara.pk)])
    assert "Feueralarm" in nobody.get(path).content.decode()
    assert not Acknowledgement.objects.exists()
    assert nobody.post(path).status_code == 302
    assert nobody.post(path).status_code == 302
    assert Acknowledgement.objects.get().member_id == cast.mara.pk
    assert "Danke" in nobody.get(path).content.decode()
    assert nobody.get(reverse("inform:answer_announcement", args=["x" + tokens.token(alarm.pk, cast.mara.pk)])).status_code == 422
    Member.objects.filter(pk=cast.mara.pk).update(left_on=cast.now.date())
    assert nobody.get(path).status_code == 404


def test_a_test_announced_shortly_before_asks_nobody_twice(cast: Cast, says: Says):
    alarm = says(acknowledge=True, happens_at=cast.now + timedelta(hours=6))
    assert rules.remind_at(alarm) == cast.now
    remind({}, cast.now + timedelta(hours=3))
    assert Announcement.objects.get().reminded_at is None


def test_it_ends_by_its_day_or_before_and_stays_in_the_history(cast: Cast, says: Says):
    alarm, other = says(), says(title_de="Aufzug", days=1)
    assert on_heute(cast, cast.mara, cast.now + timedelta(days=1)) == ["Aufzug", "Feueralarm"]
    assert on_heute(cast, cast.mara, cast.now + timedelta(days=2)) == ["Feueralarm"]
    end_announcement(actor=cast.hanna, announcement_id=alarm.pk, at=cast.now)
    end_announcement(actor=cast.hanna, announcement_id=alarm.pk, at=cast.now + timedelta(hours=1))
    assert Announcement.objects.get(pk=alarm.pk).ended_at == cast.now
    standing, past, _more = queries.list_for(cast.mara, cast.now)
    assert ([card.title for card in standing], [card.title for card in past]) == (["Aufzug"], ["Feueralarm"])
    with pytest.raises(OutOfDate):
        change_announcement(actor=cast.hanna, announcement_id=alarm.pk, words=Words("X", "", "", "", cast.house.day(cast.now)), at=cast.now)
    changed = change_announcement(
        actor=cast.hanna, announcement_id=other.pk, words=Words("Lift", "", "", "", cast.house.day(cast.now)), at=cast.now
    )
    assert (changed.title_de, changed.text_de) == ("Lift", "")
    run_due(clock=lambda: cast.now)
    assert Notice.objects.filter(thread=actions.thread(alarm.pk)).count() == 0, (
        "who hears of it a moment later, when it was taken down, hears nothing"
    )


def test_who_has_read_is_forgotten_after_a_year(cast: Cast, says: Says):
    alarm = says(acknowledge=True)
    acknowledge(actor=cast.mara, announcement_id=alarm.pk, at=cast.now)
    assert forget_read(at=cast.now + timedelta(days=372)) == 0
    assert forget_read(at=cast.now + timedelta(days=374)) == 1


def test_the_form_announces_and_comes_back_with_a_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    browser, path = cast.client(cast.hanna), reverse("inform:new_announcement", args=[cast.house.slug])
    told = {
        "title_de": "Probe",
        "text_de": "Um zehn.",
        "until": "2026-05-20",
        "happens_at": "2026-05-19T10:00",
        "to": "",
        "acknowledge": "on",
    }
    assert browser.post(path, told | {"title_de": ""}).status_code == 422
    assert browser.post(path, told).status_code == 302
    made = Announcement.objects.get()
    assert made.happens_at == datetime(2026, 5, 19, 10, tzinfo=cast.house.zone)
    page = reverse("inform:announcement", args=[cast.house.slug, made.pk])
    assert "Gelesen" in cast.client(cast.mara).get(page).content.decode()
    assert cast.client(cast.mara).post(reverse("inform:acknowledge_announcement", args=[cast.house.slug, made.pk])).status_code == 302
    assert "Jonas Falk" in browser.get(page).content.decode()
    assert "Jonas Falk" not in cast.client(cast.mara).get(page).content.decode()
    edit = reverse("inform:edit_announcement", args=[cast.house.slug, made.pk])
    assert browser.post(edit, told | {"title_de": "Alarm"}).status_code == 302
    assert Announcement.objects.get().title_de == "Alarm"
