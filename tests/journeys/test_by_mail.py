"""A member who never opens the house: everything by mail, through real servers.

Mara has a mailbox and nothing else. Mail of the house leaves by SMTP, a post office on loopback puts it into her mailbox (IMAP); what she answers goes by SMTP
to the post office, into the house's mailbox, and is fetched from there. She writes as mail programs do, with quotations and a signature, and opens the signed pages of
her mails without signing in. She is introduced, meets somebody, answers, shows a picture, asks, is helped by an answer to a mail, and has enough in the end.
"""

from __future__ import annotations

import email.policy
import re
import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.contrib.sessions.models import Session
from django.test import Client

from drittort.connect.introductions.actions import accept_introduction, propose_introduction
from drittort.connect.introductions.models import Introduction
from drittort.connect.introductions.reactions import ask_outcome
from drittort.connect.needs.models import Need, NeedAnswer
from drittort.core.files import queries as files
from drittort.core.jobs.runner import run_due
from drittort.core.mail.incoming import fetching
from drittort.members.mail_refusals.actions import wants_mail
from drittort.members.models import StandingLine
from drittort.members.security.models import SignIn
from drittort.network.models import Contact
from drittort.talk.conversations.actions import begin_conversation, say
from drittort.talk.conversations.models import Message
from tests.by_mail import picture
from tests.cast import Cast
from tests.mail_servers import Mailbox, free_port, imap_server

SIGNATURE = "\n\n--\nMara Wendt\nSteuerbüro Wendt\nTel. 0561 000000\n"


class PostOffice:
    """Takes mail by SMTP and puts it into the mailbox of whom it is for; what is for others is kept aside."""

    def __init__(self, hers: Mailbox, house: Mailbox, her_address: str) -> None:
        self.hers, self.house, self.her_address = hers, house, her_address
        self.others: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        raw = f"Return-Path: <{envelope.mail_from}>\r\n".encode() + envelope.content
        for recipient in envelope.rcpt_tos:
            if recipient == self.her_address:
                self.hers.put(raw)
            elif recipient.endswith("@haus.example.org"):
                self.house.put(f"Delivered-To: {recipient}\r\n".encode() + raw)
            else:
                self.others.append(parsed(raw))
        return "250 OK"


def parsed(raw: bytes) -> EmailMessage:
    """A mail as a mail program has it."""
    return BytesParser(_class=EmailMessage, policy=email.policy.default).parsebytes(raw)


