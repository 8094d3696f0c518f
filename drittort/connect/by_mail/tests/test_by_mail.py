"""Introductions answered in a word, and needs written as a mail."""

from __future__ import annotations

import re
from datetime import timedelta
from email.utils import parseaddr

import pytest

from drittort.connect.by_mail.introductions import meant, told
from drittort.connect.by_mail.needs import token, wanted
from drittort.connect.introductions.actions import accept_introduction, propose_introduction
from drittort.connect.introductions.models import Introduction, QuietNo, Side
from drittort.connect.introductions.reactions import ask_outcome
from drittort.connect.needs.models import Need
from drittort.core.jobs.runner import run_due
from drittort.core.mail.incoming.registry import house_address
from drittort.core.models import LedgerRow, Mail
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
    [("Ja!", ("met", "")), ("Ja, wir bauen zusammen einen Tisch.", ("met", "Ja, wir bauen zusammen einen Tisch.")), ("Noch nicht", ("planned", "")), ("Nein, hat nicht geklappt", ("missed", "")), ("Wer war das?", ("", ""))],
)  # fmt: skip
def test_what_an_answer_tells(text, wanted):
    assert told(text) == wanted


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
    assert not Need.objects.exists()
    for _ in range(2):
        assert browser.post(path, {"text": "Wer kennt eine gute Druckerei  in Kassel?", "language": "de"}).status_code == 302
    need = Need.objects.get()
    assert (need.member, need.text) == (cast.mara, "Wer kennt eine gute Druckerei in Kassel?")
    assert "Sobald jemand helfen kann" in browser.get(f"{path}?done=1").content.decode()
    assert browser.post(path, {"text": "", "language": "de"}).status_code == 422
    assert browser.cookies.get("drittort") is None


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
