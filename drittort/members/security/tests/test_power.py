"""Power over others sleeps until a second factor was shown; on every page, whoever wrote it."""

# ruff: noqa: F811  (fixtures that were imported)

from __future__ import annotations

import pytest
from django.utils import timezone

from drittort.core.models import Job
from drittort.members.models import Member
from drittort.members.security.rules import must_have_second_factor
from drittort.members.security.tests.test_keys import code, link, make_passkey, set_up_app, sign_in_by
from tests.architecture.test_permissions import CARING, MATRIX, STAFF, STAFF_FOUNDER, addresses, cast, known  # noqa: F401
from tests.cast import signed_in

STAFF_PAGES = sorted(name for name, rule in MATRIX.items() if rule.who in (CARING, STAFF, STAFF_FOUNDER))


@pytest.fixture(scope="module", autouse=True)
def _nothing_else_is_due(known, django_db_blocker):
    """Whoever made all the things of the matrix left hundreds of jobs, and what is tested here is one mail."""
    with django_db_blocker.unblock():
        Job.objects.all().delete()


def weak(cast, member):
    return signed_in(cast.client(None), member, strong=False)


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_every_page_of_power_leads_to_the_key(name, cast, addresses):
    browser = weak(cast, cast.olga)
    for method in MATRIX[name].methods.split():
        answer = getattr(browser, method.lower())(addresses[name])
        assert answer.status_code == 302, (method, answer.status_code)
        assert answer.url.startswith(("/account/second-factor/?next=/lagerhaus/", "/account/second-factor/?next=/opening/lagerhaus/")), (
            method,
            answer.url,
        )


def test_the_page_says_why_and_everything_else_is_open(cast):
    browser = weak(cast, cast.hanna)
    page = browser.get("/lagerhaus/care/", follow=True)
    assert "zweiten Schlüssel" in page.content.decode()
    for path in ("/lagerhaus/", "/lagerhaus/people/", "/lagerhaus/me/", "/lagerhaus/me/consents/", "/account/"):
        assert browser.get(path).status_code == 200, path
    assert cast.client(cast.mara).get("/lagerhaus/care/").status_code == 403


def test_a_script_is_led_there_too(cast):
    answer = weak(cast, cast.hanna).get("/lagerhaus/care/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith("/account/second-factor/")


def test_power_wakes_with_the_key_and_sleeps_without(cast):
    browser = weak(cast, cast.hanna)
    device, _ = make_passkey(browser)
    assert browser.get("/lagerhaus/care/").status_code == 200
    fresh = cast.client(None)
    assert sign_in_by(fresh, device).url == "/"
    assert fresh.get("/lagerhaus/care/").status_code == 200
    # By link the passkey is asked as the second step: she has power over others.
    other = cast.client(None)
    assert other.post(link(cast, "hanna@lagerhaus.example")).url == "/sign-in/second-step/"
    from drittort.members.security.models import Passkey

    browser.post(f"/account/passkeys/{Passkey.objects.get().pk}/remove/")
    assert browser.get("/lagerhaus/care/").status_code == 302


def test_who_has_a_key_shows_it_and_goes_on(cast):
    secret = set_up_app(weak(cast, cast.hanna))
    browser = weak(cast, cast.hanna)
    page = browser.get("/lagerhaus/care/", follow=True).content.decode()
    assert "/account/confirm/?next=/lagerhaus/care/" in page
    assert browser.post("/account/confirm/", {"code": code(secret, 1), "next": "/lagerhaus/care/"}).url == "/lagerhaus/care/"
    assert browser.get("/lagerhaus/care/").status_code == 200


def test_a_member_with_a_passkey_still_comes_in_by_link(cast):
    make_passkey(cast.client(cast.mara))
    assert cast.client(None).post(link(cast, "mara@lagerhaus.example")).url == "/"


def test_demo_and_sample_are_exempt_and_so_is_a_founder_alone(cast):
    assert must_have_second_factor(cast.hanna)
    assert not must_have_second_factor(cast.mara)
    for word in ("is_demo", "is_sample"):
        setattr(cast.hanna.space, word, True)
        assert not must_have_second_factor(cast.hanna)
        setattr(cast.hanna.space, word, False)
    Member.objects.filter(space=cast.house).exclude(pk=cast.olga.pk).update(left_on=timezone.localdate())
    assert not must_have_second_factor(cast.olga)


def test_one_click_into_the_demo_works_also_with_keys_on_the_account(cast):
    cast.house.is_demo = True
    cast.house.save()
    cast.hanna.attributes = {"plays": "manager"}
    cast.hanna.save()
    set_up_app(cast.client(cast.hanna))
    browser = cast.client(None)
    assert browser.post("/sign-in/as/", {"role": "manager"}).url == "/"
    assert browser.get("/lagerhaus/care/").status_code == 200
