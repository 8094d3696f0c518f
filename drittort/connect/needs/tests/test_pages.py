"""The board, one need, writing one, and what is done from mail."""

import re
from datetime import timedelta

import pytest

from drittort.connect.introductions.models import WarmIntroduction
from drittort.connect.needs import actions, queries, tokens
from drittort.connect.needs.models import HelpRequest, Need, NeedAnswer
from drittort.core.search.index import index_everything
from drittort.members.models import StandingLine
from tests.cast import person

DAY = timedelta(days=1)
BOARD = "/lagerhaus/needs/"


@pytest.fixture(autouse=True)
def _now(monkeypatch, cast):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)


@pytest.fixture
def need(cast):
    return actions.open_need(actor=cast.mara, text="Wer kennt eine gute Druckerei in Kassel?", language="de", at=cast.now)


def asked(need, member):
    HelpRequest.objects.create(
        need=need,
        member=member,
        position=0,
        fit=9,
        reasons=[{"code": "offer", "text": "Ich drucke."}],
        found_at=need.opened_at,
        asked_at=need.opened_at,
    )
    return f"/answer/need/{tokens.token(need.pk, member.pk)}/"


def said(answer):
    return answer.content.decode()


def test_writing_a_need_and_an_offer(cast):
    browser = cast.client(cast.mara)
    made = browser.post(f"{BOARD}new/", {"side": "seek", "text": "Wer hilft mir beim Tragen?", "language": "de"})
    need = Need.objects.get()
    assert made["Location"] == f"{BOARD}{need.pk}/"
    browser.post(f"{BOARD}new/", {"side": "offer", "text": "Ich verschenke zwei Schreibtische.", "language": "de"})
    assert set(Need.objects.values_list("side", flat=True)) == {"seek", "offer"}
    page = said(browser.get(f"{BOARD}?side=offer"))
    assert "Schreibtische" in page
    assert "Tragen" not in page


@pytest.mark.parametrize("text", ["", "Eine Druckerei", "x" * 501])
def test_what_is_no_sentence_comes_back_with_a_word(cast, text):
    answer = cast.client(cast.mara).post(f"{BOARD}new/", {"side": "seek", "text": text, "language": "de"})
    assert answer.status_code == 422
    assert not Need.objects.exists()


def test_what_is_alike_is_shown_before_it_is_saved_and_while_one_writes(cast, need):
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now, text="In der Weserstraße ist eine.")
    index_everything(cast.house.pk, cast.now)
    form = {"side": "seek", "text": "Kennt jemand eine gute Druckerei?", "language": "de"}
    browser = cast.client(cast.neo)
    step = browser.post(f"{BOARD}new/", form)
    assert (step.status_code, Need.objects.count()) == (200, 1)
    assert "Schon einmal gefragt und beantwortet." in said(step)
    assert "Weserstraße" in said(step)
    assert 'name="seen"' in said(step)
    assert "Weserstraße" in said(browser.get(f"{BOARD}alike/", form, headers={"HX-Request": "true"}))
    assert browser.post(f"{BOARD}new/", {**form, "seen": "1"}).status_code == 302
    # The same person is told of their own.
    assert queries.alike(cast.mara, form["text"], "seek", cast.now)[0].mine
    assert queries.alike(cast.neo, "Ich suche einen Hund.", "seek", cast.now) == []
    assert queries.alike(cast.sten, form["text"], "seek", cast.now) == []


def test_views_of_the_board(cast, need):
    offer = actions.open_need(actor=cast.mara, side="offer", text="Ich verschenke einen Tisch.", language="de", at=cast.now)
    done = actions.open_need(actor=cast.neo, text="Wer trägt mit mir?", language="de", at=cast.now)
    actions.answer_need(actor=cast.jonas, need_id=done.pk, at=cast.now)
    actions.tell_outcome(actor=cast.neo, need_id=done.pk, said="helped", helper_id=cast.jonas.pk, at=cast.now)
    old = Need.objects.create(space=cast.house, member=cast.mara, text="Alte Suche", language="de", opened_at=cast.now - 61 * DAY)

    def shown(member, **chosen):
        return {card.id for card in queries.list_for(member, cast.now, **chosen)[0]}

    assert shown(cast.jonas) == {need.pk, offer.pk}
    assert shown(cast.jonas, side="offer") == {offer.pk}
    assert shown(cast.jonas, show="answered") == {done.pk}
    assert shown(cast.mara, show="mine") == {need.pk, offer.pk, old.pk}
    assert shown(cast.jonas, by=cast.neo.pk) == set()
    browser = cast.client(cast.jonas)
    for query in ("?show=help", "?show=mine", "?show=answered", "?show=nonsense&side=nonsense&by=x", f"?by={cast.mara.pk}"):
        assert browser.get(BOARD + query).status_code == 200
    assert f"?by={cast.mara.pk}" in said(browser.get(f"/lagerhaus/people/{cast.mara.pk}/"))


