"""Keys in a real browser: a passkey of a device, and an app with codes."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.utils import timezone

from drittort.core.models import Mail
from drittort.members.security import codes
from drittort.members.security.models import Passkey
from tests.cast import signed_in
from tests.page_quality import axe_findings, axe_source, wider_than_window


def faults(page: Any) -> list[str]:
    """What axe finds on this page, and what is wider than a phone."""
    page.set_viewport_size({"width": 320, "height": 800})
    page.evaluate(axe_source())
    return axe_findings(page) + wider_than_window(page)


def device(visitor: Any) -> None:
    """A device with a fingerprint reader whose owner always says yes."""
    devices = visitor.context.new_cdp_session(visitor.page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip


@pytest.mark.parametrize("language", ["de-DE", "en-GB"])
def test_a_passkey_is_made_and_opens_the_door(cast, arrive, language):
    visitor = arrive(cast.mara, locale=language)
    page = visitor.page
    device(visitor)
    visitor.open("/lagerhaus/me/")
    page.click("a[href='/account/']")
    page.click("a[href='/account/passkeys/add/']")
    page.fill("[name=name]", "Mein Telefon")
    page.click("pass-key button")
    page.wait_for_url("**/account/recovery-codes/")
    assert page.locator(".paper li").count() == 10
    assert faults(page) == []
    with page.expect_download() as file:
        page.click("a[href='/account/recovery-codes/file/']")
    assert len(re.findall(r"^[0-9A-Z]{4}-", file.value.path().read_text(), re.M)) == 10
    page.click("form[action='/account/recovery-codes/kept/'] button")
    page.wait_for_url("**/account/")
    assert "Mein Telefon" in page.inner_text("#passkeys")
    assert faults(page) == []
    page.click("#browsers form[action='/sign-out/'] button")
    page.wait_for_url(visitor.house.url("/"))
    visitor.open("/sign-in/?next=/lagerhaus/people/")
    assert visitor.context.cookies() == []
    page.click("pass-key button")
    page.wait_for_url(visitor.house.url("/lagerhaus/people/"))
    assert Passkey.objects.get().used_at
    # The device has one for this account already: said, and nothing is made.
    visitor.open("/account/passkeys/add/")
    page.fill("[name=name]", "Noch einer")
    page.click("pass-key button")
    page.wait_for_selector("pass-key [data-problem]:not([hidden])")
    assert Passkey.objects.count() == 1


def test_without_script_a_passkey_says_what_it_needs_and_the_rest_works(cast, arrive):
    visitor = arrive(cast.mara, java_script_enabled=False)
    visitor.open("/account/passkeys/add/")
    assert "JavaScript" in visitor.page.inner_text("pass-key")
    visitor.context.clear_cookies()
    visitor.open("/sign-in/")
    assert not visitor.page.is_visible("pass-key button")
    assert visitor.page.is_visible("a[href='/sign-in/password/']")


def test_power_wakes_by_the_code_of_an_app(cast, arrive):
    visitor = arrive()
    from django.test import Client

    cookie = signed_in(Client(), cast.hanna, strong=False).cookies["drittort"].value
    visitor.context.add_cookies([{"name": "drittort", "value": cookie, "url": visitor.house.address}])
    page = visitor.page
    visitor.open("/lagerhaus/care/")
    assert "/account/second-factor/" in page.url
    assert faults(page) == []
    page.click("a[href='/account/code-app/']")
    page.click("summary")
    secret = page.inner_text(".secret").replace(" ", "")
    assert faults(page) == []
    page.fill("[name=code]", "000000")
    page.click("form.form button")
    page.wait_for_selector(".field-error")
    assert faults(page) == []
    page.fill("[name=code]", codes.code_of(secret, codes.step_at(timezone.now())))
    page.click("form.form button")
    page.wait_for_url("**/account/recovery-codes/")
    visitor.open("/lagerhaus/care/")
    assert page.url.endswith("/lagerhaus/care/")
    # A browser elsewhere has only her mailbox: it is asked for the second step.
    other = arrive()
    other.open("/sign-in/")
    other.page.fill("[name=email]", "hanna@lagerhaus.example")
    other.page.click("form.form button")
    other.page.wait_for_url("**/sign-in/sent/")
    link = until(
        lambda: re.search(r"http://\S+/sign-in/\S+", mail.text) if (mail := Mail.objects.filter(category="sign-in").first()) else None
    )
    other.open(link[0])
    other.page.click("main form button")
    other.page.wait_for_url("**/sign-in/second-step/")
    assert faults(other.page) == []
    other.page.fill("[name=code]", codes.code_of(secret, codes.step_at(timezone.now()) + 1))
    other.page.click("form.form button")
    other.page.wait_for_url("**/lagerhaus/**")


def until(asked: Any, seconds: float = 15) -> Any:
    """What the worker brings about, as soon as it has."""
    for _ in range(int(seconds * 10)):
        if found := asked():
            return found
        time.sleep(0.1)
    raise AssertionError("nothing came")
