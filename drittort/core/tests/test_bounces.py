"""Delivery reports, read from a real IMAP server on this machine over TLS; and what a server's answer means."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from drittort.core.mail import bounces, reach
from drittort.core.mail.reach import Refusal, refusal_in, refusal_of
from drittort.core.models import Mail

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
REPORT = """\
From: Mailer <MAILER-DAEMON@mx.example>
To: haus@drittort.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} {words}

--b
Content-Type: {kind}

Message-ID: {identity}
Subject: Hallo
To: {to}

--b--
"""


def report(
    identity: str, to: str, *, action: str = "failed", status: str = "5.1.1", kind: str = "message/rfc822", words: str = "User unknown"
) -> bytes:
    return REPORT.format(identity=identity, to=to, action=action, status=status, kind=kind, words=words).replace("\n", "\r\n").encode()


class Mailbox(threading.Thread):
    """A small IMAP server: login, select, search by header, fetch, flags; one connection at a time."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.mails: list[bytes] = []
        self.seen: set[int] = set()
        self.logins: list[str] = []
        self.certificate = certificate(folder)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.certificate)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def run(self) -> None:
        while True:
            try:
                raw, _ = self.socket.accept()
            except OSError:
                return
            try:
                with self.context.wrap_socket(raw, server_side=True) as link, link.makefile("rwb") as lines:
                    self.talk(lines)
            except OSError:
                continue

    def talk(self, lines: Any) -> None:
        def say(text: bytes) -> None:
            lines.write(text + b"\r\n")
            lines.flush()

        say(b"* OK IMAP4rev1 ready")
        for line in lines:
            mark, _, rest = line.decode().strip().partition(" ")
            verb = rest.split(" ")[1] if rest.startswith("UID ") else rest.split(" ")[0]
            if verb == "CAPABILITY":
                say(b"* CAPABILITY IMAP4rev1")
            elif verb == "LOGIN":
                self.logins.append(rest)
                if '"geheim wort"' not in rest:
                    say(f"{mark} NO wrong".encode())
                    continue
            elif verb == "SELECT":
                assert '"R&APw-ck"' in rest or '"INBOX"' in rest
                say(f"* {len(self.mails)} EXISTS".encode())
            elif verb == "SEARCH":
                wanted = re.search(r"UNSEEN HEADER Content-Type \"?([\w-]+)", rest).group(1).encode()
                found = [n for n, m in enumerate(self.mails, 1) if n not in self.seen and wanted in m.partition(b"\r\n\r\n")[0]]
                say(b"* SEARCH " + " ".join(map(str, found)).encode())
            elif verb == "FETCH":
                number = int(rest.split(" ")[2])
                body = self.mails[number - 1]
                say(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(body)}}}".encode())
                lines.write(body)
                say(b")")
            elif verb == "STORE":
                self.seen.add(int(rest.split(" ")[2]))
            say(f"{mark} OK done".encode())
            if verb == "LOGOUT":
                return


def certificate(folder: Path) -> Path:
    """A certificate for this machine's loopback, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "imap.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    box = Mailbox(tmp_path)
    box.start()
    yield box
    box.socket.close()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Refusal]]:
    """What core says of addresses."""
    found: list[tuple[str, Refusal]] = []
    monkeypatch.setattr(reach, "refused", lambda address, refusal, at: found.append((address, refusal)))
    return found


def mail(number: int, to: str) -> Mail:
    return Mail.objects.create(
        category="x", to_address=to, language="de", subject="x", text="", html="", message_id=f"<{number}@x>", created_at=NOW, sent_at=NOW
    )


def look(box: Mailbox, password: str = "geheim%20wort") -> int:
    context = ssl.create_default_context(cafile=str(box.certificate))
    return bounces.read(f"imaps://haus:{password}@localhost:{box.port}/R%C3%BCck", at=NOW, context=context)


@pytest.mark.django_db
def test_reports_are_matched_by_message_id_and_address(mailbox: Mailbox, told: list[tuple[str, Refusal]]):
    gone, full, slow, other = mail(1, "Gone@x.example"), mail(2, "full@x.example"), mail(3, "slow@x.example"), mail(4, "other@x.example")
    mailbox.mails = [
        report("<1@x>", "gone@X.example"),
        report("<2@x>", "full@x.example", status="5.2.2", kind="text/rfc822-headers", words="Mailbox full"),
        report("<3@x>", "slow@x.example", action="delayed", status="4.4.1"),
        report("<4@x>", "somebody-else@x.example"),
        report("<999@x>", "gone@x.example"),
        b"Subject: Hallo\r\nContent-Type: text/plain\r\n\r\nEine Antwort von einem Menschen.\r\n",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\xff\xfe",
    ]
    assert look(mailbox) == 2
    assert told == [
        ("Gone@x.example", Refusal("5.1.1", "550 5.1.1 User unknown")),
        ("full@x.example", Refusal("5.2.2", "550 5.2.2 Mailbox full")),
    ]
    assert mailbox.seen == {1, 2, 3, 4, 5, 7}
    refused = {m.pk for m in Mail.objects.exclude(refused_at=None)}
    assert refused == {gone.pk, full.pk}
    assert not refused & {slow.pk, other.pk}
    assert look(mailbox) == 0


@pytest.mark.django_db
def test_a_mailbox_that_does_not_open_says_so(mailbox: Mailbox):
    with pytest.raises(imaplib.IMAP4.error):
        look(mailbox, "falsch")
    with pytest.raises(ssl.SSLError):
        bounces.read(f"imaps://haus:geheim%20wort@localhost:{mailbox.port}", at=NOW)


@pytest.mark.parametrize(
    ("code", "words", "wanted"),
    [
        (550, "5.1.1 <x@y>: user unknown", "5.1.1"),
        (550, "No such user", "550"),
        (552, "5.2.2 over quota", "5.2.2"),
        ("5.4.4", "no such domain", "5.4.4"),
        (550, "5.7.1 your server is on a list", None),
        (554, "5.3.2 system not accepting", None),
        (451, "4.2.0 greylisted", None),
        (450, "later", None),
        (530, "authentication required", None),
    ],
)
def test_what_a_servers_answer_means(code: int | str, words: str, wanted: str | None):
    found = refusal_of(code, words)
    assert (found.code if found else None) == wanted


def test_both_ways_in_which_a_server_refuses():
    assert refusal_in(SMTPRecipientsRefused({"a@x": (550, b"5.1.1 gone")}), "a@x") == Refusal("5.1.1", "5.1.1 gone")
    assert refusal_in(SMTPRecipientsRefused({"a@x": (450, b"later")}), "a@x") is None
    assert refusal_in(SMTPDataError(550, b"no"), "a@x") == Refusal("550", "no")
    assert refusal_in(OSError(), "a@x") is None