def test_what_fits_my_lines_stands_under_i_can_help(cast, need):
    StandingLine.objects.create(member=cast.neo, side="offer", text="Druckerei in Kassel", language="de")
    index_everything(cast.house.pk, cast.now)
    [one] = queries.fitting_for(cast.neo, cast.now)
    assert (one.card.id, one.asked, one.why) == (need.pk, False, "Du bietest „Druckerei in Kassel“.")
    asked(need, cast.neo)
    [one] = queries.fitting_for(cast.neo, cast.now)
    assert (one.asked, one.why) == (True, "In deinem Profil steht „Ich drucke“.")


def test_answering_on_the_page(cast, need):
    browser = cast.client(cast.jonas)
    page = f"{BOARD}{need.pk}/"
    assert "Kannst du helfen?" in said(browser.get(page))
    assert browser.post(f"{page}answer/", {"text": "x" * 1001}).status_code == 422
    assert browser.post(f"{page}answer/", {"text": "In der Weserstraße."})["Location"] == page
    assert "In der Weserstraße." in said(browser.get(page))
    assert "/lagerhaus/messages/" in said(browser.get(page))
    assert "Kannst du helfen?" not in said(browser.get(page))
    # Others read the answer, and do not see the conversation of the two.
    other = said(cast.client(cast.neo).get(page))
    assert "In der Weserstraße." in other
    assert "Zu eurem Gespräch" not in other
    assert browser.post(f"{page}answer/withdraw/")["Location"] == page
    assert "In der Weserstraße." not in said(browser.get(page))


def test_every_mail_button_opens_a_page_and_changes_nothing(cast, need):
    link = asked(need, cast.jonas)
    browser = cast.client(None)
    for preset, word in (("help", "Kannst du helfen?"), ("pass", "Gerade nicht?")):
        assert word in said(browser.get(f"{link}?a={preset}"))
    assert not NeedAnswer.objects.exists()
    assert HelpRequest.objects.get().passed_at is None


def test_a_yes_by_mail_twice_is_once(cast, need):
    link = asked(need, cast.jonas)
    browser = cast.client(None)
    for _ in range(2):
        assert "Mara Wendt hört von dir" in said(browser.post(link, {"do": "help", "text": ""}))
    assert NeedAnswer.objects.get().member == cast.jonas


def test_a_not_now_by_mail_is_quiet(cast, need):
    link = asked(need, cast.jonas)
    assert "Niemand erfährt davon" in said(cast.client(None).post(link, {"do": "pass"}))
    assert HelpRequest.objects.get().passed_at == cast.now
    # The same link still says yes.
    assert cast.client(None).post(link, {"do": "help"}).status_code == 200
    assert NeedAnswer.objects.exists()


def test_knowing_somebody_asks_for_a_sign_in_since_a_mail_may_be_forwarded(cast, need):
    link, form = asked(need, cast.jonas), f"{BOARD}{need.pk}/know/"
    stranger = cast.client(None)
    for answer in (
        stranger.get(f"{link}?a=know&q=Neo"),
        stranger.get(f"{link}?a=know&person={cast.neo.pk}"),
        stranger.post(link, {"do": "know", "person": cast.neo.pk, "text": "Neo war Drucker."}),
    ):
        assert (answer.status_code, answer["Location"]) == (302, form)
    assert stranger.get(form)["Location"] == f"/sign-in/?next={form}", "the sign-in brings back"
    assert not WarmIntroduction.objects.exists()
    browser = cast.client(cast.jonas)
    assert f"person={cast.neo.pk}" in said(browser.get(f"{form}?q=Neo"))
    chosen = said(browser.get(f"{form}?person={cast.neo.pk}"))
    assert "Zusammenbringen" in chosen
    assert chosen.count('name="person"') == 1, "of two fields of one name a browser sends both, and the empty one would count"
    done = browser.post(form, {"person": cast.neo.pk, "text": "Neo war Drucker."}, follow=True)
    assert "Kontakt entsteht erst, wenn beide ja sagen." in said(done)
    assert WarmIntroduction.objects.get().introducer == cast.jonas
    assert HelpRequest.objects.get().knows_at == cast.now


