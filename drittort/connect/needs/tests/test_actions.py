"""Opening, answering and ending a need: who is told, who comes too late, what is done twice."""

from datetime import timedelta

import pytest

from drittort.connect.introductions.models import WarmIntroduction
from drittort.connect.needs import actions, jobs, queries
from drittort.connect.needs.models import LIVES, HelpRequest, Need, NeedAnswer
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.members.membership.actions import end_membership
from drittort.members.models import Block, Notice
from drittort.network.models import Contact
from drittort.talk.conversations.actions import say
from drittort.talk.conversations.models import Conversation, Message

DAY = timedelta(days=1)


@pytest.fixture
def need(cast):
    return actions.open_need(actor=cast.mara, text="Wer kennt eine gute Druckerei?", language="de", at=cast.now)


def mails(cast, at=None):
    run_due(clock=lambda: at or cast.now)
    return [(m.to_address, m.subject) for m in Mail.objects.order_by("pk")]


def again(need):
    return Need.objects.get(pk=need.pk)


def test_the_asker_learns_who_helps_in_one_mail_and_answers_in_the_conversation(cast, need):
    for _ in range(2):
        actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now, text="In der Weserstraße ist eine.")
    assert mails(cast, cast.now + timedelta(hours=1)) == [("mara@lagerhaus.example", "Jonas Falk kann dir helfen")]
    assert LedgerRow.objects.filter(kind=actions.ANSWERED).count() == 1
    [message] = Message.objects.all()
    assert message.text.startswith("Zu dem, was du suchst: http")
    assert message.text.endswith(f"/lagerhaus/needs/{need.pk}/\n\nIn der Weserstraße ist eine.")
    assert need.text not in message.text, "an erasure of the asker leaves no words of theirs with others"
    letter = Mail.objects.get()
    assert "Weserstraße" in letter.text
    assert "/answer/message/" in letter.text
    assert "jonas@lagerhaus.example" not in letter.text + letter.html + str(letter.headers)


def test_several_answer_and_the_first_stops_the_clock(cast, need):
    later = cast.now + timedelta(hours=3)
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    actions.answer_need(actor=cast.neo, need_id=need.pk, at=later)
    assert (again(need).answered_at, again(need).answered_by) == (cast.now, cast.jonas)
    assert [one.member for one in NeedAnswer.objects.order_by("at")] == [cast.jonas, cast.neo]
    assert [address for address, _subject in mails(cast, later)] == ["mara@lagerhaus.example"], "both in one letter"
    assert "Neo Kaya" in Mail.objects.get().text


def test_the_answer_of_those_who_care_is_counted_apart(cast, need):
    actions.answer_need(actor=cast.hanna, need_id=need.pk, at=cast.now)
    actions.answer_need(actor=cast.neo, need_id=need.pk, at=cast.now)
    assert {one.member.name: one.staff for one in NeedAnswer.objects.all()} == {"Hanna Brandt": True, "Neo Kaya": False}


@pytest.mark.parametrize("asker_blocks", [True, False])
def test_beside_a_block_help_looks_sent_and_is_not(cast, need, asker_blocks):
    blocker, blocked = (cast.mara, cast.jonas) if asker_blocks else (cast.jonas, cast.mara)
    Block.objects.create(blocker=blocker, blocked=blocked, at=cast.now)
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    page = queries.one(cast.jonas, need.pk, cast.now)
    assert page.answers[0].mine
    for reader in (cast.jonas, cast.mara):
        [answer] = queries.one(reader, need.pk, cast.now).answers
        led = cast.client(reader).get(answer.talk_path, follow=True)
        assert led.status_code == 200, "the link looks as always and leads somewhere, for both"
    assert mails(cast, cast.now + DAY) == []
    assert not Notice.objects.filter(member=cast.mara).exists()


