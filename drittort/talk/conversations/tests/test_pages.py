"""Pages of conversations: what they show, what they refuse, what they cost, and that a block can't be seen."""

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from drittort.core.jobs.runner import run_due
from drittort.core.models import Mail
from drittort.members.models import Block
from drittort.talk.conversations import actions, queries, words
from drittort.talk.conversations.models import Conversation, Message, Participant
from tests.cast import person

HX = {"HX-Request": "true"}
HOME = "/lagerhaus/messages/"


@pytest.fixture(autouse=True)
def _now(monkeypatch, cast):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)


@pytest.fixture
def talk(cast):
    made = actions.begin_conversation(actor=cast.mara, others=[cast.jonas], text="Hallo Jonas!", at=cast.now)
    actions.say(actor=cast.jonas, conversation_id=made.pk, text="Hallo Mara!", at=cast.now)
    return made


def asked(browser, address):
    browser.get(address)
    with CaptureQueriesContext(connection) as seen:
        answer = browser.get(address)
    return answer, len([q for q in seen if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_from_a_person_to_a_letter_and_its_answer(cast):
    mara, jonas = cast.client(cast.mara), cast.client(cast.jonas)
    address = f"{HOME}new/?with={cast.jonas.pk}"
    assert address in mara.get(f"/lagerhaus/people/{cast.jonas.pk}/").content.decode()
    assert address in mara.get("/lagerhaus/people/").content.decode()
    assert f"with={cast.mara.pk}" not in mara.get(f"/lagerhaus/people/{cast.mara.pk}/").content.decode()
    assert mara.get(address).status_code == 200
    sent = mara.post(f"{HOME}new/", {"with": cast.jonas.pk, "text": "Hast du\nZeit?"})
    path = sent["Location"]
    assert sent.status_code == 302
    assert "Hast du\nZeit?" in mara.get(path).content.decode()
    assert 'data-count="talk"><span>1<' in jonas.get("/lagerhaus/").content.decode()
    assert jonas.post(path, {"text": "Ja!"}).status_code == 302
    assert 'data-count="talk" hidden><span>0<' in jonas.get("/lagerhaus/").content.decode()
    # From now on the same button leads to the same conversation.
    assert mara.get(address)["Location"] == path


def test_bad_input_loses_nothing(cast, talk):
    mara = cast.client(cast.mara)
    path = f"{HOME}{talk.code}/"
    long = "Wort " * 1001
    answer = mara.post(path, {"text": long})
    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()
    assert mara.post(path, {"text": " "}, headers=HX).status_code == 422
    answer = mara.post(f"{HOME}new/", {"text": "Ohne Ziel, aber mit Liebe"})
    assert answer.status_code == 422
    assert mara.post(f"{HOME}new/", {"with": cast.sten.pk, "text": "x"}).status_code == 404
    mara.post(f"{HOME}new/", {"with": cast.neo.pk, "text": "Eins"})
    answer = mara.post(f"{HOME}new/", {"with": cast.neo.pk, "text": "Zwei, gleich hinterher"})
    assert answer.status_code == 422
    assert "Zwei, gleich hinterher" in answer.content.decode()


def test_sending_by_script_appends_what_is_new(cast, talk):
    mara = cast.client(cast.mara)
    _first, second = Message.objects.order_by("id")
    actions.say(actor=cast.jonas, conversation_id=talk.pk, text="Dazwischen", at=cast.now)
    answer = mara.post(f"{HOME}{talk.code}/", {"text": "Und ich", "after": second.pk}, headers=HX)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert [text in html for text in ("Hallo Mara!", "Dazwischen", "Und ich")] == [False, True, True]
    assert html.count('id="tail"') == 1
    assert 'id="write"' in html


def test_asking_for_news_costs_next_to_nothing(cast, talk):
    jonas = cast.client(cast.jonas)
    newest = Message.objects.latest("id").pk
    answer, cost = asked(jonas, f"{HOME}{talk.code}/news/?after={newest}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert cost <= 4
    actions.say(actor=cast.mara, conversation_id=talk.pk, text="Etwas Neues", at=cast.now)
    html = jonas.get(f"{HOME}{talk.code}/news/?after={newest}").content.decode()
    assert "Etwas Neues" in html
    assert "Hallo Mara!" not in html
    assert cast.client(cast.neo).get(f"{HOME}{talk.code}/news/").status_code == 404


def test_what_a_page_fetched_counts_as_seen_when_the_page_says_so(cast, talk):
    jonas = cast.client(cast.jonas)
    jonas.get(f"{HOME}{talk.code}/")
    actions.say(actor=cast.mara, conversation_id=talk.pk, text="Etwas Neues", at=cast.now)
    newest = Message.objects.latest("id").pk
    html = jonas.get(f"{HOME}{talk.code}/news/?after={newest - 1}").content.decode()
    assert f'data-seen="{HOME}{talk.code}/seen/"' in html
    assert queries.unread_count(cast.jonas) == 1, "a page that is fetched in advance has shown nothing yet"
    assert queries.unread_count(cast.jonas, besides=talk.pk) == 0
    assert jonas.post(f"{HOME}{talk.code}/seen/", {"up_to": newest + 1000}).status_code == 204
    assert queries.unread_count(cast.jonas) == 0
    actions.say(actor=cast.mara, conversation_id=talk.pk, text="Noch etwas", at=cast.now)
    assert queries.unread_count(cast.jonas) == 1, "nobody sees ahead"
    assert jonas.post(f"{HOME}{talk.code}/seen/", {"up_to": "x"}).status_code == 204
    assert queries.unread_count(cast.jonas) == 1
    assert cast.client(cast.neo).post(f"{HOME}{talk.code}/seen/", {"up_to": newest}).status_code == 404


def test_pages_cost_the_same_with_five_thousand_messages(cast, talk):
    browser = cast.client(cast.jonas)
    few = [asked(browser, address)[1] for address in (HOME, f"{HOME}{talk.code}/")]
    Message.objects.bulk_create(
        Message(conversation=talk, author=(cast.mara, cast.jonas)[k % 2], at=cast.now + timedelta(minutes=k), text=f"Satz {k}")
        for k in range(5000)
    )
    Participant.objects.update(newest_id=Message.objects.latest("id").pk)
    for k in range(60):
        actions.begin_conversation(actor=person(cast.house, f"P{k} Neu"), others=[cast.jonas], text="Hallo", at=cast.now)
    many = [asked(browser, address)[1] for address in (HOME, f"{HOME}{talk.code}/")]
    assert all(after <= before for before, after in zip(few, many, strict=True))
    assert max(many) <= 13


def test_older_letters_page_back_to_the_first(cast, talk):
    Message.objects.bulk_create(Message(conversation=talk, author=cast.mara, at=cast.now, text=f"Satz {k}") for k in range(100))
    seen, before = [], None
    while True:
        page = queries.page(cast.jonas, talk.code, cast.now, older_than=before)
        seen = [one.id for one in page.letters] + seen
        if not page.older:
            break
        before = page.older
    assert seen == list(Message.objects.order_by("id").values_list("pk", flat=True))


def test_the_list_pages_through_everything_what_is_new_first(cast):
    for k in range(75):
        other = person(cast.house, f"P{k} Neu")
        made = actions.begin_conversation(actor=other, others=[cast.jonas], text="Hallo", at=cast.now + timedelta(minutes=k // 2))
        if k % 2:
            actions.see(actor=cast.jonas, conversation_id=made.pk, up_to=Message.objects.latest("id").pk)
    seen, after, rest = [], None, False
    from drittort.core.paging import cursor

    while True:
        cards, word, rest = queries.list_for(cast.jonas, cast.now, after=after, rest=rest)
        seen += cards
        if not word:
            break
        after = cursor(word, moment=True)
    assert len({card.path for card in seen}) == len(seen) == 75
    assert [card.unread for card in seen] == [True] * 38 + [False] * 37


def test_the_line_stands_where_one_stopped_reading(cast, talk):
    cast.client(cast.jonas).get(f"{HOME}{talk.code}/")
    actions.say(actor=cast.mara, conversation_id=talk.pk, text="Neu", at=cast.now)
    html = cast.client(cast.jonas).get(f"{HOME}{talk.code}/").content.decode()
    assert html.index("Hallo Mara!") < html.index("Bis hier gelesen") < html.index(">Neu<")
    assert "Bis hier gelesen" not in cast.client(cast.jonas).get(f"{HOME}{talk.code}/").content.decode()
    # Whoever wrote learns nothing of it.
    assert "Bis hier gelesen" not in cast.client(cast.mara).get(f"{HOME}{talk.code}/").content.decode()


def test_only_web_addresses_become_links():
    html = words.linked('Schau: https://example.org/a?b=1&c="x", (http://example.org/(gut)) javascript:alert(1) <b>')
    assert 'href="https://example.org/a?b=1&amp;c="' in html
    assert ">http://example.org/(gut)</a>)" in html
    assert html.count("<a ") == 2
    assert "<b>" not in html
    assert "noopener" in html


def test_words_stay_when_the_time_to_change_them_is_over(cast, talk, monkeypatch):
    mara, mine = cast.client(cast.mara), Message.objects.get(author=cast.mara)
    path = f"{HOME}{talk.code}/{mine.pk}/edit/"
    later = cast.now + timedelta(minutes=16)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert mara.get(path).status_code == 403
    answer = mara.post(path, {"text": "Lange überlegt"})
    assert (answer.status_code, "Lange überlegt</textarea>" in answer.content.decode()) == (403, True)
    assert Message.objects.get(pk=mine.pk).text == mine.text


def test_a_letter_stays_when_somebody_leaves_while_it_is_written(cast):
    mara = cast.client(cast.mara)
    cast.jonas.left_on = cast.now.date()
    cast.jonas.save()
    for others in ([cast.jonas.pk, cast.neo.pk], [cast.jonas.pk], []):
        answer = mara.post(f"{HOME}new/", {"with": others, "text": "Ein langer Brief"})
        assert (answer.status_code, "Ein langer Brief</textarea>" in answer.content.decode()) == (422, True)
    assert not Conversation.objects.exists()
    assert mara.get(f"{HOME}new/?with={cast.jonas.pk}").status_code == 404


def test_changing_deleting_leaving_by_plain_forms(cast, talk):
    mara = cast.client(cast.mara)
    mine = Message.objects.get(author=cast.mara)
    path = f"{HOME}{talk.code}/"
    assert mara.post(f"{path}{mine.pk}/edit/", {"text": "Guten Tag!"}).status_code == 302
    assert mara.post(f"{path}{mine.pk}/edit/", {"text": ""}).status_code == 422
    page = mara.get(mara.post(f"{path}{mine.pk}/delete/")["Location"]).content.decode()
    assert f"{path}{mine.pk}/restore/" in page
    assert "Guten Tag!" not in page
    mara.post(f"{path}{mine.pk}/restore/")
    assert "Guten Tag!" in mara.get(path).content.decode()
    assert mara.post(f"{path}leave/").status_code == 403
    assert mara.get(f"{path}add/").status_code == 403
    mara.post(f"{path}mute/")
    assert Participant.objects.get(member=cast.mara).muted_at
    group = actions.begin_conversation(actor=cast.mara, others=[cast.jonas, cast.neo], text="Zu dritt", at=cast.now)
    assert mara.post(f"{HOME}{group.code}/add/", {"with": cast.ada.pk}).status_code == 302
    left = mara.get(mara.post(f"{HOME}{group.code}/leave/")["Location"]).content.decode()
    assert f"{HOME}{group.code}/back/" in left
    assert mara.post(f"{HOME}{group.code}/back/").status_code == 302


def test_the_mail_leads_to_a_page_on_which_to_answer(cast, talk):
    run_due(clock=lambda: cast.now + timedelta(minutes=5))
    mail = Mail.objects.get(to_address="mara@lagerhaus.example")
    link = re.search(r"/answer/message/\S+/", mail.text).group()
    nobody = cast.client(None)
    page = nobody.get(link)
    assert "Hallo Mara!" in page.content.decode()
    assert "Hallo Jonas!" not in page.content.decode()  # no more than the mail held
    assert not page.cookies
    assert Participant.objects.get(member=cast.mara).seen_up_to < Message.objects.latest("id").pk
    assert nobody.post(link, {"text": ""}).status_code == 422
    sent = nobody.post(link, {"text": "Antwort von unterwegs"})
    assert not sent.cookies
    assert nobody.get(sent["Location"]).status_code == 200
    assert Message.objects.latest("id").author == cast.mara
    assert nobody.get(link.replace("message/", "message/x")).status_code == 422


@pytest.mark.parametrize("group", [False, True])
def test_pages_of_the_author_are_the_same_byte_for_byte_with_and_without_a_block(cast, group, monkeypatch):
    others = [cast.jonas, cast.neo] if group else [cast.jonas]

    def course(blocked):
        """What Mara's browser gets while she writes to Jonas, who says nothing; message ids by their place, as sequences don't turn back."""
        codes = iter(f"{k:016}" for k in range(100))
        monkeypatch.setattr("drittort.talk.conversations.forms.uuid.uuid4", lambda: "the same")
        monkeypatch.setattr(Conversation._meta.get_field("code"), "default", lambda: next(codes))
        monkeypatch.setattr(Conversation._meta.get_field("code"), "_get_default", lambda: next(codes))
        seen = []
        with transaction.atomic():
            point = transaction.savepoint()
            if blocked:
                Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
            browser = cast.client(cast.mara)
            path = ""
            for answer in (
                lambda path: browser.post(f"{HOME}new/", {"with": [o.pk for o in others], "text": "Hallo!"}),
                lambda path: browser.get(path),
                lambda path: browser.post(path, {"text": "Noch einmal"}),
                lambda path: browser.post(path, {"text": "Noch einmal"}, headers=HX),
                lambda path: browser.get(f"{path}news/?after=0"),
                lambda path: browser.get(f"{HOME}new/?with={cast.jonas.pk}"),
                lambda path: browser.get(HOME),
                lambda path: browser.get(f"/lagerhaus/people/{cast.jonas.pk}/"),
                lambda path: browser.get("/lagerhaus/"),
            ):
                got = answer(path)
                path = path or got["Location"]
                ids = {str(pk): f"m{place}" for place, pk in enumerate(Message.objects.order_by("id").values_list("pk", flat=True))}
                body = re.sub(
                    r"(letter-|name=\"after\" value=\"|quote=|/messages/\w{16}/)(\d+)",
                    lambda m, ids=ids: m.group(1) + ids.get(m.group(2), m.group(2)),
                    got.content.decode(),
                )
                seen.append((got.status_code, sorted(k for k, _v in got.items()), body))
            transaction.savepoint_rollback(point)
        return seen

    plain, beside = course(False), course(True)
    assert [one[0] for one in plain[:3]] == [302, 200, 422]
    assert [a == b for a, b in zip(plain, beside, strict=True)] == [True] * 9


def test_where_one_waits_for_an_answer_the_place_to_write_comes_with_it(cast):
    made = actions.begin_conversation(actor=cast.mara, others=[cast.jonas], text="Hallo, ich bin Mara.", at=cast.now)
    browser, there = cast.client(cast.mara), f"/{cast.house.slug}/messages/{made.code}/"
    waiting = browser.get(there).content.decode()
    assert f'class="thread-note" data-topic="talk:{made.code}" hx-get="{there}" hx-trigger="look"' in waiting
    assert 'id="write"' not in waiting
    actions.say(actor=cast.jonas, conversation_id=made.pk, text="Hallo!", at=cast.now)
    answered = browser.get(there).content.decode()
    assert 'id="write"' in answered
    assert 'class="thread-note"' not in answered