def test_a_yes_by_mail_after_the_end_is_told_kindly(cast, need):
    link = asked(need, cast.jonas)
    actions.close_need(actor=cast.mara, need_id=need.pk, at=cast.now)
    late = cast.client(None).post(link, {"do": "help"})
    assert late.status_code == 409
    assert "abgehängt. Danke trotzdem." in said(late)


def test_the_owners_links(cast, need, monkeypatch):
    link = f"/answer/need/{tokens.token(need.pk, cast.mara.pk)}/"
    browser = cast.client(None)
    later = cast.now + 55 * DAY
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: later)
    monkeypatch.setattr("django.core.signing.time.time", lambda: later.timestamp())
    link = f"/answer/need/{tokens.token(need.pk, cast.mara.pk)}/"
    assert "Noch aktuell?" in said(browser.get(f"{link}?a=renew"))
    assert "noch sechzig Tage" in said(browser.post(link, {"do": "renew"}))
    assert Need.objects.get().renewed_at == later
    again = said(browser.get(f"{link}?a=renew"))
    assert "Noch aktuell?" not in again, "it was said already"
    assert re.search(r"bis 4\.\s+September", again)
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=later)
    page = said(browser.get(f"{link}?a=helped"))
    assert re.search(rf'value="{cast.jonas.pk}"[^>]* checked>', page), "the one who answered stands chosen"
    assert browser.post(link, {"do": "helped", "said": "nonsense"}).status_code == 422
    told = {"do": "helped", "said": "helped", "helper": cast.jonas.pk, "outcome": "Die Plakate hängen.", "shared": "on"}
    assert "Danke, dass du es erzählst." in said(browser.post(link, told))
    assert Need.objects.get().helped_by == cast.jonas
    assert "abgehängt" in said(browser.post(f"/answer/need/{tokens.token(need.pk, cast.mara.pk)}/", {"do": "done"})).lower()
    # What is another's to do is refused to the holder of a link, too.
    theirs = f"/answer/need/{tokens.token(need.pk, cast.neo.pk)}/"
    for do in ("renew", "done", "pass"):
        assert browser.post(theirs, {"do": do}).status_code in (403, 404, 409)


@pytest.mark.parametrize("wrong", ["nonsense", "x:y:z"])
def test_a_broken_link_is_refused(cast, wrong):
    assert cast.client(None).get(f"/answer/need/{wrong}/").status_code == 422


def test_a_link_cut_short_still_has_its_button_and_says_which_house_it_is(cast, need):
    page = said(cast.client(None).get(asked(need, cast.jonas)))
    assert 'name="do" value="help"' in page
    assert f"<span>{cast.house.name}</span>" in page
    own = said(cast.client(None).get(f"/answer/need/{tokens.token(need.pk, cast.mara.pk)}/"))
    assert 'name="do"' not in own
    assert "So steht es gerade: noch offen." in own


def test_a_link_outlives_neither_its_time_nor_its_people(cast, need, monkeypatch):
    link = asked(need, cast.jonas)
    type(cast.jonas).objects.filter(pk=cast.jonas.pk).update(left_on=cast.now.date())
    assert cast.client(None).get(link).status_code == 404
    type(cast.jonas).objects.filter(pk=cast.jonas.pk).update(left_on=None)
    need.delete()
    assert cast.client(None).get(link).status_code == 404


def test_the_house_asks_nobody_any_more_who_answered_or_came_too_late(cast, need):
    asked(need, cast.jonas)
    asked(need, cast.neo)
    browser, other = cast.client(cast.jonas), cast.client(cast.neo)
    assert "Das Haus fragt dich" in said(browser.get(f"{BOARD}{need.pk}/"))
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    assert "Das Haus fragt dich" not in said(browser.get(f"{BOARD}{need.pk}/"))
    assert "Das Haus fragt dich" in said(other.get(f"{BOARD}{need.pk}/"))
    actions.decline_request(actor=cast.neo, need_id=need.pk, at=cast.now)
    assert "Du hast „gerade nicht“ gesagt" in said(other.get(f"{BOARD}{need.pk}/"))
    actions.tell_outcome(actor=cast.mara, need_id=need.pk, said="helped", helper_id=cast.jonas.pk, at=cast.now)
    assert "Du hast „gerade nicht“ gesagt" not in said(other.get(f"{BOARD}{need.pk}/"))


