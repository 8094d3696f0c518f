"""Mails that mean harm: bombs, nesting, headers, names of files. Each is read in a moment, or not at all."""

from __future__ import annotations

import time
from email.message import Message

import pytest

from drittort.core.mail.incoming.reading import MOST_FILES, Unreadable, Written, charset_of, header, identity, parsed, read, senders

SOON = 1.0


def whole(raw: bytes) -> Written | None:
    """Read it all; None when it is not read. Asserts that either took a moment only."""
    begun = time.process_time()
    try:
        mail = parsed(raw)
        senders(mail), identity(mail), header(mail, "Subject")
        return read(mail)
    except Unreadable:
        return None
    finally:
        assert time.process_time() - begun < SOON


def nested(deep: int) -> bytes:
    lines = ["Content-Type: multipart/mixed; boundary=b0", ""]
    for n in range(deep):
        lines += [f"--b{n}", f"Content-Type: multipart/mixed; boundary=b{n + 1}", ""]
    return "\n".join([*lines, f"--b{deep}", "", "tief"]).encode()


def mails_in_mails(deep: int) -> bytes:
    return b"Content-Type: message/rfc822\n\n" * deep + b"Subject: x\n\ntief"


@pytest.mark.parametrize("deep", [13, 100, 1000, 20_000])
def test_deep_nesting_is_not_read(deep: int):
    assert whole(nested(deep)) is None
    assert whole(mails_in_mails(deep)) is None


def test_a_little_nesting_is():
    assert whole(nested(5)) is not None
    found = whole(
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nWeiter!\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\nfremde Worte\n--b--"
    )
    assert found is not None
    assert found.text == "Weiter!"


@pytest.mark.parametrize(
    "raw", [
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: text/plain\n\nx\n" * 5000,
        b"X: y\n" * 50_000 + b"\nx",
        b"From: " + b"a@b.example, " * 100_000 + b"\n\nx",
        b"From: " + b"(" * 100_000 + b"\n\nx",
        b"From: " + b'"' * 100_000 + b"\n\nx",
        b"From: " + b"<" * 100_000 + b"\n\nx",
        b"Subject: " + b"=?utf-8?q?x?= " * 50_000 + b"\n\nx",
        b"Subject: =?utf-8?b?" + b"A" * 500_000 + b"?=\n\nx",
        b"Message-ID: <" + b"x" * 500_000 + b">\n\nx",
        b"Content-Type: text/plain; " + b"; ".join(b"filename*%d=x" % n for n in range(20_000)) + b"\n\nx",
        b"Content-Type: text/html\n\n" + b"<" * 2_000_000,
        b"Content-Type: text/html\n\n" + b"<div>" * 500_000,
        b"Content-Type: text/html\n\n" + b"<blockquote>" * 200_000 + b"x",
        b"Content-Type: text/html\n\n" + b"<!" * 500_000,
        b"Content-Type: text/html\n\n" + b"<a " + b"b='" * 300_000,
        b"Content-Type: text/html\n\n" + b"&" * 1_000_000,
        b"\n" + b">" * 2_000_000,
        b"\n" + b"> x\n" * 500_000,
        b"\n" + b"Am 12.05.26 schrieb\n" * 100_000,
        b"\n" + b"On 12/05/2026 " * 100_000 + b" wrote:",
        b"\nAm " + b"schrieb " * 100_000,
        b"\n" + b"Von: x\n" * 100_000,
        b"\n" + b" " * 3_000_000,
        b"\n" + b"-- \n" * 200_000,
        b"\n" + b"Viele Gr\xc3\xbc\xc3\x9fe\n" * 100_000,
        b"Content-Type: text/plain; format=flowed\n\n" + b"x \n" * 500_000,
        b"Content-Transfer-Encoding: base64\n\n" + b"=" * 1_000_000,
        b"Content-Transfer-Encoding: x-uuencode\n\n" + b"begin 644 x\n" + b"M" * 1_000_000,
        b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=" * 1_000_000,
        b"Content-Type: multipart/mixed; boundary=\"" + b"x" * 100_000 + b"\"\n\n" + b"--x\n" * 100_000,
        b"Content-Type: multipart/mixed\n\nx", b"Content-Type: /\n\nx", b"Content-Type: text/plain; charset\n\nx", b"\x00\xff" * 100_000, b"",
    ],
    ids=range(35),
)  # fmt: skip
def test_every_bomb_is_over_in_a_moment(raw: bytes):
    found = whole(raw)
    assert found is None or len(found.text) <= 300_000


