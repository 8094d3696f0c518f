"""Who may write, who gets it, who is told."""

from datetime import UTC, datetime, timedelta

import pytest

from drittort.core.errors import Invalid, NotAllowed, NotFound
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.core.privacy import held_on
from drittort.members.models import Block
from drittort.talk.conversations import actions, jobs, queries, rules
from drittort.talk.conversations.models import Conversation, Message, Participant

SECRET = "Der Schlüssel liegt unter dem Blumentopf."


@pytest.fixture
def talk(cast):
    """Mara wrote to Jonas, and he answered."""
    made = actions.begin_conversation(actor=cast.mara, others=[cast.jonas], text="Hallo Jonas!", at=cast.now)
    actions.say(actor=cast.jonas, conversation_id=made.pk, text="Hallo Mara!", at=cast.now)
    return made


@pytest.fixture
def group(cast):
    """Mara began a group with Jonas and Neo, and Neo said yes."""
    made = actions.begin_conversation(actor=cast.mara, others=[cast.jonas, cast.neo], text="Mittagstisch?", at=cast.now)
    actions.say(actor=cast.neo, conversation_id=made.pk, text="Gern.", at=cast.now)
    return made


def texts(member, made, at):
    return [str(one.text) for one in queries.page(member, made.code, at).letters]


def test_two_people_have_one_conversation_whoever_begins(cast, talk):
    again = actions.begin_conversation(actor=cast.jonas, others=[cast.mara, cast.mara], text="Noch etwas.", at=cast.now)
    assert again.pk == talk.pk
    assert texts(cast.mara, talk, cast.now) == ["Hallo Jonas!", "Hallo Mara!", "Noch etwas."]


def test_a_thing_has_one_conversation(cast):
    first = actions.begin_conversation(actor=cast.mara, others=[cast.hanna], text="Meine Frage", at=cast.now, about="application:5")
    again = actions.begin_conversation(actor=cast.olga, others=[cast.mara], text="Unsere Antwort", at=cast.now, about="application:5")
    assert first.pk == again.pk
    assert texts(cast.hanna, first, cast.now) == ["Meine Frage", "Unsere Antwort"]


def test_a_stranger_gets_one_message_until_they_answer(cast):
    made = actions.begin_conversation(actor=cast.mara, others=[cast.jonas], text="Hallo?", at=cast.now)
    for again in (
        lambda: actions.say(actor=cast.mara, conversation_id=made.pk, text="Huhu!", at=cast.now),
        lambda: actions.begin_conversation(actor=cast.mara, others=[cast.jonas], text="Huhu!", at=cast.now),
    ):
        with pytest.raises(NotAllowed) as refused:
            again()
        assert refused.value.reason
    actions.say(actor=cast.jonas, conversation_id=made.pk, text="Ja?", at=cast.now)
    actions.say(actor=cast.mara, conversation_id=made.pk, text="Schön.", at=cast.now)
    assert Message.objects.count() == 3


def test_strangers_in_a_group_get_one_message_too(cast):
    made = actions.begin_conversation(actor=cast.mara, others=[cast.jonas, cast.neo], text="Hallo ihr!", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.say(actor=cast.mara, conversation_id=made.pk, text="Hallo?", at=cast.now)


def test_who_was_introduced_is_no_stranger(cast):
    from drittort.connect.introductions import actions as introductions

    pair = introductions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=cast.now)
    assert rules.strangers(cast.mara, [cast.jonas.pk]) == {cast.jonas.pk}
    for person in (cast.mara, cast.jonas):
        introductions.accept_introduction(actor=person, introduction_id=pair.pk, at=cast.now)
    assert rules.strangers(cast.mara, [cast.jonas.pk, cast.neo.pk]) == {cast.neo.pk}
    made = actions.begin_conversation(actor=cast.mara, others=[cast.jonas], text="Eins", at=cast.now)
    actions.say(actor=cast.mara, conversation_id=made.pk, text="Zwei", at=cast.now)


def test_floods_are_refused(cast, talk, monkeypatch):
    monkeypatch.setattr(rules, "MOST_SAID", 4)
    for k in range(3):
        actions.say(actor=cast.mara, conversation_id=talk.pk, text=str(k), at=cast.now)
    with pytest.raises(NotAllowed):
        actions.say(actor=cast.mara, conversation_id=talk.pk, text="zu viel", at=cast.now)
    actions.say(actor=cast.mara, conversation_id=talk.pk, text="später", at=cast.now + timedelta(seconds=61))
    monkeypatch.setattr(rules, "MOST_NEW", 1)
    with pytest.raises(NotAllowed):
        actions.begin_conversation(actor=cast.mara, others=[cast.neo], text="Hallo", at=cast.now)
    actions.begin_conversation(actor=cast.mara, others=[cast.neo], text="Hallo", at=cast.now + timedelta(days=1, seconds=1))


