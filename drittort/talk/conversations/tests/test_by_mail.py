"""Answers by mail: into the thread by the same rules, once, from the true person only, and never lost without a word."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.core.management import CommandError, call_command

from drittort.core import privacy
from drittort.core.files.models import StoredFile
from drittort.core.jobs import runner
from drittort.core.jobs.runner import run_due
from drittort.core.mail.incoming import fetching, inbox, registry
from drittort.core.mail.incoming.models import IncomingMail
from drittort.core.models import Job, Mail
from drittort.members.by_mail.answers import CATEGORY
from drittort.members.models import Block
from drittort.talk.conversations import actions, by_mail
from drittort.talk.conversations.models import Message, Withheld
from tests.by_mail import answered, arrives, letter, picture
from tests.cast import Cast
from tests.mail_servers import Mailbox, imap_server

OWN = "mx.haus.example.org"
LATER = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _set(settings):
    settings.REPLY_ADDRESS = "antwort+*@haus.example.org"
    settings.DEFAULT_FROM_EMAIL = "Drittort <haus@haus.example.org>"


@pytest.fixture
def talk(cast: Cast):
    """Mara wrote to Jonas."""
    return actions.begin_conversation(actor=cast.mara, others=[cast.jonas], text="Hast du am Donnerstag Zeit?", at=cast.now)


def mail_to(cast: Cast, member) -> Mail:
    """The newest mail to somebody, after the worker ran."""
    run_due(clock=lambda: cast.now + LATER)
    return Mail.objects.filter(to_member_id=member.pk).latest("pk")


def said(conversation) -> list[str]:
    return list(Message.objects.filter(conversation=conversation).order_by("pk").values_list("text", flat=True))


def address(cast: Cast, talk) -> str:
    return by_mail.answer_address(cast.jonas, talk.pk)


def test_the_mail_says_where_to_answer_and_hangs_together(cast, talk):
    mail = mail_to(cast, cast.jonas)
    assert "Antworte einfach auf diese Mail" in mail.text
    assert "Antworte einfach auf diese Mail" in mail.html
    name, to = parseaddr(mail.headers["Reply-To"])
    assert (name, to) == ("Lagerhaus", address(cast, talk))
    arrives(cast, letter(cast, cast.jonas, to), to)
    actions.say(actor=cast.mara, conversation_id=talk.pk, text="Schön!", at=cast.now + timedelta(minutes=10))
    run_due(clock=lambda: cast.now + timedelta(minutes=20))
    again = Mail.objects.filter(to_member_id=cast.jonas.pk).latest("pk")
    assert again.pk != mail.pk
    assert again.headers["References"] == mail.headers["References"] == mail.headers["In-Reply-To"]
    assert parseaddr(again.headers["Reply-To"])[1] == to
    assert said(talk) == ["Hast du am Donnerstag Zeit?", "Ja, gern.", "Schön!"]


def test_without_the_setting_the_mail_says_that_nobody_reads_an_answer(cast, talk, settings):
    settings.REPLY_ADDRESS = ""
    mail = mail_to(cast, cast.jonas)
    assert "Reply-To" not in mail.headers
    assert "kommt bei niemandem an" in mail.text


def test_an_answer_is_said_once_however_often_it_comes(cast, talk):
    to = address(cast, talk)
    raw = letter(cast, cast.jonas, to)
    for minute in (6, 7, 30):
        arrives(cast, raw, to, minutes=minute)
    assert said(talk) == ["Hast du am Donnerstag Zeit?", "Ja, gern."]
    row = IncomingMail.objects.get()
    assert (row.outcome, bytes(row.raw)) == ("taken", b"")
    arrives(cast, letter(cast, cast.jonas, to, "Noch etwas.", number=2), to, minutes=31)
    assert said(talk)[-1] == "Noch etwas."


def test_a_mail_without_an_identity_is_known_by_its_words(cast, talk):
    to = address(cast, talk)
    raw = letter(cast, cast.jonas, to, Message_ID="")
    arrives(cast, raw, to)
    arrives(cast, raw, to, minutes=7)
    arrives(cast, letter(cast, cast.jonas, to, "Etwas anderes.", Message_ID=""), to, minutes=8)
    assert said(talk)[1:] == ["Ja, gern.", "Etwas anderes."]


def test_a_killed_worker_loses_nothing_and_doubles_nothing(cast, talk, monkeypatch):
    """The worker dies thirty times: before the work, in the middle of it, and after it."""
    to = address(cast, talk)
    clock = cast.now + timedelta(minutes=6)
    done = inbox.done

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    for number in range(30):
        at = clock + timedelta(hours=number)
        raw = letter(cast, cast.jonas, to, f"Antwort {number}", number=number)
        inbox.take(raw=raw, recipients=[to], way="lmtp", return_path="x@y.example", at=at)
        job = runner.claim(at)
        while job is not None and job.name != inbox.HANDLE:
            runner.run(job, clock=lambda at=at: at, renew=False)
            job = runner.claim(at)
        assert job is not None
        if number % 3 == 0:
            monkeypatch.setattr(inbox, "done", killed)
            with pytest.raises(KeyboardInterrupt):
                runner.run(job, clock=lambda at=at: at, renew=False)
            monkeypatch.setattr(inbox, "done", done)
        elif number % 3 == 1:
            # Done, but the worker dies before it can say so.
            inbox.handle(job.payload, at)
        Job.objects.filter(pk=job.pk).update(leased_until=at - timedelta(seconds=1))
        run_due(clock=lambda at=at: at)
    assert said(talk)[1:] == [f"Antwort {number}" for number in range(30)]


@pytest.mark.parametrize(
    "sender",
    [
        "Jonas Falk <jonas@anderswo.example>",
        "jonas@lagerhaus.example, x@y.example",
        "Jonas <mara@lagerhaus.example>",
        '"jonas@lagerhaus.example" <x@y.example>',
    ],
)
def test_a_forged_sender_gets_nothing_and_the_owner_hears_of_it_once_a_day(cast, talk, sender):
    to = address(cast, talk)
    for number in range(3):
        arrives(cast, letter(cast, cast.jonas, to, "Überweise mir Geld.", number=number, sender=sender), to, minutes=6 + number)
    assert said(talk) == ["Hast du am Donnerstag Zeit?"]
    (told,) = answered(cast.jonas)
    assert told.to_address == cast.jonas.account.email
    assert "Überweise" not in told.text + told.html + told.subject
    assert cast.jonas.account.email in told.text
    assert {row.outcome for row in IncomingMail.objects.all()} == {"forged"}
    assert not Mail.objects.exclude(to_address__endswith="@lagerhaus.example").exists()
    arrives(cast, letter(cast, cast.jonas, to, number=9, sender=sender), to, minutes=60 * 24 + 10)
    assert len(answered(cast.jonas)) == 2


def test_what_the_own_server_found_counts(cast, talk, settings):
    settings.MAIL_CHECKED_BY = OWN
    to = address(cast, talk)
    arrives(cast, letter(cast, cast.jonas, to, Authentication_Results=f"{OWN}; dmarc=fail header.from=lagerhaus.example"), to)
    assert said(talk) == ["Hast du am Donnerstag Zeit?"]
    assert len(answered(cast.jonas)) == 1
    arrives(cast, letter(cast, cast.jonas, to, number=2, Authentication_Results=f"{OWN}; dmarc=pass header.from=lagerhaus.example"), to)
    assert said(talk)[1:] == ["Ja, gern."]


def test_an_address_of_somebody_else_does_not_serve(cast, talk):
    """Jonas passes his mail on; Neo, Mara and a stranger write to the address in it."""
    to = address(cast, talk)
    for number, one in enumerate((cast.neo, cast.mara, cast.sten)):
        arrives(cast, letter(cast, one, to, number=number), to)
    assert said(talk) == ["Hast du am Donnerstag Zeit?"]
    assert not any(answered(one) for one in (cast.neo, cast.mara, cast.sten))


def test_an_unknown_or_void_address_is_dropped_without_a_word(cast, talk, caplog):
    good = address(cast, talk)
    at = cast.now + LATER
    for to in (
        "antwort+aaaaaaaaaaaaaaaaaaaaaaaa@haus.example.org",
        good.replace("+n", "+o"),
        "antwort+nx2ahie4ahn67clc4gbsbdqwhq@haus.example.org",
    ):
        assert inbox.take(raw=letter(cast, cast.jonas, to, "Geheim"), recipients=[to], way="lmtp", return_path="x@y", at=at) == 0
    cast.jonas.account.email = "jonas@neu.example"
    cast.jonas.account.save()
    assert inbox.take(raw=letter(cast, cast.jonas, good), recipients=[good], way="lmtp", return_path="x@y", at=at) == 0
    assert not IncomingMail.objects.exists()
    assert not Mail.objects.filter(category=CATEGORY).exists()
    assert "Geheim" not in caplog.text
    assert "jonas" not in caplog.text


def test_whoever_left_has_no_address_any_more(cast, talk):
    to = address(cast, talk)
    at = cast.now + LATER
    inbox.take(raw=letter(cast, cast.jonas, to), recipients=[to], way="lmtp", return_path="x@y", at=at)
    cast.jonas.left_on = cast.now.date()
    cast.jonas.save()
    run_due(clock=lambda: at)
    assert IncomingMail.objects.get().outcome == "gone"
    assert inbox.take(raw=letter(cast, cast.jonas, to, number=2), recipients=[to], way="lmtp", return_path="x@y", at=at) == 0
    assert said(talk) == ["Hast du am Donnerstag Zeit?"]


@pytest.mark.parametrize(
    "heads", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Auto_Response_Suppress": "All"}, {"X_Drittort": "1"}, {"Subject": "Automatische Antwort: Mara"}, {"List_Id": "<x.example>"}]
)  # fmt: skip
def test_machines_are_neither_posted_nor_answered(cast, talk, heads):
    to = address(cast, talk)
    arrives(cast, letter(cast, cast.jonas, to, "Ich bin im Urlaub.", **heads), to)
    assert said(talk) == ["Hast du am Donnerstag Zeit?"]
    assert not answered(cast.jonas)
    assert IncomingMail.objects.get().outcome == "automatic"


def test_a_mail_without_a_way_back_is_a_machines(cast, talk):
    to = address(cast, talk)
    arrives(cast, letter(cast, cast.jonas, to), to, return_path="")
    assert said(talk) == ["Hast du am Donnerstag Zeit?"]


def test_a_lying_way_back_changes_nothing(cast, talk):
    """The sender of the envelope is neither believed nor answered."""
    to = address(cast, talk)
    arrives(cast, letter(cast, cast.jonas, to, "", Return_Path="<opfer@anderswo.example>"), to, return_path="opfer@anderswo.example")
    (told,) = answered(cast.jonas)
    assert told.to_address == cast.jonas.account.email
    arrives(cast, letter(cast, cast.mara, to, number=2), to, return_path=cast.jonas.account.email)
    assert said(talk) == ["Hast du am Donnerstag Zeit?"]


def test_an_old_mail_is_not_brought_in_again_after_its_row_is_gone(cast, talk):
    to = address(cast, talk)
    raw = letter(cast, cast.jonas, to)
    arrives(cast, raw, to)
    much_later = cast.now + inbox.KEPT + timedelta(days=2)
    assert inbox.forget(much_later) == 1
    inbox.take(raw=raw, recipients=[to], way="lmtp", return_path="x@y", at=much_later)
    inbox.handle({"incoming": IncomingMail.objects.get().pk}, much_later)
    assert said(talk)[1:] == ["Ja, gern."]
    assert IncomingMail.objects.get().outcome == "old"


def test_a_refusal_comes_back_with_ones_own_words(cast, talk):
    to = by_mail.answer_address(cast.mara, talk.pk)
    arrives(cast, letter(cast, cast.mara, to, "Und noch eine Frage."), to)
    assert said(talk) == ["Hast du am Donnerstag Zeit?"]
    (told,) = answered(cast.mara)
    assert "Und noch eine Frage." in told.text
    assert "Und noch eine Frage." in told.html
    assert "Sobald eine Antwort kommt" in told.text
    assert told.headers["In-Reply-To"] == "<1@programm.example>"


def test_too_long_words_come_back_whole(cast, talk):
    to, words = address(cast, talk), "Wort " * 1200
    arrives(cast, letter(cast, cast.jonas, to, words), to)
    (told,) = answered(cast.jonas)
    assert words.strip() in told.text
    assert said(talk) == ["Hast du am Donnerstag Zeit?"]


def test_beside_a_block_an_answer_looks_sent(cast, talk):
    to = address(cast, talk)
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
    arrives(cast, letter(cast, cast.jonas, to), to)
    message = Message.objects.get(text="Ja, gern.")
    assert Withheld.objects.filter(message=message, member=cast.mara).exists()
    assert not answered(cast.jonas)
    assert IncomingMail.objects.get().outcome == "taken"


def test_empty_and_sealed_mails_are_answered_once_a_day(cast, talk):
    to = address(cast, talk)
    for number in range(3):
        arrives(cast, letter(cast, cast.jonas, to, "> nur Zitat", number=number), to, minutes=6 + number)
    sealed = letter(cast, cast.jonas, to, "-----BEGIN PGP MESSAGE-----\n\nabc", number=7)
    arrives(cast, sealed, to, minutes=12)
    arrives(cast, sealed.replace(b"<7@", b"<8@"), to, minutes=13)
    assert len(answered(cast.jonas)) == 2
    assert said(talk) == ["Hast du am Donnerstag Zeit?"]


def test_a_flood_is_braked(cast, talk, monkeypatch):
    monkeypatch.setattr(inbox, "MOST", 5)
    to = address(cast, talk)
    for number in range(inbox.MOST + 5):
        arrives(cast, letter(cast, cast.jonas, to, f"{number}", number=number), to, minutes=6 + number)
    assert len(said(talk)) == 1 + inbox.MOST
    assert len(answered(cast.jonas)) == 1


@pytest.mark.parametrize(
    ("sender", "head"),
    [
        ("x@y.example", b""),
        ("x@y.example", b"Auto-Submitted: auto-replied\r\n"),
        ("", b"Auto-Submitted: auto-replied\r\n"),
        ("MAILER-DAEMON@mx.example", b"Content-Type: multipart/report; boundary=b\r\n"),
        ("", b"Content-Type: text/plain; x=" + b"y" * 9000 + b"\r\n"),
    ],
    ids=["forged", "forged absence", "absence", "report", "unreadable"],
)
@pytest.mark.parametrize("waits", [False, True])
def test_what_a_person_did_not_write_uses_nothing_up(cast, talk, monkeypatch, sender, head, waits):
    """Neither their hour nor the name of a mail of theirs that is still on its way: not when it was handled, and not while it waits for the worker."""
    monkeypatch.setattr(inbox, "MOST", 3)
    to = address(cast, talk)
    for number in range(5):
        raw = head + letter(cast, cast.jonas, to, f"Falsch. {number}", number=number, sender=sender)
        if waits:
            inbox.take(raw=raw, recipients=[to], way="lmtp", return_path="x@y.example", at=cast.now)
        else:
            arrives(cast, raw, to)
    arrives(cast, letter(cast, cast.jonas, to, "Echt.", number=4), to, minutes=7)
    assert said(talk)[1:] == ["Echt."]
    assert IncomingMail.objects.count() == 6


def test_a_stranger_fills_no_table(cast, talk):
    """Of what its person did not write only the head is kept until it was looked at; the same mail again is the same one."""
    to = address(cast, talk)
    for _ in range(2):
        inbox.take(
            raw=letter(cast, cast.jonas, to, "Werbung " * 20_000, sender="x@y.example"),
            recipients=[to], way="lmtp", return_path="x@y.example\0", at=cast.now,
        )  # fmt: skip
    row = IncomingMail.objects.get()
    assert b"Werbung" not in bytes(row.raw)
    assert row.return_path == "x@y.example"
    run_due(clock=lambda: cast.now + LATER)
    assert len(answered(cast.jonas)) == 1


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@mx.example", "Jonas Falk <jonas@lagerhaus.example>"])
def test_nobody_is_believed_that_an_address_is_gone(cast, talk, sender):
    """Whoever was passed a mail knows its name and the address that it went to. Reports are read in the mailbox of the house's own sender only."""
    mail = mail_to(cast, cast.jonas)
    to = address(cast, talk)
    report = (
        f"From: {sender}\r\nTo: {to}\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; {mail.to_address}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"Diagnostic-Code: smtp; 550 5.1.1 gone\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {mail.message_id}\r\n\r\n--b--\r\n"
    )
    arrives(cast, report.encode(), to, return_path="")
    mail.refresh_from_db()
    assert mail.refused_at is None
    assert said(talk) == ["Hast du am Donnerstag Zeit?"]
    assert not answered(cast.jonas)


