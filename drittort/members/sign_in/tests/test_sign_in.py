"""Sign-in by a link: sent once, works once, tells nobody who belongs here."""

import re

import pytest

from drittort.core.jobs.runner import run_due
from drittort.core.models import Job, Mail


def ask(cast, email, **extra):
    return cast.client(None).post("/sign-in/", {"email": email, **extra})


def work():
    from django.utils import timezone

    run_due(clock=timezone.now)


def link(mail=None):
    text = (mail or Mail.objects.order_by("-id")[0]).text
    return re.search(r"http://localhost:8000(/sign-in/\S+)", text)[1]


def test_a_link_signs_in_once(cast):
    assert ask(cast, "mara@lagerhaus.example").url == "/sign-in/sent/"
    work()
    address = link()
    browser = cast.client(None)
    page = browser.get(address)
    assert page.status_code == 200
    assert not page.cookies
    assert browser.get(address).status_code == 200  # a scanner that opens it uses nothing up
    done = browser.post(address)
    assert done.status_code == 302
    assert done.cookies["drittort"]["httponly"]
    assert browser.get("/lagerhaus/").status_code == 200
    assert cast.client(None).post(address).status_code == 422
    assert browser.post("/sign-out/").status_code == 302
    assert browser.get("/lagerhaus/").status_code == 302


def test_known_and_unknown_addresses_get_the_same_answer(cast):
    known, unknown = ask(cast, "mara@lagerhaus.example"), ask(cast, "nobody@lagerhaus.example")
    assert (known.status_code, known.url, known.content) == (unknown.status_code, unknown.url, unknown.content)
    assert Job.objects.filter(name="members.sign_in.send").count() == 2
    work()
    assert Mail.objects.count() == 1


def test_the_case_of_an_address_does_not_matter(cast):
    ask(cast, "MARA@Lagerhaus.EXAMPLE")
    work()
    assert Mail.objects.get().to_address == "mara@lagerhaus.example"


def test_nobody_floods_a_mailbox(cast):
    for _ in range(9):
        ask(cast, "mara@lagerhaus.example")
        work()
    assert Mail.objects.count() == 5


def test_an_old_link_is_refused(cast, monkeypatch):
    import sesame.tokens_v2 as tokens

    ask(cast, "mara@lagerhaus.example")
    work()
    address = link()
    assert cast.client(None).get(address).status_code == 200
    now = tokens.time.time()
    monkeypatch.setattr(tokens.time, "time", lambda: now + 31 * 60)
    assert cast.client(None).get(address).status_code == 422


def test_an_altered_link_is_refused(cast):
    ask(cast, "mara@lagerhaus.example")
    work()
    answer = cast.client(None).post(link()[:-3] + "xyz/")
    assert answer.status_code == 422
    assert "neuen" in answer.content.decode() or "new" in answer.content.decode()


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [("/lagerhaus/people/", "/lagerhaus/people/"), ("https://evil.example/", "/"), ("//evil.example/", "/"), ("", "/")],
)
def test_sign_in_goes_on_only_to_the_own_house(cast, wanted, reached):
    ask(cast, "mara@lagerhaus.example", next=wanted)
    work()
    address = link()
    browser = cast.client(None)
    hidden = re.search(r'name="next" value="([^"]*)"', browser.get(address).content.decode())[1]
    assert browser.post(address, {"next": hidden}).url == reached


def test_one_click_in_is_for_the_demo_and_this_machine_only(cast, settings):
    cast.mara.attributes = {"plays": "member"}
    cast.mara.save()
    browser = cast.client(None)
    assert browser.post("/sign-in/as/", {"role": "member"}).status_code == 422  # no demo house
    cast.house.is_demo = True
    cast.house.save()
    assert browser.post("/sign-in/as/", {"role": "member"}, REMOTE_ADDR="192.0.2.7").status_code == 404
    assert browser.post("/sign-in/as/", {"role": "member"}, headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404
    settings.DEMO = False
    assert browser.post("/sign-in/as/", {"role": "member"}).status_code == 404
    settings.DEMO = True
    assert browser.post("/sign-in/as/", {"role": "member"}).status_code == 302
    assert browser.get("/lagerhaus/").status_code == 200


def test_a_wrong_address_is_told_on_the_page(cast):
    answer = ask(cast, "mara-at-lagerhaus")
    assert answer.status_code == 422
    assert b"mara-at-lagerhaus" in answer.content
    assert not Job.objects.exists()


def test_language_follows_the_address_before_and_the_account_after(cast):
    browser = cast.client(None)
    assert browser.post("/sign-in/language/", {"language": "en", "next": "/sign-in/"}).url == "/sign-in/?language=en"
    assert b'lang="en"' in browser.get("/sign-in/?language=en").content
    signed_in = cast.client(cast.mara)
    signed_in.post("/sign-in/language/", {"language": "en", "next": "/lagerhaus/"})
    assert b'<html lang="en"' in signed_in.get("/lagerhaus/").content
