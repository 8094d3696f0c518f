"""An address that takes no mail: noted at the hand-over, shown, mended."""

from __future__ import annotations

import socket
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.urls import reverse

from drittort.core.errors import Invalid
from drittort.core.jobs.runner import run_due
from drittort.core.mail import outbox
from drittort.core.models import Job, Mail
from drittort.members.models import Account
from drittort.members.reach import actions


class Server:
    """Takes mail, or answers as it is told."""

    def __init__(self) -> None:
        self.answer = "550 5.1.1 No such user here"
        self.taken: list[str] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def server(settings):
    box = Server()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box
    controller.stop()


def write(cast, key, *, category="introduction", at=None):
    at = at or cast.now
    return outbox.post(
        key=key, at=at, template="members/reach/mail/again", context={"house": "x"}, to="mara@lagerhaus.example",
        to_member_id=cast.mara.pk, language="de", category=category, space_id=cast.house.pk,
    )  # fmt: skip


def work(at):
    return run_due(clock=lambda: at)


def address(cast, name="address", *parts):
    return reverse(f"members:{name}", args=[cast.house.slug, *parts])


def unreached(cast):
    return Account.objects.get(pk=cast.mara.account_id).unreached_at


def test_a_refusal_for_good_is_noted_and_ends_the_mail(cast, server):
    write(cast, "1")
    waiting = write(cast, "2", at=cast.now + timedelta(hours=1))
    work(cast.now)
    account = Account.objects.get(pk=cast.mara.account_id)
    assert (account.unreached_at, account.unreached_code) == (cast.now, "5.1.1")
    mail = Mail.objects.first()
    assert (mail.refused_at, mail.sent_at, mail.text, mail.html) == (cast.now, None, "", "")
    assert not Job.objects.filter(done_at=None, name="core.mail.send", run_at__lte=cast.now).exists()
    # What was written before and what comes after stays here; what one needs to sign in is tried.
    assert write(cast, "3") is None
    server.answer = ""
    write(cast, "4", category="sign-in")
    work(cast.now + timedelta(hours=1))
    waiting.refresh_from_db()
    assert waiting.withheld_at is not None
    assert server.taken == ["mara@lagerhaus.example"]
    assert unreached(cast) == cast.now


@pytest.mark.parametrize("answer", ["451 4.2.0 come back later", "550 5.7.1 we do not like your server"])
def test_what_may_pass_is_tried_again_and_nobody_is_troubled(cast, server, answer):
    server.answer = answer
    write(cast, "1")
    work(cast.now)
    assert unreached(cast) is None
    server.answer = ""
    work(cast.now + timedelta(minutes=2))
    assert server.taken == ["mara@lagerhaus.example"]


def test_the_frame_says_so_to_this_person_only_and_the_page_says_why(cast, server):
    write(cast, "1")
    work(cast.now)
    today = reverse("home:today", args=[cast.house.slug])
    assert "Unsere Post erreicht dich nicht unter mara@lagerhaus.example" in cast.client(cast.mara).get(today).content.decode()
    assert "Unsere Post" not in cast.client(cast.jonas).get(today).content.decode()
    page = cast.client(cast.mara).get(address(cast)).content.decode()
    assert "Der Server dort kennt diese Adresse nicht." in page
    assert "No such user here" in page


def test_trying_again_mends_it_or_notes_it_anew(cast, server):
    write(cast, "1")
    work(cast.now)
    browser = cast.client(cast.mara)
    assert browser.post(address(cast, "try_address_again")).status_code == 302
    assert unreached(cast) is None
    work(Job.objects.filter(done_at=None).latest("id").run_at)
    assert unreached(cast) is not None
    server.answer = ""
    browser.post(address(cast, "try_address_again"))
    work(Job.objects.filter(done_at=None).latest("id").run_at)
    assert unreached(cast) is None
    assert server.taken == ["mara@lagerhaus.example"]


def test_trying_again_has_a_brake(cast):
    for k in range(5):
        actions.try_again(actor=cast.mara, account=cast.mara.account, at=cast.now + timedelta(seconds=k))
    with pytest.raises(Invalid):
        actions.try_again(actor=cast.mara, account=cast.mara.account, at=cast.now + timedelta(seconds=9))


def test_another_address_is_given_where_the_keys_are(cast):
    browser = cast.client(cast.mara)
    assert 'href="/account/email/"' in browser.get(address(cast)).content.decode()
    assert browser.post(address(cast), {"email": "mara@neu.example"}).status_code == 405
    assert not Mail.objects.exists()
