"""Files, quotes, names, keys and search: what comes with a message, and who may have it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from PIL import Image

from drittort.core.errors import NotAllowed
from drittort.core.files.models import StoredFile
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow
from drittort.members.models import Block
from drittort.members.notices.models import Notice
from drittort.talk.conversations import about, actions, queries
from drittort.talk.conversations.models import Attachment, Conversation, Message, Participant
from drittort.talk.conversations.words import linked
from tests.cast import Cast

HOME = "/lagerhaus/messages/"


def picture(name: str = "tisch.png") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (640, 400), "#a05030").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def paper(name: str = "angebot.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"Zwei Tische, drei Wochen.", "text/plain")


@pytest.fixture
def group(cast: Cast) -> Conversation:
    talk = actions.begin_conversation(actor=cast.mara, others=[cast.jonas, cast.hanna], text="Wer kommt?", at=cast.now)
    actions.say(actor=cast.hanna, conversation_id=talk.pk, text="Ich.", at=cast.now)
    return talk


def path(talk: Conversation) -> str:
    return f"{HOME}{talk.code}/"


def say(cast: Cast, talk: Conversation, member: Any, text: str = "", **more: Any) -> Message:
    return actions.say(actor=member, conversation_id=talk.pk, text=text, at=cast.now, **more)


# ------------------------------------------------------------------ files


def test_a_picture_and_a_document_are_seen_by_those_who_may_read_the_message(cast: Cast, group: Conversation) -> None:
    mara = cast.client(cast.mara)
    sent = mara.post(path(group), {"text": "", "along": [picture(), paper()]})
    assert sent.status_code == 302
    message = Message.objects.latest("pk")
    page = cast.client(cast.jonas).get(path(group)).content.decode()
    files = [attachment.file for attachment in message.attachments.order_by("pk")]
    assert [file.is_picture for file in files] == [True, False]
    paths = [f"/lagerhaus/files/{files[0].token}/m.webp", f"/lagerhaus/files/{files[1].token}/angebot.txt"]
    assert all(one in page for one in paths), page
    for who, status in ((cast.jonas, 200), (cast.hanna, 200), (cast.neo, 404), (cast.sten, 404)):
        assert [cast.client(who).get(one).status_code for one in paths] == [status, status], who
    # Whoever comes later, and whoever is kept apart by a block, sees neither.
    actions.add_people(actor=cast.mara, conversation_id=group.pk, people=[cast.neo], at=cast.now)
    assert cast.client(cast.neo).get(paths[0]).status_code == 404
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
    kept = say(cast, group, cast.mara, "Noch eins", files=[picture()]).attachments.get().file
    assert cast.client(cast.jonas).get(f"/lagerhaus/files/{kept.token}/m.webp").status_code == 404
    assert cast.client(cast.hanna).get(f"/lagerhaus/files/{kept.token}/m.webp").status_code == 200


def test_files_go_with_the_message(cast: Cast, group: Conversation) -> None:
    message = say(cast, group, cast.mara, "Schau", files=[picture(), paper()])
    where = f"/lagerhaus/files/{message.attachments.order_by('pk')[0].file.token}/m.webp"
    actions.delete_message(actor=cast.mara, conversation_id=group.pk, message_id=message.pk, at=cast.now)
    assert cast.client(cast.jonas).get(where).status_code == 404
    actions.restore_message(actor=cast.mara, conversation_id=group.pk, message_id=message.pk, at=cast.now)
    assert cast.client(cast.jonas).get(where).status_code == 200
    actions.delete_message(actor=cast.mara, conversation_id=group.pk, message_id=message.pk, at=cast.now)
    actions.forget_deleted(at=cast.now + timedelta(minutes=15))
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("bad", ["script", "many", "nothing"])
def test_a_hostile_file_is_refused_with_a_sentence_and_nothing_is_kept(bad: str, cast: Cast, group: Conversation) -> None:
    files = {
        "script": [picture(), SimpleUploadedFile("bild.png", b"<svg onload=alert(1)>", "image/png")],
        "many": [paper(f"{n}.txt") for n in range(5)],
        "nothing": [SimpleUploadedFile("leer.pdf", b"", "application/pdf")],
    }[bad]
    before = Message.objects.count()
    answer = cast.client(cast.mara).post(path(group), {"text": "Hier", "along": files})
    assert answer.status_code == 422
    assert 'class="field-error"' in answer.content.decode()
    assert Message.objects.count() == before
    assert not StoredFile.objects.exists()


def test_files_of_a_refused_message_are_not_kept(cast: Cast) -> None:
    talk = actions.begin_conversation(actor=cast.mara, others=[cast.jonas], text="Hallo", at=cast.now)
    with pytest.raises(NotAllowed):
        say(cast, talk, cast.mara, "Nochmal", files=[paper()])
    assert not StoredFile.objects.exists()


# ------------------------------------------------------------------ sent once


def test_what_is_sent_twice_with_one_key_is_one_message(cast: Cast, group: Conversation) -> None:
    mara, key = cast.client(cast.mara), "0b8d7d3e-1f3c-4f0a-9d57-0d8f4c2d7a11"
    before = Message.objects.count()
    answers = [mara.post(path(group), {"text": "Einmal", "key": key, "along": [paper()]}) for _ in range(2)]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Message.objects.count() == before + 1
    assert StoredFile.objects.count() == 1
    assert LedgerRow.objects.filter(kind=actions.SAID, subject_id=Message.objects.latest("pk").pk).count() == 1
    # Other words are another message, and so are those of somebody else.
    mara.post(path(group), {"text": "Anders", "key": key})
    cast.client(cast.jonas).post(path(group), {"text": "Einmal", "key": key})
    assert Message.objects.count() == before + 3
    # Every form that is drawn has a key of its own.
    page = mara.get(path(group)).content.decode()
    assert page.count('name="key"') == 1
    begun = [mara.post(f"{HOME}new/", {"with": cast.neo.pk, "text": "Hallo Neo", "key": key.replace("1", "2")}) for _ in range(2)]
    assert {answer.status_code for answer in begun} == {302}
    assert Message.objects.filter(text="Hallo Neo").count() == 1


# ------------------------------------------------------------------ quotes


def test_an_answer_shows_what_it_answers_to_those_who_may_read_that(cast: Cast, group: Conversation) -> None:
    mara, hanna = cast.client(cast.mara), cast.client(cast.hanna)
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
    first = say(cast, group, cast.mara, "Um neun am See?")
    form = hanna.get(f"{path(group)}?quote={first.pk}").content.decode()
    assert f'name="quote" value="{first.pk}"' in form
    hanna.post(path(group), {"text": "Gern!", "quote": first.pk})
    answer = Message.objects.latest("pk")
    assert answer.quotes_id == first.pk
    assert f'href="#letter-{first.pk}"' in mara.get(path(group)).content.decode()
    # Jonas never got the first one: the answer looks like any message.
    page = cast.client(cast.jonas).get(path(group)).content.decode()
    assert "Gern!" in page
    assert "said-quote" not in page
    assert "am See" not in page
    # A quote of something deleted, or of another conversation, is none.
    actions.delete_message(actor=cast.mara, conversation_id=group.pk, message_id=first.pk, at=cast.now)
    assert "am See" not in hanna.get(path(group)).content.decode()
    other = actions.begin_conversation(actor=cast.hanna, others=[cast.neo], text="Unter uns", at=cast.now)
    foreign = Message.objects.get(conversation=other)
    assert say(cast, group, cast.mara, "Was?", quotes=foreign.pk).quotes is None


# ------------------------------------------------------------------ names


def notices(member: Any) -> list[str]:
    return list(Notice.objects.filter(member=member, category="mention").order_by("pk").values_list("code", flat=True))


def work(cast: Cast) -> None:
    run_due(clock=lambda: cast.now)


def test_whom_a_message_names_or_answers_finds_a_notice(cast: Cast, group: Conversation) -> None:
    first = say(cast, group, cast.mara, f"@{cast.jonas.name}, bringst du Kaffee mit? An @niemand denkt keiner.")
    work(cast)
    assert notices(cast.jonas) == ["message.names"]
    assert notices(cast.hanna) == notices(cast.mara) == []
    say(cast, group, cast.jonas, "Mache ich.", quotes=first.pk)
    work(cast)
    assert notices(cast.mara) == ["message.answers"]
    page = cast.client(cast.hanna).get(path(group)).content.decode()
    assert f'<a class="mention" href="/lagerhaus/people/{cast.jonas.pk}/">@{cast.jonas.name}</a>' in page


def test_silence_and_a_block_are_stronger_than_a_name(cast: Cast, group: Conversation) -> None:
    actions.mute(actor=cast.hanna, conversation_id=group.pk, at=cast.now)
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
    say(cast, group, cast.mara, f"@{cast.jonas.name} @{cast.hanna.name} kommt ihr?")
    work(cast)
    assert notices(cast.jonas) == notices(cast.hanna) == []
    # It looks sent.
    assert "kommt ihr?" in cast.client(cast.mara).get(path(group)).content.decode()


def test_names_are_proposed_from_those_who_take_part(cast: Cast, group: Conversation) -> None:
    mara = cast.client(cast.mara)
    assert f'value="@{cast.jonas.name}"' in mara.get(f"{path(group)}people/?q=jo").content.decode()
    assert "<option" not in mara.get(f"{path(group)}people/?q=neo").content.decode()
    assert cast.client(cast.neo).get(f"{path(group)}people/?q=jo").status_code == 404


def test_a_text_is_text(cast: Cast) -> None:
    people = {"Jonas <b>": "/p/1/", "Jonas": "/p/2/"}
    made = linked("<i>@Jonas <b> & @jonas! mail@Jonasson https://x.example/@Jonas", people)
    assert made.startswith(
        '&lt;i&gt;<a class="mention" href="/p/1/">@Jonas &lt;b&gt;</a> &amp; <a class="mention" href="/p/2/">@jonas</a>!'
    )
    assert "mail@Jonasson" in made
    assert made.count("<a ") == 3


@pytest.mark.parametrize(
    ("written", "found"), [("@Jim Groß", True), ("@JIM GROẞ", True), ("@Niſa Roſſi", True), ("@Mıka Kind", False), ("@Mİka Kind", False)]
)
def test_letters_that_look_alike_break_no_letter(written: str, found: bool):
    html = linked(f"Danke, {written}, bis bald", dict.fromkeys(("Jim Groß", "Nisa Rossi", "Mika Kind"), "/p/1/"))
    assert (f">{written}</a>" in html) == found
    assert written in html


# ------------------------------------------------------------------ search


def test_search_finds_what_was_delivered_to_oneself_and_nothing_else(cast: Cast, group: Conversation) -> None:
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
    say(cast, group, cast.mara, "Die Äpfel liegen im Keller, daneben die Säge.")
    gone = say(cast, group, cast.hanna, "Äpfel auch bei mir.")
    assert [one.author for one in queries.find(cast.hanna, "äpfel", cast.now)] == ["Du", cast.mara.name]
    assert [one.author for one in queries.find(cast.hanna, "säge äpfel", cast.now)] == [cast.mara.name]
    assert [one.author for one in queries.find(cast.jonas, "Äpfel", cast.now)] == [cast.hanna.name]
    assert queries.find(cast.neo, "Äpfel", cast.now) == queries.find(cast.hanna, "Birnen", cast.now) == []
    found = cast.client(cast.hanna).get(f"{HOME}?q=Säge").content.decode()
    assert "daneben die Säge" in found
    actions.delete_message(actor=cast.hanna, conversation_id=group.pk, message_id=gone.pk, at=cast.now)
    assert [one.author for one in queries.find(cast.jonas, "Äpfel", cast.now)] == []
    actions.add_people(actor=cast.mara, conversation_id=group.pk, people=[cast.neo], at=cast.now)
    assert queries.find(cast.neo, "Säge", cast.now) == []
    assert cast.client(cast.hanna).get(f"{HOME}?q=gibtsnicht").status_code == 200


def test_the_page_costs_the_same_whatever_stands_in_it(cast: Cast, group: Conversation, django_assert_max_num_queries: Any) -> None:
    for n in range(12):
        say(
            cast,
            group,
            cast.mara,
            f"@{cast.jonas.name} Satz {n}",
            files=[paper()] if n % 3 == 0 else [],
            quotes=Message.objects.latest("pk").pk,
        )
    jonas = cast.client(cast.jonas)
    jonas.get(path(group))
    with django_assert_max_num_queries(15):
        jonas.get(path(group))
    with django_assert_max_num_queries(15):
        jonas.get(f"{HOME}?q=Satz")
    assert Participant.objects.get(member=cast.jonas, conversation=group).seen_up_to


# ------------------------------------------------------------------ the thread of a thing


@pytest.fixture
def circle(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A kind of thing with one thing, and the ids of those who belong to it."""
    people = [cast.mara.pk, cast.jonas.pk]
    names = lambda ids: {pk: about.Subject("Der Kreis", "/lagerhaus/") for pk in ids}  # noqa: E731
    monkeypatch.setitem(about.KINDS, "circle", about.Kind(names, lambda pk: people))
    return people