@pytest.mark.parametrize("charset", ["zlib", "bz2", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "rot13", "hex", "undefined", "mbcs", "../../etc/passwd", "x" * 10_000, "\x00"])  # fmt: skip
def test_charsets_that_do_something_else_are_not_used(charset: str):
    assert charset_of(charset) == "utf-8"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\autoexec.bat", "/etc/cron.d/x", "C:\\x.exe", "\x00.png", "a\r\nX-Evil: 1.png", "con.txt", "\u202egnp.exe", "", "." * 300, "x" * 5000 + ".png", "=?utf-8?q?..=2F..=2Fetc=2Fpasswd?="],
)  # fmt: skip
def test_names_of_files_are_only_names(name: str):
    mail = Message()
    mail["Content-Type"] = "multipart/mixed"
    part = Message()
    part["Content-Type"] = "application/octet-stream"
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    part.set_payload("x")
    mail.attach(part)
    (found,) = read(mail).enclosed
    assert found.name
    assert not set(found.name) & set("/\\\0\r\n\u202e:")
    assert not found.name.startswith(".")
    assert len(found.name) <= 120


def test_files_beyond_the_tenth_are_counted_and_left():
    part = b"--b\nContent-Type: image/png\nContent-Disposition: attachment; filename=x.png\n\nx\n"
    found = whole(b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nBilder\n" + part * 25 + b"--b--")
    assert found is not None
    assert (len(found.enclosed), found.left_out) == (MOST_FILES, 15)


@pytest.mark.parametrize("kind", ["text/plain", "text/html", "text/plain; charset=utf-16-le"])
def test_no_word_holds_a_sign_that_a_table_does_not_take(kind: str):
    said = "Ja,\0 gern.".encode("utf-16-le" if "utf-16" in kind else "utf-8")
    found = whole(f"Content-Type: {kind}\n\n".encode() + said)
    assert found is not None
    assert found.text == "Ja, gern."


def test_headers_come_out_on_one_line():
    mail = parsed(b"Subject: =?utf-8?q?Hallo=0D=0ABcc=3A_x=40y.example=0D=0A=0D=0AK=C3=B6rper?=\nMessage-ID: <a@b>\r\n\tX-Evil: 1\n\nx")
    assert header(mail, "Subject") == "Hallo Bcc: x@y.example Körper"
    assert identity(mail) == "<a@b>"


@pytest.mark.parametrize(
    "told", ["", "x", "<>", "<a b@c>", "a@b", "<a@b", "<\x01@b>", "<" + "a" * 300 + "@b>", "=?utf-8?q?<a=0D=0ABcc:x@y>?="]
)
def test_what_is_no_message_id_is_none(told: str):
    found = identity(parsed(f"Message-ID: {told}\n\nx".encode()))
    assert found == "" or (found.isascii() and found.isprintable() and " " not in found)


def test_encrypted_mail_is_known():
    for raw in (b"Content-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--", b"Content-Type: application/pkcs7-mime; name=smime.p7m\n\nMII", b"\n-----BEGIN PGP MESSAGE-----\n\nhQE"):  # fmt: skip
        found = whole(raw)
        assert found is not None
        assert found.sealed
    signed = whole(
        b"Content-Type: multipart/signed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHallo\n--b\nContent-Type: application/pgp-signature; name=signature.asc\n\nx\n--b--"
    )
    assert signed is not None
    assert (signed.sealed, signed.text, signed.enclosed) == (False, "Hallo", ())