def along(message: Message) -> list[tuple[str, str]]:
    """The files of a message: what they are for, and their names."""
    return [(one.file.purpose, one.file.name) for one in message.attachments.select_related("file").order_by("pk")]


def test_a_file_comes_along_with_or_without_words(cast, talk):
    to = address(cast, talk)
    files = [("schrank.jpg", "image/jpeg", picture()), ("../maße.txt", "text/plain", b"Breite: 2 m")]
    arrives(cast, letter(cast, cast.jonas, to, "So sieht er aus.", files=files), to)
    arrives(cast, letter(cast, cast.jonas, to, "", number=2, files=files[:1]), to, minutes=7)
    first, second = Message.objects.filter(author=cast.jonas).order_by("pk")
    assert (first.text, along(first)) == ("So sieht er aus.", [("talk.picture", "picture.webp"), ("talk.paper", "maße.txt")])
    assert (second.text, along(second)) == ("", [("talk.picture", "picture.webp")])
    assert set(StoredFile.objects.values_list("owner_id", flat=True)) == {cast.jonas.pk}
    assert not answered(cast.jonas)


def test_a_file_that_is_refused_is_named_with_the_reason_and_its_sender_hears_of_it(cast, talk):
    to = address(cast, talk)
    files = [
        ("../schrank.png", "image/png", b"x"), ("haus.jpg", "image/jpeg", picture()), ("spiel.exe", "application/octet-stream", b"MZ"),
    ]  # fmt: skip
    arrives(cast, letter(cast, cast.jonas, to, "So sieht es aus.", files=files), to)
    message = Message.objects.get(author=cast.jonas)
    missing = "2 Dateien kamen nicht mit: schrank.png, spiel.exe – Das ist kein Bild, das wir lesen können. JPEG, PNG, WebP und GIF gehen."
    assert message.text == f"So sieht es aus.\n\n({missing})"
    assert along(message) == [("talk.picture", "picture.webp")]
    (told,) = answered(cast.jonas)
    assert missing in told.text
    assert "kamen nicht mit" in told.subject


