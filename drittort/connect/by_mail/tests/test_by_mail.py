"""Introductions answered in a word, help offered, and needs written as a mail."""

from __future__ import annotations

import re
from datetime import timedelta
from email.utils import format_datetime, getaddresses, parseaddr

import pytest

from drittort.connect.by_mail import helping
from drittort.connect.by_mail.introductions import meant, told
from drittort.connect.by_mail.needs import token, wanted
from drittort.connect.introductions.actions import accept_introduction, propose_introduction
from drittort.connect.introductions.models import Introduction, QuietNo, Side
from drittort.connect.introductions.reactions import ask_outcome
from drittort.connect.needs.actions import ASKED, close_need, open_need, record
from drittort.connect.needs.models import HelpRequest, Need, NeedAnswer
from drittort.connect.rounds import actions as rounds
from drittort.connect.rounds.models import EmptySeat, Gathering, Seat, Series
from drittort.connect.rounds.reactions import ask_outcome as ask_table_outcome
from drittort.core.errors import Invalid
from drittort.core.files.models import StoredFile
from drittort.core.jobs.runner import run_due
from drittort.core.mail.incoming.registry import house_address
from drittort.core.models import LedgerRow, Mail
from drittort.members.models import Block, Member
from drittort.talk.conversations.models import Message
from tests.by_mail import answered, arrives, letter
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _set(settings):
    settings.REPLY_ADDRESS = "antwort+*@haus.example.org"


@pytest.fixture
def asked(cast: Cast) -> Introduction:
    """Mara and Jonas are asked whether they want to meet."""
    made = propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="Das passt.", at=cast.now)
    run_due(clock=lambda: cast.now)
    return made


def where(member) -> str:
    """Where the newest mail to somebody is answered."""
    mail = Mail.objects.filter(to_member_id=member.pk, category="introduction").latest("pk")
    assert "antworte einfach auf diese Mail" in mail.text
    assert "antworte einfach auf diese Mail" in mail.html
    return parseaddr(mail.headers["Reply-To"])[1]


@pytest.mark.parametrize(
    ("text", "wanted"), [
        ("Ja", "yes"), ("ja, gern!", "yes"), ("Gerne", "yes"), ("Hallo,\n\nau ja!\n\nLiebe Grüße\nMara", "yes"), ("Yes please", "yes"), ("Klar, Dienstag passt mir am besten.", "yes"),
        ("Nein", "no"), ("nein danke", "no"), ("Gerade nicht", "no"), ("Lieber nicht.", "no"), ("not now", "no"), ("Liebes Haus,\n\nnein.", "no"), ("Pause", "pause"), ("Pause, bitte", "pause"),
        ("Ja, aber nicht jetzt", ""), ("Wer ist das?", ""), ("Jahrelang kenne ich Jonas schon.", ""), ("Notiz an mich", ""), ("ok aber erst später", ""), ("Ja " + "und " * 200, ""), ("", ""),
    ],
)  # fmt: skip
def test_what_an_answer_means(text, wanted):
    assert meant(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Ja!", ("met", "")), ("Ja, wir bauen zusammen einen Tisch.", ("met", "Ja, wir bauen zusammen einen Tisch.")), ("Noch nicht", ("planned", "")), ("Nein, hat nicht geklappt", ("missed", ""))],
)  # fmt: skip
def test_what_an_answer_tells(text, wanted):
    assert told(text) == wanted


def test_an_answer_that_tells_nothing_comes_back_with_the_question():
    with pytest.raises(Invalid):
        told("Wer war das?")


def test_a_yes_is_noted_and_what_stands_beside_it_is_not_passed_on(cast, asked):
    to = where(cast.mara)
    arrives(cast, letter(cast, cast.mara, to, "Klar, Dienstag passt mir am besten."), to)
    assert Side.objects.get(introduction=asked, member=cast.mara).accepted_at is not None
    (said,) = answered(cast.mara)
    assert "geben wir nicht weiter" in said.text
    assert not Mail.objects.filter(to_member_id=cast.jonas.pk, text__contains="Dienstag passt").exists()


