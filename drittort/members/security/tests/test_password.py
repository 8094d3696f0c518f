"""Passwords: braked, and silent about who belongs here."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from drittort.members.models import Account
from drittort.members.security import attempts
from drittort.members.security.models import Attempt
from tests.races import at_once

PASSWORD = "Lastenrad am Speicher"


@pytest.fixture
def mara(cast):
    cast.mara.account.set_password(PASSWORD)
    cast.mara.account.save()
    return cast.mara


def try_it(browser, email, password, **more):
    return browser.post("/sign-in/password/", {"email": email, "password": password}, **more)


def test_a_password_is_set_and_opens_the_door(cast):
    browser = cast.client(cast.mara)
    assert browser.post("/account/password/", {"password": PASSWORD}).status_code == 302
    assert browser.get("/account/").status_code == 200
    other = cast.client(None)
    done = other.post("/sign-in/password/", {"email": "MARA@lagerhaus.example", "password": PASSWORD, "next": "/lagerhaus/people/"})
    assert done.url == "/lagerhaus/people/"
    assert other.get("/lagerhaus/people/").status_code == 200
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("kurz", "zu kurz"),
        ("1234567890123", "komplett numerisch"),
        ("password123", "zu üblich"),
        ("mara@lagerhaus.example", "zu ähnlich"),
    ],
)
def test_a_weak_password_is_told_in_german(cast, password, said):
    answer = cast.client(cast.mara).post("/account/password/", {"password": password})
    assert answer.status_code == 422
    problems = re.findall(r'class="field-error">.*?</svg>([^<]+)<', answer.content.decode())
    assert any(said in p for p in problems), problems
    assert not Account.objects.get(pk=cast.mara.account.pk).password


def cases(cast):
    Account.objects.filter(pk=cast.neo.account.pk).update(is_active=False)
    cast.ada.account.set_unusable_password()
    cast.ada.account.save()
    return {
        "wrong": "mara@lagerhaus.example",
        "unknown": "nobody@lagerhaus.example",
        "never set": "jonas@lagerhaus.example",
        "removed": "ada@lagerhaus.example",
        "not active": "neo@lagerhaus.example",
    }


def test_nobody_learns_who_belongs_here(cast, mara, monkeypatch):
    """The same answer, the same number of queries and the same number of hashes, whatever is wrong."""
    hashed = []
    pbkdf = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or pbkdf(*args))
    seen = {}
    for name, email in cases(cast).items():
        hashed.clear()
        browser = cast.client(None)
        with CaptureQueriesContext(connection) as asked:
            answer = try_it(browser, email, "falsch und lang")
        seen[name] = (answer.status_code, answer.content.decode().replace(email, "X"), len(asked), len(hashed), bool(browser.cookies))
    assert len(set(seen.values())) == 1, {name: (s[0], s[2:]) for name, s in seen.items()}
    assert seen["unknown"][0] == 422
    assert seen["unknown"][3] == 1
    assert not seen["unknown"][4]


def test_five_failures_and_then_the_right_one_waits_known_or_not(cast, mara):
    for email in ("mara@lagerhaus.example", "nobody@lagerhaus.example"):
        browser = cast.client(None)
        # Each from another connection: the account is what counts here.
        answers = [try_it(browser, email, "falsch", REMOTE_ADDR=f"203.0.113.{k}").status_code for k in range(7)]
        assert answers == [422] * 5 + [429] * 2
    assert try_it(cast.client(None), "mara@lagerhaus.example", PASSWORD, REMOTE_ADDR="203.0.113.99").status_code == 429
    # The refused ones did not prolong it.
    assert Attempt.objects.filter(digest=attempts.digest("account", "mara@lagerhaus.example")).count() == 5
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=31))
    assert try_it(cast.client(None), "mara@lagerhaus.example", PASSWORD).status_code == 302


def test_ten_failures_from_one_connection_in_a_minute(cast, mara):
    answers = [try_it(cast.client(None), f"x{k}@lagerhaus.example", "falsch", REMOTE_ADDR="203.0.113.5").status_code for k in range(12)]
    assert answers == [422] * 10 + [429] * 2
    assert try_it(cast.client(None), "mara@lagerhaus.example", PASSWORD, REMOTE_ADDR="203.0.113.6").status_code == 302


def test_a_link_by_mail_works_also_while_the_password_waits(cast, mara):
    for k in range(6):
        try_it(cast.client(None), "mara@lagerhaus.example", "falsch", REMOTE_ADDR=f"203.0.113.{k}")
    assert cast.client(None).post("/sign-in/", {"email": "mara@lagerhaus.example"}).status_code == 302


@pytest.mark.parametrize(
    ("near", "told", "found"),
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("2001:db8:1:2:3::1", "", "2001:db8:1:2::/64"),
    ],
)
def test_a_proxy_of_ones_own_says_whom_it_speaks_for(rf, near, told, found):
    request = rf.get("/", REMOTE_ADDR=near, **({"HTTP_X_FORWARDED_FOR": told} if told else {}))
    assert attempts.connection_of(request) == found


@pytest.mark.django_db(transaction=True)
def test_of_twelve_guesses_at_once_no_more_than_five_are_looked_at():
    """Perhaps fewer, when all knock in the same moment; one after the other the rest of the five get through."""

    def guess(connection: str) -> bool:
        try:
            attempts.begin(kind="account", who="mara@lagerhaus.example", connection=connection, at=timezone.now())
        except attempts.TooMany:
            return False
        return True

    looked_at = sum(at_once(*[partial(guess, f"10.0.0.{place}") for place in range(12)]))
    assert looked_at <= 5
    looked_at += sum(guess("10.0.1.1") for _ in range(8))
    assert looked_at == 5
