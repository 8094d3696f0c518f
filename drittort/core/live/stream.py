"""The process that holds event streams (ASGI, `drittort.config.asgi`): one small task for each browser, one thread that asks the database.

`/-/live/<house>/` is an event stream (text/event-stream). Whoever has no session here gets 404, as on every page. A stream says
"something is new in X" and the reader's own numbers; it ends with the session or the membership.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import random
import re
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from drittort.core.connections import connection_of
from drittort.core.live import topics
from drittort.core.live.feed import Feed
from drittort.core.live.knocks import Knocks, can_be_session
from drittort.core.live.topics import Who
from drittort.core.live.watch import watch
from drittort.core.models import LedgerRow

LOG = logging.getLogger(__name__)
T = TypeVar("T")
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PATH = re.compile(r"/-/live/([-a-zA-Z0-9_]{1,50})/")
MOST, MOST_EACH = 2000, 8
BREATH = 20.0
"""Seconds after which a silent stream says that it is alive; who went away without a word is noticed by it."""
CHECK = 5.0
"""Seconds within which a stream ends whose session ended."""


class Listener:
    """One open stream: whose it is, and what was not yet handed over. News that come while it is slow lie on each other."""

    def __init__(self, who: Who) -> None:
        self.who = who
        self.topics: set[str] = set()
        self.numbers: dict[str, int] = {}
        self.over = False
        self.waiting = asyncio.Event()

    def tell(self, names: set[str], numbers: dict[str, int]) -> None:
        """Hand something over as soon as the browser takes it."""
        self.topics |= names
        self.numbers = numbers
        self.waiting.set()

    def end(self) -> None:
        """Nothing comes any more."""
        self.over = True
        self.waiting.set()

    def taken(self) -> bytes:
        """What is waiting, as one event."""
        told = {"topics": sorted(self.topics), "numbers": self.numbers}
        self.topics = set()
        self.waiting.clear()
        return f"event: news\ndata: {json.dumps(told)}\n\n".encode()


class Streams:
    """The application: all open streams of this process."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.stop = threading.Event()
        self.tasks: list[asyncio.Future[Any]] = []
        self.threads: list[threading.Thread] = []
        # One thread and so one connection: its questions are short and the same for all listeners.
        self.database = ThreadPoolExecutor(1, "live")
        self.changed: asyncio.Event | None = None
        self.checked = 0.0
        self.feed: Feed | None = None
        self.knocks = Knocks()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        elif scope["type"] == "http":
            await self.answer(scope, receive, send)

    async def live(self, receive: Receive, send: Send) -> None:
        """Begin to watch with the process, and close every stream with it."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self.begin()
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.end()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def begin(self) -> None:
        """Start the watcher and the task that hands out."""
        loop, changed = asyncio.get_running_loop(), asyncio.Event()
        self.changed = changed
        self.feed = await self.ask(Feed)

        def wake() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(changed.set)

        thread = threading.Thread(target=watch, args=(wake, self.stop), name="live-watch", daemon=True)
        thread.start()
        self.threads.append(thread)
        self.tasks.append(asyncio.ensure_future(self.hand_out()))

    async def end(self) -> None:
        """Close all."""
        self.stop.set()
        for task in self.tasks:
            task.cancel()
        for listener in self.listeners:
            listener.end()
        await self.ask(lambda: connection.close())
        for thread in self.threads:
            await asyncio.to_thread(thread.join, 3)
        self.database.shutdown(wait=False)

    async def ask(self, question: Callable[[], T]) -> T:
        """Run something that reads the database in its thread."""

        def asked() -> T:
            close_old_connections()
            return question()

        return await asyncio.get_running_loop().run_in_executor(self.database, asked)

    async def hand_out(self) -> None:
        """For ever: what was recorded wakes whom it concerns, and streams whose session ended close."""
        assert self.changed is not None
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.changed.wait(), CHECK)
            due = self.changed.is_set()
            self.changed.clear()
            try:
                await self.once(look=due)
            except Exception as error:
                # One question that fails must not leave everybody with a stream that says nothing for ever.
                LOG.warning("live: %s", error, exc_info=not isinstance(error, DatabaseError))
                await asyncio.sleep(1)
                self.changed.set()

    async def once(self, *, look: bool) -> None:
        """One round."""
        listeners, now = list(self.listeners), time.monotonic()
        people, check = {listener.who for listener in listeners}, now - self.checked >= CHECK
        if check:
            self.checked = now
        told, ended = await self.ask(lambda: self.look(people, look, check))
        if look and self.feed and self.feed.more and self.changed:
            self.changed.set()
        for listener in listeners:
            if listener.who in ended:
                listener.end()
            elif names := told.get(listener.who.member_id):
                listener.tell(*names)

    def look(self, people: set[Who], look: bool, check: bool) -> tuple[dict[int, tuple[set[str], dict[str, int]]], set[Who]]:
        """What is new for whom, and whose stream ends. Whoever is told something was asked for their session a moment before."""
        batch: contextlib.AbstractContextManager[list[LedgerRow]] = self.feed.batch() if look and self.feed else contextlib.nullcontext([])
        with batch as rows:
            names = topics.woken(rows, {who.member_id for who in people}) if rows and people else {}
            asked = people if check else {who for who in people if who.member_id in names}
            staying = topics.still_listening(asked, timezone.now()) if asked else set()
            awake = {who.member_id for who in staying} & set(names)
            numbers = topics.numbers(awake) if awake else {}
        return {member: (names[member], numbers[member]) for member in awake}, asked - staying

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        house = PATH.fullmatch(scope["path"])
        if house is None or scope["method"] not in ("GET", "HEAD"):
            return await refuse(send, 404 if house is None else 405)
        key = session_key(headers.get("cookie", ""))
        if not can_be_session(key):
            return await refuse(send, 404)
        connection = connection_of((scope.get("client") or ("",))[0], headers.get("x-forwarded-for", ""))
        if self.knocks.too_many(connection):
            return await refuse(send, 429)
        if self.knocks.is_crowded():
            return await refuse(send, 503)
        who = await self.find(key, house[1])
        if who is None:
            self.knocks.refused[connection] += 1
            return await refuse(send, 404)
        if len(self.listeners) >= MOST or sum(other.who.member_id == who.member_id for other in self.listeners) >= MOST_EACH:
            # The page goes on by asking now and then.
            return await refuse(send, 503)
        await send({"type": "http.response.start", "status": 200, "headers": [*PLAIN, *EVENTS, *allowed(headers.get("origin", ""))]})
        if scope["method"] == "HEAD":
            return await send({"type": "http.response.body", "body": b""})
        await self.hold(who, receive, send)
        return None

    async def find(self, key: str, slug: str) -> Who | None:
        """Whose session it is in a house, if any."""
        self.knocks.waiting += 1
        try:
            return await self.ask(lambda: topics.find_listener(key, slug, timezone.now()))
        finally:
            self.knocks.waiting -= 1

    async def hold(self, who: Who, receive: Receive, send: Send) -> None:
        """Keep a stream open until the browser, the session or the process ends."""
        listener = Listener(who)
        self.listeners.add(listener)
        gone = asyncio.ensure_future(hang_up(receive, listener))
        try:
            # Whoever comes back after a restart of the process does not come at the same moment as all the others.
            await say(send, f"retry: {random.randint(1500, 4500)}\n\n".encode())
            told = await self.ask(lambda: topics.numbers({who.member_id}))
            listener.tell(set(), told[who.member_id])
            while not listener.over:
                try:
                    await asyncio.wait_for(listener.waiting.wait(), BREATH)
                except TimeoutError:
                    await say(send, b": here\n\n")
                else:
                    if not listener.over:
                        await say(send, listener.taken())
            if not gone.done():
                # After a restart browsers come back; after the end of a session they need not.
                await say(send, b"" if self.stop.is_set() else b"event: over\ndata: {}\n\n", more=False)
        except (OSError, RuntimeError, DatabaseError) as error:
            LOG.debug("live: a stream broke: %s", error)
        finally:
            self.listeners.discard(listener)
            gone.cancel()


PLAIN = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
EVENTS = ((b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no"))


async def say(send: Send, body: bytes, *, more: bool = True) -> None:
    """Send some bytes of a stream."""
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def refuse(send: Send, status: int) -> None:
    """No stream."""
    await send({"type": "http.response.start", "status": status, "headers": [*PLAIN, (b"content-length", b"0")]})
    await say(send, b"", more=False)


async def hang_up(receive: Receive, listener: Listener) -> None:
    """Wait until the browser goes."""
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()


def session_key(cookie: str) -> str:
    """The key in a cookie header; empty when there is none."""
    try:
        found = SimpleCookie(cookie).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found else ""


def allowed(origin: str) -> list[tuple[bytes, bytes]]:
    """Headers that let a page of this house read a stream at another port of the same machine, where no proxy joins the two."""
    if origin not in settings.LIVE_READERS:
        return []
    return [
        (b"access-control-allow-origin", origin.encode()),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]
