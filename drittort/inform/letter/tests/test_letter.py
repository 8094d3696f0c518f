"""The house letter from its draft by itself until it lies in the inboxes: what stands in it, for whom, when, and what never does."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks.notices import month
from drittort.connect.needs.actions import answer_need, open_need
from drittort.core import ledger
from drittort.core.errors import Invalid, NotAllowed, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import Mail
from drittort.core.moving.registry import Numbers
from drittort.core.privacy import Erased, Said
from drittort.core.screen import PARTS, Screen
from drittort.inform.letter import actions, choosing, jobs, making, moved, printing, queries, rules, sending
from drittort.inform.letter.models import Letter, LetterBlock, LetterCopy, LetterItem, LetterPlan, LetterWish
from drittort.inform.posts.actions import Words as PostWords
from drittort.inform.posts.actions import remove_post, write_post
from drittort.inform.wall.actions import hang_wall
from drittort.inform.wall.tokens import token as wall_token
from drittort.inspire.events.actions import Words as EventWords
from drittort.inspire.events.actions import draft_event, publish_event
from drittort.members.consents.actions import revoke_consent
from drittort.members.membership.actions import LEFT
from drittort.members.models import Block, Member, Notice
from tests.cast import Cast, person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# The world's now is Tuesday, 12 May 2026; the letter is due on Thursday at nine in the house.
LAID_OUT = datetime(2026, 5, 13, 7, 15, tzinfo=UTC)
DUE = datetime(2026, 5, 14, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_chance_and_no_paper(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody misses anything by chance, and nothing is printed: who tests one of the two says so in its name."""
    if not {"paper", "erased"} & set(request.node.name.split("_")):
        monkeypatch.setattr(printing, "print_letter", lambda letter, at: None)
    if "coin" not in request.node.name:
        monkeypatch.setattr(choosing, "drawn", lambda letter, item, reader: choosing.ONE_IN * item + 1)


def event(cast: Cast, title: str, at: datetime, host: Member | None = None) -> Any:
    """An event of two hours, announced."""
    host = host or cast.hanna
    made = draft_event(actor=host, words=EventWords(title, "", "de", at, at + 2 * HOUR, "here", None), at=cast.now)
    return publish_event(actor=cast.hanna, event_id=made.pk, at=cast.now)


def week(cast: Cast) -> Any:
    """Something happened: Jonas looks for help, and there is soup on Friday."""
    need = open_need(actor=cast.jonas, text="Wer versteht etwas von Umsatzsteuer im Ausland?", language="de", at=cast.now)
    event(cast, "Suppe am Freitag", DUE + DAY)
    run_due(clock=lambda: cast.now)
    return need


def draft(cast: Cast) -> Letter:
    """The draft of the week, put together."""
    jobs.clock({}, LAID_OUT)
    run_due(clock=lambda: LAID_OUT)
    return Letter.objects.get(space=cast.house)


def go(cast: Cast, at: datetime = DUE) -> None:
    """The hour of the letter."""
    jobs.clock({}, at)
    run_due(clock=lambda: at)


def letters(cast: Cast) -> dict[str, Mail]:
    """The letters that went out, by reader."""
    names = dict(Member.objects.values_list("pk", "name"))
    return {names[mail.to_member_id].split()[0]: mail for mail in Mail.objects.filter(category="letter", space_id=cast.house.pk)}


def test_a_letter_is_laid_out_by_itself_and_goes_by_itself(cast: Cast):
    need = week(cast)
    made = draft(cast)
    assert made.due_at == DUE
    assert made.gathered_at == LAID_OUT
    assert not letters(cast)
    go(cast)
    found = letters(cast)
    assert set(found) == {"Hanna", "Olga", "Mara", "Jonas", "Neo", "Ada"}
    assert "Suppe am Freitag" in found["Mara"].text
    assert need.text in found["Mara"].text
    # Nobody is asked to help themself.
    assert need.text not in found["Jonas"].text
    assert LetterCopy.objects.filter(mailed=True).count() == 6
    mara = found["Mara"]
    assert mara.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "<img" not in mara.html
    # The clock looks again, and everybody has one letter.
    go(cast, DUE + HOUR)
    assert Mail.objects.filter(category="letter").count() == 6
    assert Notice.objects.filter(code="letter.sent", mailed_at__isnull=False).count() == 6


