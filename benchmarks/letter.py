"""A house letter for 10,000 readers: put together, written and handed to a mail server on this machine by two workers, some of them killed (kill -9) on the way."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import hashlib
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.pages import ROOT, environment, free_port

IDENTITY = re.compile(rb"^Message-ID:\s*(\S+)", re.MULTILINE | re.IGNORECASE)
TRADES = (
    "Umsatzsteuer",
    "Buchbinderei",
    "Fotografie",
    "Webseiten",
    "Tischlerei",
    "Grafik",
    "Übersetzung ins Englische",
    "Vertragsrecht",
    "Podcasts",
    "Gartenbau",
)


class Postbox:
    """A mail server: what came for whom, by Message-ID and how often, and what it said."""

    def __init__(self) -> None:
        self.came: Counter[tuple[str, bytes]] = Counter()
        self.said: dict[tuple[str, bytes], bytes] = {}
        self.bytes = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep who got what. Parsing each mail whole would be most of what is measured, so what it says is kept as a digest of its lines."""
        content = bytes(envelope.content)
        found = IDENTITY.search(content)
        assert found is not None
        key = (envelope.rcpt_tos[0], found[1])
        self.came[key] += 1
        self.bytes += len(content)
        # A second delivery of the same mail must say the same; only the lines between its parts are drawn anew.
        lines = [line for line in content.partition(b"\r\n\r\n")[2].split(b"\r\n") if not line.startswith(b"--")]
        assert self.said.setdefault(key, hashlib.sha256(b"\n".join(lines)).digest()) == hashlib.sha256(b"\n".join(lines)).digest()
        return "250 OK"


def nest(lease: float) -> None:
    """Have the house loaded, and hatch a worker whenever a line comes in."""
    import django

    django.setup()
    from drittort.core.jobs import queue, runner

    queue.SCHEDULES.clear()
    runner.LEASE = timedelta(seconds=lease)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for _line in sys.stdin:
        pid = os.fork()
        if not pid:
            runner.work(threading.Event(), pause=0.05)
        print(pid, flush=True)