def test_a_mail_with_nothing_but_a_refused_file_comes_back(cast, talk):
    to = address(cast, talk)
    arrives(cast, letter(cast, cast.jonas, to, "", files=[("spiel.exe", "application/octet-stream", b"MZ")]), to)
    assert said(talk) == ["Hast du am Donnerstag Zeit?"]
    (told,) = answered(cast.jonas)
    assert "Eine Datei kam nicht mit: spiel.exe – Das ist kein Bild" in told.text
    assert not StoredFile.objects.exists()


def test_the_first_four_files_go_and_the_others_are_named(cast, talk):
    to = address(cast, talk)
    files = [(f"{number}.txt", "text/plain", b"Eins.") for number in range(12)]
    arrives(cast, letter(cast, cast.jonas, to, "Viel.", files=files), to)
    message = Message.objects.get(author=cast.jonas)
    assert [name for _, name in along(message)] == ["0.txt", "1.txt", "2.txt", "3.txt"]
    assert "8 Dateien kamen nicht mit: 4.txt, 5.txt, 6.txt … – Mit einer Nachricht gehen höchstens vier Dateien.)" in message.text


def test_a_refused_answer_keeps_no_file(cast, talk):
    """Mara waits for an answer herself: what she may not say yet comes back, and its picture is kept nowhere."""
    to = by_mail.answer_address(cast.mara, talk.pk)
    arrives(cast, letter(cast, cast.mara, to, "Und so?", files=[("a.jpg", "image/jpeg", picture())]), to)
    assert said(talk) == ["Hast du am Donnerstag Zeit?"]
    assert "Und so?" in answered(cast.mara)[0].text
    assert not StoredFile.objects.exists()


