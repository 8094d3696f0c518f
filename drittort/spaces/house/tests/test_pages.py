"""Setting up a house: each change counts, and is noted by its name alone."""

from __future__ import annotations

import zoneinfo
from datetime import datetime, timedelta

import pytest

from drittort.core.jobs.runner import run_due
from drittort.core.models import Job, LedgerRow
from drittort.members.models import Member
from drittort.members.quiet_hours import next_mail_moment
from drittort.spaces.house.actions import change_settings
from drittort.spaces.locations.actions import COMES_BACK, forget_removed
from drittort.spaces.models import Location, Space
from drittort.spaces.settings import ALL, setting
from tests.cast import Cast


def usual() -> dict[str, str]:
    return {one.name: "on" if one.default is True else str(one.default) for one in ALL if one.default is not False}


def test_decisions_count_and_are_noted_once(cast: Cast):
    browser = cast.client(cast.hanna)
    for _time in (1, 2):
        assert browser.post("/lagerhaus/settings/decisions/", {**usual(), "rhythm": "14", "same_company": "on"}).status_code == 302
    space = Space.objects.get(pk=cast.house.pk)
    assert space.settings == {"rhythm": 14, "same_company": True}
    rows = LedgerRow.objects.filter(kind="settings.changed")
    assert sorted(row.facts["setting"] for row in rows) == ["rhythm", "same_company"]
    assert browser.post("/lagerhaus/settings/decisions/", {**usual(), "rhythm": "200"}).status_code == 422
    assert setting(Space.objects.get(pk=cast.house.pk), "rhythm") == 14


def test_quiet_hours_follow_the_house(cast: Cast):
    zone = zoneinfo.ZoneInfo("Europe/Berlin")
    saturday = datetime(2026, 5, 16, 20, 30, tzinfo=zone)
    assert next_mail_moment(cast.house, saturday) == datetime(2026, 5, 18, 8, tzinfo=zone)
    change_settings(actor=cast.hanna, told={"quiet_weekends": False, "quiet_from": 22, "quiet_until": 10}, at=cast.now)
    space = Space.objects.get(pk=cast.house.pk)
    assert next_mail_moment(space, saturday) == saturday
    assert next_mail_moment(space, saturday.replace(hour=22)) == datetime(2026, 5, 17, 10, tzinfo=zone)


def test_locations_come_go_and_come_back(cast: Cast):
    browser = cast.client(cast.hanna)
    Member.objects.filter(pk=cast.mara.pk).update(location=cast.upstairs)
    told = {"name": "Unten", "address": "", "way_in": "Durch den Hof."}
    assert browser.post("/lagerhaus/settings/locations/", told).status_code == 302
    assert browser.post("/lagerhaus/settings/locations/", told).status_code == 422
    below = Location.objects.get(name="Unten")
    browser.post(f"/lagerhaus/settings/locations/{below.pk}/move/", {"way": "up"})
    assert list(Location.objects.values_list("name", flat=True)) == ["Unten", "Oben"]
    away = f"/lagerhaus/settings/locations/{cast.upstairs.pk}/remove/"
    assert "1 Mensch ist meistens hier" in browser.get(away).content.decode()
    assert "bring-back" in browser.post(away, follow=True).content.decode()
    assert "Oben" not in browser.get(f"/lagerhaus/people/{cast.mara.pk}/").content.decode()
    browser.post(f"/lagerhaus/settings/locations/{cast.upstairs.pk}/bring-back/")
    assert Member.objects.get(pk=cast.mara.pk).location_id == cast.upstairs.pk
    browser.post(away)
    assert browser.post("/lagerhaus/settings/locations/", {**told, "name": "Oben"}).status_code == 302
    assert browser.post(f"/lagerhaus/settings/locations/{cast.upstairs.pk}/bring-back/").status_code == 422
    forget_removed({}, Location.objects.get(pk=cast.upstairs.pk).removed_at + COMES_BACK + timedelta(minutes=1))
    assert Member.objects.get(pk=cast.mara.pk).location_id is None


def test_the_colour_is_worn_and_a_grey_refused(cast: Cast):
    browser = cast.client(cast.hanna)
    assert browser.post("/lagerhaus/settings/colours/", {"hue": "own", "free": "#888888"}).status_code == 422
    assert browser.post("/lagerhaus/settings/colours/", {"hue": "255", "free": "#888888"}).status_code == 302
    assert "/-/colours/255.css" in cast.client(cast.mara).get("/lagerhaus/").content.decode()


def test_name_and_address(cast: Cast):
    browser = cast.client(cast.hanna)
    told = {"name": "Neues Lagerhaus", "language": "en", "timezone": "Europe/Vienna", "slug": "anders"}
    assert browser.post("/lagerhaus/settings/house/", told).status_code == 302
    space = Space.objects.get(pk=cast.house.pk)
    assert (space.slug, space.name, space.language, space.timezone) == ("lagerhaus", "Neues Lagerhaus", "en", "Europe/Vienna")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("smtplib.SMTPAuthenticationError: (535, b'no')", "kennt aber Name und Passwort nicht"),
        ("ConnectionRefusedError: [Errno 111]", "nimmt an diesem Port"),
        ("socket.gaierror: x", "kennt niemand"),
        ("KeyError: 1", "nicht übergeben"),
    ],
)
def test_the_server_s_answer_in_words(cast: Cast, settings, error: str, words: str):
    browser = cast.client(cast.hanna)
    assert browser.post("/lagerhaus/settings/mail/").status_code == 302
    assert "unterwegs" in browser.get("/lagerhaus/settings/mail/").content.decode()
    Job.objects.filter(name="core.mail.send").update(last_error=f"Traceback\n  x\n{error}")
    assert words in browser.get("/lagerhaus/settings/mail/", headers={"HX-Request": "true"}).content.decode()


def test_a_test_mail_that_was_taken_and_the_brake(cast: Cast):
    browser = cast.client(cast.hanna)
    for _time in range(6):
        browser.post("/lagerhaus/settings/mail/")
    assert Job.objects.filter(name="core.mail.send").count() == 5
    run_due(clock=lambda: cast.now + timedelta(days=900))
    assert "auf diesem Rechner geblieben" in browser.get("/lagerhaus/settings/mail/").content.decode()


def test_pages_cost_few_queries(cast: Cast, django_assert_max_num_queries):
    browser = cast.client(cast.hanna)
    for path in ("", "house/", "locations/", "colours/", "mail/", "decisions/"):
        with django_assert_max_num_queries(12):
            assert browser.get(f"/lagerhaus/settings/{path}").status_code == 200