def cpu(pid: int) -> float:
    """Seconds of processor that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Workers:
    """The workers that live."""

    env: dict[str, str]
    lease: float
    alive: list[int] = field(default_factory=list)
    spent: float = 0.0

    def __post_init__(self) -> None:
        command = [sys.executable, "-m", "benchmarks.letter", "--nest", "--lease", str(self.lease)]
        self.nest = subprocess.Popen(command, env=self.env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.read()

    def read(self) -> str:
        """The next line of the nest."""
        assert self.nest.stdout is not None
        return self.nest.stdout.readline().strip()

    def hatch(self) -> None:
        """One more worker."""
        assert self.nest.stdin is not None
        self.nest.stdin.write("\n")
        self.nest.stdin.flush()
        self.alive.append(int(self.read()))

    def kill(self, which: int) -> None:
        """Kill one in the middle of what it does, and hatch another."""
        self.spent += cpu(self.alive[which])
        os.kill(self.alive.pop(which), signal.SIGKILL)
        self.hatch()

    def end(self) -> None:
        """All of it."""
        for worker in self.alive:
            self.spent += cpu(worker)
            os.kill(worker, signal.SIGKILL)
        assert self.nest.stdin is not None
        self.nest.stdin.close()
        self.nest.wait(10)


def house(readers: int, seed: int) -> Any:
    """A house in which something happened this week: newcomers, events, needs, offers, posts; and people who say what they do. Returns its letter."""
    from django.utils import timezone

    from drittort.connect.needs.models import Need
    from drittort.core.search import index
    from drittort.inform.letter.models import Letter
    from drittort.inform.posts.models import Post
    from drittort.inspire.events.models import Event
    from drittort.members.models import Account, Consent, Member, StandingLine
    from drittort.members.people.index import PERSON
    from drittort.spaces.models import Space

    chance, at = random.Random(seed), timezone.now()
    space = Space.objects.create(
        name="Großes Haus",
        slug="gross",
        created_at=at - timedelta(days=900),
        settings={"quiet_from": 23, "quiet_until": 0, "quiet_weekends": False},
    )
    accounts = Account.objects.bulk_create(Account(email=f"m{k}@example.org", created_at=at) for k in range(readers))
    people = Member.objects.bulk_create(
        (
            Member(
                space=space, account=account, name=f"Mitglied {k}", line=f"Ich mache {chance.choice(TRADES)}.", language="en" if k % 5 == 0 else "de",
                joined_on=(at - timedelta(days=2 if k < 15 else 200)).date(), portrait=str(k),
            )
            for k, account in enumerate(accounts)
        ),
        batch_size=1000,
    )  # fmt: skip
    Consent.objects.bulk_create((Consent(member=m, kind="introduced", given_at=at) for m in people), batch_size=1000)
    StandingLine.objects.bulk_create(
        (StandingLine(member=m, side="offer", text=f"Ich helfe dir bei {chance.choice(TRADES)}.", language="de") for m in people),
        batch_size=1000,
    )
    yesterday = at - timedelta(days=1)
    Need.objects.bulk_create(
        Need(
            space=space,
            member=chance.choice(people),
            side=side,
            text=f"{begin} {trade}, am besten noch in diesem Monat?",
            language="de",
            opened_at=yesterday,
        )
        for side, begin in (("seek", "Wer hilft mir bei"), ("offer", "Wer möchte etwas über"))
        for trade in TRADES
    )
    Event.objects.bulk_create(
        Event(
            space=space, host=people[k], title=f"Suppe und {trade}", text="Ein Topf, viele Löffel, und wer mag, erzählt etwas.", starts_at=at + timedelta(days=1, hours=k),
            ends_at=at + timedelta(days=1, hours=k + 2), made_at=at, published_at=yesterday, changed_at=at,
        )
        for k, trade in enumerate(TRADES)
    )  # fmt: skip
    Post.objects.bulk_create(
        Post(space=space, member=people[-k - 1], verb="share", title=f"Neues von {trade}", text="Wir haben **viel** gelernt und erzählen davon. " * 3, language="de", created_at=at, posted_at=yesterday)
        for k, trade in enumerate(TRADES)
    )  # fmt: skip
    refs = [m.pk for m in people]
    for start in range(0, len(refs), 500):
        index.index(space_id=space.pk, kind=PERSON, refs=refs[start : start + 500], at=at)
    return Letter.objects.create(space=space, since=at - timedelta(days=7), due_at=at, made_at=at, released_at=at)


@dataclass
class Course:
    """What came of it: seconds until it was put together and closed, and until the last mail was noted; kills; and whether the clock ran out."""

    closed: float
    done: float
    kills: int
    late: bool


def send(letter: Any, workers: Workers, kills: int, seed: int, patience: float) -> Course:
    """Let the letter go and wait until every mail is noted as handed over; kill a worker at random moments of the sending."""
    from django.utils import timezone

    from drittort.core.jobs.queue import enqueue
    from drittort.core.models import Job, Mail
    from drittort.inform.letter.actions import CLOSE
    from drittort.inform.letter.models import Letter, LetterCopy

    chance, begin, closed, killed = random.Random(seed), time.monotonic(), 0.0, 0
    enqueue(CLOSE, {"letter": letter.pk}, at=timezone.now(), space_id=letter.space_id, key="bench")
    next_kill = float("inf")
    while time.monotonic() - begin < patience:
        time.sleep(0.25)
        now = time.monotonic() - begin
        if not closed:
            if Letter.objects.sent().filter(pk=letter.pk).exists():
                closed, next_kill = now, now + chance.uniform(0.2, 2)
            continue
        if killed < kills and now > next_kill:
            workers.kill(chance.randrange(len(workers.alive)))
            killed, next_kill = killed + 1, now + chance.uniform(0.5, 4)
        if not LetterCopy.objects.filter(letter=letter, went_at=None).exists() and not Mail.objects.filter(sent_at=None).exists():
            # What was handed over by a worker that died before it could note so comes once more.
            return Course(closed, now, killed, Job.objects.exclude(dead_at=None).exists())
    return Course(closed, time.monotonic() - begin, killed, True)


def main() -> None:
    """Measure and print; ends with 1 when a letter was lost, came twice too often, or took too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument(
        "--lease", type=float, default=60.0, help="seconds after which what a dead worker had begun is begun again; 60 in earnest"
    )
    parser.add_argument("--most", type=float, default=300.0, help="seconds that it may take")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nest", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.nest:
        return nest(args.lease)
    from benchmarks.machine import headline

    print(headline("Django", "aiosmtpd"))
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = environment(Path(folder)) | {
            "DRITTORT_ADDRESS": "http://localhost", "DRITTORT_MAIL": f"smtp://127.0.0.1:{port}?plain", "DJANGO_SETTINGS_MODULE": "drittort.config.settings",
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
    from drittort.inform.letter.models import LetterCopy

    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    letter = house(args.readers, args.seed)
    # That people are encoded who came all at once is not what is measured: it would go first and take the processors.
    Job.objects.all().delete()
    workers = Workers(env, args.lease)
    for _ in range(args.workers):
        workers.hatch()
    course = send(letter, workers, args.kills, args.seed, max(args.most, 900.0))
    workers.end()
    server.stop()
    got = Counter(to for to, _identity in box.came)
    lost = args.readers - len(got)
    doubled = sum(times - 1 for times in box.came.values())
    other = sum(count - 1 for count in got.values())
    load = os.getloadavg()[0]
    print(
        f"House letter for {args.readers} readers, {args.workers} workers: {course.done:.0f} s until the last was handed over ({course.closed:.0f} s of them to put it together)"
    )
    print(
        f"  {lost} lost, {doubled} came again under the same Message-ID over {course.kills} worker kills, {other} under another; {box.bytes / max(1, sum(box.came.values())) / 1024:.0f} KB a mail, "
        f"{len(set(box.said.values()))} different; {workers.spent * 1000 / args.readers:.1f} ms of the workers' processors a reader; jobs begun more than once: {Job.objects.filter(attempts__gt=1).count()}; mails not noted: {Mail.objects.filter(sent_at=None).count()}, "
        f"copies: {LetterCopy.objects.filter(mailed=True).count()}; lease {args.lease:g} s, load at the end {load:.1f}, {time.strftime('%H:%M')}"
    )
    return int(bool(lost or other or doubled > course.kills or course.late or course.done > args.most))


if __name__ == "__main__":
    main()