def test_a_killed_worker_doubles_no_file(cast, talk, monkeypatch):
    """It dies after everything was done and before anybody knows; and once with the mail itself forgotten, so that only its name tells."""
    to, at = address(cast, talk), cast.now + LATER
    raw = letter(cast, cast.jonas, to, "", files=[("a.jpg", "image/jpeg", picture()), ("b.exe", "application/x", b"MZ")])
    inbox.take(raw=raw, recipients=[to], way="lmtp", return_path="x@y.example", at=at)
    done = inbox.done

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(inbox, "done", killed)
    with pytest.raises(KeyboardInterrupt):
        inbox.handle({"incoming": IncomingMail.objects.get().pk}, at)
    monkeypatch.setattr(inbox, "done", done)
    assert not StoredFile.objects.exists()
    for _ in range(2):
        inbox.handle({"incoming": IncomingMail.objects.get().pk}, at)
    IncomingMail.objects.all().delete()
    arrives(cast, raw, to, minutes=9)
    assert len(along(Message.objects.get(author=cast.jonas))) == 1
    assert StoredFile.objects.count() == 1
    assert len(answered(cast.jonas)) == 1


def test_what_is_held_of_a_mail_goes_with_its_person_and_its_house(cast, talk):
    to = address(cast, talk)
    inbox.take(raw=letter(cast, cast.jonas, to, "Noch nicht gelesen."), recipients=[to], way="lmtp", return_path="x@y", at=cast.now)
    (held,) = privacy.held_on(cast.jonas.pk)["core.IncomingMail"]
    assert "raw" not in held
    assert privacy.held_on(cast.mara.pk).get("core.IncomingMail") is None
    inbox.forget(cast.now + inbox.RAW_KEPT + timedelta(seconds=1))
    row = IncomingMail.objects.get()
    assert (row.outcome, bytes(row.raw)) == ("unhandled", b"")
    inbox.forget_space(cast.house.pk)
    assert not IncomingMail.objects.exists()


