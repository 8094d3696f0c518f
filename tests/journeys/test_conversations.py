"""Two people write to each other in two browsers, one of them on a phone: what is said appears by itself."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from drittort.core.files.tests import hostile
from drittort.members.models import Block
from drittort.talk.conversations import actions
from drittort.talk.conversations.models import Conversation, Message, Participant
from tests.cast import Cast
from tests.journeys.conftest import Arrive, Street, Visitor
from tests.open_house import House
from tests.page_quality import wider_than_window

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SECOND = 1_000
PICTURE = hostile.picture(size=(1200, 800))


@pytest.fixture(scope="module")
def house(street: Street, django_db_blocker: Any) -> House:
    """The open house with its event streams."""
    with django_db_blocker.unblock():
        return street.house(streams=True)


@pytest.fixture
def talk(cast: Cast) -> Conversation:
    """Mara and Jonas know each other."""
    found = actions.begin_conversation(actor=cast.mara, others=[cast.jonas], text="Bist du heute da?", at=timezone.now())
    actions.say(actor=cast.jonas, conversation_id=found.pk, text="Ab zehn.", at=timezone.now())
    return found


def path(talk: Conversation) -> str:
    """Where it stands."""
    return f"/lagerhaus/messages/{talk.code}/"


def listens(visitor: Visitor) -> None:
    """Wait until a browser hears its stream."""
    expect(visitor.page.locator("html[data-hears=yes]")).to_have_count(1)


def say(page: Page, words: str) -> None:
    """Write and send."""
    page.locator("#write textarea").fill(words)
    page.locator("#write button[type=submit], #write button:not([type])").first.click()


def test_what_is_said_appears_within_a_second_in_both_browsers(arrive: Arrive, cast: Cast, talk: Conversation) -> None:
    mara, jonas = arrive(cast.mara), arrive(cast.jonas, **PHONE)
    for visitor in (mara, jonas):
        visitor.open(path(talk))
        listens(visitor)
    for n, (one, other) in enumerate(((mara, jonas), (jonas, mara), (mara, jonas))):
        say(one.page, f"Satz {n}")
        expect(other.page.locator(".said-text", has_text=f"Satz {n}")).to_be_visible(timeout=SECOND)
        expect(one.page.locator(".said-text", has_text=f"Satz {n}")).to_have_count(1)
        expect(one.page.locator("#write textarea")).to_have_value("")
    # Who has a keyboard still reads how it sends.
    expect(mara.page.locator(".write-hint")).to_be_visible()
    # A moment later the house knows that it was seen.
    newest = Message.objects.latest("pk")
    jonas.page.wait_for_timeout(2 * SECOND + 500)
    assert Participant.objects.get(member=cast.jonas).seen_up_to == newest.pk
    # What one changes or takes back changes before the other's eyes.
    actions.edit_message(actor=cast.mara, conversation_id=talk.pk, message_id=newest.pk, text="Anders gesagt", at=timezone.now())
    expect(jonas.page.locator(f"#letter-{newest.pk} .said-text")).to_contain_text("Anders gesagt", timeout=SECOND)
    actions.delete_message(actor=cast.mara, conversation_id=talk.pk, message_id=newest.pk, at=timezone.now())
    expect(jonas.page.locator(f"#letter-{newest.pk} .said-gone")).to_be_visible(timeout=SECOND)
    assert wider_than_window(jonas.page) == []


def test_the_number_in_the_frame_follows_on_any_page_and_in_every_tab(arrive: Arrive, cast: Cast, talk: Conversation) -> None:
    mara = arrive(cast.mara)
    mara.open("/lagerhaus/people/")
    listens(mara)
    second = mara.context.new_page()
    second.goto(mara.house.url("/lagerhaus/messages/"))
    count = mara.page.locator("#count-talk > span").first
    actions.say(actor=cast.jonas, conversation_id=talk.pk, text="Kommst du?", at=timezone.now())
    expect(second.locator(".post-preview", has_text="Kommst du?")).to_be_visible(timeout=SECOND)
    mara.page.bring_to_front()
    expect(count).to_have_text("1")
    expect(count).to_be_visible()
    second.goto(mara.house.url(path(talk)))
    expect(mara.page.locator("#count-talk")).to_be_hidden()


def test_beside_a_block_nothing_moves(arrive: Arrive, cast: Cast, talk: Conversation) -> None:
    jonas = arrive(cast.jonas)
    jonas.open(path(talk))
    listens(jonas)
    asked: list[str] = []
    jonas.page.on("request", lambda request: asked.append(request.url))
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=timezone.now())
    actions.say(actor=cast.mara, conversation_id=talk.pk, text="Hörst du mich?", at=timezone.now())
    time.sleep(1.2)
    assert asked == []
    expect(jonas.page.locator(".said-text", has_text="Hörst du mich?")).to_have_count(0)


def test_without_the_stream_pages_still_ask_and_without_script_one_reloads(arrive: Arrive, cast: Cast, talk: Conversation) -> None:
    jonas = arrive(cast.jonas)
    jonas.context.route("**/-/live/**", lambda route: route.abort())
    jonas.page.add_init_script("delete window.SharedWorker")
    jonas.page.clock.install()
    jonas.open(path(talk))
    actions.say(actor=cast.mara, conversation_id=talk.pk, text="Ohne Strom", at=timezone.now())
    jonas.page.clock.run_for(16_000)
    expect(jonas.page.locator(".said-text", has_text="Ohne Strom")).to_be_visible()
    # That a request failed is what this was about; a page that is closed tries no more.
    jonas.page.close()
    jonas.complaints.clear()
    bare = arrive(cast.mara, java_script_enabled=False)
    bare.open(path(talk))
    say(bare.page, "Ohne Skript")
    expect(bare.page.locator(".said-text", has_text="Ohne Skript")).to_be_visible()


def test_what_is_sent_without_a_connection_waits_and_goes_out_once(arrive: Arrive, cast: Cast, talk: Conversation) -> None:
    mara = arrive(cast.mara, **PHONE)
    page = mara.page
    mara.open(path(talk))
    listens(mara)
    page.locator("#write textarea").fill("Ein langer Brief, noch nicht fertig")
    page.reload()
    expect(page.locator("#write textarea")).to_have_value("Ein langer Brief, noch nicht fertig")
    mara.context.set_offline(True)
    say(page, "Aus dem Zug")
    expect(page.locator(".waiting .said-text")).to_have_text("Aus dem Zug")
    expect(page.locator(".write-status")).not_to_be_empty()
    expect(page.locator("#write textarea")).to_have_value("")
    assert not Message.objects.filter(text="Aus dem Zug").exists()
    mara.context.set_offline(False)
    expect(page.locator(".said-text", has_text="Aus dem Zug")).to_have_count(1)
    expect(page.locator(".waiting")).to_have_count(0)
    assert Message.objects.filter(text="Aus dem Zug").count() == 1
    # The answer got lost on its way, so it is sent once more: it is one message.
    page.route(
        "**/messages/*/", lambda route: (route.fetch(), route.abort()) if route.request.method == "POST" else route.continue_(), times=1
    )
    say(page, "Angekommen?")
    # Until then it may stand there twice: as it waits, and as the house tells it.
    expect(page.locator(".said-text", has_text="Angekommen?")).not_to_have_count(0)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".waiting")).to_have_count(0)
    expect(page.locator(".said-text", has_text="Angekommen?")).to_have_count(1)
    assert Message.objects.filter(text="Angekommen?").count() == 1
    page.close()
    mara.complaints.clear()


def test_a_picture_a_name_and_an_answer_in_two_browsers(arrive: Arrive, cast: Cast) -> None:
    group = actions.begin_conversation(actor=cast.mara, others=[cast.jonas, cast.hanna], text="Wer baut mit?", at=timezone.now())
    actions.say(actor=cast.jonas, conversation_id=group.pk, text="Ich!", at=timezone.now())
    mara, jonas = arrive(cast.mara), arrive(cast.jonas, **PHONE)
    for visitor in (mara, jonas):
        visitor.open(path(group))
        listens(visitor)
    area = mara.page.locator("#write textarea")
    area.press_sequentially("Danke @Jon")
    mara.page.locator("#write [role=option]").first.click()
    expect(area).to_have_value(f"Danke @{cast.jonas.name} ")
    mara.page.locator("#write summary").click()
    mara.page.locator("#write input[type=file]").set_input_files({"name": "tisch.png", "mimeType": "image/png", "buffer": PICTURE})
    mara.page.locator("#write button").last.click()
    letter = jonas.page.locator(".said", has_text="Danke @")
    expect(letter.locator("img.said-picture, .said-picture img")).to_be_visible(timeout=3 * SECOND)
    assert wider_than_window(jonas.page) == []
    expect(letter.locator("a.mention")).to_have_text(f"@{cast.jonas.name}")
    letter.locator(".said-more > summary").click()
    letter.get_by_role("link", name="Zitieren").click()
    say(jonas.page, "Schön geworden")
    answer = mara.page.locator(".said", has_text="Schön geworden")
    expect(answer.locator(".said-quote")).to_contain_text("Danke")


def test_a_session_that_ends_closes_the_stream(arrive: Arrive, cast: Cast, talk: Conversation) -> None:
    mara = arrive(cast.mara)
    mara.open(path(talk))
    listens(mara)
    cookie = next(c["value"] for c in mara.context.cookies() if c["name"] == "drittort")
    from django.contrib.sessions.models import Session

    Session.objects.filter(session_key=cookie).delete()
    expect(mara.page.locator("html[data-hears=no]")).to_have_count(1, timeout=8_000)
