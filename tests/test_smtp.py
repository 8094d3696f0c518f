"""Mail on its way out: a real SMTP server on this machine takes it, is away for an hour, and comes back."""

from __future__ import annotations

import email.policy
import re
import socket
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from icalendar import Calendar

from drittort.connect.introductions.actions import accept_introduction, propose_introduction
from drittort.connect.introductions.models import Introduction
from drittort.core.jobs.runner import LEASE, run_due
from drittort.core.mail import outbox
from drittort.core.models import Job, Mail
from drittort.inform.letter.actions import close
from drittort.inform.letter.models import Letter, LetterWords
from drittort.members.mail_refusals.actions import wants_mail
from tests.cast import Cast, person


class Postbox:
    """Keeps what arrives."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.refuse = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse:
            return self.refuse
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        self.mails.append(BytesParser(_class=EmailMessage, policy=email.policy.default).parsebytes(envelope.content))
        return "250 OK"


@pytest.fixture
def postbox(settings):
    """A server on loopback, and settings that lead to it. `open()` and `close()` are called by the test."""
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "Drittort <haus@drittort.example>"
    running: list[Controller] = []

    def start() -> None:
        controller = Controller(box, hostname="127.0.0.1", port=port)
        controller.start()
        running.append(controller)

    def stop() -> None:
        running.pop().stop()

    box.open, box.close = start, stop
    yield box
    for controller in running:
        controller.stop()


def introduce(cast: Cast) -> None:
    """Mara (German) and Jonas, who reads English, are asked whether they want to meet."""
    cast.jonas.language = "en"
    cast.jonas.save()
    propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="Das passt.", at=cast.now)


def to(box: Postbox, address: str) -> list[EmailMessage]:
    """What came for somebody."""
    return [m for m in box.mails if m["To"] == address]


def test_each_gets_mail_in_their_language_with_what_belongs_to_it(cast: Cast, postbox: Any):
    postbox.open()
    introduce(cast)
    run_due(clock=lambda: cast.now)
    (german,), (english,) = to(postbox, cast.mara.account.email), to(postbox, cast.jonas.account.email)
    assert (german["Content-Language"], english["Content-Language"]) == ("de", "en")
    for mail, other in ((german, cast.jonas), (english, cast.mara)):
        assert mail["From"] == "Lagerhaus <haus@drittort.example>"
        assert other.name in mail["Subject"]
        assert mail["Auto-Submitted"] == "auto-generated"
        assert re.fullmatch(r"<[0-9a-f]{32}@drittort\.example>", mail["Message-ID"])
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        text, html = mail.get_body(("plain",)), mail.get_body(("html",))
        assert "a=yes" in text.get_content()
        assert "a=yes" in html.get_content()
        assert not re.search(r"(src|href)=\"(?!mailto:|cid:|http://localhost:8000|#)", html.get_content())
        pictures = [part for part in mail.walk() if part.get_content_maintype() == "image"]
        assert {part["Content-ID"] for part in pictures} == {f"<{c}>" for c in re.findall(r"cid:([^\"]+)", html.get_content())}
        assert all(part.get_content_disposition() == "inline" for part in pictures)
    assert german.get_body(("plain",)).get_content() != english.get_body(("plain",)).get_content()
    assert Mail.objects.filter(sent_at=cast.now).count() == 2


def test_when_both_said_yes_a_calendar_file_and_the_other_address_come(cast: Cast, postbox: Any):
    postbox.open()
    introduce(cast)
    run_due(clock=lambda: cast.now)
    introduction = Introduction.objects.get()
    postbox.mails.clear()
    for one in (cast.mara, cast.jonas):
        accept_introduction(actor=one, introduction_id=introduction.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    (mail,) = to(postbox, cast.mara.account.email)
    assert mail["Reply-To"] == f"{cast.jonas.name} <{cast.jonas.account.email}>"
    (file,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert file.get_filename() == "drittort.ics"
    assert file.get_param("method") == "PUBLISH"
    calendar = Calendar.from_ical(file.get_content())
    assert [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]
    assert len(to(postbox, cast.jonas.account.email)) == 1


def test_a_server_that_is_down_for_an_hour_gets_every_mail_once(cast: Cast, postbox: Any):
    introduce(cast)
    moment = cast.now
    identities = None
    while moment < cast.now + timedelta(hours=1):
        run_due(clock=lambda at=moment: at)
        held = set(Mail.objects.values_list("message_id", flat=True))
        assert identities in (None, held)
        identities = held
        moment += timedelta(minutes=1)
    assert not postbox.mails
    assert Mail.objects.filter(sent_at=None).count() == 2
    tries = Job.objects.filter(name="core.mail.send").values_list("attempts", "dead_at")
    assert all(attempts >= 4 and dead is None for attempts, dead in tries)
    postbox.open()
    for minute in range(61):
        run_due(clock=lambda at=moment + timedelta(minutes=minute): at)
    assert {m["Message-ID"] for m in postbox.mails} == identities
    assert len(postbox.mails) == 2
    assert not Mail.objects.filter(sent_at=None).exists()
    assert not Job.objects.filter(done_at=None).exists()


def test_a_delivery_that_was_tried_twice_has_the_same_identity(cast: Cast, postbox: Any):
    """The server takes the mail, and the worker dies before it can write that down: the second copy can be recognised as one."""
    postbox.open()
    introduce(cast)
    run_due(clock=lambda: cast.now)
    first = {m["To"]: m["Message-ID"] for m in postbox.mails}
    Mail.objects.update(sent_at=None)
    Job.objects.filter(name="core.mail.send").update(done_at=None, leased_until=None)
    run_due(clock=lambda: cast.now)
    assert len(postbox.mails) == 4
    assert {m["To"]: m["Message-ID"] for m in postbox.mails[2:]} == first


def test_a_server_that_is_busy_is_asked_again(cast: Cast, postbox: Any):
    postbox.open()
    postbox.refuse = "451 try again later"
    introduce(cast)
    run_due(clock=lambda: cast.now)
    assert not postbox.mails
    postbox.refuse = ""
    later: datetime = cast.now + timedelta(minutes=2)
    run_due(clock=lambda: later)
    assert len(postbox.mails) == 2


def test_one_click_unsubscribe_as_a_mail_program_does_it(cast: Cast, postbox: Any):
    postbox.open()
    introduce(cast)
    run_due(clock=lambda: cast.now)
    (mail,) = to(postbox, cast.mara.account.email)
    address = mail["List-Unsubscribe"].strip().strip("<>")  # a long header is folded
    program = Client()  # says neither Origin nor Sec-Fetch-Site, has no cookie, follows nothing (RFC 8058)
    assert program.get(urlsplit(address).path).status_code == 200
    assert wants_mail(cast.mara, "introduction")
    answer = program.post(urlsplit(address).path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert not answer.cookies
    assert not wants_mail(cast.mara, "introduction")
    postbox.mails.clear()
    propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.ada, text="", at=cast.now)
    run_due(clock=lambda: cast.now)
    assert [m["To"] for m in postbox.mails] == [cast.ada.account.email]


def test_a_house_letter_whose_workers_die_is_lost_to_nobody_and_comes_twice_at_most_once_a_death(
    cast: Cast, postbox: Any, monkeypatch: pytest.MonkeyPatch
):
    """The worker dies after the server took a mail and before that is noted, again and again; in the end everybody has the letter, a second copy under the same Message-ID."""
    postbox.open()
    for k in range(9):
        person(cast.house, f"Leserin{k} L.")
    made = Letter.objects.create(
        space=cast.house, since=cast.now - timedelta(days=7), due_at=cast.now, made_at=cast.now, released_at=cast.now
    )
    LetterWords.objects.create(letter=made, language="de", text="Es gibt Kuchen.")
    assert close(letter_id=made.pk, at=cast.now)
    whole, deaths = outbox.hand_one_over, iter((2, 3, 1))

    class Killed(BaseException):
        """What no code catches."""

    def dies(left: int) -> Any:
        def one(mail: Mail, connection: Any, at: datetime, **more: bool) -> None:
            nonlocal left
            left -= 1
            whole(mail, connection, at, **more)
            if not left:
                Mail.objects.filter(pk=mail.pk).update(sent_at=None, text=mail.text, html=mail.html)
                raise Killed

        return one

    at, died = cast.now, 0
    for left in deaths:
        monkeypatch.setattr(outbox, "hand_one_over", dies(left))
        with pytest.raises(Killed):
            run_due(clock=lambda at=at: at)
        died, at = died + 1, at + LEASE + timedelta(seconds=1)
    monkeypatch.setattr(outbox, "hand_one_over", whole)
    run_due(clock=lambda: at)
    letters = [mail for mail in postbox.mails if "Es gibt Kuchen." in mail.get_body(("plain",)).get_content()]
    by_reader: dict[str, list[EmailMessage]] = {}
    for mail in letters:
        by_reader.setdefault(mail["To"], []).append(mail)
    assert len(by_reader) == len(cast.everybody()) + 9
    assert len(letters) - len(by_reader) <= died == 3
    assert all(len({mail["Message-ID"] for mail in some}) == 1 for some in by_reader.values())
    assert not Mail.objects.filter(category="letter", sent_at=None).exists()
