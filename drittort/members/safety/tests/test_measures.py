"""Measures: with reasons, an end, an answer, and felt exactly where they should be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from drittort.connect.introductions import actions as introductions
from drittort.connect.introductions import rules as introduction_rules
from drittort.connect.needs.actions import answer_need, open_need
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import Mail
from drittort.core.privacy import held_on
from drittort.members.models import Measure, Member, Notice
from drittort.members.safety import actions, rules
from drittort.talk.conversations.actions import begin_conversation, edit_message, say
from drittort.talk.conversations.models import Message


def path(cast, name, *parts):
    return reverse(name, args=[cast.house.slug, *parts])


@pytest.fixture
def code(cast):
    return actions.report(actor=cast.mara, subject=f"member:{cast.jonas.pk}", category="harassment", text="Genug.", at=cast.now).case.code


def impose(cast, code, kind, days=7, actor=None):
    until = cast.house.day(cast.now) + timedelta(days=days) if kind != "hint" else None
    return actions.impose(
        actor=actor or cast.hanna,
        code=code,
        kind=kind,
        facts="Acht Nachrichten in einer Nacht.",
        ground="Wir drängen niemanden.",
        until=until,
        at=cast.now,
    )


def again(member):
    return Member.objects.select_related("space").get(pk=member.pk)


def told(cast, member, at=None):
    run_due(clock=lambda: at or cast.now)
    return sorted(Notice.objects.filter(member=member, category="measure").values_list("code", flat=True))


def test_a_pause_of_messages_stops_writing_and_nothing_else(cast, code):
    talk = begin_conversation(actor=cast.jonas, others=[cast.neo], text="Moin.", at=cast.now)
    message = Message.objects.get(conversation=talk)
    need = open_need(actor=cast.neo, text="Wer kennt einen guten Tischler?", language="de", at=cast.now)
    impose(cast, code, "messages")
    jonas = again(cast.jonas)
    for forbidden in (
        lambda: begin_conversation(actor=jonas, others=[cast.mara], text="Na?", at=cast.now),
        lambda: say(actor=jonas, conversation_id=talk.pk, text="Na?", at=cast.now),
        lambda: edit_message(actor=jonas, conversation_id=talk.pk, message_id=message.pk, text="Anders.", at=cast.now),
        lambda: answer_need(actor=jonas, need_id=need.pk, at=cast.now),
    ):
        with pytest.raises(NotAllowed) as refused:
            forbidden()
        assert "19.\N{NO-BREAK SPACE}Mai 2026" in str(refused.value.reason) or "May\N{NO-BREAK SPACE}19, 2026" in str(refused.value.reason)
    open_need(actor=jonas, text="Wer kennt einen guten Tischler?", language="de", at=cast.now)
    pair = (min(jonas.pk, cast.mara.pk), max(jonas.pk, cast.mara.pk))
    assert introduction_rules.free_pairs(cast.house, [pair], cast.now) == {pair}
    say(actor=cast.neo, conversation_id=talk.pk, text="Moin, Jonas.", at=cast.now)


def test_the_pause_ends_with_its_last_day_even_before_a_job_runs(cast, code):
    impose(cast, code, "messages", days=7)
    jonas = again(cast.jonas)
    assert not rules.may_use(jonas, "messages", cast.now + timedelta(days=7))
    assert rules.may_use(jonas, "messages", cast.now + timedelta(days=8))


def test_a_pause_of_posts(cast, code):
    impose(cast, code, "posts")
    with pytest.raises(NotAllowed):
        open_need(actor=again(cast.jonas), text="Wer kennt einen guten Tischler?", language="de", at=cast.now)
    begin_conversation(actor=again(cast.jonas), others=[cast.neo], text="Moin.", at=cast.now)
    assert not Mail.objects.filter(to_address__contains="jonas", subject__contains="Tischler").exists()


def test_a_pause_of_introductions_looks_like_any_other_absence(cast, code):
    pair = (min(cast.jonas.pk, cast.neo.pk), max(cast.jonas.pk, cast.neo.pk))
    assert introduction_rules.free_pairs(cast.house, [pair], cast.now) == {pair}
    impose(cast, code, "introductions")
    assert introduction_rules.free_pairs(cast.house, [pair], cast.now) == set()
    refused = introduction_rules.may_be_brought_together(cast.house, cast.jonas, cast.neo, cast.now)
    actions.keep_apart(actor=cast.ada, other_id=cast.neo.pk, at=cast.now)
    blocked = introduction_rules.may_be_brought_together(cast.house, cast.ada, cast.neo, cast.now)
    assert (refused.allowed, str(refused.reason)) == (False, str(blocked.reason))
    assert introduction_rules.free_pairs(cast.house, [pair], cast.now + timedelta(days=8)) == {pair}


def test_two_yeses_open_no_contact_during_a_pause_of_introductions(cast, code):
    made = introductions.propose_introduction(actor=cast.hanna, first=cast.jonas, second=cast.neo, text="", at=cast.now)
    impose(cast, code, "introductions")
    for member in (cast.jonas, cast.neo):
        made = introductions.accept_introduction(actor=again(member), introduction_id=made.pk, at=cast.now)
    assert made.introduced_at is None


def test_a_resting_membership_leaves_the_reasons_and_the_answer(cast, code):
    measure = impose(cast, code, "membership", days=400 - 40)
    Measure.objects.filter(pk=measure.pk).update(until="2999-01-01")
    Member.objects.filter(pk=cast.jonas.pk).update(measures={"membership": "2999-01-01"})
    browser = cast.client(cast.jonas)
    mine = path(cast, "members:measures")
    for closed in ("members:people", "talk:conversations", "connect:needs", "home:today"):
        assert browser.get(path(cast, closed))["Location"] == mine
    assert browser.post(path(cast, "connect:new_need"), {"side": "seek", "text": "x y z", "language": "de"}).status_code == 403
    for stays in (
        mine,
        path(cast, "members:measure", measure.pk),
        path(cast, "members:consents"),
        path(cast, "members:notices"),
        path(cast, "members:me"),
    ):
        assert browser.get(stays).status_code == 200, stays
    assert browser.post(path(cast, "members:measure", measure.pk), {"text": "Das war anders."}).status_code == 302
    assert not introduction_rules.introducible(Member.objects.filter(pk=cast.jonas.pk), cast.house.day(cast.now)).exists()
    for function in ("messages", "posts", "introductions"):
        assert not rules.may_use(again(cast.jonas), function, cast.now)


def test_the_statement_has_everything_that_it_needs(cast, code):
    measure = impose(cast, code, "messages")
    page = cast.client(cast.jonas).get(path(cast, "members:measure", measure.pk)).content.decode()
    for said in (
        "Acht Nachrichten in einer Nacht.",
        "Wir drängen niemanden.",
        "keine schreiben",
        "19.\N{NO-BREAK SPACE}Mai 2026",
        "keine Maschine",
        "antworte",
    ):
        assert said.lower() in page.lower(), said
    assert "Hanna" not in page, "the house speaks with one voice"
    assert not {word for word in ("Mara", "Genug.") if word in page}, "who reported stays unsaid"
    assert told(cast, cast.jonas) == ["measure.imposed"]
    assert "jonas@lagerhaus.example" in Mail.objects.values_list("to_address", flat=True)
    held = held_on(cast.jonas.pk)
    assert held["members.Measure"][0]["facts"] == "Acht Nachrichten in einer Nacht."
    assert "members.Case" not in held
    assert "members.Report" not in held
    for stranger in (cast.mara, cast.neo, cast.sten):
        assert cast.client(stranger).get(path(cast, "members:measure", measure.pk)).status_code == 404


def test_answers_go_both_ways(cast, code):
    measure = impose(cast, code, "messages")
    for _ in range(2):
        actions.reply(actor=cast.jonas, measure_id=measure.pk, text="Es tut mir leid.", at=cast.now)
    actions.reply(actor=cast.hanna, measure_id=measure.pk, text="Danke.", at=cast.now)
    assert list(measure.replies.order_by("id").values_list("text", flat=True)) == ["Es tut mir leid.", "Danke."]
    assert told(cast, cast.jonas) == ["measure.imposed", "measure.replied"]
    assert Notice.objects.filter(member=cast.hanna, code="case.replied").count() == 1
    with pytest.raises(NotFound):
        actions.reply(actor=cast.mara, measure_id=measure.pk, text="Gut so.", at=cast.now)
    assert cast.client(cast.jonas).post(path(cast, "members:measure", measure.pk), {"text": " "}).status_code == 422


def test_lifting_early(cast, code):
    measure = impose(cast, code, "messages")
    browser = cast.client(cast.hanna)
    assert browser.post(path(cast, "members:lift_measure", measure.pk), {"lift-because": ""}).status_code == 422
    assert not rules.may_use(again(cast.jonas), "messages", cast.now)
    with pytest.raises(NotAllowed):
        actions.lift(actor=cast.jonas, measure_id=measure.pk, because="Bitte.", at=cast.now)
    for _ in range(2):
        actions.lift(actor=cast.hanna, measure_id=measure.pk, because="Er hat sich entschuldigt.", at=cast.now)
    assert rules.may_use(again(cast.jonas), "messages", cast.now)
    assert told(cast, cast.jonas) == ["measure.imposed", "measure.lifted"]
    assert "Er hat sich entschuldigt." in cast.client(cast.jonas).get(path(cast, "members:measure", measure.pk)).content.decode()
    impose(cast, code, "messages")


def test_running_out_is_told_once(cast, code):
    impose(cast, code, "messages", days=7)
    assert actions.run_out(at=cast.now + timedelta(days=7)) == 0
    later = cast.now + timedelta(days=8)
    assert (actions.run_out(at=later), actions.run_out(at=later)) == (1, 0)
    assert again(cast.jonas).measures == {}
    assert told(cast, cast.jonas, later) == ["measure.imposed", "measure.ran_out"]
    actions.forget_old(at=later + timedelta(days=700))
    assert Measure.objects.exists()
    actions.forget_old(at=later + timedelta(days=740))
    assert not Measure.objects.exists()


def test_the_end_of_a_membership_has_two_weeks_and_can_be_lifted(cast, code):
    with pytest.raises(Invalid):
        impose(cast, code, "end", days=13)
    first = impose(cast, code, "end", days=14)
    assert rules.may_use(again(cast.jonas), "messages", cast.now), "until then everything is as before"
    actions.lift(actor=cast.hanna, measure_id=first.pk, because="Geklärt.", at=cast.now)
    actions.run_out(at=cast.now + timedelta(days=15))
    assert again(cast.jonas).left_on is None
    impose(cast, code, "end", days=14)
    actions.run_out(at=cast.now + timedelta(days=15))
    jonas = again(cast.jonas)
    assert jonas.left_on == cast.house.day(cast.now) + timedelta(days=14)
    assert not jonas.employments.filter(until_on=None).exists()


def test_nobody_shuts_out_who_may_do_more(cast):
    about_olga = actions.report(actor=cast.mara, subject=f"member:{cast.olga.pk}", category="other", text="Hm.", at=cast.now).case.code
    for kind in ("membership", "end"):
        with pytest.raises(NotAllowed):
            impose(cast, about_olga, kind, days=20)
    impose(cast, about_olga, "hint")
    about_hanna = actions.report(actor=cast.mara, subject=f"member:{cast.hanna.pk}", category="other", text="Hm.", at=cast.now).case.code
    measure = impose(cast, about_hanna, "posts", actor=cast.olga)
    with pytest.raises(NotAllowed):
        actions.lift(actor=cast.hanna, measure_id=measure.pk, because="Ach.", at=cast.now)


def test_a_measure_by_the_page_keeps_what_was_written(cast, code):
    browser = cast.client(cast.hanna)
    page = path(cast, "members:impose", code)
    bad = browser.post(page, {"kind": "messages", "facts": "Acht Nachrichten.", "ground": "Ruhe.", "until": ""})
    assert bad.status_code == 422
    assert "Acht Nachrichten." in bad.content.decode()
    assert not Measure.objects.exists()
    good = browser.post(page, {"kind": "hint", "facts": "Acht Nachrichten.", "ground": "Ruhe.", "until": ""})
    assert good["Location"] == path(cast, "members:case", code)
    with pytest.raises(Invalid):
        impose(cast, code, "messages", days=0)
    with pytest.raises(Invalid):
        impose(cast, code, "messages", days=367)
    impose(cast, code, "messages")
    with pytest.raises(OutOfDate):
        impose(cast, code, "messages", days=9)
    actions.close_case(actor=cast.hanna, code=code, text="", at=cast.now)
    with pytest.raises(OutOfDate):
        impose(cast, code, "posts")


def test_the_pages_of_others_stay_as_they_were(cast, code):
    browser = cast.client(cast.neo)
    person = path(cast, "members:person", cast.jonas.pk)
    before = browser.get(person).content
    impose(cast, code, "messages")
    impose(cast, code, "membership")
    assert browser.get(person).content == before