def test_one_needs_to_be_of_the_house_and_somebody_else(cast, need):
    with pytest.raises(NotFound):
        actions.answer_need(actor=cast.sten, need_id=need.pk, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.answer_need(actor=cast.mara, need_id=need.pk, at=cast.now)


def test_a_yes_after_the_end_comes_too_late(cast, need):
    with pytest.raises(OutOfDate):
        actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now + LIVES)
    actions.close_need(actor=cast.mara, need_id=need.pk, at=cast.now)
    with pytest.raises(OutOfDate):
        actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    assert not Conversation.objects.exists()
    actions.reopen_need(actor=cast.mara, need_id=need.pk, at=cast.now)
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    assert again(need).state(cast.now) == "answered"


def test_who_answers_may_write_although_they_wrote_before_and_got_no_answer(cast, need):
    from drittort.talk.conversations.actions import begin_conversation

    begin_conversation(actor=cast.jonas, others=[cast.mara], text="Hallo!", at=cast.now)
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    assert Message.objects.count() == 2
    say(actor=cast.mara, conversation_id=Conversation.objects.get().pk, text="Danke!", at=cast.now)


def test_an_answer_taken_back_starts_the_clock_where_it_began(cast, need):
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    actions.answer_need(actor=cast.neo, need_id=need.pk, at=cast.now + DAY)
    for _ in range(2):
        actions.withdraw_answer(actor=cast.jonas, need_id=need.pk, at=cast.now + DAY)
    assert (again(need).answered_by, again(need).answered_at) == (cast.neo, cast.now + DAY)
    actions.withdraw_answer(actor=cast.neo, need_id=need.pk, at=cast.now + DAY)
    assert again(need).state(cast.now + DAY) == "open"
    with pytest.raises(NotFound):
        actions.withdraw_answer(actor=cast.ada, need_id=need.pk, at=cast.now)


def test_whoever_leaves_helps_nobody_who_waits_and_looks_for_nothing(cast, need):
    other = actions.open_need(actor=cast.jonas, text="Ich suche ein Fahrrad.", language="de", at=cast.now)
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    settled = actions.open_need(actor=cast.neo, text="Wer hilft beim Tragen?", language="de", at=cast.now)
    actions.answer_need(actor=cast.jonas, need_id=settled.pk, at=cast.now)
    actions.tell_outcome(actor=cast.neo, need_id=settled.pk, said="helped", helper_id=cast.jonas.pk, at=cast.now)
    end_membership(actor=cast.jonas, member_id=cast.jonas.pk, last_on=cast.now.date(), at=cast.now)
    run_due(clock=lambda: cast.now)
    assert again(need).state(cast.now) == "open"
    assert again(other).state(cast.now) == "closed"
    assert again(settled).helped_by_id == cast.jonas.pk


