"""Somebody introduces two others: contact only after both said yes, and the introducer learns of nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from drittort.connect.introductions import actions, queries, reactions, rules, warm
from drittort.connect.introductions.models import Exclusion, Introduction, QuietNo, Side, WarmIntroduction
from drittort.connect.needs.actions import open_need
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.core.privacy import Erased, Said, held_on
from drittort.members.consents.actions import revoke_consent
from drittort.members.models import Block, Member
from drittort.members.notices.models import Notice
from drittort.members.safety.models import Measure
from drittort.network.models import Contact
from tests.cast import person
from tests.quiet import Clock, Course, differences, nothing

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORDS = "Ihr zwei redet seit Jahren über dasselbe, nur nicht miteinander."


def work(at):
    return run_due(clock=lambda: at)


def propose(cast, **more):
    return warm.introduce_two(actor=cast.ada, first=cast.mara, second=cast.jonas, text=WORDS, at=cast.now, **more)


@pytest.fixture
def asked(cast):
    """Ada has introduced Mara and Jonas, and both were asked."""
    propose(cast, to_first="Er lacht gern.", to_second="Sie kann Steuern.")
    work(cast.now)
    return Introduction.objects.get()


def both_say_yes(cast, introduction, at=None):
    for one in (cast.mara, cast.jonas):
        actions.accept_introduction(actor=one, introduction_id=introduction.pk, at=at or cast.now)
    work(at or cast.now)


def test_both_are_asked_with_the_introducers_words_and_each_with_their_own(cast, asked):
    assert (asked.form, asked.proposed_by, asked.text) == ("warm", cast.ada, WORDS)
    mara, jonas = (Mail.objects.get(to_member_id=m.pk) for m in (cast.mara, cast.jonas))
    for mail in (mara, jonas):
        assert WORDS in mail.text
        assert "Ada Lenz möchte dich und" in mail.text
        assert "?a=yes" in mail.text
    assert ("Er lacht gern." in mara.text, "Sie kann Steuern." in mara.text) == (True, False)
    assert ("Er lacht gern." in jonas.text, "Sie kann Steuern." in jonas.text) == (False, True)
    assert not Mail.objects.filter(to_member_id=cast.ada.pk).exists()
    assert "jonas@" not in mara.text + mara.html


def test_a_newcomer_who_is_introduced_warmly_stays_on_the_care_list(cast):
    Member.objects.filter(pk=cast.jonas.pk).update(joined_on=cast.house.day(cast.now))

    def shown():
        return [one.person.id for one in queries.care(cast.hanna, cast.now).newcomers]

    before = shown()
    assert cast.jonas.pk in before
    propose(cast)
    work(cast.now)
    assert Introduction.objects.get().form == "warm"
    assert shown() == before, "whoever cares for the house would learn of it"


def test_contact_opens_and_the_introducer_hears_only_when_both_said_yes(cast, asked):
    actions.accept_introduction(actor=cast.mara, introduction_id=asked.pk, at=cast.now)
    work(cast.now)
    assert [card.state for card in queries.warm_for(cast.ada, cast.now)[0]] == ["waiting"]
    assert not Notice.objects.filter(member=cast.ada).exists()
    both_say_yes(cast, asked)
    page = queries.one(cast.mara, asked.pk, cast.now)
    assert (page.state, page.address, page.introducer.name) == ("introduced", "jonas@lagerhaus.example", "Ada Lenz")
    assert [card.state for card in queries.warm_for(cast.ada, cast.now)[0]] == ["introduced"]
    (told,) = Notice.objects.filter(member=cast.ada)
    assert told.code == "warm.introduced"
    assert "durch dich" in Mail.objects.get(to_member_id=cast.ada.pk).text


def test_thanks_reach_the_introducer_once_and_count_as_a_contact(cast, asked):
    with pytest.raises(OutOfDate):
        warm.thank_introducer(actor=cast.mara, introduction_id=asked.pk, at=cast.now)
    both_say_yes(cast, asked)
    for _ in range(2):
        warm.thank_introducer(actor=cast.mara, introduction_id=asked.pk, at=cast.now)
    work(cast.now)
    assert Notice.objects.filter(member=cast.ada, code="warm.thanked").count() == 1
    assert Contact.objects.filter(kind="thanks").count() == 1
    assert not queries.one(cast.mara, asked.pk, cast.now).can_thank
    assert queries.one(cast.jonas, asked.pk, cast.now).can_thank


@pytest.mark.parametrize("shares", [(True, True), (True, False), (False, True), (False, False)])
def test_the_introducer_hears_that_they_met_only_if_both_share_it(cast, asked, shares):
    both_say_yes(cast, asked)
    later = cast.now + 3 * DAY
    for one, share in zip((cast.mara, cast.jonas), shares, strict=True):
        actions.tell_outcome(actor=one, introduction_id=asked.pk, said="met", introducer_may_know=share, at=later)
    work(later)
    told = all(shares)
    assert [card.state for card in queries.warm_for(cast.ada, later)[0]] == ["met" if told else "introduced"]
    assert Notice.objects.filter(member=cast.ada, code="warm.met").count() == int(told)


def mara_says_no(cast):
    row = Introduction.objects.filter(form="warm").get()
    actions.decline_introduction(actor=cast.mara, introduction_id=row.pk, at=cast.now + HOUR)


def jonas_says_yes(cast):
    row = Introduction.objects.filter(form="warm").get()
    actions.accept_introduction(actor=cast.jonas, introduction_id=row.pk, at=cast.now + HOUR)


def mara_says_no_and_jonas_yes(cast):
    mara_says_no(cast)
    jonas_says_yes(cast)


def both_said_yes(cast):
    both_say_yes(cast, Introduction.objects.get(), cast.now + HOUR)


def mara_pauses(cast):
    Member.objects.filter(pk=cast.mara.pk).update(paused_until=cast.now.date() + 30 * DAY)


def mara_takes_consent_back(cast):
    revoke_consent(actor=cast.mara, kind="introduced", at=cast.now)


def mara_blocks(other):
    return lambda cast: Block.objects.create(blocker=cast.mara, blocked=getattr(cast, other), at=cast.now)


def jonas_blocks_mara(cast):
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)


def the_house_paused_mara(cast):
    Measure.objects.create(
        space=cast.house, member=cast.mara, kind="introductions", imposed_by=cast.hanna, imposed_at=cast.now, until=cast.now.date() + 30 * DAY, facts="x", ground="x"
    )  # fmt: skip


def mara_is_full(cast):
    for name in ("Ina Wolf", "Per Ost"):
        actions.propose_introduction(actor=cast.hanna, first=cast.mara, second=person(cast.house, name), text="", at=cast.now)


def the_two_are_kept_apart(cast):
    Exclusion.objects.create(space=cast.house, first=cast.mara, second=cast.jonas, by=cast.hanna, at=cast.now)


def the_two_are_asked_already(cast):
    actions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=cast.now)


def the_two_did_not_want_last_week(cast):
    Introduction.objects.create(
        space=cast.house, first=cast.mara, second=cast.jonas, proposed_at=cast.now - 9 * DAY, expires_at=cast.now - 2 * DAY, expired_at=cast.now - 2 * DAY
    )  # fmt: skip


SILENT = [
    mara_pauses,
    mara_takes_consent_back,
    mara_blocks("jonas"),
    jonas_blocks_mara,
    mara_blocks("ada"),
    the_house_paused_mara,
    the_two_are_kept_apart,
    the_two_did_not_want_last_week,
]
OPEN_ELSEWHERE = [mara_is_full, the_two_are_asked_already]
ASKED = [mara_says_no, jonas_says_yes, mara_says_no_and_jonas_yes]


@pytest.fixture
def clock(cast, monkeypatch):
    return Clock(cast.now).hold(monkeypatch)


def moments(cast):
    return [cast.now + rules.WARM_OPEN_FOR - HOUR, cast.now + rules.WARM_OPEN_FOR + HOUR]


def pages(cast, other):
    slug = cast.house.slug
    return [
        reverse("connect:warm_introductions", args=[slug]),
        reverse("members:person", args=[slug, other.pk]),
        reverse("home:today", args=[slug]),
        reverse("members:notices", args=[slug]),
    ]


def test_the_introducer_reads_the_same_whatever_became_of_it(cast, clock):
    watchers, when = {cast.ada: pages(cast, cast.mara)}, moments(cast)
    silence, *answered, told = Course(cast, clock).run_each(
        nothing, propose, (nothing, *ASKED, both_said_yes), watchers=watchers, moments=when
    )
    listed = [seen[str(("Ada Lenz", pages(cast, cast.mara)[0]))][1].decode() for seen in silence]
    assert ["Noch offen" in page for page in listed] == [True, False]
    assert "Diesmal kam es nicht dazu" in listed[-1]
    for before in (*SILENT, *OPEN_ELSEWHERE):
        assert differences(silence, Course(cast, clock).run(before, propose, watchers=watchers, moments=when)) == [], before
    for after, seen in zip(ASKED, answered, strict=True):
        assert differences(silence, seen) == [], after
    # And the comparison sees what there is to see: two yeses.
    assert {what for _k, what in differences(silence[:1], told[:1])} >= {
        str(("Ada Lenz", "notices")),
        str(("Ada Lenz", watchers[cast.ada][0])),
    }


def test_the_other_side_reads_the_same_beside_a_no_and_beside_silence(cast, clock):
    watchers, when = {cast.jonas: [reverse("connect:introduction", args=[cast.house.slug, 1]), *pages(cast, cast.mara)[2:]]}, moments(cast)
    for quiet, no in ((nothing, mara_says_no), (jonas_says_yes, mara_says_no_and_jonas_yes)):
        seen = Course(cast, clock).run_each(nothing, propose, (quiet, no), watchers=watchers, moments=when)
        assert differences(*seen) == []
        assert seen[0][0][str(("Jonas Falk", watchers[cast.jonas][0]))][0] == 200


def test_who_may_not_be_brought_together_reads_what_they_would_without_a_proposal(cast, clock):
    watchers = {cast.mara: pages(cast, cast.jonas)[-2:], cast.jonas: pages(cast, cast.mara)[-2:]}
    for before in SILENT:
        seen = [Course(cast, clock).run(before, begin, watchers=watchers, moments=moments(cast)[:1]) for begin in (propose, nothing)]
        assert differences(*seen) == [], before


def test_the_answer_to_proposing_tells_of_nobody(cast, clock):
    """The same page, the same row in the ledger, and nothing of the two is looked at before the worker comes."""
    address = f"{reverse('connect:introduce', args=[cast.house.slug, cast.mara.pk])}?with={cast.jonas.pk}"
    answers = []
    for before in (nothing, *SILENT):

        def begin(cast):
            browser = cast.client(cast.ada)
            answer = browser.post(address, {"text": WORDS}, follow=True)
            answers.append((answer.redirect_chain, answer.content))

        Course(cast, clock).run(before, begin, watchers={}, moments=[])
    assert len({answer[1] for answer in answers}) == 1
    assert "Die Vorstellung ist unterwegs" in answers[0][1].decode()


def test_a_seat_that_becomes_free_within_three_days_is_used(cast):
    mara_is_full(cast)
    propose(cast)
    work(cast.now)
    assert warm.ask_due(at=cast.now + HOUR) == 0
    Introduction.objects.update(expires_at=cast.now + 2 * HOUR)
    assert warm.ask_due(at=cast.now + 3 * HOUR) == 1
    assert warm.ask_due(at=cast.now + 4 * HOUR) == 0
    made = Introduction.objects.get(form="warm")
    assert made.expires_at == cast.now + 3 * HOUR + rules.OPEN_FOR <= WarmIntroduction.objects.get().expires_at


def test_after_three_days_nobody_is_asked_any_more(cast):
    mara_pauses(cast)
    propose(cast)
    work(cast.now)
    Member.objects.update(paused_until=None)
    assert warm.ask_due(at=cast.now + rules.WARM_TRIED_FOR) == 0
    assert not Introduction.objects.exists()


def test_whoever_left_asks_nobody(cast):
    made = propose(cast)
    Member.objects.filter(pk=cast.ada.pk).update(left_on=cast.now.date())
    assert warm.ask_the_two(warm_id=made.pk, at=cast.now) is None


def test_limits_are_ones_own(cast):
    with pytest.raises(Invalid):
        warm.introduce_two(actor=cast.ada, first=cast.ada, second=cast.jonas, text="x", at=cast.now)
    with pytest.raises(Invalid):
        warm.introduce_two(actor=cast.ada, first=cast.mara, second=cast.mara, text="x", at=cast.now)
    with pytest.raises(NotFound):
        warm.introduce_two(actor=cast.ada, first=cast.mara, second=cast.sten, text="x", at=cast.now)
    propose(cast)
    with pytest.raises(OutOfDate):
        warm.introduce_two(actor=cast.ada, first=cast.jonas, second=cast.mara, text="x", at=cast.now)
    for other in (cast.neo, cast.hanna, cast.olga):
        warm.introduce_two(actor=cast.ada, first=cast.mara, second=other, text="x", at=cast.now)
    warm.introduce_two(actor=cast.ada, first=cast.jonas, second=cast.neo, text="x", at=cast.now)
    with pytest.raises(NotAllowed):
        warm.introduce_two(actor=cast.ada, first=cast.jonas, second=cast.hanna, text="x", at=cast.now)
    later = cast.now + rules.WARM_OPEN_FOR
    assert warm.introduce_two(actor=cast.ada, first=cast.jonas, second=cast.hanna, text="x", at=later)


def test_the_need_it_came_from_is_the_reason(cast):
    need = open_need(actor=cast.jonas, text="Wer kennt eine gute Druckerei?", language="de", at=cast.now)
    propose(cast, need=need)
    work(cast.now)
    made = Introduction.objects.get()
    assert queries.one(cast.jonas, made.pk, cast.now).reasons == ("Du suchst: „Wer kennt eine gute Druckerei?“",)
    assert queries.one(cast.mara, made.pk, cast.now).reasons == ("Jonas sucht: „Wer kennt eine gute Druckerei?“",)


def test_those_who_care_do_not_see_who_introduces_whom(cast, asked):
    assert queries.care(cast.hanna, cast.now).waiting == ()
    browser = cast.client(cast.hanna)
    assert WORDS not in browser.get(reverse("connect:warm_introductions", args=[cast.house.slug])).content.decode()


def test_the_copy_of_ones_data_has_the_words_and_not_whether_anybody_was_asked(cast, asked):
    (row,) = held_on(cast.ada.pk)["connect.WarmIntroduction"]
    assert row["text"] == WORDS
    assert "introduction_id" not in row
    assert [side["words"] for side in held_on(cast.mara.pk)["connect.Side"]] == ["Er lacht gern."]
    assert not held_on(cast.mara.pk).get("connect.WarmIntroduction")


def test_what_an_introducer_wrote_goes_with_them(cast, asked):
    reactions.forget_introducer(Erased(cast.ada.pk, cast.house.pk, Said.of(["Ada Lenz"], [WORDS]), False, cast.now))
    asked.refresh_from_db()
    assert asked.text == ""
    assert set(Side.objects.values_list("words", flat=True)) == {""}


def test_the_pages(cast, clock, asked):
    browser, slug = cast.client(cast.ada), cast.house.slug
    address = reverse("connect:introduce", args=[slug, cast.hanna.pk])
    assert "Hanna" in browser.get(address).content.decode()
    assert "Neo Kaya" in browser.get(address, {"q": "Kaya"}).content.decode()
    chosen = f"{address}?with={cast.neo.pk}"
    assert "field-optional" not in browser.get(chosen).content.decode(), "one of the fields has to be filled"
    assert browser.post(chosen, {"text": "  "}).status_code == 422
    assert browser.post(chosen, {"to_second": "Nur für dich."}).status_code == 302
    again = browser.post(chosen, {"text": "Noch einmal"})
    assert (again.status_code, "Gib ihnen ein paar Tage" in again.content.decode()) == (422, True)
    for wrong in (f"{address}?with={cast.sten.pk}", reverse("connect:introduce", args=[slug, cast.ada.pk])):
        assert browser.get(wrong).status_code == 404
    both_say_yes(cast, asked)
    mara = cast.client(cast.mara)
    page = reverse("connect:introduction", args=[slug, asked.pk])
    assert "Durch Ada Lenz vorgestellt" in mara.get(page).content.decode()
    assert mara.post(reverse("connect:thank_introducer", args=[slug, asked.pk])).status_code == 302
    assert LedgerRow.objects.filter(kind=warm.THANKED, actor_id=cast.mara.pk).count() == 1
    assert not QuietNo.objects.exists()
