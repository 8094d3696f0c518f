"""Live conversations: 200 browsers listen; memory of all processes, and how long a message takes to every screen, one of them a real Chromium."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.pages import ROOT, environment, free_port, memory, served

WORDS = re.compile(rb'id="letter-(\d+)".*?class="said-text"[^>]*><span[^>]*>([^<]*)', re.S)
GROUP = 20
PATIENCE = 10.0


# ------------------------------------------------------------------ the house


def fill(listeners: int) -> dict[str, Any]:
    """A house with so many members, all but a group of twenty in conversations of two; returns sessions and addresses."""
    from datetime import timedelta

    from django.test import Client
    from django.utils import timezone

    from drittort.members.models import Account, Member
    from drittort.spaces.models import Space
    from drittort.talk.conversations.actions import begin_conversation, say
    from drittort.talk.conversations.models import Message
    from tests.cast import signed_in

    now = timezone.now()
    space = Space.objects.create(name="Bank", slug="bank", created_at=now)
    people = []
    for k in range(listeners):
        account = Account.objects.create(email=f"m{k}@example.org", created_at=now)
        people.append(Member.objects.create(space=space, account=account, name=f"Mitglied {k}", joined_on=now.date(), language="de"))
    told = []
    rooms = [people[:GROUP]] + [people[k : k + 2] for k in range(GROUP, listeners - 1, 2)]
    for room in rooms:
        talk = begin_conversation(actor=room[0], others=room[1:], text="Guten Morgen.", at=now)
        say(actor=room[1], conversation_id=talk.pk, text="Guten Morgen auch dir.", at=now)
        told.append({"path": f"/bank/messages/{talk.code}/", "code": talk.code, "keys": [key(signed_in(Client(), one)) for one in room]})
    # What was said while the house was made counts for no brake on floods.
    Message.objects.update(at=now - timedelta(hours=1))
    return {"rooms": told, "newest": Message.objects.latest("pk").pk}


def key(browser: Any) -> str:
    """The session of a browser."""
    return str(browser.cookies["drittort"].value)


def made(env: dict[str, str], listeners: int) -> dict[str, Any]:
    """Make the house in a process of its own."""
    subprocess.run([sys.executable, "-m", "drittort.cli", "prepare"], env=env, cwd=ROOT, check=True)
    code = f"import drittort.core.sqlite, django; django.setup(); import json, benchmarks.live as b; print(json.dumps(b.fill({listeners})))"
    done = subprocess.run(
        [sys.executable, "-c", code], env=env | {"DJANGO_SETTINGS_MODULE": "drittort.config.settings"}, cwd=ROOT, check=True,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


# ------------------------------------------------------------------ browsers by hand


class Wire:
    """One kept connection to the pages: a request at a time, as a browser asks."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Status and body of an answer."""
        if self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        assert self.reader is not None
        body = urlencode(form).encode() if form else b""
        head = [
            f"{'POST' if form else 'GET'} {path} HTTP/1.1", f"Host: localhost:{self.port}", f"Cookie: drittort={self.cookie}",
            "HX-Request: true", "Sec-Fetch-Site: same-origin", "Accept-Language: de",
        ]  # fmt: skip
        if form:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        try:
            self.writer.write("\r\n".join([*head, "", ""]).encode() + body)
            await self.writer.drain()
            lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        except (ConnectionError, asyncio.IncompleteReadError):
            # A server closes connections that rest; a browser takes a new one.
            self.writer = None
            return await self.ask(path, form)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        status = int(lines[0].split()[1])
        answer = b""
        if headers.get("transfer-encoding") == "chunked":
            while size := int((await self.reader.readline()).strip(), 16):
                answer += (await self.reader.readexactly(size + 2))[:size]
            await self.reader.readline()
        elif length := int(headers.get("content-length", 0)):
            answer = await self.reader.readexactly(length)
        return status, answer


@dataclass
class Times:
    """When messages were sent and seen, by their words."""

    sent: dict[str, float] = field(default_factory=dict)
    told: list[float] = field(default_factory=list)
    pair: list[float] = field(default_factory=list)
    group: list[float] = field(default_factory=list)
    screen: list[float] = field(default_factory=list)
    arrived: Counter[tuple[str, str]] = field(default_factory=Counter)
    own: set[tuple[str, str]] = field(default_factory=set)