def test_a_no_is_a_quiet_no(cast, asked):
    rows = LedgerRow.objects.count()
    to = where(cast.mara)
    arrives(cast, letter(cast, cast.mara, to, "Gerade nicht"), to)
    assert QuietNo.objects.get().member == cast.mara
    assert LedgerRow.objects.count() == rows
    assert "Niemand erfährt davon" in answered(cast.mara)[0].text
    assert not answered(cast.jonas)


def test_a_pause_is_taken(cast, asked):
    to = where(cast.mara)
    arrives(cast, letter(cast, cast.mara, to, "Pause"), to)
    cast.mara.refresh_from_db()
    assert cast.mara.paused_until is not None


def test_what_is_not_clear_is_asked_again(cast, asked):
    to = where(cast.mara)
    arrives(cast, letter(cast, cast.mara, to, "Ja, aber nicht jetzt"), to)
    assert Side.objects.get(introduction=asked, member=cast.mara).accepted_at is None
    assert not QuietNo.objects.exists()
    (said,) = answered(cast.mara)
    assert "Ja, aber nicht jetzt" in said.text
    assert "„ja“" in said.text


def test_two_yes_by_mail_open_contact(cast, asked):
    for number, one in enumerate((cast.mara, cast.jonas)):
        to = where(one)
        arrives(cast, letter(cast, one, to, "Ja", number=number), to, minutes=6 + number)
    asked.refresh_from_db()
    assert asked.introduced_at is not None
    mail = Mail.objects.filter(to_member_id=cast.mara.pk, category="introduction").latest("pk")
    assert parseaddr(mail.headers["Reply-To"])[1] == cast.jonas.account.email


