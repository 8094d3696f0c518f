"""The process that holds streams, asked as a server asks it, beside a database in which others write."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from drittort.core.live import knocks, stream, topics
from drittort.core.live.stream import Streams
from drittort.core.models import LedgerRow
from drittort.members import live as _listeners  # noqa: F401  who may listen, as the process of the streams loads it
from drittort.members.models import Block, Member
from drittort.talk.conversations import actions
from tests.cast import Cast, signed_in

UNKNOWN = "x" * 32
pytestmark = pytest.mark.django_db(transaction=True)


class Browser:
    """A browser at the application, without a server between."""

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.hangs_up = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.hangs_up.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def said(self) -> bytes:
        return b"".join(m.get("body", b"") for m in self.sent)

    @property
    def news(self) -> list[dict[str, Any]]:
        """What came, as the page reads it."""
        return [json.loads(line[6:]) for line in self.said.decode().split("\n") if line.startswith('data: {"')]

    @property
    def over(self) -> bool:
        return bool(self.sent) and self.sent[-1]["type"] == "http.response.body" and not self.sent[-1].get("more_body", False)


class Running:
    """The application in a thread of its own, with its watcher; the test writes as any other process does."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.streams = Streams()
        self.run(self.streams.begin())

    def run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    def open(self, path: str, cookie: str = "", method: str = "GET", client: str = "203.0.113.5") -> Browser:
        """Ask, and come back when the first answer is there."""
        headers = [(b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode())] if cookie else []
        browser = Browser()
        scope = {"type": "http", "path": path, "method": method, "headers": headers, "client": (client, 1)}
        asyncio.run_coroutine_threadsafe(self.streams(scope, browser.receive, browser.send), self.loop)
        until(lambda: browser.news or browser.over)
        return browser

    def has_taken(self, row: Any) -> None:
        """Come back when this row of the ledger and those before it were handed out to everybody."""
        until(lambda: row.pk in self.streams.feed.seen and self.run(self.settled()))

    async def settled(self) -> bool:
        """Whether nothing waits for any browser."""
        return not any(listener.waiting.is_set() for listener in self.streams.listeners)

    def leave(self, browser: Browser) -> None:
        self.loop.call_soon_threadsafe(browser.hangs_up.set)

    def close(self) -> None:
        self.run(self.streams.end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()


def until(happened: Callable[[], Any], seconds: float = 5) -> None:
    """Come back as soon as something is so."""
    for _ in range(int(seconds * 100)):
        if happened():
            return
        time.sleep(0.01)
    raise AssertionError("It did not happen in time.")


def key(member: Any) -> str:
    """The session of somebody who signs in."""
    return str(signed_in(Client(), member).cookies[settings.SESSION_COOKIE_NAME].value)


@pytest.fixture
def running(cast: Cast) -> Iterator[Running]:
    opened = Running()
    yield opened
    opened.close()


def test_strangers_find_nothing_and_members_hear_what_was_delivered_to_them(cast: Cast, running: Running) -> None:
    mine = key(cast.mara)
    doors = [
        running.open("/-/live/lagerhaus/"),
        running.open("/-/live/lagerhaus/", "no-such-session"),
        running.open("/-/live/lagerhaus/", UNKNOWN),
        running.open("/-/live/lagerhaus/", key(cast.sten)),
        running.open("/-/live/nowhere/", mine),
        running.open("/lagerhaus/messages/", mine),
        running.open("/-/live/lagerhaus/", mine, "POST"),
    ]
    assert [door.status for door in doors] == [404, 404, 404, 404, 404, 404, 405]

    talk = actions.begin_conversation(actor=cast.hanna, others=[cast.mara, cast.jonas], text="Kaffee?", at=cast.now)
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
    running.has_taken(LedgerRow.objects.order_by("pk").last())
    pages = {m: running.open("/-/live/lagerhaus/", key(m)) for m in (cast.hanna, cast.mara, cast.jonas, cast.neo)}

    actions.say(actor=cast.mara, conversation_id=talk.pk, text="Gern.", at=cast.now)
    running.has_taken(LedgerRow.objects.order_by("pk").last())
    until(lambda: len(pages[cast.hanna].news) > 1 and len(pages[cast.mara].news) > 1)
    told = {m: page.news[1:] for m, page in pages.items()}
    names = ["talk", f"talk:{talk.code}"]
    assert told[cast.hanna] == [{"topics": names, "numbers": {"talk": 1}}]
    assert told[cast.mara] == [{"topics": names, "numbers": {"talk": 0}}]
    # Beside a block nothing comes, and who takes no part hears nothing.
    assert told[cast.jonas] == told[cast.neo] == []
    for page in pages.values():
        running.leave(page)
    until(lambda: not running.streams.listeners)


@pytest.mark.parametrize("end", ["session", "membership", "password"])
def test_a_stream_ends_with_what_opened_it(end: str, cast: Cast, running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "CHECK", 0.2)
    page = running.open("/-/live/lagerhaus/", key(cast.jonas))
    other = running.open("/-/live/lagerhaus/", key(cast.mara))
    if end == "session":
        Session.objects.filter(
            session_key=next(one.who.session_key for one in running.streams.listeners if one.who.member_id == cast.jonas.pk)
        ).delete()
    elif end == "membership":
        Member.objects.filter(pk=cast.jonas.pk).update(left_on=cast.now.date())
    else:
        cast.jonas.account.set_password("another long one")
        cast.jonas.account.save()
    # A commit wakes the streams; without one they look every few seconds by themselves.
    actions.begin_conversation(actor=cast.hanna, others=[cast.neo], text="Da?", at=cast.now)
    until(lambda: page.over, 8)
    assert page.said.endswith(b"event: over\ndata: {}\n\n")
    assert not other.over


def test_news_that_nobody_takes_lie_on_each_other_and_tabs_have_a_limit(
    cast: Cast, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = key(cast.mara)
    monkeypatch.setattr(stream, "MOST_EACH", 2)
    assert [running.open("/-/live/lagerhaus/", mine).status for _ in range(3)] == [200, 200, 503]

    async def slow() -> bytes:
        one = next(iter(running.streams.listeners))
        one.tell({"a"}, {"talk": 1})
        one.tell({"b"}, {"talk": 2})
        return one.taken()

    assert json.loads(running.run(slow()).decode().split("data: ")[1]) == {"topics": ["a", "b"], "numbers": {"talk": 2}}


def test_whoever_only_knocks_is_not_asked_for_without_end(cast: Cast, running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    find = topics.find_listener
    monkeypatch.setattr(topics, "find_listener", lambda key, slug, at: asked.append(key) or find(key, slug, at))
    monkeypatch.setattr(knocks, "MOST", 3)
    assert [running.open("/-/live/lagerhaus/", sign).status for sign in ("", "x", "X" * 32, "x" * 33, "x" * 31 + "'")] == [404] * 5
    assert asked == [], "what is no key of this house is no question"
    assert [running.open("/-/live/lagerhaus/", f"{number:032}").status for number in range(5)] == [404, 404, 404, 429, 429]
    assert len(asked) == 3
    # Others are not concerned, nor is who comes back in the next minute; and members count nothing.
    mine = key(cast.mara)
    assert [running.open("/-/live/lagerhaus/", mine, client="203.0.113.6").status for _ in range(5)] == [200] * 5
    assert running.open("/-/live/lagerhaus/", mine).status == 429
    running.streams.knocks.since -= knocks.WITHIN
    assert running.open("/-/live/lagerhaus/", mine).status == 200


def test_those_who_knock_do_not_stand_before_listeners_in_any_number(cast: Cast, running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    door = threading.Event()
    monkeypatch.setattr(topics, "find_listener", lambda key, slug, at: door.wait(5) and None)
    monkeypatch.setattr(knocks, "MOST_WAITING", 4)
    browsers = [Browser() for _ in range(10)]
    for number, browser in enumerate(browsers):
        scope = {"type": "http", "path": "/-/live/lagerhaus/", "method": "GET", "client": (f"203.0.113.{number}", 1)}
        scope["headers"] = [(b"cookie", f"{settings.SESSION_COOKIE_NAME}={number:032}".encode())]
        asyncio.run_coroutine_threadsafe(running.streams(scope, browser.receive, browser.send), running.loop)
    until(lambda: sum(browser.over for browser in browsers) == 6)
    assert {browser.status for browser in browsers if browser.over} == {503}
    door.set()
    until(lambda: all(browser.over for browser in browsers))
    assert sorted(browser.status for browser in browsers) == [404] * 4 + [503] * 6


def test_the_brake_keeps_no_more_than_a_few_connections_in_mind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knocks, "MOST_CONNECTIONS", 10)
    brake = knocks.Knocks(clock=lambda: 0.0)
    for number in range(100):
        assert not brake.too_many(str(number))
        brake.refused[str(number)] += 1
        assert len(brake.refused) <= 11