class Listener:
    """A browser with a conversation open: hears its stream, and fetches what is new."""

    def __init__(self, room: dict[str, Any], cookie: str, ports: tuple[int, int], times: Times, newest: int) -> None:
        self.room, self.cookie, self.times, self.after = room, cookie, times, newest
        self.live, self.wire = ports[1], Wire(ports[0], cookie)
        self.open = asyncio.Event()
        self.due = asyncio.Event()

    async def hear(self) -> None:
        """The event stream."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.live)
        writer.write(f"GET /-/live/bank/ HTTP/1.1\r\nHost: localhost:{self.live}\r\nCookie: drittort={self.cookie}\r\n\r\n".encode())
        await writer.drain()
        status = await reader.readline()
        if b" 200 " not in status:
            raise RuntimeError(f"the stream answered {status!r}")
        while line := await reader.readline():
            if not line.startswith(b"data: "):
                continue
            self.open.set()
            if f"talk:{self.room['code']}" in json.loads(line[6:])["topics"]:
                now = time.perf_counter()
                self.times.told += [now - at for words, at in self.waiting() if (self.cookie, words) not in self.times.own]
                self.due.set()

    def waiting(self) -> list[tuple[str, float]]:
        """What was sent into this room and did not arrive here yet."""
        return [
            (w, at) for w, at in self.times.sent.items() if w.startswith(self.room["code"]) and not self.times.arrived[(self.cookie, w)]
        ]

    async def fetch(self) -> None:
        """What is new, as the page asks for it."""
        while True:
            await self.due.wait()
            self.due.clear()
            status, body = await self.wire.ask(f"{self.room['path']}news/?after={self.after}")
            now = time.perf_counter()
            if status not in (200, 204):
                raise RuntimeError(f"news answered {status}")
            for number, words in WORDS.findall(body):
                self.after = max(self.after, int(number))
                said = words.decode().strip()
                if said in self.times.sent:
                    self.times.arrived[(self.cookie, said)] += 1
                if said in self.times.sent and (self.cookie, said) not in self.times.own:
                    among = self.times.group if len(self.room["keys"]) > 2 else self.times.pair
                    among.append(now - self.times.sent[said])


async def speak(rooms: list[dict[str, Any]], port: int, times: Times, messages: int, pause: float) -> None:
    """People write, one after the other through the whole house; every tenth message goes to the group."""
    wires: dict[str, Wire] = {}
    for n in range(messages):
        room = rooms[0] if n % 10 == 0 else rooms[1 + n % (len(rooms) - 1)]
        author = room["keys"][(n // 10) % len(room["keys"])]
        wire = wires.setdefault(author, Wire(port, author))
        words = f"{room['code']} {n}"
        times.sent[words] = time.perf_counter()
        times.own.add((author, words))
        status, _body = await wire.ask(room["path"], {"text": words, "after": str(10**9)})
        if status != 200:
            raise RuntimeError(f"a message was answered with {status}")
        await asyncio.sleep(pause)


# ------------------------------------------------------------------ a real browser

WATCH = """() => {
  window.arrived = {};
  new MutationObserver(() => {
    for (const one of document.querySelectorAll('.said-text')) window.arrived[one.textContent.trim()] ??= Date.now();
  }).observe(document.body, { childList: true, subtree: true });
}"""


async def chromium_screen(room: dict[str, Any], ports: tuple[int, int], times: Times, messages: int, listens: asyncio.Event) -> None:
    """Somebody reads in Chromium what the other one writes: until it stands in the page; sets `listens` when the page is open."""
    from playwright.async_api import async_playwright

    from tests.browser import FLAGS, chromium

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = await browser.new_context(locale="de-DE")
        await context.add_cookies([{"name": "drittort", "value": room["keys"][1], "url": f"http://localhost:{ports[0]}"}])
        page = await context.new_page()
        await page.goto(f"http://localhost:{ports[0]}{room['path']}")
        await page.locator("html[data-hears=yes]").wait_for(state="attached")
        await page.evaluate(WATCH)
        listens.set()
        wire, sent = Wire(ports[0], room["keys"][0]), {}
        for n in range(messages):
            words = f"Bildschirm {n}"
            sent[words] = time.time()
            await wire.ask(room["path"], {"text": words, "after": str(10**9)})
            await asyncio.sleep(2.1)
        await asyncio.sleep(1)
        arrived = await page.evaluate("() => window.arrived")
        times.screen += [arrived[words] / 1000 - at if words in arrived else PATIENCE for words, at in sent.items()]
        await browser.close()


# ------------------------------------------------------------------ the measurement


async def measure(
    told: dict[str, Any], ports: tuple[int, int], args: argparse.Namespace, pids: tuple[int, int]
) -> tuple[Times, list[float]]:
    """Let everybody listen, then write; returns times and the memory of pages and streams while all listen."""
    times = Times()
    rooms = told["rooms"]
    screen = rooms.pop() if args.screen else None
    listeners = [Listener(room, cookie, ports, times, told["newest"]) for room in rooms for cookie in room["keys"]]
    tasks = [asyncio.ensure_future(each) for one in listeners for each in (one.hear(), one.fetch())]
    await asyncio.wait_for(asyncio.gather(*(one.open.wait() for one in listeners)), 60)
    print(
        f"{len(listeners)} listeners{' and a Chromium' if screen else ''}; a message every {args.pause * 1000:.0f} ms, {args.messages} in all",
        flush=True,
    )
    listens = asyncio.Event()
    if screen:
        # The start of a browser costs seconds of both cores and is no part of what is measured.
        tasks.append(asyncio.ensure_future(chromium_screen(screen, ports, times, args.screen, listens)))
        await asyncio.wait_for(listens.wait(), 60)
    await speak(rooms, ports[0], times, args.messages, args.pause)
    if screen:
        await tasks[-1]
    until = time.monotonic() + PATIENCE
    while any(one.waiting() for one in listeners) and time.monotonic() < until:
        await asyncio.sleep(0.1)
    held = [sum(memory(pid).values()) for pid in pids]
    for task in tasks:
        if task.done() and task.exception():
            raise task.exception() or RuntimeError
        task.cancel()
    lost = sum(len(one.waiting()) for one in listeners)
    doubled = sum(n > 1 for n in times.arrived.values())
    print(f"Arrived {len(times.pair) + len(times.group)}, lost {lost}, doubled {doubled}")
    return times, held


def line(name: str, found: list[float]) -> str:
    """Percentiles in milliseconds."""
    if not found:
        return f"  {name:38} none"
    ordered = sorted(found)
    at = [ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 for share in (0.5, 0.95, 1)]
    return f"  {name:38} n {len(found):5}  p50 {at[0]:5.0f} ms  p95 {at[1]:5.0f} ms  longest {at[2]:5.0f} ms"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listeners", type=int, default=200)
    parser.add_argument("--messages", type=int, default=200)
    parser.add_argument("--pause", type=float, default=0.25, help="seconds between messages")
    parser.add_argument("--screen", type=int, default=20, help="messages to a real Chromium; 0 leaves it out")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    args = parser.parse_args()
    from benchmarks.machine import headline
    from drittort.cli.serve import pages_command, streams_command

    print(headline("Django", "granian"))
    with ExitStack() as stack:
        env = environment(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        if args.postgresql:
            from tests.postgres import server

            env["DRITTORT_DATABASE"] = stack.enter_context(server(create="live"))
        told = made(env, args.listeners + (2 if args.screen else 0))
        ports = (free_port(), free_port())
        env |= {"MALLOC_ARENA_MAX": "2", "DRITTORT_ADDRESS": f"http://localhost:{ports[0]}", "DRITTORT_LIVE": str(ports[1])}
        _port, pages = stack.enter_context(served(lambda port: pages_command("127.0.0.1", port, 2), env, ports[0]))
        _port, streams = stack.enter_context(served(lambda port: streams_command("127.0.0.1", port), env, ports[1]))
        times, held = asyncio.run(measure(told, ports, args, (pages, streams)))
    print(line("sent until the stream says so", times.told))
    print(line("sent until fetched, of two", times.pair))
    print(line(f"sent until fetched, by each of {GROUP}", times.group))
    if times.screen:
        print(line("sent until it stands in Chromium", times.screen))
    print(
        f"  Memory (PSS): pages {held[0]:.0f} MB, streams {held[1]:.0f} MB, together {sum(held):.0f} MB (300 allowed); load at the end {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
