"""Trades: sections with enough people, small ones with a neighbour; who stands in one says their company; what is new is told in numbers, seldom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from drittort.connect.circles.models import CircleSeason
from drittort.core.errors import Invalid, NotFound
from drittort.core.models import LedgerRow
from drittort.inform.knowledge.actions import Place, write_article
from drittort.inform.knowledge.actions import Words as ArticleWords
from drittort.inform.posts.actions import Words, write_post
from drittort.inform.posts.models import Post
from drittort.inform.trades import actions, jobs, queries, reactions, rules
from drittort.members.models import Company, Employment, Member, Notice
from drittort.spaces.trades import LEAST, arranged
from drittort.talk.groups.actions import Shape, found_group
from tests.cast import Cast, person

DAY = timedelta(days=1)


def sections(**sizes: int) -> list[tuple[str, int]]:
    return [(one.letters, one.size) for one in arranged(sizes)]


def test_small_sections_stand_with_a_neighbour_and_nobody_is_left_out():
    assert sections() == sections(J=4) == sections(J=2, M=2) == []
    assert sections(J=5) == [("J", 5)]
    assert sections(J=9, R=2) == [("JR", 11)], "the few of a family go with its biggest"
    assert sections(M=3, K=2, J=6) == [("J", 6), ("MK", 5)], "or stand together"
    assert sections(J=9, Q=2, G=3) == [("J", 9), ("GQ", 5)], "or with all others that are left"
    assert sections(J=9, Q=2, G=1) == [("JQG", 12)], "at last with the nearest of the house"
    assert sections(J=9, P=6, G=1) == [("J", 9), ("PG", 7)]
    assert sections(Z=50, J=5, M=0) == [("J", 5)]
    for seed in range(200):
        sizes = {letter: (seed * 7 + k * k * 3) % 9 for k, letter in enumerate("ABCDEFGHIJKLMNOPQRSTU")}
        found = arranged(sizes)
        letters = [letter for one in found for letter in one.letters]
        assert sorted(letters) == sorted(letter for letter, n in sizes.items() if n), "each once"
        assert all(one.size >= LEAST for one in found)


@pytest.fixture
def trade(cast: Cast) -> list[Member]:
    """Six people who advise (M), beside Jonas, who makes games (J)."""
    tax = cast.mara.employments.get().company
    return [cast.mara, cast.ada, *(person(cast.house, f"Rat{k} Geber", company=tax) for k in range(4))]


def ask(cast: Cast, who: Member, trade: str = "M", verb: str = "ask", text: str = "Wie rechnet ihr ab?") -> Post:
    return write_post(actor=who, words=Words(verb, "", text, "de", None, trade), at=cast.now)


def test_who_stands_in_a_trade_says_their_company_alone(cast: Cast, trade: list[Member]):
    actions.join_trade(actor=cast.neo, letter="M", rhythm="week", at=cast.now)
    left = person(cast.house, "Weg Gegangen", company=cast.mara.employments.get().company)
    Employment.objects.filter(member=left).update(until_on=cast.house.day(cast.now))
    page = queries.one(cast.jonas, "m", cast.now)
    assert {one.id for one in page.people} == {m.pk for m in (*trade, cast.jonas)}, "one alone stands with the biggest"
    assert page.key == "M"
    assert queries.one(cast.jonas, "J", cast.now).key == "M"
    assert (page.rhythm, queries.one(cast.neo, "M", cast.now).rhythm) == ("", "week")
    browser = cast.client(cast.jonas)
    shown = browser.get("/lagerhaus/trades/M/").content.decode()
    assert "Neo Kaya" not in shown
    assert "Weg Gegangen" not in shown
    assert LedgerRow.objects.get(kind=actions.JOINED).audience == f"self:{cast.neo.pk}"
    assert browser.get("/lagerhaus/trades/Q/").status_code == 404
    Company.objects.update(industry="")
    assert browser.get("/lagerhaus/trades/M/").status_code == 404
    assert queries.shelf(cast.jonas) == ()


def test_what_is_meant_for_a_trade_stands_on_its_page_questions_that_wait_first(cast: Cast, trade: list[Member]):
    asked = ask(cast, cast.mara)
    ask(cast, cast.ada, verb="share", text="Neue Fristen ab Juli.")
    ask(cast, cast.ada, trade="", text="Nichts davon.")
    write_article(actor=cast.ada, words=ArticleWords("de", "Fristen", "x"), place=Place(trade="M"), at=cast.now)
    with translation.override("de"):
        CircleSeason.objects.create(
            space=cast.house, theme="industry", industry="M", language="de", every_days=14, first_at=cast.now + 20 * DAY, minutes=90, confidence="x",
            opened_at=cast.now, open_until=(cast.now + 9 * DAY).date(),
        )  # fmt: skip
        page = queries.one(cast.jonas, "M", cast.now)
    assert [line.path for line in page.questions] == [f"/lagerhaus/posts/{asked.pk}/"]
    assert [line.title for line in page.posts] == ["Neue Fristen ab Juli."]
    assert [title for _path, title, _language in page.articles] == ["Fristen"]
    assert [one.title for one in page.beside] == ["Kreis „Beratung, Forschung, Gestaltung“"]
    assert queries.shelf(cast.mara)[0].open
    group = found_group(actor=cast.mara, shape=Shape("Steuern", "x", "", "de", "members", "free"), at=cast.now)
    for words in (Words("ask", "", "x", "de", group.pk, "M"), Words("ask", "", "x", "de", None, "Z")):
        with pytest.raises(Invalid):
            write_post(actor=cast.mara, words=words, at=cast.now)


def told(member: Member) -> list[dict[str, int]]:
    return list(Notice.objects.filter(member=member, code=reactions.NEWS).order_by("pk").values_list("facts", flat=True))


def test_what_is_new_is_told_once_in_numbers_and_only_if_there_is_anything(cast: Cast, trade: list[Member]):
    for one, rhythm in ((cast.mara, "week"), (cast.ada, "month"), (cast.neo, "never")):
        for _twice in range(2):
            actions.join_trade(actor=one, letter="M", rhythm=rhythm, at=cast.now - DAY)
    monday = cast.now + timedelta(days=6)
    jobs.news({}, monday)
    assert told(cast.mara) == [], "nothing is said when nothing happened"
    ask(cast, cast.jonas)
    ask(cast, cast.jonas, verb="share", text="Neue Fristen.")
    ask(cast, cast.mara, text="Meine eigene?")
    for _twice in range(2):
        jobs.news({}, monday)
    assert told(cast.mara) == [{"section": "M", "questions": 1, "posts": 1, "articles": 0}]
    assert told(cast.ada) == told(cast.neo) == []
    jobs.news({}, monday + timedelta(days=7))
    assert len(told(cast.mara)) == 1
    jobs.news({}, cast.now.replace(month=6, day=3))
    assert told(cast.ada) == [{"section": "M", "questions": 2, "posts": 1, "articles": 0}]
    with translation.override("de"):
        assert queries.texts(told(cast.mara)) == [{"trade": "Beratung, Forschung, Gestaltung", "news": "1 Frage und 1 Beitrag"}]
    ask(cast, cast.jonas, text="Und noch eine?")
    cast.client(cast.mara).get("/lagerhaus/trades/M/")
    jobs.news({}, monday + timedelta(days=21))
    assert len(told(cast.mara)) == 1, "whoever has looked hears nothing"
    actions.leave_trade(actor=cast.mara, letter="M", at=cast.now)
    assert rules.taking_part(cast.mara, rules.find(rules.working_in(cast.house.pk), "M")) is None
    with pytest.raises(NotFound):
        actions.join_trade(actor=cast.mara, letter="Q", rhythm="week", at=cast.now)


def test_a_question_is_asked_to_a_trade_from_its_page(cast: Cast, trade: list[Member]):
    browser = cast.client(cast.mara)
    assert '<option value="M" selected>' in browser.get("/lagerhaus/posts/new/?verb=ask&trade=M").content.decode()
    form = {"verb": "ask", "title": "", "text": "Wie rechnet ihr ab?", "language": "de", "group": "", "trade": "M"}
    assert browser.post("/lagerhaus/posts/new/", form).status_code == 302
    assert Post.objects.get().trade == "M"
    assert browser.post("/lagerhaus/posts/new/", {**form, "trade": "Q"}).status_code == 422
    assert browser.post("/lagerhaus/trades/M/join/", {"rhythm": "often"}).status_code == 422