def test_what_came_of_it_is_told_in_an_answer(cast, asked):
    for one in (cast.mara, cast.jonas):
        accept_introduction(actor=one, introduction_id=asked.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    later = cast.now + timedelta(days=7)
    ask_outcome(asked, later)
    run_due(clock=lambda: later)
    to = where(cast.mara)
    arrives(cast, letter(cast, cast.mara, to, "Ja, wir bauen zusammen einen Tisch."), to, minutes=7 * 24 * 60 + 5)
    side = Side.objects.get(introduction=asked, member=cast.mara)
    assert side.met_at is not None
    assert (side.outcome, side.outcome_shared) == ("Ja, wir bauen zusammen einen Tisch.", False)


# ------------------------------------------------------------------ a table


@pytest.fixture
def table(cast: Cast) -> Gathering:
    """Mara, Jonas and Neo are asked whether they come."""
    series = Series.objects.create(space=cast.house, name="Mittagstisch", size="trios", opened_at=cast.now, same_company=True)
    Member.objects.filter(pk__in=[m.pk for m in (cast.mara, cast.jonas, cast.neo)]).update(days=[1], languages=["de"])
    made = rounds.ask_table(
        series=series, people=list(Member.objects.filter(pk__in=[cast.mara.pk, cast.jonas.pk, cast.neo.pk])), reasons=[], at=cast.now
    )
    run_due(clock=lambda: cast.now)
    return made


def test_a_seat_is_taken_and_left_by_mail_and_an_answer_to_the_addresses_goes_to_all(cast, table):
    writes = ((cast.mara, "Wer kommt denn?"), (cast.jonas, "Ja, ich bringe Brot mit."), (cast.neo, "Diesmal nicht, danke"))
    seen = LedgerRow.objects.count()
    for number, (one, text) in enumerate(writes):
        to = where(one)
        arrives(cast, letter(cast, one, to, text, number=number), to, minutes=6 + number)
    assert [seat.member for seat in Seat.objects.filter(accepted_at__isnull=False)] == [cast.jonas]
    assert EmptySeat.objects.get().member == cast.neo
    assert LedgerRow.objects.count() == seen, "neither a yes nor a no is told"
    assert "„ja“, „diesmal nicht“ oder „Pause“" in answered(cast.mara)[0].text
    assert "geben wir nicht weiter" in answered(cast.jonas)[0].text
    assert "Niemand erfährt davon" in answered(cast.neo)[0].text
    to = where(cast.mara)
    arrives(cast, letter(cast, cast.mara, to, "Gern", number=7), to, minutes=20)
    rounds.decide_due(at=table.expires_at)
    run_due(clock=lambda: table.expires_at)
    mail = Mail.objects.filter(to_member_id=cast.mara.pk, category="introduction").latest("pk")
    assert getaddresses([mail.headers["Reply-To"]]) == [("Jonas Falk", cast.jonas.account.email)]
    assert [file["name"] for file in mail.attachments] == ["drittort.ics"]
    assert "geht an alle" in mail.text
    later = table.expires_at + timedelta(days=7)
    table.refresh_from_db()
    ask_table_outcome(table, later)
    run_due(clock=lambda: later)
    to = where(cast.jonas)
    arrives(cast, letter(cast, cast.jonas, to, "Ja, und das Brot war gut.", number=9), to, minutes=14 * 24 * 60 + 10)
    seat = Seat.objects.get(member=cast.jonas)
    assert (seat.met_at is not None, seat.outcome, seat.outcome_shared) == (True, "Ja, und das Brot war gut.", False)


def test_a_pause_by_mail_leaves_the_seat_too(cast, table):
    to = where(cast.neo)
    arrives(cast, letter(cast, cast.neo, to, "Pause"), to)
    cast.neo.refresh_from_db()
    assert cast.neo.paused_until is not None
    assert EmptySeat.objects.get().member == cast.neo


# ------------------------------------------------------------------ a call for help


@pytest.fixture
def need(cast: Cast) -> Need:
    """Mara looks for something, and the house asks Ada."""
    made = open_need(actor=cast.mara, text="Wer prüft meine Umsatzsteuer?", language="de", at=cast.now)
    HelpRequest.objects.create(need=made, member=cast.ada, position=0, fit=9, reasons=[], found_at=cast.now, asked_at=cast.now)
    record(ASKED, made, None, cast.now)
    run_due(clock=lambda: cast.now)
    return made


def question(cast: Cast) -> str:
    """Where Ada answers."""
    mail = Mail.objects.get(to_member_id=cast.ada.pk, category="help")
    for words in (mail.text, mail.html):
        assert "antworte einfach auf diese Mail: Was du schreibst, geht an Mara Wendt und steht am Brett" in words
    return parseaddr(mail.headers["Reply-To"])[1]


def ada_writes(cast: Cast, text: str, *, number: int = 1, **more) -> None:
    to = question(cast)
    arrives(cast, letter(cast, cast.ada, to, text, number=number, **more), to, minutes=5 + number)


@pytest.mark.parametrize(
    ("text", "wanted"), [
        ("Ja", "help"), ("Hallo Mara,\n\nja, gern! Ruf mich an.\n\nLiebe Grüße\nAda", "help"), ("Ja, aber nicht vor Montag.", "help"), ("Ich kann dir helfen, das ist kein Problem.", "help"),
        ("Kann ich gern helfen, frag mich am Montag.", "help"), ("Ich kenne mich damit aus, komm vorbei.", "help"), ("Montag um zehn in der Küche?  Ich bin da.", "help"), ("I can help", "help"), ("Mach ich.", "help"), ("Frag bei Grau in der Nordstadt, die drucken über Nacht.", "help"), ("Frag doch mal bei Grau.", "help"), ("Gern, leider erst am Freitag.", "help"),
        ("gerade nicht", "pass"), ("Nein.", "pass"), ("not now", "pass"), ("Leider nein, danke!", "pass"), ("Sorry, not now, thanks.", "pass"), ("Hallo,\n\nlieber nicht.\n\nViele Grüße\nAda", "pass"), ("Keine Zeit, sorry", "pass"), ("Leider nicht", "pass"),
        ("", ""), ("Danke", ""), ("Danke für die Frage", ""), ("Wer ist das?", ""), ("Was genau braucht sie denn?", ""), ("Nein, davon verstehe ich nichts.", ""), ("Das kann ich leider nicht.", ""),
        ("Ich kann nicht helfen.", ""), ("Ich kenne da jemanden, der das kann.", ""), ("Frag doch mal Jonas Falk.", ""), ("Ja, aber dafür habe ich keine Zeit.", ""), ("Das ist nicht mein Gebiet.", ""), ("Pause", ""), ("I know somebody who can", ""), ("I can't help you there", ""),
    ],
)  # fmt: skip
def test_what_an_answer_to_a_call_for_help_means(text, wanted):
    assert helping.meant(text) == wanted


def test_words_are_help_and_reach_the_asker_once(cast, need):
    for minute in (1, 2):
        ada_writes(cast, "Hallo Mara,\n\nkomm am Montag vorbei, ich sehe es mir an.\n\nGruß\nAda", number=1, Date=format_datetime(cast.now))
        run_due(clock=lambda minute=minute: cast.now + timedelta(minutes=30 * minute))
    given = NeedAnswer.objects.get()
    assert (given.need, given.member, given.text) == (need, cast.ada, "komm am Montag vorbei, ich sehe es mir an.")
    assert Message.objects.filter(author=cast.ada, text__contains="komm am Montag vorbei").count() == 1
    assert len([mail for mail in Mail.objects.filter(to_member_id=cast.mara.pk) if "komm am Montag vorbei" in mail.text]) == 1
    (said,) = answered(cast.ada)
    assert "Mara Wendt hört von dir" in said.text


def test_a_bare_yes_says_that_somebody_can_help(cast, need):
    ada_writes(cast, "Ja, gern!", files=[("a.txt", "text/plain", b"Eins.")])
    assert NeedAnswer.objects.get().text == "Ja, gern!"
    assert "Dateien kommen hier nicht mit" in answered(cast.ada)[0].text
    ada_writes(cast, "Ja", number=2)
    assert NeedAnswer.objects.get().text == "Ja, gern!", "the first words stand"
    assert not StoredFile.objects.exists()


def test_a_no_to_a_call_for_help_leaves_no_trace(cast, need):
    rows, mails = LedgerRow.objects.count(), Mail.objects.exclude(to_member_id=cast.ada.pk).count()
    ada_writes(cast, "Gerade nicht, danke.")
    assert HelpRequest.objects.get(member=cast.ada).passed_at is not None
    assert LedgerRow.objects.count() == rows
    assert Mail.objects.exclude(to_member_id=cast.ada.pk).count() == mails
    assert not NeedAnswer.objects.exists()
    assert "Niemand erfährt davon" in answered(cast.ada)[0].text


def test_a_no_after_a_yes_is_not_called_done(cast, need):
    ada_writes(cast, "Komm einfach vorbei.")
    ada_writes(cast, "Nein", number=2)
    assert NeedAnswer.objects.get().withdrawn_at is None
    assert HelpRequest.objects.get(member=cast.ada).passed_at is None
    assert "Zurücknehmen kannst du sie im Haus" in answered(cast.ada)[-1].text


def test_what_is_not_clear_comes_back_with_its_buttons(cast, need):
    ada_writes(cast, "Das kann ich leider nicht, frag doch mal Jonas.")
    assert not NeedAnswer.objects.exists()
    assert HelpRequest.objects.get(member=cast.ada).passed_at is None
    (said,) = answered(cast.ada)
    assert said.subject == "Ist das ein Ja?"
    assert "frag doch mal Jonas" in said.text
    links = re.findall(r"http://localhost:8000(/answer/need/\S+\?a=(?:help|know|pass))", said.text)
    # To look for somebody one signs in: a mail may be forwarded.
    assert [cast.client(None).get(link).status_code for link in links] == [200, 302, 200]
    assert all(link in said.html for link in links)


def test_too_many_words_and_a_late_answer_come_back(cast, need):
    long = "Ich helfe dir gern, " + "sehr " * 250
    ada_writes(cast, long)
    assert "Platz für 1000 Zeichen" in answered(cast.ada)[-1].text
    close_need(actor=cast.mara, need_id=need.pk, at=cast.now)
    ada_writes(cast, "Komm am Montag vorbei.", number=2)
    assert "Komm am Montag vorbei." in answered(cast.ada)[-1].text
    assert not NeedAnswer.objects.exists()


def test_beside_a_block_help_by_mail_looks_sent(cast, need):
    Block.objects.create(blocker=cast.mara, blocked=cast.ada, at=cast.now)
    ada_writes(cast, "Komm am Montag vorbei.")
    assert "Mara Wendt hört von dir" in answered(cast.ada)[0].text
    run_due(clock=lambda: cast.now + timedelta(minutes=30))
    assert not Mail.objects.filter(to_member_id=cast.mara.pk).exists()


def ask(cast: Cast, text: str, *, subject: str = "", number: int = 1) -> Mail:
    to = house_address(cast.mara.pk)
    arrives(cast, letter(cast, cast.mara, to, text, number=number, Subject=subject), to, minutes=5 + number)
    return answered(cast.mara)[-1]


def test_a_mail_becomes_a_need_after_one_look(cast):
    mail = ask(cast, "Hallo,\n\nwer kennt eine gute Druckerei\nin Kassel?\n\nViele Grüße\nMara", subject="Druckerei gesucht")
    assert not Need.objects.exists()
    assert "Druckerei gesucht. wer kennt eine gute Druckerei in Kassel?" in mail.text
    path = re.search(r"http://localhost:8000(/answer/ask/\S+)", mail.text)[1]
    browser = cast.client(None)
    page = browser.get(path)
    assert page.status_code == 200
    assert "Druckerei in Kassel?" in page.content.decode()
    assert re.search(r'value="seek"[^>]*checked', page.content.decode()), "one button is enough"
    assert not Need.objects.exists()
    for _ in range(2):
        done = browser.post(path, {"side": "seek", "text": "Wer kennt eine gute Druckerei  in Kassel?", "language": "de"})
        assert done.status_code == 302
    need = Need.objects.get()
    assert (need.member, need.side, need.text) == (cast.mara, "seek", "Wer kennt eine gute Druckerei in Kassel?")
    assert "Sobald jemand helfen kann" in browser.get(done["Location"]).content.decode()
    assert browser.post(path, {"text": "", "language": "de"}).status_code == 422
    assert browser.cookies.get("drittort") is None


def test_a_mail_may_become_an_offer_as_well(cast):
    mail = ask(cast, "Hallo,\n\nich habe einen Schreibtisch abzugeben.\n\nViele Grüße\nMara")
    path = re.search(r"http://localhost:8000(/answer/ask/\S+)", mail.text)[1]
    browser = cast.client(None)
    done = browser.post(path, {"side": "offer", "text": "Ich habe einen Schreibtisch abzugeben.", "language": "de"})
    assert Need.objects.get().side == "offer"
    assert "Sobald jemand es haben möchte" in browser.get(done["Location"]).content.decode()


def test_too_little_and_too_much_come_back(cast):
    assert "ganzen Satz" in ask(cast, "Drucker?").text
    long = "Wer kennt jemanden, der " + "sehr " * 200 + "gut druckt?"
    mail = ask(cast, long, number=2)
    assert "500 Zeichen" in mail.text
    assert long in mail.text
    assert not Need.objects.exists()


@pytest.mark.parametrize(
    ("subject", "text", "said"),
    [("Re: Hallo", "Wer hilft mir?", "Wer hilft mir?"), ("AW: x", "", "x"), ("Beamer gesucht", "Hat jemand einen Beamer gesucht oder übrig?", "Hat jemand einen Beamer gesucht oder übrig?"), ("Suche Beamer", "Für heute Abend", "Suche Beamer. Für heute Abend"), ("Hast du Zeit?", "Für mich", "Hast du Zeit? Für mich"), ("", "Nur Text hier", "Nur Text hier")],
)  # fmt: skip
def test_subject_and_words_become_one(subject, text, said):
    assert wanted(subject, text) == said


def test_a_link_that_was_altered_or_whose_person_left_opens_nothing(cast):
    browser = cast.client(None)
    good = token(cast.mara.pk, "Wer kennt das?")
    assert browser.get(f"/answer/ask/{good}x/").status_code == 422
    cast.mara.left_on = cast.now.date()
    cast.mara.save()
    assert browser.get(f"/answer/ask/{good}/").status_code == 404
