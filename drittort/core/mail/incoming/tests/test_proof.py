"""Who may be believed: From, and what the house's own mail server found out."""

from __future__ import annotations

import pytest

from drittort.core.mail.incoming.automatic import REPORT, automatic
from drittort.core.mail.incoming.proof import CHECK, SENDER, doubt
from drittort.core.mail.incoming.reading import parsed

MARA = "mara@lagerhaus.example"
OWN = "mx.haus.example.org"


def mail(*head: str, sender: str = f"From: Mara Wendt <{MARA}>"):
    return parsed("\n".join([*head, sender, "", "Hallo"]).encode())


@pytest.mark.parametrize("sender", [f"From: {MARA}", f"From: Mara <{MARA.upper()}>", f'From: "Wendt, Mara" <{MARA}>', f"From: =?utf-8?q?M=C3=A4ra?= <{MARA}>", f"from: (x) {MARA}"])  # fmt: skip
def test_her_own_address_is_hers(sender: str):
    assert doubt(mail(sender=sender), MARA) == ""


@pytest.mark.parametrize(
    "sender", [
        "From: jemand@anderswo.example", f'From: "{MARA}" <jemand@anderswo.example>', f"From: {MARA}, jemand@anderswo.example", f"From: jemand@anderswo.example\nFrom: {MARA}",
        f"From: {MARA}\nFrom: jemand@anderswo.example", f"From: <{MARA}> <jemand@anderswo.example>", "Subject: x", f"Sender: {MARA}", f"Reply-To: {MARA}\nFrom: x@y.example", f"From: x{MARA}",
        f"From: {MARA}.evil.example", f"From: <{MARA}\x00@evil.example>", "From: mara@lagerhaus.example@evil.example",
    ],
)  # fmt: skip
def test_everybody_else_is_not_her(sender: str):
    assert doubt(mail(sender=sender), MARA) == SENDER


def test_domains_are_compared_as_the_name_service_has_them():
    assert doubt(mail(sender="From: ada@xn--kche-0ra.example"), "ada@küche.example") == ""


@pytest.mark.parametrize(
    ("told", "wanted"), [
        ("dkim=pass header.d=lagerhaus.example; spf=pass smtp.mailfrom=mara@lagerhaus.example; dmarc=pass (p=reject) header.from=lagerhaus.example", ""),
        ("dmarc=fail (p=none dis=none) header.from=lagerhaus.example; dkim=pass header.d=evil.example", CHECK),
        ("dkim=pass (2048-bit; dmarc=pass) header.d=evil.example; dmarc=fail header.from=lagerhaus.example", CHECK),
        ("spf=pass smtp.mailfrom==?utf-8?q?x=3B_dmarc=3Dpass_?=@evil.example; dmarc=fail header.from=lagerhaus.example", CHECK),
        (r'spf=pass smtp.mailfrom="x\"; dmarc=pass; \""@evil.example; dmarc=fail header.from=lagerhaus.example', CHECK),
        (r"spf=none (x\); dmarc=pass; \() smtp.mailfrom=evil.example; dmarc=fail header.from=lagerhaus.example", CHECK),
        ("dkim=pass header.d=mail.lagerhaus.example; dmarc=none", ""),
        ("dkim=fail header.d=lagerhaus.example; dmarc=none", CHECK),
        ("dkim=fail header.d=lagerhaus.example; spf=pass smtp.mailfrom=lagerhaus.example", ""),
        ("spf=softfail smtp.mailfrom=mara@lagerhaus.example", CHECK),
        ("spf=pass smtp.mailfrom=mara@lagerhaus.example; dkim=none", ""),
        ("dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example", ""),
        ("dmarc=temperror", CHECK),
        ("none", ""),
    ],
)  # fmt: skip
def test_what_the_houses_server_found(settings, told: str, wanted: str):
    settings.MAIL_CHECKED_BY = OWN
    assert doubt(mail(f"Authentication-Results: {OWN}; {told}"), MARA) == wanted


def test_only_the_topmost_header_of_the_own_server_counts(settings):
    settings.MAIL_CHECKED_BY = OWN
    good = "dmarc=pass header.from=lagerhaus.example"
    bad = "dmarc=fail header.from=lagerhaus.example"
    assert doubt(mail(f"Authentication-Results: {OWN}; {bad}", f"Authentication-Results: {OWN}; {good}"), MARA) == CHECK
    assert doubt(mail(f"Authentication-Results: evil.example; {good}", f"Authentication-Results: {OWN}; {bad}"), MARA) == CHECK
    assert doubt(mail(f"Authentication-Results: evil.example; {good}"), MARA) == CHECK
    assert doubt(mail(f"Authentication-Results: {OWN}.evil.example; {good}"), MARA) == CHECK
    assert doubt(mail(), MARA) == CHECK
    assert doubt(mail(f"Authentication-Results: {OWN} 1;\n dmarc=pass"), MARA) == ""


@pytest.mark.parametrize(
    ("head", "wanted"), [
        ("Auto-Submitted: auto-replied", "auto-submitted"), ("Auto-Submitted: no", ""), ("Auto-Submitted: auto-generated (x); y=z", "auto-submitted"), ("Precedence: bulk", "precedence"),
        ("Precedence: first-class", ""), ("X-Autoreply: yes", "autoreply"), ("X-Auto-Response-Suppress: All", "autoreply"), ("List-Id: <x.example>", "list"),
        ("X-Drittort: 1", "own"), ("Return-Path: <>", "no way back"), ("Return-Path: <mara@lagerhaus.example>", ""), ("X-Loop: mara@lagerhaus.example", "loop"),
        ("Subject: Automatische Antwort: Jonas hat dir geschrieben", "away"), ("Subject: =?utf-8?q?Abwesenheitsnotiz?=", "away"), ("Subject: Out of Office: x", "away"),
        ("Subject: AW: Automatische Antwort", ""), ("Content-Type: multipart/report; report-type=delivery-status; boundary=b", REPORT), ("Subject: Lesebestätigung: Jonas", "away"),
    ],
)  # fmt: skip
def test_what_a_machine_wrote_is_known(head: str, wanted: str):
    assert automatic(mail(head), None) == wanted


def test_the_envelope_counts_more_than_what_a_mail_says_of_it():
    assert automatic(mail("Return-Path: <mara@lagerhaus.example>"), "") == "no way back"
    assert automatic(mail("Return-Path: <>"), MARA) == ""
    assert automatic(mail(sender="From: MAILER-DAEMON@mx.example"), "x@mx.example") == "robot"
    assert automatic(mail(sender="From: haus@localhost"), "haus@localhost") == "own"
