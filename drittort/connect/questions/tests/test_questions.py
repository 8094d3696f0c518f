"""Whom the house asks to answer a question: those who may know, nobody too often, and nobody learns who it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from drittort.connect.introductions.models import Exclusion
from drittort.connect.needs.models import HelpRequest, Need
from drittort.connect.needs.pool import Pool
from drittort.connect.questions import actions, finding, jobs, queries, reactions, rules, tokens
from drittort.connect.questions.models import QuestionRequest
from drittort.connect.rounds.models import NotWith
from drittort.core import asking
from drittort.core.errors import NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.inform.posts.actions import Words, accept_answer, edit_post, write_post
from drittort.inform.posts.models import Post
from drittort.members.models import Block, Consent, Employment, Member, Notice, StandingLine
from drittort.talk.comments.actions import comment
from drittort.talk.groups.actions import Shape, found_group
from tests.cast import Cast, person

DAY = timedelta(days=1)
TEXT = "Wer kennt sich mit Umsatzsteuer aus?"


def offer(member: Member, text: str = "Ich helfe mit der Umsatzsteuer.") -> Member:
    StandingLine.objects.create(member=member, side="offer", text=text, language="de")
    return member


@pytest.fixture
def knowers(cast: Cast) -> list[Member]:
    StandingLine.objects.all().delete()
    return [offer(person(cast.house, f"Kennerin{k} Gern")) for k in range(9)]


def ask(cast: Cast, text: str = TEXT, group: int | None = None, trade: str = "") -> Post:
    post = write_post(actor=cast.jonas, words=Words("ask", "", text, "de", group), at=cast.now)
    Post.objects.filter(pk=post.pk).update(trade=trade)
    return post


def search(post: Post, at, up_to: int = 5) -> int:
    return finding.find_knowers(question_id=post.pk, up_to=up_to, at=at, pool=lambda _house: Pool(None))


def asked(post: Post) -> set[int]:
    return set(QuestionRequest.objects.filter(question=post).exclude(asked_at=None).values_list("member_id", flat=True))


def ids(people: Sequence[Member]) -> set[int]:
    return {m.pk for m in people}


def test_five_are_asked_and_three_more_after_a_day_without_a_word(cast: Cast, knowers: list[Member]):
    offer(cast.olga, "Ich spiele Klavier auf Festen.")
    post = ask(cast)
    for _twice in range(2):
        run_due(clock=lambda: cast.now)
    assert len(asked(post)) == 5
    assert asked(post) <= ids(knowers)
    assert (Notice.objects.filter(code=reactions.ASKED).count(), Mail.objects.count()) == (5, 5)
    mail = Mail.objects.earliest("pk")
    assert mail.subject == "Weißt du das? Jonas Falk fragt"
    assert "In deinem Profil steht „Ich helfe mit der Umsatzsteuer“" in mail.text
    assert [mail.text.count(f"?a={answer}") for answer in ("answer", "know", "pass")] == [1, 1, 1]
    jobs.ask_on({}, cast.now + timedelta(hours=23))
    run_due(clock=lambda: cast.now + timedelta(hours=23))
    assert len(asked(post)) == 5
    for later in (DAY, DAY + timedelta(hours=1), 3 * DAY):
        jobs.ask_on({}, cast.now + later)
        run_due(clock=lambda later=later: cast.now + later)
    assert len(asked(post)) == 8, "and then no more"


def test_who_wrote_a_word_ends_the_search(cast: Cast, knowers: list[Member]):
    post = ask(cast)
    search(post, cast.now)
    comment(actor=cast.ada, about=f"post:{post.pk}", text="Frag Mara.", at=cast.now)
    run_due(clock=lambda: cast.now)
    jobs.ask_on({}, cast.now + DAY)
    run_due(clock=lambda: cast.now + DAY)
    assert len(asked(post)) == 5


@pytest.mark.parametrize("why", ["block", "blocked", "consent", "pause", "secret", "exclusion", "two a week", "left", "no common language"])
def test_one_place_for_all_reasons_not_to_ask(cast: Cast, knowers: list[Member], why: str):
    one = knowers[0]
    StandingLine.objects.exclude(member=one).delete()
    match why:
        case "block":
            Block.objects.create(blocker=one, blocked=cast.jonas, at=cast.now)
        case "blocked":
            Block.objects.create(blocker=cast.jonas, blocked=one, at=cast.now)
        case "consent":
            Consent.objects.filter(member=one, kind="introduced").update(revoked_at=cast.now)
        case "pause":
            Member.objects.filter(pk=one.pk).update(paused_until=cast.house.day(cast.now) + DAY)
        case "secret":
            NotWith.objects.create(member=one, other=cast.jonas, at=cast.now)
        case "exclusion":
            low, high = sorted((one, cast.jonas), key=lambda m: m.pk)
            Exclusion.objects.create(space=cast.house, first=low, second=high, by=cast.hanna, at=cast.now)
        case "two a week":
            need = Need.objects.create(space=cast.house, member=cast.ada, text="x", language="de", opened_at=cast.now)
            HelpRequest.objects.create(need=need, member=one, position=0, fit=1, found_at=cast.now, asked_at=cast.now - DAY)
            other = ask(cast, "Etwas anderes?")
            QuestionRequest.objects.create(question=other, member=one, position=0, fit=1, found_at=cast.now, asked_at=cast.now - DAY)
        case "left":
            Member.objects.filter(pk=one.pk).update(left_on=cast.house.day(cast.now))
        case "no common language":
            Member.objects.filter(pk=one.pk).update(languages=["tr"])
    post = ask(cast)
    search(post, cast.now)
    assert one.pk not in asked(post)


def test_what_a_closed_group_asks_is_brought_to_nobody(cast: Cast, knowers: list[Member]):
    closed = found_group(actor=cast.jonas, shape=Shape("Steuern", "x", "", "de", "members", "free"), at=cast.now)
    post = ask(cast, group=closed.pk)
    run_due(clock=lambda: cast.now)
    assert search(post, cast.now) == 0
    assert not QuestionRequest.objects.exists()
    assert asking.found([post.pk]) == {}


def test_whoever_knew_once_is_asked_again_and_told_why(cast: Cast):
    StandingLine.objects.all().delete()
    first = ask(cast, "Wann ist die Voranmeldung der Umsatzsteuer fällig?")
    answer = comment(actor=cast.neo, about=f"post:{first.pk}", text="Am Zehnten.", at=cast.now)
    accept_answer(actor=cast.jonas, post_id=first.pk, message_id=answer.pk, at=cast.now)
    post = ask(cast, "Wie oft ist die Voranmeldung der Umsatzsteuer fällig?")
    search(post, cast.now)
    assert cast.neo.pk in asked(post)
    request = QuestionRequest.objects.get(question=post, member=cast.neo)
    assert request.reasons == [{"code": "knew", "question": first.pk}]
    assert "Voranmeldung" in queries.why(request, cast.neo)
    wanted = queries.wanted(cast.neo, post.pk)
    assert wanted is not None
    assert "schon einmal" in wanted.why


def test_a_question_of_a_trade_goes_to_its_people_first(cast: Cast, knowers: list[Member]):
    tax = cast.mara.employments.get().company
    inside = knowers[5:9]
    Employment.objects.bulk_create(Employment(member=m, company=tax, from_on=cast.house.day(cast.now)) for m in inside)
    post = ask(cast, trade="M")
    search(post, cast.now, up_to=4)
    assert asked(post) == ids(inside)
    few = ask(cast, trade="J")
    search(few, cast.now, up_to=4)
    assert len(asked(few)) == 4, "where the trade has nobody who fits, others are asked"


def brought(cast: Cast, *people: Member) -> Post:
    post = ask(cast)
    for place, one in enumerate(people):
        QuestionRequest.objects.create(question=post, member=one, position=place, fit=1, found_at=cast.now, asked_at=cast.now)
    return post


def traces(cast: Cast, post: Post) -> list[object]:
    """What anybody but the person who was asked may read."""
    pages = [cast.client(one).get(f"/lagerhaus/posts/{post.pk}/").content for one in (cast.jonas, cast.hanna, cast.ada)]
    rows = list(LedgerRow.objects.filter(subject_id=post.pk).values_list("kind", "actor_id", "facts"))
    return [[page.count(b"<article") for page in pages], rows, Notice.objects.exclude(member=cast.mara).count(), Mail.objects.count()]


def test_a_not_now_leaves_the_same_traces_as_silence(cast: Cast):
    post = brought(cast, cast.mara)
    before = traces(cast, post)
    assert "Gerade nicht" in (shown := cast.client(cast.mara).get(f"/lagerhaus/posts/{post.pk}/").content.decode())
    assert "Gerade nicht" not in cast.client(cast.ada).get(f"/lagerhaus/posts/{post.pk}/").content.decode()
    assert f"/lagerhaus/posts/{post.pk}/" in cast.client(cast.mara).get("/lagerhaus/questions/?show=wanted").content.decode()
    assert shown.count("/somebody/") == 1
    for _twice in range(2):
        assert cast.client(cast.mara).post(f"/lagerhaus/questions/{post.pk}/not-now/").status_code == 302
    run_due(clock=lambda: cast.now)
    assert traces(cast, post) == before
    assert queries.wanted(cast.mara, post.pk) is None
    with pytest.raises(NotFound):
        actions.let_it_be(actor=cast.ada, question_id=post.pk, at=cast.now)


def test_one_names_somebody_once_and_whoever_cannot_be_asked_looks_the_same(cast: Cast):
    post = brought(cast, cast.mara, cast.neo)
    actions.name_somebody(actor=cast.mara, question_id=post.pk, person_id=cast.ada.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    told = Notice.objects.get(member=cast.ada)
    assert (told.code, told.facts["who"]) == (reactions.PASSED_ON, cast.mara.pk)
    assert queries.one(cast.ada, post.pk).why == "Mara Wendt meint, du könntest es wissen."
    with pytest.raises(OutOfDate):
        actions.name_somebody(actor=cast.mara, question_id=post.pk, person_id=cast.hanna.pk, at=cast.now)
    Block.objects.create(blocker=cast.olga, blocked=cast.neo, at=cast.now)
    actions.name_somebody(actor=cast.neo, question_id=post.pk, person_id=cast.olga.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert not Notice.objects.filter(member=cast.olga).exists()
    assert not QuestionRequest.objects.filter(member=cast.olga).exists()
    with pytest.raises(OutOfDate):
        actions.name_somebody(actor=cast.neo, question_id=post.pk, person_id=cast.hanna.pk, at=cast.now)


def test_an_answer_by_mail_stands_under_the_question(cast: Cast):
    post = brought(cast, cast.mara)
    browser = cast.client(None)
    link = f"/answer/question/{tokens.token(post.pk, cast.mara.pk)}/"
    assert "Umsatzsteuer" in browser.get(f"{link}?a=answer").content.decode()
    assert browser.post(link, {"do": "answer", "text": ""}).status_code == 422
    assert "Danke" in browser.post(link, {"do": "answer", "text": "Ich, bis Freitag."}).content.decode()
    shown = cast.client(cast.jonas).get(f"/lagerhaus/posts/{post.pk}/").content.decode()
    assert "Ich, bis Freitag." in shown
    own = cast.client(cast.mara)
    assert "Gerade nicht" not in own.get(f"/lagerhaus/posts/{post.pk}/").content.decode(), "whoever answered is asked no more"
    assert f"/lagerhaus/posts/{post.pk}/" not in own.get("/lagerhaus/questions/?show=wanted").content.decode()
    assert browser.get(f"/answer/question/{tokens.token(post.pk, cast.ada.pk)}/").status_code == 404, "whoever was not asked has no link"
    answer = comment(actor=cast.ada, about=f"post:{post.pk}", text="Ich auch.", at=cast.now)
    accept_answer(actor=cast.jonas, post_id=post.pk, message_id=answer.pk, at=cast.now)
    assert browser.post(link, {"do": "answer", "text": "Noch etwas."}).status_code == 409


def test_the_page_of_a_question_that_was_brought_keeps_to_fifteen_questions(cast: Cast, django_assert_max_num_queries):
    post = brought(cast, cast.mara)
    comment(actor=cast.ada, about=f"post:{post.pk}", text="Frag Mara.", at=cast.now)
    for kind in ("helped", "knew"):
        QuestionRequest.objects.update(reasons=[{"code": kind, "need": 7, "question": 7}, {"code": "offer", "text": "Steuern"}])
        browser = cast.client(cast.mara)
        browser.get(f"/lagerhaus/posts/{post.pk}/")
        with django_assert_max_num_queries(15):
            assert "Gerade nicht" in browser.get(f"/lagerhaus/posts/{post.pk}/").content.decode()


def test_words_that_changed_and_rows_that_are_old(cast: Cast, knowers: list[Member]):
    post = ask(cast)
    before = asking.found([post.pk])[post.pk]
    edit_post(actor=cast.jonas, post_id=post.pk, words=Words("ask", "", "Wer spielt Klavier?", "de", None), at=cast.now)
    found = [actions.Found(knowers[0].pk, 1.0, [])]
    assert actions.ask_found(asked=before, found=found, at=cast.now) == 0
    assert actions.ask_found(asked=asking.found([post.pk])[post.pk], found=found, at=cast.now) == 1
    jobs.forget({}, cast.now + timedelta(days=90))
    assert QuestionRequest.objects.exists()
    jobs.forget({}, cast.now + timedelta(days=91))
    assert not QuestionRequest.objects.exists()
    assert rules.waiting_for(knowers[0]) == set()