@pytest.fixture(scope="module")
def server() -> Iterator[Mailbox]:
    with imap_server() as box:
        yield box


@pytest.fixture
def mailbox(server: Mailbox) -> Iterator[Mailbox]:
    yield server
    server.empty()


def test_answers_are_fetched_from_a_real_mailbox_and_the_rest_stays(cast, talk, mailbox, monkeypatch):
    to = address(cast, talk)
    human = b"From: x@y.example\r\nTo: haus@haus.example.org\r\nSubject: Frage\r\n\r\nIst noch Platz?\r\n"
    raw = letter(cast, cast.jonas, to)
    mailbox.put(human, raw, letter(cast, cast.jonas, "antwort+aaaaaaaaaaaaaaaaaaaaaaaa@haus.example.org", number=5), raw)
    at = cast.now + LATER
    assert fetching.fetch(mailbox.address, at=at) == 1
    assert mailbox.left() == [human]
    assert fetching.fetch(mailbox.address, at=at) == 0
    run_due(clock=lambda: at)
    assert said(talk)[1:] == ["Ja, gern."]
    # The same once more, and one that is cut off between keeping and removing.
    mailbox.put(letter(cast, cast.jonas, to, "Zweite.", number=2))

    def cut(*args):
        raise OSError

    monkeypatch.setattr(fetching, "remove", cut)
    with pytest.raises(OSError):  # noqa: PT011
        fetching.fetch(mailbox.address, at=at)
    monkeypatch.undo()
    assert fetching.fetch(mailbox.address, at=at) == 0
    assert mailbox.left() == [human]
    run_due(clock=lambda: at)
    assert said(talk)[1:] == ["Ja, gern.", "Zweite."]