def test_another_house_sees_nothing(cast, need):
    browser = cast.client(cast.sten)
    for path in ("", "edit/", "know/"):
        assert browser.get(f"{BOARD}{need.pk}/{path}").status_code == 404
        assert browser.get(f"/anderswo/needs/{need.pk}/{path}").status_code == 404


def test_the_promise_stands_on_five_askers_and_counts_who_waits_for_ever(cast):
    def need_of(member, hours):
        opened = cast.now - 10 * DAY
        one = Need.objects.create(space=cast.house, member=member, text="Wer weiß das?", language="de", opened_at=opened)
        if hours is not None:
            NeedAnswer.objects.create(need=one, member=cast.jonas, at=opened + timedelta(hours=hours), language="de")

    people = [person(cast.house, f"P{k} Neu") for k in range(6)]
    for one in people[:4]:
        need_of(one, 4.5)
    need_of(people[0], 4.5)
    assert queries.promise(cast.house, cast.now) == "", "five answers of four askers"
    need_of(people[4], 4.5)
    assert queries.promise(cast.house, cast.now) == "Meist antwortet jemand in 5 Stunden."
    for _ in range(7):
        need_of(people[5], None)
    assert queries.promise(cast.house, cast.now) == "", "most wait for ever: nothing is promised"


def test_the_house_answering_is_no_promise_of_its_members(cast):
    for k in range(6):
        one = Need.objects.create(
            space=cast.house, member=person(cast.house, f"P{k} Neu"), text="x", language="de", opened_at=cast.now - 3 * DAY
        )
        NeedAnswer.objects.create(need=one, member=cast.hanna, at=cast.now - 3 * DAY, language="de", staff=True)
    assert queries.promise(cast.house, cast.now) == ""


def test_what_was_not_answered_after_a_day_stands_on_the_care_page(cast, need):
    browser = cast.client(cast.hanna)
    assert "Druckerei" not in said(browser.get("/lagerhaus/care/"))
    Need.objects.update(opened_at=cast.now - DAY, fitting=5)
    HelpRequest.objects.create(need=need, member=cast.neo, position=0, fit=9, found_at=cast.now, asked_at=cast.now)
    HelpRequest.objects.create(need=need, member=cast.ada, position=1, fit=9, found_at=cast.now)
    page = said(browser.get("/lagerhaus/care/"))
    assert "Eine Person ist gefragt." in page
    assert "Drei weitere fragen" in page
    assert browser.post(f"{BOARD}{need.pk}/ask/", {"back": "care"})["Location"] == "/lagerhaus/care/"
    page = said(browser.get("/lagerhaus/care/"))
    assert "2 Leute sind gefragt." in page
    assert "Drei weitere fragen" not in page
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    assert "Druckerei" not in said(browser.get("/lagerhaus/care/"))


def test_its_asker_reads_what_happens_where_nobody_answers_and_nobody_else_does(cast, need, monkeypatch):
    own, page = cast.client(cast.mara), f"{BOARD}{need.pk}/"
    assert "11:30 Uhr noch niemand geantwortet, hilft jemand vom Haus beim Suchen." in said(own.get(page))
    assert "jemand vom Haus" not in said(cast.client(cast.jonas).get(page))
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now + DAY)
    assert "Ein Tag ohne Antwort: Jetzt hilft jemand vom Haus" in said(own.get(page))
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now + DAY)
    assert "jemand vom Haus" not in said(own.get(page))


def test_whoever_one_knows_is_found_by_how_the_name_begins(cast, need):
    for name in ("Anna Schjonke", "Berta Jonske"):
        person(cast.house, name)
    page = said(cast.client(cast.neo).get(f"{BOARD}{need.pk}/know/?q=jon"))
    assert page.index("Jonas Falk") < page.index("Berta Jonske") < page.index("Anna Schjonke")
