"""The card of a person in the directory is made of plain strings, so it is asked whether it lets anything through."""

from __future__ import annotations

from types import SimpleNamespace

from django.template import Context

from drittort.members.people.queries import Card, Face, FirmCard, Why
from drittort.members.templatetags.people import face_card, firm_card

EVIL = '<b onclick="x">&'


def card(text: str, *, quoted: bool) -> str:
    reader = SimpleNamespace(pk=1, space=None)
    request = SimpleNamespace(member=reader, space=SimpleNamespace(slug="kontor"))
    why = Why(kicker=text, text=text, language=text, quoted=quoted)
    face = Face(2, text, text, text, None, text)
    return str(face_card(Context({"request": request}), Card(face, True, text, why)))


def test_nothing_that_somebody_wrote_becomes_markup():
    for quoted in (True, False):
        shown = card(EVIL, quoted=quoted)
        assert EVIL not in shown
        assert "<b" not in shown.replace("<button", "")
        assert 'onclick="x"' not in shown


def firm(text: str, *, more: int = 0) -> str:
    request = SimpleNamespace(space=SimpleNamespace(slug="kontor"))
    face, why = Face(2, text, "", "", None, text), Why(kicker=text, text=f"{text}!", language=text, quoted=False)
    return str(firm_card(Context({"request": request}), FirmCard(7, text, text, text, (face,), more, why)))


def test_the_same_holds_for_companies():
    shown = firm(EVIL, more=3)
    assert EVIL not in shown
    assert "<b" not in shown
    assert 'onclick="x"' not in shown


def test_a_company_shows_its_people_and_how_many_more_there_are():
    shown = firm("Zwirn", more=3)
    assert 'href="/kontor/companies/7/"' in shown
    assert 'href="/kontor/people/2/"' in shown
    assert "3" in shown.split("firm-people")[1].split('class="soft"')[1]
    assert 'class="soft"' not in firm("Zwirn")


def test_a_quoted_reason_says_in_which_language_it_is_written():
    shown = card("hallo", quoted=True)
    assert '<span lang="hallo"><q>hallo</q></span>' in shown
    assert 'href="/kontor/people/2/"' in shown