def test_the_limits_are_those_that_were_promised():
    assert (20, timedelta(days=1), 30, timedelta(minutes=1)) == (rules.MOST_NEW, rules.NEW_WITHIN, rules.MOST_SAID, rules.SAID_WITHIN)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 5001])
def test_empty_and_endless_words_are_refused(cast, talk, text):
    with pytest.raises(Invalid):
        actions.say(actor=cast.mara, conversation_id=talk.pk, text=text, at=cast.now)


def test_nobody_reads_or_writes_where_they_take_no_part(cast, talk):
    for person in (cast.neo, cast.sten, cast.hanna):
        with pytest.raises(NotFound):
            actions.say(actor=person, conversation_id=talk.pk, text="Ich auch", at=cast.now)
        with pytest.raises(NotFound):
            queries.page(person, talk.code, cast.now)
    with pytest.raises(NotAllowed):
        actions.begin_conversation(actor=cast.mara, others=[cast.sten], text="Hallo", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.begin_conversation(actor=cast.mara, others=[cast.mara], text="Hallo", at=cast.now)


def test_words_change_for_a_quarter_of_an_hour(cast, talk):
    mine = Message.objects.get(author=cast.mara)
    actions.edit_message(actor=cast.mara, conversation_id=talk.pk, message_id=mine.pk, text="Guten Tag!", at=cast.now)
    assert queries.page(cast.jonas, talk.code, cast.now).letters[0].edited
    with pytest.raises(NotAllowed):
        actions.edit_message(actor=cast.mara, conversation_id=talk.pk, message_id=mine.pk, text="x", at=cast.now + rules.EDIT_FOR)
    with pytest.raises(NotAllowed):
        actions.edit_message(actor=cast.jonas, conversation_id=talk.pk, message_id=mine.pk, text="x", at=cast.now)


def test_deleted_words_leave_a_trace_and_can_be_brought_back_for_a_while(cast, talk):
    mine = Message.objects.get(author=cast.mara)
    with pytest.raises(NotAllowed):
        actions.delete_message(actor=cast.jonas, conversation_id=talk.pk, message_id=mine.pk, at=cast.now)
    for _ in range(2):
        actions.delete_message(actor=cast.mara, conversation_id=talk.pk, message_id=mine.pk, at=cast.now)
    assert LedgerRow.objects.filter(kind=actions.DELETED).count() == 1
    seen = queries.page(cast.jonas, talk.code, cast.now).letters[0]
    assert (seen.deleted, seen.text) == (True, "")
    actions.restore_message(actor=cast.mara, conversation_id=talk.pk, message_id=mine.pk, at=cast.now)
    assert texts(cast.jonas, talk, cast.now)[0] == "Hallo Jonas!"
    actions.delete_message(actor=cast.mara, conversation_id=talk.pk, message_id=mine.pk, at=cast.now)
    assert actions.forget_deleted(at=cast.now + rules.UNDO_FOR) == 1
    mine.refresh_from_db()
    assert mine.text == ""
    with pytest.raises(NotAllowed):
        actions.restore_message(actor=cast.mara, conversation_id=talk.pk, message_id=mine.pk, at=cast.now + rules.UNDO_FOR)


def test_whoever_comes_later_reads_what_comes_later(cast, group, talk):
    with pytest.raises(NotAllowed):
        actions.add_people(actor=cast.mara, conversation_id=talk.pk, people=[cast.ada], at=cast.now)
    actions.add_people(actor=cast.mara, conversation_id=group.pk, people=[cast.ada], at=cast.now)
    page = queries.page(cast.ada, group.code, cast.now)
    assert not page.letters
    assert page.begins
    assert "Gern" not in queries.list_for(cast.ada, cast.now)[0][0].preview
    actions.say(actor=cast.jonas, conversation_id=group.pk, text="Willkommen, Ada!", at=cast.now)
    assert texts(cast.ada, group, cast.now) == ["Willkommen, Ada!"]
    assert len(texts(cast.neo, group, cast.now)) == 3


def test_one_leaves_a_group_and_may_turn_round(cast, group, talk):
    with pytest.raises(NotAllowed):
        actions.leave(actor=cast.mara, conversation_id=talk.pk, at=cast.now)
    actions.leave(actor=cast.jonas, conversation_id=group.pk, at=cast.now)
    actions.say(actor=cast.neo, conversation_id=group.pk, text="Schade.", at=cast.now)
    with pytest.raises(NotFound):
        queries.page(cast.jonas, group.code, cast.now)
    actions.come_back(actor=cast.jonas, code=group.code, at=cast.now)
    assert texts(cast.jonas, group, cast.now)[-1] == "Schade."
    assert queries.list_for(cast.jonas, cast.now)[0][0].preview == "Neo: Schade."
    actions.leave(actor=cast.jonas, conversation_id=group.pk, at=cast.now)
    with pytest.raises(NotFound):
        actions.come_back(actor=cast.jonas, code=group.code, at=cast.now + rules.UNDO_FOR)


def test_no_word_stands_in_the_ledger(cast):
    actions.begin_conversation(actor=cast.mara, others=[cast.jonas], text=SECRET, at=cast.now)
    rows = list(LedgerRow.objects.filter(actor_id=cast.mara.pk).values())
    assert {row["kind"] for row in rows} == {actions.BEGUN, actions.SAID}
    assert all(isinstance(value, int) for row in rows for value in row["facts"].values())


# --- mail


def mails(cast, at):
    run_due(clock=lambda: at)
    return list(Mail.objects.order_by("id"))


def test_one_mail_for_several_messages_in_a_row(cast):
    made = actions.begin_conversation(actor=cast.jonas, others=[cast.mara], text="Hallo & <hallo>", at=cast.now)
    actions.say(actor=cast.mara, conversation_id=made.pk, text="Ja?", at=cast.now)
    for k in range(3):
        actions.say(actor=cast.mara, conversation_id=made.pk, text=f"Zeile {k}", at=cast.now + timedelta(seconds=50 * k))
    assert mails(cast, cast.now + timedelta(seconds=90)) == []
    assert mails(cast, cast.now + timedelta(seconds=130)) == []  # Mara still writes
    (mail,) = mails(cast, cast.now + timedelta(seconds=225))
    assert mail.to_address == "jonas@lagerhaus.example"
    assert all(f"Zeile {k}" in mail.text and f"Zeile {k}" in mail.html for k in range(3))
    assert "Reply-To" not in mail.headers
    assert mail.headers["From"] == "Lagerhaus <haus@localhost>"
    assert "/answer/message/" in mail.text
    assert len(mails(cast, cast.now + timedelta(hours=1))) == 1


def test_whoever_has_seen_it_gets_no_mail(cast, talk):
    actions.see(actor=cast.mara, conversation_id=talk.pk, up_to=Message.objects.latest("id").pk)
    actions.mute(actor=cast.jonas, conversation_id=talk.pk, at=cast.now)
    actions.say(actor=cast.mara, conversation_id=talk.pk, text="Bist du da?", at=cast.now)
    assert mails(cast, cast.now + timedelta(hours=1)) == []


def test_at_night_mail_waits_until_the_morning_and_is_one(cast, talk):
    run_due(clock=lambda: cast.now + timedelta(hours=1))
    Mail.objects.all().delete()
    night = datetime(2026, 5, 12, 20, 0, tzinfo=UTC)
    for k in range(3):
        actions.say(actor=cast.mara, conversation_id=talk.pk, text=f"Nachts {k}", at=night + timedelta(hours=k))
        assert mails(cast, night + timedelta(hours=k, minutes=5)) == []
    (mail,) = mails(cast, datetime(2026, 5, 13, 6, 0, 30, tzinfo=UTC))
    assert all(f"Nachts {k}" in mail.text for k in range(3))


def test_what_was_deleted_in_time_is_not_mailed(cast, talk):
    run_due(clock=lambda: cast.now + timedelta(hours=1))
    Mail.objects.all().delete()
    at = cast.now + timedelta(hours=2)
    gone = actions.say(actor=cast.mara, conversation_id=talk.pk, text=SECRET, at=at)
    actions.delete_message(actor=cast.mara, conversation_id=talk.pk, message_id=gone.pk, at=at)
    assert mails(cast, at + timedelta(hours=1)) == []


def test_the_house_forgets_rooms_that_nobody_is_left_of(cast, talk):
    assert actions.forget_empty_rooms() == 0
    cast.jonas.delete()
    assert actions.forget_empty_rooms() == 0
    assert [one.author for one in queries.page(cast.mara, talk.code, cast.now).letters] == ["Mara Wendt", "Früheres Mitglied"]
    cast.mara.delete()
    assert actions.forget_empty_rooms() > 0
    assert not Conversation.objects.exists()
    jobs.forget({}, cast.now)


# --- blocks


@pytest.mark.parametrize("other_blocks", [True, False])
def test_beside_a_block_a_message_looks_sent_and_is_nowhere_else(cast, talk, other_blocks):
    blocker, blocked = (cast.jonas, cast.mara) if other_blocks else (cast.mara, cast.jonas)
    actions.see(actor=cast.jonas, conversation_id=talk.pk, up_to=Message.objects.latest("id").pk)
    run_due(clock=lambda: cast.now + timedelta(minutes=5))
    Mail.objects.all().delete()
    Block.objects.create(blocker=blocker, blocked=blocked, at=cast.now)
    before = (queries.list_for(cast.jonas, cast.now), held_on(cast.jonas.pk))
    actions.say(actor=cast.mara, conversation_id=talk.pk, text=SECRET, at=cast.now + timedelta(minutes=10))
    assert SECRET in texts(cast.mara, talk, cast.now)
    assert SECRET not in texts(cast.jonas, talk, cast.now)
    assert (queries.list_for(cast.jonas, cast.now), held_on(cast.jonas.pk)) == before
    assert queries.unread_count(cast.jonas) == 0
    assert queries.news(cast.jonas, talk.code, Participant.objects.get(member=cast.jonas).newest_id, cast.now) is None
    assert mails(cast, cast.now + timedelta(hours=2)) == []
    Block.objects.all().delete()
    assert SECRET not in texts(cast.jonas, talk, cast.now)  # never means never


def test_a_conversation_that_only_a_blocked_one_began_is_not_there(cast):
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
    before = held_on(cast.jonas.pk)
    made = actions.begin_conversation(actor=cast.mara, others=[cast.jonas], text=SECRET, at=cast.now)
    assert queries.list_for(cast.jonas, cast.now)[:2] == ([], "")
    with pytest.raises(NotFound):
        queries.page(cast.jonas, made.code, cast.now)
    assert queries.with_one(cast.jonas, cast.mara.pk) == ""
    assert held_on(cast.jonas.pk) == before
    # Not an answer either: Jonas has one message to a stranger like anybody else.
    actions.begin_conversation(actor=cast.jonas, others=[cast.mara], text="Guten Tag", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.say(actor=cast.jonas, conversation_id=made.pk, text="Noch einmal", at=cast.now)
    assert texts(cast.mara, made, cast.now) == [SECRET]
    with pytest.raises(NotAllowed):
        actions.say(actor=cast.mara, conversation_id=made.pk, text="Noch einmal", at=cast.now)


def test_in_a_group_others_read_both_and_the_two_not_each_other(cast, group):
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
    for person, text in ((cast.mara, "von Mara"), (cast.jonas, "von Jonas"), (cast.neo, "von Neo")):
        actions.say(actor=person, conversation_id=group.pk, text=text, at=cast.now)
    assert texts(cast.neo, group, cast.now)[2:] == ["von Mara", "von Jonas", "von Neo"]
    assert texts(cast.mara, group, cast.now)[2:] == ["von Mara", "von Neo"]
    assert texts(cast.jonas, group, cast.now)[2:] == ["von Jonas", "von Neo"]
    # Only the blocker's view folds what stood there before, and says why.
    assert [one.folded for one in queries.page(cast.jonas, group.code, cast.now).letters] == [True, False, False, False]
    assert not any(one.folded for one in queries.page(cast.mara, group.code, cast.now).letters)
    assert (bool(queries.page(cast.jonas, group.code, cast.now).note), bool(queries.page(cast.mara, group.code, cast.now).note)) == (
        True,
        False,
    )


def test_beside_a_block_one_is_not_dragged_into_a_group(cast, group):
    Block.objects.create(blocker=cast.ada, blocked=cast.mara, at=cast.now)
    actions.add_people(actor=cast.mara, conversation_id=group.pk, people=[cast.ada], at=cast.now)
    assert queries.list_for(cast.ada, cast.now)[0] == []
    actions.say(actor=cast.neo, conversation_id=group.pk, text="Hallo Ada", at=cast.now)
    assert texts(cast.ada, group, cast.now) == ["Hallo Ada"]