def test_a_thing_has_a_thread_for_those_who_belong_to_it(cast: Cast, circle: list[int]) -> None:
    assert queries.thread(cast.neo, "circle:1", cast.now) is None
    empty = queries.thread(cast.mara, "circle:1", cast.now)
    assert empty is not None
    assert (empty.letters, empty.can_say) == ((), True)
    shown = render_to_string("talk/conversations/_thread.html", {"thread": empty})
    assert 'name="about" value="circle:1"' in shown
    answer = cast.client(cast.mara).post(f"{HOME}about/", {"about": "circle:1", "text": "Montag um neun?"})
    assert answer.status_code == 302
    assert cast.client(cast.neo).post(f"{HOME}about/", {"about": "circle:1", "text": "Und ich?"}).status_code == 404
    assert cast.client(cast.neo).post(f"{HOME}about/", {"about": "nothing:1", "text": "Und ich?"}).status_code == 404
    thread = queries.thread(cast.jonas, "circle:1", cast.now)
    assert thread is not None
    assert [str(letter.text) for letter in thread.letters] == ["Montag um neun?"]
    assert "Der Kreis" in cast.client(cast.jonas).get(HOME).content.decode()
    # Who comes later reads what was said, who goes reads nothing more; a block keeps words apart here, too.
    circle.append(cast.neo.pk)
    circle.remove(cast.jonas.pk)
    Block.objects.create(blocker=cast.neo, blocked=cast.mara, at=cast.now)
    actions.say_about(actor=cast.mara, about="circle:1", text="Noch jemand?", at=cast.now)
    assert cast.client(cast.jonas).get(answer["Location"]).status_code == 404
    late = cast.client(cast.neo).get(answer["Location"]).content.decode()
    assert "Montag um neun?" in late
    assert "Noch jemand?" not in late
    assert Conversation.objects.filter(about="circle:1").count() == 1
