"""Heute: what stands there for whom, in which order, in how many questions; the composer; a hello by one tap."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drittort.connect.circles.models import CircleMeeting
from drittort.connect.circles.tests.world import eight, running, without_encoder
from drittort.connect.introductions.actions import accept_introduction, propose_introduction
from drittort.connect.introductions.models import QuietNo
from drittort.connect.needs.actions import open_need
from drittort.connect.needs.models import HelpRequest, Need
from drittort.connect.office_hours.actions import book_slot
from drittort.connect.office_hours.tests.making import hold, slots
from drittort.core.today import ASKED, REPLIED, SOURCES, TO_TELL, WAITS, Card
from drittort.home.today import queries, rules
from drittort.home.today.actions import forget_old, keep_composition
from drittort.home.today.models import Composition
from drittort.inform.posts.actions import Words, write_post
from drittort.inform.posts.models import Post, ReadLine
from drittort.inspire.events.models import Event, Registration
from drittort.members.here_today.actions import say_here
from drittort.members.models import Block, Member
from drittort.talk.conversations.actions import begin_conversation
from drittort.talk.conversations.models import Message
from tests.cast import NOW, Cast, person

ZONE_HOURS = {9: rules.MORNING, 13: rules.DAY, 19: rules.EVENING}


def part(cast: Cast, member: Member, name: str, at: datetime | None = None) -> Any:
    """What one part of somebody's page shows; None where it is not there."""
    return next((one.block for one in queries.today(member, at or cast.now).parts if one.name == name), None)