def test_what_is_too_large_is_not_fetched_and_answered_kindly(cast, talk, mailbox, monkeypatch):
    to = address(cast, talk)
    monkeypatch.setattr(inbox, "LARGEST", 5000)
    mailbox.put(letter(cast, cast.jonas, to, "Wort\n" * 3000))
    at = cast.now + LATER
    assert fetching.fetch(mailbox.address, at=at) == 1
    assert len(bytes(IncomingMail.objects.get().raw)) < 1000
    run_due(clock=lambda: at)
    assert mailbox.left() == []
    (told,) = answered(cast.jonas)
    assert "zu groß" in told.subject
    assert said(talk) == ["Hast du am Donnerstag Zeit?"]


def test_a_mailbox_that_is_away_makes_the_job_come_again(cast, settings):
    settings.INBOX = "imap://haus:x@127.0.0.1:1"
    from drittort.core.registrations import fetch_mail

    with pytest.raises(OSError):  # noqa: PT011
        fetch_mail({}, cast.now)


def test_the_command_keeps_to_this_machine(settings):
    with pytest.raises(CommandError, match="beyond-this-machine"):
        call_command("receive", host="0.0.0.0")
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(CommandError):
        call_command("receive", port=taken.getsockname()[1])
    settings.REPLY_ADDRESS = ""
    with pytest.raises(CommandError, match="reply_address"):
        call_command("receive")


def test_a_letter_stands_for_one_kind(cast):
    with pytest.raises(ValueError, match="taken"):
        registry.accepts("something", "m", by_mail.take)
    assert registry.accepts("message", "m", by_mail.take, prepare=by_mail.decoded) == "message"
