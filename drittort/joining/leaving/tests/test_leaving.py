"""Going, being sent away with notice, coming back: what happens on which day, who may, and that everything is found again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.utils import IntegrityError
from django.utils import timezone

from drittort.connect.introductions.actions import propose_introduction
from drittort.connect.introductions.jobs import expire
from drittort.connect.introductions.models import Introduction
from drittort.connect.needs.actions import open_need
from drittort.connect.needs.models import Need
from drittort.core import care
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.joining.leaving import actions, rules
from drittort.joining.leaving.models import Departure, MembershipPause
from drittort.members import leaving as retention
from drittort.members.membership.actions import RETURNED
from drittort.members.membership.models import MembershipPeriod
from drittort.members.models import Consent, Employment, Member, StandingLine
from drittort.members.roles.actions import end_grant, found
from drittort.members.roles.models import RoleGrant
from drittort.spaces.roles import FOUNDER
from drittort.talk.conversations.actions import begin_conversation
from tests.cast import Cast

DAY = timedelta(days=1)


def leave(cast: Cast, member: Member, *, in_days: int = 3, **more: str) -> None:
    """Let somebody set a last day and live through it."""
    actions.announce_departure(actor=member, last_on=cast.house.day(cast.now) + in_days * DAY, at=cast.now, **more)
    assert actions.complete_due(at=cast.now + (in_days + 1) * DAY) == 1
    member.refresh_from_db()


def test_nothing_changes_until_the_last_day_is_over_and_one_tap_takes_it_back(cast: Cast):
    today = cast.house.day(cast.now)
    actions.announce_departure(actor=cast.mara, last_on=today + 3 * DAY, at=cast.now)
    for later in (0, 1, 3):
        assert actions.complete_due(at=cast.now + later * DAY) == 0
    cast.mara.refresh_from_db()
    assert cast.mara.left_on is None
    actions.withdraw_departure(actor=cast.mara, at=cast.now)
    actions.withdraw_departure(actor=cast.mara, at=cast.now)
    assert actions.complete_due(at=cast.now + 30 * DAY) == 0
    assert LedgerRow.objects.filter(kind=actions.WITHDRAWN).count() == 1
    for wrong in (today - DAY, today + 400 * DAY):
        with pytest.raises(Invalid):
            actions.announce_departure(actor=cast.mara, last_on=wrong, at=cast.now)


def test_announcing_twice_moves_the_day_and_writes_one_mail_for_each_day(cast: Cast):
    today = cast.house.day(cast.now)
    first = actions.announce_departure(actor=cast.mara, last_on=today + 9 * DAY, at=cast.now)
    assert actions.announce_departure(actor=cast.mara, last_on=today + 9 * DAY, at=cast.now).pk == first.pk
    actions.announce_departure(actor=cast.mara, last_on=today + 5 * DAY, farewell="Macht es gut.", language="de", at=cast.now)
    assert Departure.objects.get().last_on == today + 5 * DAY
    assert LedgerRow.objects.filter(kind=actions.ANNOUNCED).count() == 2
    run_due(clock=lambda: cast.now)
    assert [m.subject for m in Mail.objects.filter(to_member_id=cast.mara.pk)] == ["Dein letzter Tag in Lagerhaus"]
    assert "17.\N{NO-BREAK SPACE}Mai 2026" in Mail.objects.get(to_member_id=cast.mara.pk).text


def test_what_is_open_ends_with_the_day_and_what_was_stays(cast: Cast):
    Employment.objects.filter(member=cast.mara).update(is_admin=True)
    waits = propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=cast.now)
    need = open_need(actor=cast.mara, text="Wer kennt einen guten Tischler?", language="de", at=cast.now)
    begin_conversation(actor=cast.mara, others=[cast.jonas], text="Guten Morgen!", at=cast.now)
    leave(cast, cast.mara, in_days=1)
    after = cast.now + 2 * DAY
    run_due(clock=lambda: after)
    expire({}, after)
    assert Introduction.objects.get(pk=waits.pk).expired_at is not None
    assert Need.objects.get(pk=need.pk).closed_at is not None
    assert not Employment.objects.get(member=cast.mara).is_admin
    assert Employment.objects.get(member=cast.mara).until_on is None
    assert StandingLine.objects.filter(member=cast.mara).exists()
    # Letters stay with the people they were written to, faces with them.
    assert "Guten Morgen!" in cast.client(cast.jonas).get("/lagerhaus/messages/").content.decode()
    assert cast.client(cast.jonas).get(f"/lagerhaus/people/{cast.mara.pk}/").status_code == 404


def test_the_last_founder_stays_until_there_is_another(cast: Cast):
    today = cast.house.day(cast.now)
    with pytest.raises(NotAllowed, match="letzte Person"):
        actions.announce_departure(actor=cast.olga, last_on=today, at=cast.now)
    page = cast.client(cast.olga).get("/lagerhaus/me/leaving/").content.decode()
    assert "Gründungsrolle" in page
    assert 'name="last_on"' not in page
    found(space=cast.house, holders=[(cast.hanna, FOUNDER)], at=cast.now)
    actions.announce_departure(actor=cast.olga, last_on=today, at=cast.now)
    cast.hanna.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.announce_departure(actor=cast.hanna, last_on=today + 300 * DAY, at=cast.now)
    # Who became the last one meanwhile is kept by the day itself, and goes as soon as somebody else holds the key.
    end_grant(actor=cast.hanna, grant_id=RoleGrant.objects.get(member=cast.hanna, role__key=FOUNDER).pk, at=cast.now)
    assert actions.complete_due(at=cast.now + 2 * DAY) == 0
    found(space=cast.house, holders=[(cast.jonas, FOUNDER)], at=cast.now)
    assert actions.complete_due(at=cast.now + 3 * DAY) == 1
    cast.olga.refresh_from_db()
    assert (cast.olga.left_on, cast.olga.roles) == (today, [])
    assert not RoleGrant.objects.filter(member=cast.olga, ended_at=None).exists()


def test_a_return_finds_everything_in_the_same_membership(cast: Cast):
    before = {
        "lines": list(StandingLine.objects.filter(member=cast.mara).values_list("pk", flat=True)),
        "consents": list(Consent.objects.filter(member=cast.mara, revoked_at=None).values_list("pk", flat=True)),
    }
    talk = begin_conversation(actor=cast.mara, others=[cast.jonas], text="Guten Morgen!", at=cast.now)
    leave(cast, cast.mara)
    late = cast.now + 40 * DAY
    assert not actions.ask_back(actor=cast.mara, at=late)
    assert not actions.ask_back(actor=cast.mara, at=late)
    assert LedgerRow.objects.filter(kind=actions.ASKED_BACK).count() == 1
    assert [item.title for item in care.items(cast.hanna, late)] == ["Mara Wendt"]
    with pytest.raises(NotAllowed):
        actions.bring_back(actor=cast.jonas, departure_id=Departure.objects.get().pk, at=late)
    with pytest.raises(NotAllowed):
        actions.bring_back(actor=cast.sten, departure_id=Departure.objects.get().pk, at=late)
    actions.bring_back(actor=cast.hanna, departure_id=Departure.objects.get().pk, at=late)
    actions.bring_back(actor=cast.hanna, departure_id=Departure.objects.get().pk, at=late)
    cast.mara.refresh_from_db()
    assert cast.mara.left_on is None
    assert list(StandingLine.objects.filter(member=cast.mara).values_list("pk", flat=True)) == before["lines"]
    assert list(Consent.objects.filter(member=cast.mara, revoked_at=None).values_list("pk", flat=True)) == before["consents"]
    assert cast.client(cast.mara).get(f"/lagerhaus/messages/{talk.code}/").status_code == 200
    today = cast.house.day(cast.now)
    spans = list(MembershipPeriod.objects.filter(member=cast.mara).order_by("from_on").values_list("from_on", "until_on"))
    assert spans == [(cast.mara.joined_on, today + 3 * DAY), (cast.house.day(late), None)]
    # And again: the open period closes, a third opens.
    actions.announce_departure(actor=cast.mara, last_on=cast.house.day(late) + DAY, at=late)
    assert actions.complete_due(at=late + 3 * DAY) == 1
    cast.mara.refresh_from_db()
    assert actions.ask_back(actor=cast.mara, at=late + 5 * DAY)
    assert MembershipPeriod.objects.filter(member=cast.mara).count() == 3
    assert LedgerRow.objects.filter(kind=RETURNED).count() == 2


def test_going_and_coming_back_at_once_is_no_absence(cast: Cast):
    leave(cast, cast.mara, in_days=0)
    assert actions.ask_back(actor=cast.mara, at=cast.now + DAY + timedelta(hours=2))
    assert MembershipPeriod.objects.get(member=cast.mara).until_on is None


def test_the_house_ends_a_membership_with_notice_reason_and_answer(cast: Cast):
    today = cast.house.day(cast.now)
    told = {"actor": cast.hanna, "member_id": cast.mara.pk, "at": cast.now}
    with pytest.raises(Invalid):
        actions.end_membership(last_on=today + 13 * DAY, reason="Weil.", **told)
    with pytest.raises(Invalid):
        actions.end_membership(last_on=today + 14 * DAY, reason="  ", **told)
    with pytest.raises(NotAllowed):
        actions.end_membership(**{**told, "member_id": cast.olga.pk}, last_on=today + 14 * DAY, reason="x")
    with pytest.raises(NotAllowed):
        actions.end_membership(**{**told, "member_id": cast.hanna.pk}, last_on=today + 14 * DAY, reason="x")
    with pytest.raises(NotAllowed):
        actions.end_membership(**{**told, "actor": cast.jonas}, last_on=today + 14 * DAY, reason="x")
    with pytest.raises(NotFound):
        actions.end_membership(**{**told, "member_id": cast.sten.pk}, last_on=today + 14 * DAY, reason="x")
    row = actions.end_membership(last_on=today + 14 * DAY, reason="Drei Monate ohne Beitrag.", **told)
    with pytest.raises(OutOfDate):
        actions.end_membership(last_on=today + 20 * DAY, reason="Noch einmal.", **told)
    with pytest.raises(OutOfDate):
        actions.announce_departure(actor=cast.mara, last_on=today, at=cast.now)
    with pytest.raises(OutOfDate):
        actions.withdraw_departure(actor=cast.mara, at=cast.now)
    run_due(clock=lambda: cast.now)
    letter = Mail.objects.get(to_member_id=cast.mara.pk)
    assert "Drei Monate ohne Beitrag." in letter.text
    assert "26.\N{NO-BREAK SPACE}Mai 2026" in letter.text
    browser = cast.client(cast.mara)
    assert "Hanna Brandt" in browser.get("/lagerhaus/me/leaving/").content.decode()
    assert browser.post("/lagerhaus/me/leaving/reply/", {"text": ""}).status_code == 422
    assert browser.post("/lagerhaus/me/leaving/reply/", {"text": "Ich war krank und zahle morgen."}).status_code == 302
    assert [item.title for item in care.items(cast.hanna, cast.now)] == ["Mara Wendt"]
    assert "Ich war krank" in cast.client(cast.hanna).get("/lagerhaus/departures/").content.decode()
    actions.take_ending_back(actor=cast.hanna, departure_id=row.pk, at=cast.now)
    actions.take_ending_back(actor=cast.hanna, departure_id=row.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert Mail.objects.filter(to_member_id=cast.mara.pk, subject="Du bleibst in Lagerhaus").count() == 1
    assert actions.complete_due(at=cast.now + 60 * DAY) == 0


def test_whom_the_house_sent_away_asks_first_and_is_brought_back(cast: Cast):
    today = cast.house.day(cast.now)
    row = actions.end_membership(actor=cast.hanna, member_id=cast.mara.pk, last_on=today + 14 * DAY, reason="x", at=cast.now)
    assert actions.complete_due(at=cast.now + 15 * DAY) == 1
    cast.mara.refresh_from_db()
    assert not actions.ask_back(actor=cast.mara, at=cast.now + 16 * DAY)
    with pytest.raises(OutOfDate):
        actions.take_ending_back(actor=cast.hanna, departure_id=row.pk, at=cast.now + 16 * DAY)
    actions.bring_back(actor=cast.hanna, departure_id=row.pk, at=cast.now + 16 * DAY)
    assert Member.objects.get(pk=cast.mara.pk).left_on is None


def test_who_left_signs_in_and_finds_one_page_and_nothing_of_the_house(cast: Cast):
    leave(cast, cast.mara)
    browser = cast.client(cast.mara)
    assert browser.get("/").headers["Location"] == "/lagerhaus/"
    for path in ("", "people/", f"people/{cast.jonas.pk}/", "messages/", "alumni/", "me/", "map/"):
        answer = browser.get(f"/lagerhaus/{path}")
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/lagerhaus/away/"), path
        assert browser.get(f"/lagerhaus/{path}", headers={"HX-Request": "true"}).status_code == 404
    assert browser.post("/lagerhaus/needs/", {"text": "Wer kennt einen Tischler in Kassel?"}).status_code == 404
    page = browser.get("/lagerhaus/away/").content.decode()
    assert "<span>Lagerhaus</span>" in page, "the page says which house it was"
    assert "Du hast Lagerhaus verlassen" in page
    for word in ("Jonas", "Hanna", "Olga", "/lagerhaus/people/", "/lagerhaus/messages/"):
        assert word not in page
    # Who is here finds the house there, and who never was finds nothing.
    assert cast.client(cast.jonas).get("/lagerhaus/away/").headers["Location"] == "/lagerhaus/"
    assert cast.client(cast.sten).get("/lagerhaus/away/").status_code == 404


def test_the_list_of_former_members_is_for_those_who_want_to_be_on_it(cast: Cast):
    leave(cast, cast.mara)
    browser = cast.client(cast.mara)
    assert "Mara" not in cast.client(cast.jonas).get("/lagerhaus/alumni/").content.decode()
    assert browser.post("/lagerhaus/away/listed/", {"listed": "yes"}).status_code == 302
    seen = cast.client(cast.jonas).get("/lagerhaus/alumni/").content.decode()
    assert "Mara Wendt" in seen
    assert "mara@lagerhaus.example" not in seen
    assert "mailto:mara@lagerhaus.example" in cast.client(cast.hanna).get("/lagerhaus/alumni/").content.decode()
    # As long as the yes stands, the year of keeping does not end it.
    late = cast.now + 800 * DAY
    assert retention.forget_old(at=late) == 0
    cast.client(cast.mara).post("/lagerhaus/away/listed/", {"listed": "no"})
    assert "Mara" not in cast.client(cast.jonas).get("/lagerhaus/alumni/").content.decode()
    assert retention.forget_old(at=late) == 1
    # Whoever is here cannot be former.
    assert cast.client(cast.jonas).post("/lagerhaus/away/listed/", {"listed": "yes"}).status_code == 404


def test_words_to_the_house_are_read_around_the_day_and_answers_by_the_team_only(cast: Cast):
    today = cast.house.day(timezone.now())
    answer = cast.client(cast.mara).post(
        "/lagerhaus/me/leaving/",
        {"last_on": (today + 20 * DAY).isoformat(), "farewell": "Danke für die Suppe.", "why": "people", "missed": "Jemand zum Reden"},
    )
    assert answer.status_code == 302
    assert "Danke für die Suppe" not in cast.client(cast.jonas).get("/lagerhaus/alumni/").content.decode()
    cast.client(cast.mara).post("/lagerhaus/me/leaving/", {"last_on": today.isoformat(), "farewell": "Danke für die Suppe.", "why": "people", "missed": "Jemand zum Reden"})  # fmt: skip
    page = cast.client(cast.jonas).get("/lagerhaus/alumni/").content.decode()
    assert "Danke für die Suppe" in page
    assert "Jemand zum Reden" not in page
    team = cast.client(cast.hanna).get("/lagerhaus/departures/").content.decode()
    assert "Jemand zum Reden" in team
    assert "Ich habe hier meine Leute nicht gefunden" in team
    bad = cast.client(cast.mara).post("/lagerhaus/me/leaving/", {"last_on": "irgendwann", "farewell": "Bleibt stehen"})
    assert bad.status_code == 422
    assert "Bleibt stehen" in bad.content.decode()


def test_a_break_has_its_days_and_ends_by_itself(cast: Cast):
    today = cast.house.day(cast.now)
    for wrong in (today, today + 400 * DAY):
        with pytest.raises(Invalid):
            actions.pause_membership(actor=cast.mara, until=wrong, at=cast.now)
    actions.pause_membership(actor=cast.mara, until=today + 30 * DAY, at=cast.now)
    actions.pause_membership(actor=cast.mara, until=today + 30 * DAY, at=cast.now)
    assert LedgerRow.objects.filter(kind=actions.PAUSED).count() == 1
    cast.mara.refresh_from_db()
    assert cast.mara.paused_until == today + 30 * DAY
    assert actions.end_pauses_due(at=cast.now + 30 * DAY) == 0
    assert actions.end_pauses_due(at=cast.now + 31 * DAY) == 1
    actions.pause_membership(actor=cast.mara, until=today + 90 * DAY, at=cast.now + 40 * DAY)
    actions.end_pause(actor=cast.mara, at=cast.now + 41 * DAY)
    actions.end_pause(actor=cast.mara, at=cast.now + 41 * DAY)
    cast.mara.refresh_from_db()
    assert cast.mara.paused_until is None
    assert MembershipPause.objects.count() == 2
    browser = cast.client(cast.jonas)
    soon = cast.house.day(timezone.now()) + 9 * DAY
    assert browser.post("/lagerhaus/me/pause/", {"until": "gestern"}).status_code == 422
    assert browser.post("/lagerhaus/me/pause/", {"until": soon.isoformat()}).status_code == 302
    assert "Ich bin wieder da" in browser.get("/lagerhaus/me/pause/").content.decode()


def test_pages_ask_the_same_whatever_the_number_of_people(cast: Cast, django_assert_max_num_queries):
    for member in (cast.mara, cast.jonas, cast.ada, cast.neo):
        leave(cast, member, in_days=1, farewell="Bis bald!")
        Consent.objects.create(member=member, kind="alumni", given_at=cast.now)
    browser = cast.client(cast.hanna)
    for path in ("alumni/", "departures/", "care/"):
        browser.get(f"/lagerhaus/{path}")
        with django_assert_max_num_queries(15):
            assert browser.get(f"/lagerhaus/{path}").status_code == 200


def test_two_departures_of_one_person_cannot_stand(cast: Cast):
    row = actions.announce_departure(actor=cast.mara, last_on=cast.house.day(cast.now), at=cast.now)
    row.pk = None
    with pytest.raises(IntegrityError):
        row.save(force_insert=True)


def test_rules_say_why(cast: Cast):
    assert str(rules.may_end_of(cast.hanna, cast.hanna).reason)
    assert not rules.may_end(cast.mara)
    assert rules.may_leave(cast.mara)


def test_the_ways_stand_where_somebody_looks_for_them(cast):
    everybody = cast.client(cast.mara).get("/lagerhaus/people/").content.decode()
    assert "/lagerhaus/alumni/" in everybody
    assert "/lagerhaus/departures/" not in everybody
    assert "/lagerhaus/people-lists/" not in everybody
    resting = cast.client(cast.hanna, duty=False)
    for_team = resting.get("/lagerhaus/people/").content.decode()
    assert "/lagerhaus/departures/" in for_team
    assert "/lagerhaus/people-lists/" in for_team
    ending = f"/lagerhaus/people/{cast.jonas.pk}/end/"
    assert ending in resting.get(f"/lagerhaus/people/{cast.jonas.pk}/").content.decode()
    assert ending not in cast.client(cast.mara).get(f"/lagerhaus/people/{cast.jonas.pk}/").content.decode()
    assert "/end/" not in resting.get(f"/lagerhaus/people/{cast.hanna.pk}/").content.decode()