def page(cast: Cast, member: Member) -> str:
    """The page as somebody reads it."""
    answer = cast.client(member, duty=False).get(reverse("home:today", args=[cast.house.slug]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def clock(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are asked at the moment for which the rows were made: a Tuesday, half past eleven in the house."""
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)


def card(why: int, minutes: int, path: str) -> Card:
    return Card(why, NOW.replace(minute=minutes), 1, "%(name)s", path, "")


def test_cards_are_three_at_most_one_of_each_reason_first():
    cards = [
        card(WAITS, 3, "b"),
        card(WAITS, 1, "a"),
        card(WAITS, 2, "c"),
        card(REPLIED, 5, "d"),
        card(ASKED, 9, "e"),
        card(TO_TELL, 0, "f"),
    ]
    assert [one.path for one in rules.chosen(cards)] == ["a", "e", "d"]
    assert [one.path for one in rules.chosen(cards[:4])] == ["a", "d", "c"]
    assert [one.path for one in rules.chosen(cards[:3])] == ["a", "c", "b"]
    assert rules.chosen([]) == ()


def test_the_hour_orders_the_page(cast: Cast):
    zone = cast.house.zone
    tuesday = datetime(2026, 5, 12, 0, tzinfo=zone)
    for hour, said in ZONE_HOURS.items():
        assert rules.hour_of(tuesday.replace(hour=hour), zone) == said
    assert rules.hour_of(tuesday.replace(day=16, hour=9), zone) == rules.WEEKEND
    assert rules.next_day(tuesday.date(), rules.EVENING) == date(2026, 5, 13)
    assert rules.next_day(date(2026, 5, 16), rules.WEEKEND) == date(2026, 5, 18)
    assert rules.next_day(tuesday.date(), rules.MORNING) is None
    for order in rules.ORDER.values():
        assert {*order} == {rules.HOUSE, rules.CARDS, rules.WEEK, "needs", "faces"}


def test_an_introduction_waits_until_it_is_answered_and_then_asks_how_it_was(cast: Cast):
    made = propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=cast.now)
    [shown] = part(cast, cast.mara, "cards")
    assert (shown.face.name, shown.path) == ("Jonas Falk", reverse("connect:introduction", args=[cast.house.slug, made.pk]))
    accept_introduction(actor=cast.mara, introduction_id=made.pk, at=cast.now)
    assert part(cast, cast.mara, "cards") is None, "what she said stands with the other now"
    assert part(cast, cast.jonas, "cards") is not None
    accept_introduction(actor=cast.jonas, introduction_id=made.pk, at=cast.now)
    assert "Jonas" in part(cast, cast.mara, "cards", cast.now + timedelta(days=2))[0].text
    assert part(cast, cast.mara, "cards", cast.now + timedelta(days=61)) is None


def test_a_quiet_no_takes_the_card_from_the_decliner_alone(cast: Cast):
    made = propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=cast.now)
    before = part(cast, cast.jonas, "cards")
    QuietNo.objects.create(introduction=made, member=cast.mara, at=cast.now)
    assert part(cast, cast.mara, "cards") is None
    assert part(cast, cast.jonas, "cards") == before


def test_a_need_that_the_house_brought_is_a_card_and_others_stand_unanswered_first(cast: Cast):
    asked = open_need(actor=cast.jonas, text="Wer versteht etwas von Umsatzsteuer?", language="de", at=cast.now - timedelta(hours=3))
    HelpRequest.objects.create(need=asked, member=cast.mara, position=0, fit=9, found_at=cast.now, asked_at=cast.now)
    heard = open_need(actor=cast.ada, text="Wer hat einen Anhänger?", language="de", at=cast.now - timedelta(days=9))
    Need.objects.filter(pk=heard.pk).update(answered_at=cast.now, answered_by=cast.neo)
    old = open_need(actor=cast.neo, text="Wer zeigt mir das Haus?", language="de", at=cast.now - timedelta(days=2))
    new = open_need(actor=cast.neo, text="Wer kennt einen Imker?", language="de", at=cast.now - timedelta(days=1))
    open_need(actor=cast.mara, text="Wer leiht mir eine Bohrmaschine?", language="de", at=cast.now - timedelta(days=4))
    [shown] = part(cast, cast.mara, "cards")
    assert shown.quote == asked.text
    rows = part(cast, cast.mara, "needs")
    assert [row.id for row in rows] == [old.pk, new.pk, heard.pk]
    assert [row.unanswered for row in rows] == [True, True, False]
    # To Neo, whom nobody asked, it is one of the board.
    assert asked.pk in {row.id for row in part(cast, cast.neo, "needs")}
    assert part(cast, cast.neo, "cards") is None


def test_a_letter_is_a_card_until_it_is_read_and_never_beside_a_block(cast: Cast):
    begin_conversation(actor=cast.jonas, others=[cast.mara], text="Hast du morgen Zeit?", at=cast.now)
    [shown] = part(cast, cast.mara, "cards")
    assert (shown.face.name, shown.quote) == ("Jonas Falk", "Hast du morgen Zeit?")
    assert part(cast, cast.jonas, "cards") is None
    Message.objects.update(deleted_at=cast.now)
    assert part(cast, cast.mara, "cards") is None
    Block.objects.create(blocker=cast.ada, blocked=cast.neo, at=cast.now)
    begin_conversation(actor=cast.neo, others=[cast.ada], text="Hallo?", at=cast.now)
    assert part(cast, cast.ada, "cards") is None


def event(cast: Cast, title: str, starts: datetime, host: Member) -> Event:
    return Event.objects.create(
        space=cast.house, host=host, title=title, starts_at=starts, ends_at=starts + timedelta(hours=1), made_at=cast.now, published_at=cast.now, changed_at=cast.now
    )  # fmt: skip


def test_the_house_tells_its_day_and_my_week_is_mine(cast: Cast):
    event(cast, "Suppe", cast.now + timedelta(hours=1), cast.jonas)
    event(cast, "Chor", cast.now + timedelta(days=1), cast.jonas)
    late = event(cast, "Reparieren", cast.now + timedelta(days=5), cast.jonas)
    Registration.objects.create(event=late, member=cast.mara, asked_at=cast.now, approved_at=cast.now, seated_at=cast.now)
    house = part(cast, cast.mara, "house")
    assert [[row.title for row in day.rows] for day in house.days] == [["Suppe"]]
    assert [[row.title for row in day.rows] for day in part(cast, cast.mara, "week")] == [["Reparieren"]]
    assert [[row.title for row in day.rows] for day in part(cast, cast.jonas, "week")] == [["Suppe"], ["Chor"], ["Reparieren"]]
    # In the evening what is over is gone, and tomorrow is told.
    evening = cast.now + timedelta(hours=8)
    assert [(day.title, [row.title for row in day.rows]) for day in part(cast, cast.neo, "house", evening).days] == [("Morgen", ["Chor"])]
    assert part(cast, cast.neo, "week") is None


def test_meetings_of_circles_and_booked_hours_stand_in_the_week_of_those_who_take_part(cast: Cast):
    """Both come by one question; each looks as it does on its own page, place and hours included."""
    without_encoder(cast)
    circle = running(cast, [one for one in eight(cast) if one != cast.olga])
    monday = cast.now + timedelta(days=5)
    CircleMeeting.objects.filter(circle=circle, number=1).update(starts_at=monday)
    slot = slots(hold(cast, cast.mara))[0]
    booking = book_slot(actor=cast.jonas, slot_id=slot.pk, text="Eine Frage.", at=cast.now)
    for one in (cast.mara, cast.jonas):
        hour, meeting = (row for day in part(cast, one, "week") for row in day.rows)
        assert (hour.title, hour.where, hour.begins_at, hour.ends_at) == (
            "Umsatzsteuer ohne Angst",
            "Küche, zweiter Stock",
            slot.starts_at,
            slot.ends_at,
        )
        assert hour.path == reverse("connect:booking", args=[cast.house.slug, booking.pk])
        assert (meeting.title, meeting.where) == ("Kreis „Gründen“, Treffen 1 von 6", "Oben")
        assert (meeting.begins_at, meeting.ends_at, meeting.hours) == (monday, monday + timedelta(minutes=90), "11:30")
        assert meeting.path == reverse("connect:circle", args=[cast.house.slug, circle.pk])
    assert [row.title for day in part(cast, cast.ada, "week") for row in day.rows] == [meeting.title]
    assert part(cast, cast.olga, "week") is None


def test_who_is_here_says_so_and_hosts_stand_first(cast: Cast):
    for one in (cast.jonas, cast.hanna, cast.mara):
        say_here(actor=one, at=cast.now)
    here = part(cast, cast.mara, "house").here
    assert here.me
    assert [face.name for face in here.people] == ["Mara Wendt", "Hanna Brandt", "Jonas Falk"]
    assert [face.name for face in here.hosts] == ["Hanna Brandt"]
    tomorrow = part(cast, cast.mara, "house", cast.now + timedelta(days=1)).here
    assert (tomorrow.people, tomorrow.me) == ((), False)


def posted(cast: Cast, who: Member, title: str, at: datetime) -> Post:
    return write_post(actor=who, words=Words("share", title, "Mehr **dazu** hier.", "de", None), at=at)


def test_news_end_at_the_line_and_looking_moves_it_half_an_hour_later(cast: Cast):
    posted(cast, cast.jonas, "Alt", cast.now - timedelta(days=3))
    ReadLine.objects.create(member=cast.mara, line_at=cast.now - timedelta(days=9), seen_at=cast.now - timedelta(days=2))
    posted(cast, cast.jonas, "", cast.now - timedelta(hours=1))
    assert [row.title for row in part(cast, cast.mara, "posts").rows] == ["Mehr dazu hier."]
    again = part(cast, cast.mara, "posts", cast.now + timedelta(minutes=10))
    assert len(again.rows) == 1, "the same visit"
    later = part(cast, cast.mara, "posts", cast.now + timedelta(minutes=45))
    assert later.rows == ()
    assert later.since.endswith("11:30")


def test_more_news_than_are_shown_are_not_taken_as_read(cast: Cast):
    for k in range(12):
        posted(cast, [cast.jonas, cast.ada][k % 2], f"Nummer {k}", cast.now - timedelta(minutes=40 - k))
    line = cast.now - timedelta(days=2)
    ReadLine.objects.create(member=cast.mara, line_at=line, seen_at=line)
    shown = part(cast, cast.mara, "posts")
    assert [row.title for row in shown.rows] == [f"Nummer {k}" for k in range(11, 3, -1)]
    assert shown.more == reverse("inform:news", args=[cast.house.slug])
    assert ReadLine.objects.get().seen_at == line


def test_whom_i_keep_apart_is_folded_for_me_alone(cast: Cast):
    posted(cast, cast.jonas, "Laut", cast.now)
    open_need(actor=cast.jonas, text="Wer kennt einen Trommler?", language="de", at=cast.now)
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
    assert [
        row.folded
        for name in ("posts", "needs")
        for row in (getattr(part(cast, cast.mara, name), "rows", None) or part(cast, cast.mara, name))
    ] == [True, True]
    assert not part(cast, cast.ada, "needs")[0].folded


@pytest.mark.usefixtures("clock")
def test_one_tap_says_hello_once(cast: Cast):
    assert "Hallo sagen" in page(cast, cast.mara)
    browser, path = cast.client(cast.mara), reverse("home:hello", args=[cast.house.slug, cast.neo.pk])
    assert browser.post(path).status_code == 302
    assert "Neo" in Message.objects.get().text
    assert browser.post(path, headers={"HX-Request": "true"}).status_code == 200
    assert Message.objects.count() == 1
    assert all(one.greeted for one in part(cast, cast.mara, "faces").people if one.face.id == cast.neo.pk)


@pytest.mark.usefixtures("clock")
def test_the_composer_keeps_the_words_and_takes_them_to_the_form_of_the_verb(cast: Cast):
    browser, compose = cast.client(cast.mara), reverse("home:compose", args=[cast.house.slug])
    assert browser.post(compose, {"verb": "share", "text": "Wer kennt\r\neinen Imker?", "keep": "yes"}).status_code == 204
    html = page(cast, cast.mara)
    assert "Wer kennt\neinen Imker?" in html
    assert 'value="share" checked' in html
    # The verb changes, the words stay.
    answer = browser.post(compose, {"verb": "seek", "text": "Wer kennt\neinen Imker?"})
    assert answer["Location"] == f"{reverse('connect:new_need', args=[cast.house.slug])}?side=seek&composed=seek"
    form = browser.get(answer["Location"]).content.decode()
    assert "einen Imker?" in form
    assert (
        browser.post(answer["Location"], {"side": "seek", "text": "Wer kennt einen Imker?", "language": "de", "seen": "1"}).status_code
        == 302
    )
    assert Need.objects.get(member=cast.mara).text == "Wer kennt einen Imker?"
    assert not Composition.objects.exists(), "they stand on the board now"


@pytest.mark.usefixtures("clock")
def test_every_verb_leads_to_a_form_with_the_words_in_it(cast: Cast):
    browser = cast.client(cast.mara)
    for way in queries.composer("", "").verbs:
        answer = browser.post(reverse("home:compose", args=[cast.house.slug]), {"verb": way.name, "text": f"Worte für {way.name}"})
        assert f"Worte für {way.name}" in browser.get(answer["Location"]).content.decode(), way.name


def test_the_composer_refuses_and_forgets(cast: Cast):
    browser, compose = cast.client(cast.mara), reverse("home:compose", args=[cast.house.slug])
    assert browser.post(compose, {"verb": "shout", "text": "x"})["Location"] == reverse("home:today", args=[cast.house.slug])
    browser.post(compose, {"verb": "ask", "text": "x" * 10_001})
    assert not Composition.objects.exists()
    keep_composition(actor=cast.mara, verb="ask", text="Etwas", at=cast.now)
    keep_composition(actor=cast.mara, verb="ask", text="  ", at=cast.now)
    assert not Composition.objects.exists(), "an empty field keeps nothing"
    keep_composition(actor=cast.mara, verb="ask", text="Etwas", at=cast.now)
    assert forget_old(at=cast.now + timedelta(days=29)) == 0
    assert forget_old(at=cast.now + timedelta(days=31)) == 1


def test_roles_find_what_is_theirs(cast: Cast):
    from drittort.connect.introductions.models import Draft, Round

    made = Round.objects.create(space=cast.house, made_at=cast.now, seed=1, value=1, bound=1, engine="test")
    Draft.objects.create(round=made, first=cast.mara, second=cast.jonas, position=1, value=1, parts={}, reasons=[])
    assert part(cast, cast.hanna, "care") == 1
    assert part(cast, cast.mara, "care") is None
    assert part(cast, cast.mara, "company") is None
    cast.mara.employments.update(is_admin=True)
    say_here(actor=cast.ada, at=cast.now)
    team = part(cast, cast.mara, "company")
    assert (team.name, [face.name for face in team.here], team.many) == ("Steuerbüro Wendt", ["Ada Lenz"], 2)
    assert part(cast, cast.ada, "company") is None
    cast.hanna.employments.create(company=cast.mara.employments.get().company, from_on=cast.now.date(), is_admin=True)
    assert part(cast, cast.hanna, "company") is None, "who cares for the house has that instead"


def test_sources_keep_what_they_promise_and_the_page_its_budget(cast: Cast):
    """With everything there is, for somebody who cares and looks after a company, who comes anew, with a full house: no source asks more than it said."""
    hanna = cast.hanna
    hanna.employments.create(company=cast.mara.employments.get().company, from_on=cast.now.date(), is_admin=True)
    for k in range(9):
        one = person(cast.house, f"N{k} Neu", days_here=3)
        say_here(actor=one, at=cast.now)
        posted(cast, one, f"Von {k}", cast.now - timedelta(minutes=k))
        need = open_need(actor=one, text=f"Wer hilft mir mit {k}?", language="de", at=cast.now - timedelta(hours=k))
        if k < 3:
            HelpRequest.objects.create(need=need, member=hanna, position=0, fit=9, found_at=cast.now, asked_at=cast.now)
        event(cast, f"Treffen {k}", cast.now + timedelta(hours=k + 1), one)
        if k < 2:
            propose_introduction(actor=cast.olga, first=hanna, second=one, text="", at=cast.now)
        begin_conversation(actor=one, others=[hanna], text="Hallo", at=cast.now)
    keep_composition(actor=hanna, verb="ask", text="Etwas", at=cast.now)
    ReadLine.objects.create(member=hanna, line_at=cast.now - timedelta(days=1), seen_at=cast.now - timedelta(hours=1))
    visit = queries.visit_of(hanna, cast.now)
    for name, source in SOURCES.items():
        source.find(visit)
        ReadLine.objects.update(seen_at=cast.now - timedelta(hours=1))
        with CaptureQueriesContext(connection) as asked:
            source.find(visit)
        assert len(asked) <= source.queries, (name, [q["sql"][:90] for q in asked])
    browser, path = cast.client(hanna), reverse("home:today", args=[cast.house.slug])
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        browser.get(path)
    assert len(asked) <= rules.MOST_QUERIES, "\n".join(q["sql"][:120] for q in asked)
