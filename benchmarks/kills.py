"""Messages and their mail while the worker is killed (kill -9) a hundred times: what is lost, what comes twice."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import email.policy
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import timedelta
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from benchmarks.pages import ROOT, environment, free_port

AT_ONCE = 4
"""Messages between two kills."""


class Postbox:
    """A mail server on this machine: what came, by Message-ID, and how often."""

    def __init__(self) -> None:
        self.came: Counter[tuple[str, str]] = Counter()
        self.words: dict[tuple[str, str], str] = {}

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep it."""
        mail = BytesParser(policy=email.policy.default).parsebytes(envelope.content)
        key = (envelope.rcpt_tos[0], str(mail["Message-ID"]))
        body = mail.get_body(("plain",))
        text = body.get_content() if body else ""
        self.came[key] += 1
        # A second delivery of the same mail must say the same.
        assert self.words.setdefault(key, text) == text
        return "250 OK"


def nest() -> None:
    """Have the house loaded, and hatch a worker whenever a line comes in: what costs a second each time is done once."""
    import django

    django.setup()
    from drittort.core.jobs import queue, runner

    queue.SCHEDULES.clear()
    # The lease of a dead worker runs out sooner than in earnest, so that a hundred deaths fit into minutes.
    runner.LEASE = timedelta(seconds=2)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for _line in sys.stdin:
        pid = os.fork()
        if not pid:
            runner.work(threading.Event(), pause=0.02)
        print(pid, flush=True)