def test_whoever_likes_begins_on_monday_and_what_comes_later_stands_in_it_too(cast: Cast):
    monday = cast.now - DAY
    begun = cast.client(cast.hanna).post(reverse("inform:begin_letter", args=["lagerhaus"]))
    made = Letter.objects.get(space=cast.house)
    assert begun["Location"] == reverse("inform:edit_letter", args=["lagerhaus", made.pk])
    Letter.objects.all().delete()
    made = actions.begin_letter(actor=cast.hanna, at=monday)
    assert made.due_at == DUE
    assert actions.begin_letter(actor=cast.olga, at=monday + HOUR) == made
    run_due(clock=lambda: monday + HOUR)
    words = {"de": actions.Own("", "", "Der Hof ist gekehrt.")}
    actions.lay_out(actor=cast.hanna, letter_id=made.pk, layout=actions.Layout((), (), (), (), {}, words), at=monday + HOUR)
    assert not Notice.objects.filter(code="letter.ready").exists(), "it is not ready yet"
    week(cast)
    assert draft(cast) == made
    assert LetterItem.objects.filter(letter=made, key__startswith="event:").exists()
    assert set(Notice.objects.filter(code="letter.ready").values_list("member_id", flat=True)) == {cast.hanna.pk, cast.olga.pk}
    go(cast)
    assert "Der Hof ist gekehrt." in letters(cast)["Mara"].text
    assert "Suppe am Freitag" in letters(cast)["Mara"].text
    with pytest.raises(NotAllowed):
        actions.begin_letter(actor=cast.mara, at=DUE)
    LetterPlan.objects.create(space=cast.house, weekday=None, at=DUE)
    with pytest.raises(Invalid):
        actions.begin_letter(actor=cast.hanna, at=DUE + DAY)