def test_changing_the_words_keeps_the_answers_and_looks_anew_for_who_is_next(cast, need):
    HelpRequest.objects.create(need=need, member=cast.neo, position=0, fit=9, found_at=cast.now, asked_at=cast.now)
    HelpRequest.objects.create(need=need, member=cast.ada, position=1, fit=9, found_at=cast.now)
    rows = LedgerRow.objects.count()
    actions.edit_need(actor=cast.mara, need_id=need.pk, text=need.text, language="de", at=cast.now)
    assert LedgerRow.objects.count() == rows, "the same words change nothing"
    actions.edit_need(actor=cast.mara, need_id=need.pk, text="Wer druckt mir Plakate in A1?", language="de", at=cast.now)
    assert again(need).edited_at == cast.now
    assert [one.member for one in HelpRequest.objects.all()] == [cast.neo]
    with pytest.raises(Invalid):
        actions.edit_need(actor=cast.mara, need_id=need.pk, text="Plakate A1", language="de", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.edit_need(actor=cast.jonas, need_id=need.pk, text="Wer druckt mir Plakate?", language="de", at=cast.now)


def test_it_runs_out_and_goes_on_by_one_tap(cast, need):
    soon = cast.now + LIVES - 7 * DAY
    for _ in range(2):
        jobs.ask_owners({}, soon)
    monday = soon + 2 * DAY  # mail waits for the weekend to pass
    assert mails(cast, monday) == [("mara@lagerhaus.example", "Noch aktuell?")]
    assert "?a=renew" in Mail.objects.get().text
    assert again(need).state(cast.now + LIVES) == "expired"
    for _ in range(2):
        actions.renew_need(actor=cast.mara, need_id=need.pk, at=soon)
    assert again(need).state(cast.now + LIVES) == "open"
    assert again(need).runs_out_at == soon + LIVES
    assert LedgerRow.objects.filter(kind=actions.RENEWED).count() == 1
    with pytest.raises(OutOfDate):
        actions.renew_need(actor=cast.jonas, need_id=need.pk, at=soon)
    with pytest.raises(OutOfDate):
        actions.renew_need(actor=cast.mara, need_id=need.pk, at=soon + LIVES + 31 * DAY)


def test_the_outcome_is_asked_once_a_week_after_the_first_answer(cast, need):
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    assert len(mails(cast)) == 1
    for days in (6, 7, 8, 9):
        jobs.ask_owners({}, cast.now + days * DAY)
        mails(cast, cast.now + days * DAY)
    assert [m.subject for m in Mail.objects.order_by("pk")] == ["Jonas Falk kann dir helfen", "Hat jemand geholfen?"]


def test_help_is_a_contact_of_the_two_once(cast, need):
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    for _ in range(2):
        actions.tell_outcome(
            actor=cast.mara,
            need_id=need.pk,
            said="helped",
            helper_id=cast.jonas.pk,
            outcome="Die Plakate hängen.",
            shared=True,
            at=cast.now,
        )
    [contact] = Contact.objects.all()
    assert (contact.kind, {contact.first_id, contact.second_id}) == ("help", {cast.mara.pk, cast.jonas.pk})
    assert LedgerRow.objects.filter(kind=actions.HELPED).count() == 1
    assert again(need).state(cast.now) == "met"
    assert queries.one(cast.neo, need.pk, cast.now).outcome == "Die Plakate hängen."


def test_what_became_of_it_stays_with_the_asker_unless_shared(cast, need):
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    actions.tell_outcome(actor=cast.mara, need_id=need.pk, said="helped", helper_id=None, outcome="Geheim.", at=cast.now)
    assert queries.one(cast.neo, need.pk, cast.now).outcome == ""
    assert queries.one(cast.mara, need.pk, cast.now).outcome == "Geheim."
    assert not Contact.objects.exists(), "somebody else helped"


def test_help_beside_a_consent_taken_back_counts_nowhere(cast, need):
    cast.jonas.consents.filter(kind="counted").delete()
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    actions.tell_outcome(actor=cast.mara, need_id=need.pk, said="helped", helper_id=cast.jonas.pk, at=cast.now)
    assert not Contact.objects.exists()


def test_whoever_still_looks_is_asked_for_again(cast, need):
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    later = cast.now + 8 * DAY
    actions.tell_outcome(actor=cast.mara, need_id=need.pk, said="looking", at=later)
    assert (again(need).state(later), again(need).renewed_at) == ("open", later)
    settled = actions.open_need(actor=cast.neo, text="Wer hilft beim Tragen?", language="de", at=cast.now)
    with pytest.raises(OutOfDate):
        actions.tell_outcome(actor=cast.neo, need_id=settled.pk, said="settled", at=cast.now)
    actions.answer_need(actor=cast.jonas, need_id=settled.pk, at=cast.now)
    actions.tell_outcome(actor=cast.neo, need_id=settled.pk, said="settled", at=cast.now)
    assert again(settled).state(cast.now) == "closed"


def test_nobody_is_named_as_a_helper_whose_answer_does_not_stand(cast, need):
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    actions.answer_need(actor=cast.neo, need_id=need.pk, at=cast.now)
    actions.withdraw_answer(actor=cast.neo, need_id=need.pk, at=cast.now)
    assert queries.helpers_of(again(need)) == [(cast.jonas.pk, cast.jonas.name)]
    for other in (cast.neo, cast.olga, cast.sten, cast.mara):
        with pytest.raises(Invalid):
            actions.tell_outcome(actor=cast.mara, need_id=need.pk, said="helped", helper_id=other.pk, at=cast.now)
    assert again(need).helped_at is None
    assert not Contact.objects.exists()


def test_said_otherwise_the_old_contact_counts_no_more(cast, need):
    for helper in (cast.jonas, cast.neo):
        actions.answer_need(actor=helper, need_id=need.pk, at=cast.now)

    def tell(said, helper=None):
        actions.tell_outcome(actor=cast.mara, need_id=need.pk, said=said, helper_id=helper and helper.pk, at=cast.now)
        return {frozenset(pair) for pair in Contact.objects.values_list("first_id", "second_id")}

    mara, jonas, neo = cast.mara.pk, cast.jonas.pk, cast.neo.pk
    assert tell("helped", cast.jonas) == {frozenset((mara, jonas))}
    assert tell("helped", cast.neo) == {frozenset((mara, neo))}
    assert tell("helped", cast.neo) == {frozenset((mara, neo))}, "the same again changes nothing"
    assert tell("helped") == set(), "somebody else helped"
    tell("helped", cast.jonas)
    assert tell("looking") == set()


def test_who_knows_somebody_has_both_asked(cast, need):
    with pytest.raises(Invalid):
        actions.know_somebody(actor=cast.jonas, need_id=need.pk, person_id=cast.mara.pk, text="", at=cast.now)
    with pytest.raises(NotFound):
        actions.know_somebody(actor=cast.jonas, need_id=need.pk, person_id=cast.sten.pk, text="", at=cast.now)
    actions.know_somebody(actor=cast.jonas, need_id=need.pk, person_id=cast.neo.pk, text="Neo war Drucker.", at=cast.now)
    made = WarmIntroduction.objects.get()
    assert ({made.first_id, made.second_id}, made.introducer, made.need) == ({cast.mara.pk, cast.neo.pk}, cast.jonas, need)
    assert again(need).state(cast.now) == "open", "it is answered when somebody helps"


def test_who_knows_somebody_too_late_or_for_themselves_hears_why(cast, need):
    with pytest.raises(NotAllowed):
        actions.know_somebody(actor=cast.mara, need_id=need.pk, person_id=cast.neo.pk, text="", at=cast.now)
    with pytest.raises(OutOfDate):
        actions.know_somebody(actor=cast.jonas, need_id=need.pk, person_id=cast.neo.pk, text="", at=cast.now + LIVES)


def test_the_same_words_hang_there_once_while_they_wait(cast):
    told = {"actor": cast.mara, "text": "Wer leiht mir eine Leiter?", "language": "de"}
    first = actions.open_need(**told, at=cast.now)
    assert actions.open_need(**told, at=cast.now) == first
    assert actions.open_need(**told, side="offer", at=cast.now) != first
    assert actions.open_need(**{**told, "actor": cast.jonas}, at=cast.now) != first
    later = actions.open_need(**told, at=cast.now + LIVES)
    assert later != first, "what ran out is asked anew"
    Need.objects.filter(pk=later.pk).update(answered_at=cast.now + LIVES, answered_by=cast.jonas)
    assert actions.open_need(**told, at=cast.now + LIVES) not in (first, later)


def test_an_offer_is_taken(cast):
    offer = actions.open_need(actor=cast.mara, side="offer", text="Ich verschenke zwei Schreibtische.", language="de", at=cast.now)
    actions.answer_need(actor=cast.jonas, need_id=offer.pk, at=cast.now)
    assert mails(cast) == [("mara@lagerhaus.example", "Jonas Falk hätte es gern")]
    assert Message.objects.get().text.endswith("Das hätte ich gern.")
    assert not HelpRequest.objects.exists()
    with pytest.raises(Invalid):
        actions.open_need(actor=cast.mara, side="swap", text="Ich tausche zwei Schreibtische.", language="de", at=cast.now)
