"""Consents: off until given, taken back at any time, and what deletes is asked twice."""

from drittort.members.consents.actions import standing
from drittort.members.models import Consent


def test_nothing_is_agreed_to_before_somebody_says_yes(cast):
    Consent.objects.filter(member=cast.mara).delete()
    page = cast.client(cast.mara).get("/lagerhaus/me/consents/").content.decode()
    assert page.count("/give/") == 4
    assert standing(cast.mara) == set()


def test_a_yes_stands_until_it_is_taken_back(cast):
    browser = cast.client(cast.mara)
    browser.post("/lagerhaus/me/consents/map/give/")
    browser.post("/lagerhaus/me/consents/map/give/")
    assert Consent.objects.filter(member=cast.mara, kind="map", revoked_at=None).count() == 1
    browser.post("/lagerhaus/me/consents/map/revoke/")
    assert "map" not in standing(cast.mara)
    assert Consent.objects.get(member=cast.mara, kind="map").revoked_at is not None


def test_what_deletes_is_asked_for_once_more(cast):
    browser = cast.client(cast.mara)
    asked = browser.post("/lagerhaus/me/consents/counted/revoke/")
    assert asked.status_code == 200
    assert 'name="sure"' in asked.content.decode()
    assert "counted" in standing(cast.mara)
    assert browser.post("/lagerhaus/me/consents/counted/revoke/", {"sure": "yes"}).status_code == 302
    assert "counted" not in standing(cast.mara)


def test_an_unknown_consent_cannot_be_given(cast):
    assert cast.client(cast.mara).post("/lagerhaus/me/consents/everything/give/").status_code == 422
