"""Answers by mail that come in through a server: other processes write, so nothing of it may stand in a transaction of the test."""

# ruff: noqa: F811  (fixtures that were imported)

from __future__ import annotations

import smtplib
from pathlib import Path

import pytest
from django.db import connection

from drittort.core.files import pictures
from drittort.core.files.models import StoredFile
from drittort.core.files.queries import address_of
from drittort.core.jobs.runner import run_due
from drittort.core.mail.incoming import inbox
from drittort.core.mail.incoming.models import IncomingMail
from drittort.talk.conversations.models import Message
from drittort.talk.conversations.tests.test_by_mail import LATER, _set, address, along, said, talk  # noqa: F401
from tests.by_mail import answered, arrives, letter, picture
from tests.mail_servers import door, hand_over

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("smtp", [False, True])
def test_a_mail_server_hands_answers_over(cast, talk, smtp):
    to = address(cast, talk)
    at = cast.now + LATER
    with door(lambda: at, smtp=smtp) as port:
        hand_over(port, letter(cast, cast.jonas, to), to=to, smtp=smtp)
        hand_over(port, letter(cast, cast.jonas, to), to=to, smtp=smtp)
        hand_over(port, letter(cast, cast.jonas, to, number=3), to="antwort+aaaaaaaaaaaaaaaaaaaaaaaa@haus.example.org", smtp=smtp)
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            hand_over(port, b"x", to="haus@haus.example.org", smtp=smtp)
        assert refused.value.recipients["haus@haus.example.org"][0] == 550
        kind = smtplib.SMTP if smtp else smtplib.LMTP
        with kind("127.0.0.1", port) as server:
            # One address at a time: the second is tried again by its server, and one answer is for one reader.
            assert server.sendmail("x@y.example", [to, to.upper()], letter(cast, cast.jonas, to, "Zweite.", number=4)) == {
                to.upper(): (452, b"4.5.3 One address at a time")
            }
    run_due(clock=lambda: at)
    assert said(talk)[1:] == ["Ja, gern.", "Zweite."]


@pytest.mark.parametrize("smtp", [False, True])
def test_a_picture_comes_through_a_mail_server_once(cast, talk, smtp):
    to, at = address(cast, talk), cast.now + LATER
    raw = letter(cast, cast.jonas, to, "", files=[("schrank.jpg", "image/jpeg", picture())])
    with door(lambda: at, smtp=smtp) as port:
        for _ in range(2):
            hand_over(port, raw, to=to, smtp=smtp)
    run_due(clock=lambda: at)
    message = Message.objects.get(author=cast.jonas)
    assert along(message) == [("talk.picture", "picture.webp")]
    assert StoredFile.objects.count() == 1
    assert cast.client(cast.mara).get(address_of("lagerhaus", message.attachments.get().file)).status_code == 200
    assert cast.client(cast.neo).get(address_of("lagerhaus", message.attachments.get().file)).status_code == 404


def test_pictures_are_decoded_before_a_transaction_begins(cast, talk, monkeypatch):
    """Decoding takes up to a second, and on SQLite nobody else writes meanwhile."""
    inside: list[bool] = []
    rewritten = pictures.rewritten
    monkeypatch.setattr(pictures, "rewritten", lambda *about: inside.append(connection.in_atomic_block) or rewritten(*about))
    to = address(cast, talk)
    files = [("a.jpg", "image/jpeg", picture()), ("b.txt", "text/plain", b"x"), ("c.jpg", "image/jpeg", b"x")]
    arrives(cast, letter(cast, cast.jonas, to, "So sieht er aus.", files=files), to)
    assert inside == [False, False]
    assert [name for _, name in along(Message.objects.get(author=cast.jonas))] == ["picture.webp", "b.txt"]


def test_the_door_takes_no_more_than_it_can_hold(cast, talk, monkeypatch):
    from drittort.core.mail.incoming import receiver

    to = address(cast, talk)
    monkeypatch.setattr(inbox, "LARGEST", 20_000)
    monkeypatch.setattr(receiver, "HARDEST", 40_000)
    at = cast.now + LATER
    with door(lambda: at) as port:
        with pytest.raises(smtplib.SMTPException):
            hand_over(port, letter(cast, cast.jonas, to, "Wort\n" * 20_000), to=to)
        hand_over(port, letter(cast, cast.jonas, to, "Wort\n" * 5_000, number=2), to=to)
    run_due(clock=lambda: at)
    assert [row.large for row in IncomingMail.objects.all()] == [True]
    assert len(answered(cast.jonas)) == 1


def test_a_database_that_is_away_is_said_to_the_server(cast, talk, monkeypatch):
    def away(**kwargs):
        raise OSError

    to = address(cast, talk)
    with door(lambda: cast.now) as port:
        monkeypatch.setattr(inbox, "take", away)
        with pytest.raises(smtplib.SMTPDataError) as refused:
            hand_over(port, letter(cast, cast.jonas, to), to=to)
    assert refused.value.smtp_code == 451


def test_a_socket_in_the_file_system_serves(cast, talk, tmp_path: Path):
    to, path = address(cast, talk), tmp_path / "lmtp"
    with door(lambda: cast.now + LATER, path=path), smtplib.LMTP(str(path)) as server:
        server.sendmail("x@y.example", [to], letter(cast, cast.jonas, to))
    run_due(clock=lambda: cast.now + LATER)
    assert said(talk)[1:] == ["Ja, gern."]