def test_what_fits_a_reader_comes_first_with_the_reason(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """Mara offers help with VAT: of the needs she gets the one that asks for it, and reads why."""
    from drittort.members.people.index import house_changed

    for k in range(4):
        open_need(actor=cast.ada, text=f"Wer hat einen alten Teppich, Muster {k}?", language="de", at=cast.now)
    asked = open_need(actor=cast.jonas, text="Wer hilft mir bei der Umsatzsteuer?", language="de", at=cast.now - 9 * DAY)
    house_changed(cast.house, cast.now)
    run_due(clock=lambda: cast.now)
    made = draft(cast)
    item = LetterItem.objects.get(letter=made, key=f"need:{asked.pk}")
    assert not item.fresh
    chosen = {m: dict(map(tuple, LetterCopy.objects.get(letter=made, member=m).chosen)) for m in (cast.mara, cast.neo)}
    assert next(iter(chosen[cast.mara])) == item.pk
    go(cast)
    assert asked.text in letters(cast)["Mara"].text


def test_nobody_reads_of_somebody_beside_a_block(cast: Cast):
    need = week(cast)
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
    other = open_need(actor=cast.mara, text="Wer leiht mir einen Beamer?", language="de", at=cast.now)
    draft(cast)
    go(cast)
    found = letters(cast)
    assert need.text not in found["Mara"].text
    assert other.text not in found["Jonas"].text
    assert any(need.text in found[name].text for name in ("Hanna", "Olga", "Neo", "Ada"))


def test_what_is_missing_by_the_toss_of_a_coin_tells_nothing(cast: Cast):
    """Of what would come to all alike each reader misses something now and then, whoever it is about and whether a block stands between them or not."""
    block = next(b for b in making.registry.in_order() if b.name == "faces")
    offered = [choosing.Offered(k, frozenset((k,)), frozenset(), None, {}) for k in range(1, 201)]
    wide = replace(block, most=200)
    missing = []
    for reader in range(1000, 1050):
        got = {item for item, _why in choosing.chosen(wide, offered, letter=1, reader=reader)}
        missing.append(200 - len(got))
        assert got == {item for item, _why in choosing.chosen(wide, offered, letter=1, reader=reader)}
    assert min(missing) > 5
    assert 15 < sum(missing) / len(missing) < 35


def test_nothing_happened_and_no_letter_goes(cast: Cast):
    """A need of last month is no news, and neither is the soup of every Friday."""
    open_need(actor=cast.jonas, text="Wer kennt einen Setzer?", language="de", at=cast.now - 20 * DAY)
    Member.objects.filter(pk=cast.neo.pk).update(joined_on=cast.house.day(cast.now - 30 * DAY))
    made = draft(cast)
    go(cast)
    made.refresh_from_db()
    assert made.skipped_at == DUE
    assert made.skipped_by is None
    assert not letters(cast)


def test_a_few_own_words_are_enough(cast: Cast):
    Member.objects.filter(pk=cast.neo.pk).update(joined_on=cast.house.day(cast.now - 30 * DAY))
    made = draft(cast)
    words = {"de": actions.Own("Kuchen", "Heute gibt es Kuchen.", "In der **Küche** steht <script>alert(1)</script> Kuchen.")}
    actions.lay_out(actor=cast.hanna, letter_id=made.pk, layout=actions.Layout((), (), (), (), {}, words), at=LAID_OUT)
    Member.objects.filter(pk=cast.ada.pk).update(language="en")
    go(cast)
    found = letters(cast)
    assert found["Mara"].subject == "Kuchen"
    assert "<strong>Küche</strong>" in found["Mara"].html
    assert "<script" not in found["Mara"].html
    # Ada reads the house in English and the words in the language in which there are some.
    assert 'lang="de"' in found["Ada"].html
    assert "Read it in the house" in found["Ada"].text


def test_the_hand_of_the_house_stays_when_it_is_put_together_anew(cast: Cast):
    week(cast)
    Member.objects.filter(pk=cast.neo.pk).update(joined_on=cast.house.day(cast.now))
    made = draft(cast)
    blocks = list(made.blocks.all())
    assert [block.name for block in blocks][:3] == ["faces", "events", "needs"]
    out = LetterItem.objects.get(letter=made, key__startswith="event:")
    shown = set(LetterItem.objects.filter(letter=made).values_list("pk", flat=True))
    layout = actions.Layout([b.pk for b in blocks], shown, [b.pk for b in blocks], shown - {out.pk}, {blocks[2].pk: "Wer weiß Rat?"}, {})
    actions.lay_out(actor=cast.hanna, letter_id=made.pk, layout=layout, at=LAID_OUT)
    actions.move_block(actor=cast.hanna, letter_id=made.pk, block_id=blocks[2].pk, by=-1, at=LAID_OUT)
    event(cast, "Spät noch dazu", DUE + 2 * DAY)
    go(cast)
    text = letters(cast)["Ada"].text
    assert "Suppe am Freitag" not in text
    assert "Spät noch dazu" in text
    assert "Wer weiß Rat?" in text
    assert text.index("JEMAND SUCHT") < text.index("DIESE WOCHE IM HAUS")
    with pytest.raises(OutOfDate):
        actions.lay_out(actor=cast.hanna, letter_id=made.pk, layout=layout, at=DUE)
    with pytest.raises(NotAllowed):
        actions.skip(actor=cast.mara, letter_id=made.pk, at=DUE)


def test_a_house_may_let_no_letter_go_without_a_hand(cast: Cast):
    week(cast)
    actions.decide_plan(actor=cast.hanna, weekday=3, hour=9, by_itself=False, at=cast.now)
    made = draft(cast)
    go(cast)
    assert not letters(cast)
    actions.release(actor=cast.hanna, letter_id=made.pk, when=actions.SOON, at=DUE + 2 * HOUR)
    go(cast, DUE + 2 * HOUR)
    assert len(letters(cast)) == 6


def test_held_back_skipped_and_brought_back(cast: Cast):
    week(cast)
    made = draft(cast)
    actions.hold(actor=cast.hanna, letter_id=made.pk, at=LAID_OUT)
    go(cast)
    assert not letters(cast)
    actions.skip(actor=cast.hanna, letter_id=made.pk, at=DUE)
    actions.bring_back(actor=cast.hanna, letter_id=made.pk, at=DUE)
    # In the evening the house is asleep; the letter waits for the morning.
    evening = datetime(2026, 5, 14, 19, 0, tzinfo=UTC)
    sent = actions.release(actor=cast.hanna, letter_id=made.pk, when=actions.SOON, at=evening)
    assert sent.due_at == datetime(2026, 5, 15, 6, 0, tzinfo=UTC)
    go(cast, evening)
    assert not letters(cast)
    go(cast, sent.due_at)
    assert len(letters(cast)) == 6


def test_next_week_brings_the_next_letter_and_only_what_is_new(cast: Cast):
    week(cast)
    draft(cast)
    go(cast)
    open_need(actor=cast.ada, text="Wer fährt nach Fulda?", language="de", at=DUE + DAY)
    later = LAID_OUT + 7 * DAY
    jobs.clock({}, later)
    run_due(clock=lambda: later)
    second = Letter.objects.drafts().get(space=cast.house)
    assert second.since == DUE
    assert second.due_at == DUE + 7 * DAY
    assert not LetterItem.objects.filter(letter=second, block__name="faces").exists()


def test_one_mail_a_day_and_the_letter_brings_the_rest_along(cast: Cast):
    """What is gathered for the morning of the letter waits an hour for it and comes along; who had a mail of the day gets the letter on the next."""
    from drittort.core import notices
    from drittort.members.notices.actions import tell

    notices.category("letter.test", "Test", "", urgency=notices.DAILY, personal=False)
    notices.wording("letter.test", "%(who)s sagt etwas.")
    told = {"category": "letter.test", "text": "letter.test", "context": {"who": cast.ada.pk}, "path": "/lagerhaus/"}
    week(cast)
    draft(cast)
    evening = DUE - 14 * HOUR
    tell(member=cast.mara, thread="a", key="a", at=evening, **told)
    eight = datetime(2026, 5, 14, 6, 0, tzinfo=UTC)
    run_due(clock=lambda: eight)
    assert not Mail.objects.filter(to_member_id=cast.mara.pk, category="letter.test").exists()
    go(cast)
    assert "Ada Lenz sagt etwas." in letters(cast)["Mara"].text
    assert "Ada Lenz sagt etwas." not in letters(cast)["Neo"].text
    # Later on the same day nothing else is gathered for her.
    tell(member=cast.mara, thread="b", key="b", at=DUE + HOUR, **told)
    run_due(clock=lambda: DUE + 3 * HOUR)
    assert Mail.objects.filter(to_member_id=cast.mara.pk).exclude(category__in=("letter", "help")).count() == 0
    del notices.CATEGORIES["letter.test"], notices.WORDINGS["letter.test"]


def test_whoever_had_the_mail_of_the_day_gets_the_letter_on_the_next(cast: Cast):
    week(cast)
    made = draft(cast)
    Notice.objects.create(
        member=cast.mara,
        category="posts",
        thread="x",
        key="x",
        at=DUE,
        code="letter.ready",
        facts={},
        path="/lagerhaus/",
        mailed_at=DUE - HOUR,
    )
    go(cast)
    assert set(letters(cast)) == {"Hanna", "Olga", "Jonas", "Neo", "Ada"}
    assert LetterCopy.objects.get(letter=made, member=cast.mara).due_at == datetime(2026, 5, 15, 6, 0, tzinfo=UTC)
    run_due(clock=lambda: datetime(2026, 5, 15, 6, 0, tzinfo=UTC))
    assert "Mara" in letters(cast)


def test_each_as_often_and_at_the_hour_that_they_like(cast: Cast):
    week(cast)
    actions.wish(actor=cast.mara, every=2, hour=None, at=cast.now)
    actions.wish(actor=cast.neo, every=1, hour=16, at=cast.now)
    with pytest.raises(Invalid):
        actions.wish(actor=cast.neo, every=3, hour=16, at=cast.now)
    draft(cast)
    go(cast)
    assert set(letters(cast)) == {"Hanna", "Olga", "Mara", "Jonas", "Ada"}
    run_due(clock=lambda: datetime(2026, 5, 14, 14, 0, tzinfo=UTC))
    assert "Neo" in letters(cast)
    assert not rules.is_turn(LetterWish(every=2), DUE, DUE + 7 * DAY)
    assert rules.is_turn(LetterWish(every=2), DUE, DUE + 14 * DAY)


def test_who_wants_no_mail_finds_it_in_the_house(cast: Cast):
    from drittort.members.notices.actions import choose_preset

    week(cast)
    choose_preset(actor=cast.mara, preset="quiet", at=cast.now)
    cast.neo.account.unreached_at = cast.now
    cast.neo.account.save()
    made = draft(cast)
    go(cast)
    assert set(letters(cast)) == {"Hanna", "Olga", "Jonas", "Ada"}
    assert Notice.objects.get(member=cast.mara, code="letter.sent").mailed_at is None
    browser = cast.client(cast.mara)
    page = browser.get(f"/lagerhaus/letters/{made.pk}/").content.decode()
    assert "Suppe am Freitag" in page
    assert Notice.objects.get(member=cast.mara, code="letter.sent").seen_at is not None
    assert f"/lagerhaus/letters/{made.pk}/" in browser.get("/lagerhaus/letters/").content.decode()


def test_answers_are_told_in_sums_from_which_nobody_can_be_found(cast: Cast):
    """What was answered counts, not what was opened: only by readers to whom the letter showed it, and from so many on that whoever knows of their own finds five others."""
    week(cast)
    readers = [m for m in cast.everybody() if m != cast.jonas] + [person(cast.house, f"Leserin{k} L.", at=cast.now) for k in range(4)]
    made = draft(cast)
    go(cast)
    item = LetterItem.objects.get(letter=made, key__startswith="need:")
    shown = {c.member_id for c in LetterCopy.objects.filter(letter=made) if item.pk in dict(c.chosen)}
    assert shown == {m.pk for m in readers}
    for k, member in enumerate(readers[:5]):
        answer_need(actor=member, need_id=item.thing, at=DUE + (k + 1) * HOUR)
    sent, until = Letter.objects.get(pk=made.pk), DUE + rules.SETTLED
    assert queries.counted(sent, until) == {}
    answer_need(actor=readers[5], need_id=item.thing, at=DUE + DAY)
    assert queries.counted(sent, until) == {"needs": 6}
    jobs.count({}, DUE + 6 * DAY)
    assert Letter.objects.get(pk=made.pk).counted_at is None
    jobs.count({}, DUE + 8 * DAY)
    assert "Jemand sucht: 6" in cast.client(cast.hanna).get(f"/lagerhaus/letters/{made.pk}/").content.decode()
    assert "Jemand sucht: 6" not in cast.client(cast.mara).get(f"/lagerhaus/letters/{made.pk}/").content.decode()


def test_ten_days_of_notices_and_letters_make_one_mail_a_day_at_most_and_none_at_night(cast: Cast):
    """Every category, day and night, beside the letters of two weeks (`bin/bench notices` prints a month of 150 people with the three presets)."""
    people = [cast.mara, cast.jonas, cast.neo, cast.ada]
    found = month("normal", space=cast.house, people=people, days=10, first=date(2026, 5, 4), each=10, seed=3)
    assert found.at_night == 0
    assert found.most_gathered_a_day == 1
    assert found.letters >= 2 * len(people)
    assert found.gathered > found.letters


def test_the_letter_on_paper_is_tagged_and_read_by_nobody_outside(cast: Cast):
    """Words are set as they are, whatever the typesetter would make of them; the file belongs to the house."""
    open_need(actor=cast.jonas, text='#panic("x") $1^2$ = *nicht* @fett <b>', language="de", at=cast.now)
    made = draft(cast)
    assert printing.told(made)["parts"][-1]["items"][0]["title"] == '#panic("x") $1^2$ = *nicht* @fett <b>'
    go(cast)
    sent = Letter.objects.get(pk=made.pk)
    assert sent.paper is not None
    page = cast.client(cast.mara).get(f"/lagerhaus/letters/{made.pk}/").content.decode()
    path = re.search(r'href="([^"]*\.pdf)"', page)[1]
    answer = cast.client(cast.mara).get(path)
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in content
    assert b"/StructTreeRoot" in content
    assert cast.client(cast.sten).get(path).status_code == 404
    assert cast.client(None).get(path).status_code == 302


def test_whoever_is_erased_stands_in_no_letter_any_more(cast: Cast):
    need = week(cast)
    made = draft(cast)
    words = {"de": actions.Own("", "Jonas Falk sucht Rat.", "Geht zu Jonas Falk.")}
    actions.lay_out(actor=cast.hanna, letter_id=made.pk, layout=actions.Layout((), (), (), (), {}, words), at=LAID_OUT)
    go(cast)
    said = Said.of([cast.jonas.name], [need.text])
    actions.forget_person(Erased(cast.jonas.pk, cast.house.pk, said, False, DUE))
    page = cast.client(cast.mara).get(f"/lagerhaus/letters/{made.pk}/").content.decode()
    assert "Suppe am Freitag" in page
    assert "Falk" not in page
    assert need.text not in page
    assert Letter.objects.get(pk=made.pk).paper is None
    run_due(clock=lambda: DUE + HOUR)
    assert Letter.objects.get(pk=made.pk).paper is not None
    assert cast.jonas.pk not in {pk for item in LetterItem.objects.all() for pk in item.people}


def test_a_letter_stands_on_another_machine_with_other_numbers():
    row = {"key": "need:7", "people": [3, 4]}
    moved.item(row, Numbers({"connect.Need": 100, "members.Member": 20}))
    assert row == {"key": "need:107", "people": [23, 24]}


def test_the_wall_shows_what_names_nobody(cast: Cast):
    need = week(cast)
    assert queries.on_wall(cast.house, cast.now) is None
    draft(cast)
    go(cast)
    sheet = queries.on_wall(cast.house, DUE + DAY)
    shown = render_to_string("inform/letter/_wall.html", {"shown": sheet})
    assert "Suppe am Freitag" in shown
    assert need.text not in shown
    assert not any(member.name in shown for member in cast.everybody())
    assert queries.on_wall(cast.house, DUE + 8 * DAY) is None
    # Events hang there in a part of their own; where nothing else may hang, the letter doesn't.
    wall = hang_wall(actor=cast.hanna, name="Küche", language="de", location_id=None, at=DUE)
    path = reverse("inform:wall_now", args=[cast.house.slug, wall_token(wall)])
    assert "Hausbrief" not in Client().get(path).content.decode()
    block = LetterBlock.objects.create(letter=Letter.objects.sent().get(space=cast.house), name="stories", position=9)
    LetterItem.objects.create(
        letter=block.letter,
        block=block,
        key="story:1",
        position=0,
        fresh=False,
        on_wall=True,
        words={"de": ["Was aus der Buchhaltung wurde", "", "", "", ""]},
    )
    with CaptureQueriesContext(connection) as asked:
        part = PARTS["letter"].find(Screen(cast.house, None, DUE + DAY, DUE.date(), Member.objects.none(), Member.objects.none(), str))
    assert len(asked) == 4
    assert [item.title for one in part.parts for item in one.items] == ["Was aus der Buchhaltung wurde"]
    assert not any(member.name in str(part) for member in cast.everybody())


def test_the_desk_keeps_what_every_button_finds(cast: Cast):
    week(cast)
    made = draft(cast)
    browser, desk = cast.client(cast.hanna), f"/lagerhaus/letters/{made.pk}/edit/"
    page = browser.get(desk).content.decode()
    assert "Suppe am Freitag" in page
    event_item = LetterItem.objects.get(letter=made, key__startswith="event:")
    events = event_item.block
    sent = {"seen_block": [events.pk], "seen": [event_item.pk], "block": [events.pk], f"sentence_{events.pk}": "Kommt  vorbei.", "opening_de": "Es gibt Suppe.", "subject_de": "", "text_de": "Bis bald."}  # fmt: skip
    answer = browser.post(desk, {**sent, "do": "test"})
    assert answer.status_code == 302
    event_item.refresh_from_db()
    events.refresh_from_db()
    assert event_item.left_out
    assert events.sentence == "Kommt vorbei."
    run_due(clock=timezone.now)
    tried = Mail.objects.get(category=sending.TEST)
    assert "Es gibt Suppe." in tried.text
    assert "Suppe am Freitag" not in tried.text
    assert tried.to_member_id == cast.hanna.pk
    assert not letters(cast)
    assert browser.post(desk, {**sent, "text_de": "x" * (rules.LONGEST + 1)}).status_code == 422
    for does, state in (("hold", "waits"), ("hour", "goes"), ("skip", "skipped"), ("back", "goes")):
        assert browser.post(desk, {**sent, "do": does}).status_code == 302
        assert queries.desk(cast.hanna, made.pk, timezone.now()).state == state
    assert browser.post("/lagerhaus/letters/when/", {"weekday": "9", "hour": "9"}).status_code == 422
    assert browser.post("/lagerhaus/letters/when/", {"weekday": "", "hour": "9"}).status_code == 302
    assert rules.next_due(cast.house, rules.plan_for(cast.house, cast.now), cast.now) is None
    assert cast.client(cast.mara).post("/lagerhaus/letters/mine/", {"every": "3"}).status_code == 422
    assert cast.client(cast.mara).post("/lagerhaus/letters/mine/", {"every": "4", "hour": "8"}).status_code == 302
    assert LetterWish.objects.get(member=cast.mara).every == 4


def test_a_draft_is_looked_at_as_a_trade_and_never_over_somebodys_shoulder(cast: Cast):
    week(cast)
    made = draft(cast)
    browser = cast.client(cast.hanna)
    assert "trade:" not in browser.get(f"/lagerhaus/letters/{made.pk}/preview/").content.decode()
    shown = browser.get(f"/lagerhaus/letters/{made.pk}/preview/mail/?as=trade:M").content.decode()
    assert "Suppe am Freitag" in shown
    firm = cast.mara.employments.get().company
    for k in range(4):
        person(cast.house, f"Steuer{k} B.", company=firm)
    making.gather(made.pk, LAID_OUT)
    assert 'value="trade:M"' in browser.get(f"/lagerhaus/letters/{made.pk}/preview/").content.decode()
    mine = LetterItem.objects.get(letter=made, key__startswith="event:")
    LetterCopy.objects.filter(letter=made, member__employments__company=firm).update(chosen=[[mine.pk, ""]])
    as_trade = browser.get(f"/lagerhaus/letters/{made.pk}/preview/mail/?as=trade:M").content.decode()
    assert "Suppe am Freitag" in as_trade
    assert "Umsatzsteuer im Ausland" not in as_trade
    assert cast.client(cast.mara).get(f"/lagerhaus/letters/{made.pk}/").status_code == 404


def test_what_somebody_takes_back_stands_in_no_letter_any_more(cast: Cast):
    """Not in the one that went out either: a post that was taken back, a face without its consent, and all of whoever leaves."""
    need = week(cast)
    Member.objects.filter(pk=cast.neo.pk).update(joined_on=cast.house.day(cast.now))
    post = write_post(actor=cast.ada, words=PostWords("share", "Doch nicht so gemeint", "Das war gestern.", "de", None), at=cast.now)
    made = draft(cast)
    go(cast)
    page = f"/lagerhaus/letters/{made.pk}/"
    before = cast.client(cast.mara).get(page).content.decode()
    assert all(words in before for words in ("Doch nicht so gemeint", "Neo Kaya", need.text))
    remove_post(actor=cast.ada, post_id=post.pk, at=DUE + HOUR)
    revoke_consent(actor=cast.neo, kind="introduced", at=DUE + HOUR)
    with transaction.atomic():
        ledger.record(space_id=cast.house.pk, at=DUE, kind=LEFT, actor_id=None, subject_id=cast.jonas.pk, audience=ledger.NOBODY)
    run_due(clock=lambda: DUE + HOUR)
    after = cast.client(cast.mara).get(page).content.decode()
    assert not any(words in after for words in ("Doch nicht so gemeint", "Neo Kaya", need.text))
    assert "Suppe am Freitag" in after