class Life:
    """Mara's mailbox, the worker of the house, and the time."""

    def __init__(self, cast: Cast, office: PostOffice, port: int) -> None:
        self.cast, self.office, self.port, self.now = cast, office, port, cast.now
        self.browser = Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "de"})

    def later(self, **delta: float) -> datetime:
        """Time goes by, the house fetches its mail and does what is due."""
        self.now += timedelta(**delta)
        fetching.fetch(self.office.house.address, at=self.now)
        run_due(clock=lambda: self.now)
        return self.now

    def mails(self) -> list[EmailMessage]:
        """What came for her since she looked last; she takes it out of the mailbox."""
        found = [parsed(raw) for raw in self.office.hers.left()]
        self.office.hers.empty()
        return found

    def mail(self) -> EmailMessage:
        """The one mail that came."""
        (found,) = self.mails()
        return found

    def answers(self, mail: EmailMessage, words: str, *, picture: bytes = b"") -> None:
        """She presses “answer”: above the quotation, with her signature, from her own address; perhaps a picture goes along."""
        quoted = "\n".join(f"> {line}" for line in text_of(mail).splitlines())
        self.writes(
            parseaddr(mail["Reply-To"] or mail["From"])[1],
            f"{words}{SIGNATURE}\nAm {self.now:%d.%m.%y} um {self.now:%H:%M} schrieb Lagerhaus:\n{quoted}\n",
            subject=f"Re: {mail['Subject']}",
            about=mail["Message-ID"],
            picture=picture,
        )

    def writes(self, to: str, words: str, *, subject: str, about: str = "", picture: bytes = b"", sender: str = "") -> None:
        """A mail leaves her program, or somebody else's."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender or f"Mara Wendt <{self.office.her_address}>", to, subject
        mail["Date"], mail["Message-ID"] = format_datetime(self.now), make_msgid(domain="lagerhaus.example")
        if about:
            mail["In-Reply-To"] = mail["References"] = about
        mail.set_content(words)
        if picture:
            mail.add_attachment(picture, maintype="image", subtype="jpeg", filename="IMG_2041.jpg")
        with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as server:
            server.send_message(mail)

    def path(self, mail: EmailMessage, part: str) -> str:
        """An address in a mail that leads into the house."""
        return urlsplit(re.search(rf"http://localhost:8000\S*{part}\S*", text_of(mail))[0]).path


def text_of(mail: EmailMessage) -> str:
    """The words of a mail."""
    return str(mail.get_body(("plain",)).get_content())


@pytest.fixture
def life(cast: Cast, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    with imap_server() as hers, imap_server() as house:
        office, port = PostOffice(hers, house, cast.mara.account.email), free_port()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "Drittort <haus@haus.example.org>"
        settings.REPLY_ADDRESS = "antwort+*@haus.example.org"
        controller = Controller(office, hostname="127.0.0.1", port=port)
        controller.start()
        life = Life(cast, office, port)
        monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: life.now)
        yield life
        controller.stop()


def test_a_year_without_the_app(cast: Cast, life: Life):
    mara, jonas = cast.mara, cast.jonas

    # Introduced: the house asks, she says yes by mail, and so does he.
    introduction = propose_introduction(actor=cast.hanna, first=mara, second=jonas, text="Ihr solltet euch kennen.", at=life.now)
    life.later(minutes=1)
    question = life.mail()
    assert "Jonas Falk" in question["Subject"]
    life.answers(question, "Ja, gern!")
    life.later(minutes=10)
    assert "Sobald" in text_of(life.mail())
    accept_introduction(actor=jonas, introduction_id=introduction.pk, at=life.now)
    life.later(minutes=1)
    introduced = life.mail()
    assert parseaddr(introduced["Reply-To"])[1] == jonas.account.email
    life.office.others.clear()
    life.answers(introduced, "Hallo Jonas, Donnerstag um zehn?")
    assert [mail["To"] for mail in life.office.others] == [jonas.account.email]

    # Asked and answering: he writes to her in the house, she answers from her mailbox, twice, and it stays one thread.
    talk = begin_conversation(actor=jonas, others=[mara], text="Verstehst du etwas von Umsatzsteuer?", at=life.now)
    life.later(minutes=3)
    first = life.mail()
    life.answers(first, "Ja, das ist mein Beruf. Was willst du wissen?")
    life.later(minutes=5)
    say(actor=jonas, conversation_id=talk.pk, text="Ob ich sie im Ausland schulde.", at=life.now)
    life.later(minutes=3)
    second = life.mail()
    assert second["References"] == first["References"]
    assert second["Message-ID"] != first["Message-ID"]
    life.answers(second, "Meistens der Kunde. Ich zeige es dir am Donnerstag.")
    life.later(minutes=5)
    assert list(Message.objects.filter(author=mara).order_by("pk").values_list("text", flat=True)) == [
        "Ja, das ist mein Beruf. Was willst du wissen?",
        "Meistens der Kunde. Ich zeige es dir am Donnerstag.",
    ]
    assert life.mails() == []

    # A picture goes along, and he sees it in the conversation.
    life.answers(second, "So sieht das Formular aus.", picture=picture())
    life.later(minutes=5)
    shown = Message.objects.filter(author=mara).latest("pk")
    assert shown.text == "So sieht das Formular aus."
    assert files.one(jonas, shown.attachments.get().file.token).is_picture
    assert life.mails() == []

    # Met: a week later she tells in an answer what came of it.
    life.now += timedelta(days=7)
    introduction.refresh_from_db()
    ask_outcome(introduction, life.now)
    life.later(minutes=1)
    life.answers(life.mail(), "Ja, wir haben uns am Donnerstag getroffen und machen seine Voranmeldung zusammen.")
    life.later(minutes=5)
    assert "Danke" in text_of(life.mail())
    assert Introduction.objects.get().met_on is not None
    assert Contact.objects.filter(kind="meeting").count() == 1

    # Asking: a mail to the house, one tap, and it hangs on the board. The house asks Ada, whose profile fits.
    StandingLine.objects.create(member=cast.ada, side="offer", text="Ich kenne jede Druckerei für Visitenkarten.", language="de")
    to_the_house = re.search(r"antwort\+\w+@haus\.example\.org", text_of(question))[0]
    life.writes(
        to_the_house, "Hallo,\n\nwer kennt eine gute Druckerei für Visitenkarten?\n\nViele Grüße\nMara" + SIGNATURE, subject="Druckerei"
    )
    life.later(minutes=2)
    draft = life.mail()
    page = life.path(draft, "/answer/ask/")
    assert "Druckerei für Visitenkarten" in life.browser.get(page).content.decode()
    written = {"side": "seek", "text": "Wer kennt eine gute Druckerei für Visitenkarten?", "language": "de"}
    assert life.browser.post(page, written).status_code == 302
    assert Need.objects.get().member == mara
    life.office.others.clear()
    life.later(minutes=3)
    (asked,) = [mail for mail in life.office.others if mail["To"] == cast.ada.account.email]
    assert asked["Subject"] == "Kannst du Mara Wendt helfen?"
    assert "Ich kenne jede Druckerei für Visitenkarten" in text_of(asked)
    # Helped: Ada answers the mail of the house, and Mara hears of it, once.
    quoted = "\n".join(f"> {line}" for line in text_of(asked).splitlines())
    life.writes(
        parseaddr(asked["Reply-To"])[1],
        f"Hallo Mara,\n\nfrag bei Grau in der Nordstadt, die drucken über Nacht.\n\nLiebe Grüße\nAda\n\nAm {life.now:%d.%m.%y} um {life.now:%H:%M} schrieb Lagerhaus:\n{quoted}\n",
        subject=f"Re: {asked['Subject']}",
        about=asked["Message-ID"],
        sender=f"Ada Lenz <{cast.ada.account.email}>",
    )
    life.later(minutes=3)
    helped = life.mail()
    assert "Ada Lenz" in text_of(helped)
    assert "bei Grau in der Nordstadt" in text_of(helped)
    assert NeedAnswer.objects.get().member == cast.ada
    assert any("Mara Wendt hört von dir" in text_of(mail) for mail in life.office.others if mail["To"] == cast.ada.account.email)

    # Enough: one word for less mail, and one click, as her mail program does it, for none of a kind.
    life.writes(to_the_house, "Ruhe" + SIGNATURE, subject="")
    life.later(minutes=2)
    assert "nur noch das Persönlichste" in text_of(life.mail())
    assert not wants_mail(mara, "message")
    say(actor=jonas, conversation_id=talk.pk, text="Noch eine Frage!", at=life.now)
    life.later(minutes=15)
    assert life.mails() == []
    way_out = urlsplit(question["List-Unsubscribe"].strip().strip("<>")).path
    assert Client().post(way_out, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded").status_code == 200
    assert not wants_mail(mara, "introduction")

    # She never signed in, and nobody else got her words.
    assert not SignIn.objects.filter(account=mara.account).exists()
    assert not Session.objects.exists()
    assert life.browser.cookies.get("drittort") is None