class Workers:
    """The one worker that lives."""

    def __init__(self, env: dict[str, str]) -> None:
        command = [sys.executable, "-m", "benchmarks.kills", "--nest"]
        self.nest = subprocess.Popen(command, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.read()

    def read(self) -> str:
        """The next line of the nest."""
        assert self.nest.stdout is not None
        return self.nest.stdout.readline().strip()

    def hatch(self) -> int:
        """A new worker."""
        assert self.nest.stdin is not None
        self.nest.stdin.write("\n")
        self.nest.stdin.flush()
        return int(self.read())

    def end(self, worker: int) -> None:
        """All of it."""
        os.kill(worker, signal.SIGKILL)
        assert self.nest.stdin is not None
        self.nest.stdin.close()
        self.nest.wait(10)


def house(pairs: int) -> list[tuple[Any, Any, int]]:
    """So many pairs who know each other, in a house without quiet hours: (who writes, who reads, conversation)."""
    from django.utils import timezone

    from drittort.members.models import Account, Member
    from drittort.spaces.models import Space
    from drittort.talk.conversations.actions import begin_conversation, say, see

    at = timezone.now() - timedelta(hours=1)
    space = Space.objects.create(
        name="Bank", slug="bank", created_at=at, settings={"quiet_from": 24, "quiet_until": 0, "quiet_weekends": False}
    )
    found = []
    for k in range(2 * pairs):
        account = Account.objects.create(email=f"m{k}@example.org", created_at=at)
        found.append(Member.objects.create(space=space, account=account, name=f"Mitglied {k}", joined_on=at.date(), language="de"))
    rooms = []
    for writer, reader in zip(found[::2], found[1::2], strict=True):
        talk = begin_conversation(actor=writer, others=[reader], text="Guten Morgen.", at=at)
        last = say(actor=reader, conversation_id=talk.pk, text="Dir auch.", at=at)
        see(actor=writer, conversation_id=talk.pk, up_to=last.pk)
        rooms.append((writer, reader, talk.pk))
    return rooms


def send_and_kill(rooms: list[tuple[Any, Any, int]], workers: Workers, kills: int, seed: int) -> tuple[dict[str, tuple[Any, int]], int]:
    """Say things, and kill the worker at a random moment, over and over; returns who should read what, and the worker that lives."""
    from django.utils import timezone

    from drittort.talk.conversations.actions import say

    chance, promised = random.Random(seed), {}
    worker = workers.hatch()
    for kill in range(kills):
        for n in range(AT_ONCE):
            writer, reader, talk = chance.choice(rooms)
            words = f"Satz {kill}-{n}."
            # Said long enough ago that patience is over and mail is due.
            say(actor=writer, conversation_id=talk, text=words, at=timezone.now() - timedelta(minutes=30 - kill // 5))
            promised[words] = (reader, talk)
        time.sleep(chance.uniform(0.01, 0.4))
        os.kill(worker, signal.SIGKILL)
        worker = workers.hatch()
    return promised, worker


def settled(seconds: float) -> int:
    """Wait until nothing is to do any more; returns how many jobs are open."""
    from drittort.core.models import Job

    until = time.monotonic() + seconds
    while (left := Job.objects.filter(done_at=None, dead_at=None).count()) and time.monotonic() < until:
        time.sleep(0.2)
    return int(left)


def shown(promised: dict[str, tuple[Any, int]]) -> Counter[str]:
    """How often each message stands on the page of its reader."""
    from django.test import Client

    from drittort.talk.conversations.models import Conversation
    from tests.cast import signed_in

    found: Counter[str] = Counter()
    codes = dict(Conversation.objects.values_list("pk", "code"))
    for reader, talk in {(reader.pk, talk): (reader, talk) for reader, talk in promised.values()}.values():
        browser = signed_in(Client(SERVER_NAME="localhost", headers={"Accept-Language": "de"}), reader)
        path = f"/bank/messages/{codes[talk]}/"
        while path:
            page = browser.get(path).content.decode()
            for words in promised:
                found[words] += page.count(f">{words}<")
            _, mark, rest = page.partition(f'href="/bank/messages/{codes[talk]}/?before=')
            path = f"/bank/messages/{codes[talk]}/?before={rest.partition(chr(34))[0]}" if mark else ""
    return found


def main() -> None:
    """Measure and print; ends with 1 when something was lost or came twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nest", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.nest:
        return nest()
    from benchmarks.machine import headline

    print(headline("Django", "aiosmtpd"))
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = environment(Path(folder)) | {
            "DRITTORT_ADDRESS": "http://localhost", "DRITTORT_MAIL": f"smtp://127.0.0.1:{port}?plain",
            "DJANGO_SETTINGS_MODULE": "drittort.config.settings",
        }  # fmt: skip
        os.environ |= env
        subprocess.run([sys.executable, "-m", "drittort.cli", "prepare"], env=env, cwd=ROOT, check=True)
        raise SystemExit(measure(args, env, port))


def measure(args: argparse.Namespace, env: dict[str, str], port: int) -> int:
    """The whole of it."""
    import django
    from aiosmtpd.controller import Controller

    django.setup()
    from drittort.core.models import Job, Mail

    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    rooms = house(args.pairs)
    workers = Workers(env)
    promised, worker = send_and_kill(rooms, workers, args.kills, args.seed)
    left = settled(120)
    workers.end(worker)
    server.stop()
    pages, mailed = shown(promised), Counter[str]()
    for (to, _key), text in box.words.items():
        for words, (reader, _talk) in promised.items():
            if words in text:
                mailed[words] += 1
                assert reader.account.email == to, "a message went to somebody else"
    lost = sum(not pages[words] or not mailed[words] for words in promised)
    doubled = sum(pages[words] > 1 or mailed[words] > 1 for words in promised)
    print(f"Messages: {lost} lost, {doubled} doubled over {args.kills} worker kills")
    again = sum(times - 1 for times in box.came.values())
    print(
        f"  {len(promised)} messages to {len(rooms)} people in {len(box.came)} mails, each under one Message-ID; handed over again under the same one after a "
        f"kill: {again}; jobs begun more than once: {Job.objects.filter(attempts__gt=1).count()}, left open: {left}, given up: {Job.objects.exclude(dead_at=None).count()}; "
        f"mails not marked as sent: {Mail.objects.filter(sent_at=None).count()}"
    )
    return int(bool(lost or doubled or left))


if __name__ == "__main__":
    main()
