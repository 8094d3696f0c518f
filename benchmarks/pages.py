"""Server CPU, queries, time and memory of the main pages with 2,000 members, against a bare Django page; bytes of a first visit."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import http.client
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.machine import headline, inside

ROOT = Path(__file__).resolve().parents[1]
TICK = os.sysconf("SC_CLK_TCK")
READERS = 40
BARE = "bare Django"
CONNECTION = 25
"""Requests on one connection; then a new one, so that both workers answer."""


@dataclass
class Figures:
    """What one page cost."""

    cpu: float
    times: list[float] = field(default_factory=list)
    size: int = 0

    def percentile(self, share: float) -> float:
        """Milliseconds within which that share of the requests was answered."""
        return sorted(self.times)[min(len(self.times) - 1, int(share * len(self.times)))] * 1000


# ------------------------------------------------------------------ the house

SETTLES = 2_000
"""Milliseconds after which a page has fetched all that it shows."""


def fill(members: int) -> dict[str, Any]:
    """A house with so many members and a year of life; returns what the measurement needs to know of it."""
    from django.utils import timezone

    from drittort.connect.introductions.models import Draft, Introduction, Round, Side
    from drittort.connect.needs.models import Need
    from drittort.core.models import LedgerRow
    from drittort.members.models import Account, Consent, Member, StandingLine
    from drittort.network.jobs import make_snapshots
    from drittort.network.tests.community import build_community
    from drittort.network.ties.actions import rebuild_ties

    now, draw = timezone.now(), random.Random(11)
    space = build_community(members, companies=max(12, members * 2 // 5), circles=max(5, members // 60), per_person=60, on_map=0.2, now=now)
    people = list(Member.objects.filter(space=space).order_by("pk"))
    Consent.objects.bulk_create(
        Consent(member=m, kind="introduced", given_at=now - timedelta(days=300)) for m in people if draw.random() < 0.7
    )
    StandingLine.objects.bulk_create(
        StandingLine(member=m, side=side, text=f"{side} {m.pk}: Ich helfe dir gern mit dem, was ich täglich mache.", language="de")
        for m in people
        for side in ("offer", "seek")
    )
    Member.objects.filter(space=space).update(line="Ich mache aus alten Türen neue Tische.", days=[0, 1, 3], languages=["de", "en"])
    rows, introductions = [], []

    def told(kind: str, at: datetime, actor: int | None, **facts: int) -> None:
        rows.append(LedgerRow(space_id=space.pk, at=at, kind=kind, actor_id=actor, subject_id=actor, audience="nobody", facts=facts))

    # A year: every member is introduced about eight times and asks for something twice; of each the ledger keeps what happened.
    waiting: set[tuple[int, int]] = set()
    for k in range(members * 4):
        first, second = sorted(draw.sample(people, 2), key=lambda m: m.pk)
        age = draw.random() * 365
        at = now - timedelta(days=age)
        told("introduction.proposed", at, None, first=first.pk, second=second.pk)
        open_still = age < 7 and k % 3 == 0 and (first.pk, second.pk) not in waiting
        if open_still:
            waiting.add((first.pk, second.pk))
        both = not open_still and k % 2 == 0
        introductions.append(
            Introduction(
                space=space, first=first, second=second, proposed_by=people[0], proposed_at=at, expires_at=at + timedelta(days=7),
                text="Ihr beide solltet euch kennen.", reasons=[], questions=["bridge", "proud"],
                slots=[{"at": (at + timedelta(days=d)).isoformat(), "location": None, "online": True} for d in (2, 3, 5)],
                introduced_at=at + timedelta(hours=9) if both else None,
                expired_at=None if both or open_still else at + timedelta(days=7),
                met_on=(at + timedelta(days=4)).date() if both and k % 4 == 0 else None,
            )
        )  # fmt: skip
        told("introduction.introduced" if both else "introduction.expired", at + timedelta(days=1), None, first=first.pk, second=second.pk)
    Introduction.objects.bulk_create(introductions, batch_size=1000)
    Side.objects.bulk_create(
        (
            Side(introduction=i, member_id=m, accepted_at=i.introduced_at, met_at=i.introduced_at if i.met_on else None)
            for i in introductions
            for m in (i.first_id, i.second_id)
        ),
        batch_size=2000,
    )
    needs = []
    for k in range(members * 2):
        asker, helper = draw.sample(people, 2)
        at = now - timedelta(days=draw.random() * 365)
        answered = None if k % 20 == 0 else at + timedelta(hours=5)
        needs.append(
            Need(
                space=space, member=asker, text="Wer kennt jemanden, der eine gute Bandsäge verleiht?", language="de", opened_at=at,
                answered_at=answered, answered_by=helper if answered else None, closed_at=at + timedelta(days=9) if k % 3 else None,
            )
        )  # fmt: skip
        told("need.opened", at, asker.pk)
        told("need.answered", at + timedelta(hours=5), helper.pk)
    Need.objects.bulk_create(needs, batch_size=1000)
    for _ in range(members * 20):
        told("contact.noted", now - timedelta(days=draw.random() * 365), draw.choice(people).pk, other=draw.choice(people).pk)
    LedgerRow.objects.bulk_create(rows, batch_size=2000)
    day = space.day(now)
    rebuild_ties(space=space, as_of=day)
    make_snapshots(space=space, at=now)
    for night in range(20):
        made = Round.objects.create(space=space, made_at=now - timedelta(days=night, hours=1), seed=night, value=9, bound=9, engine="bench")
        pairs = {tuple(sorted(pair)) for pair in (draw.sample([m.pk for m in people], 2) for _ in range(60))}
        Draft.objects.bulk_create(
            Draft(round=made, first_id=a, second_id=b, position=k, value=1.0, parts={}, reasons=[], spare=k >= 30)
            for k, (a, b) in enumerate(sorted(pairs))
        )
    # Readers from the middle of the house: people with an introduction that opened, and with ties.
    busy = {m for i in introductions if i.introduced_at for m in (i.first_id, i.second_id)}
    readers = [m for m in people[members // 4 :] if m.pk in busy][:READERS]
    for k, reader in enumerate(readers):
        reader.account = Account.objects.create(email=f"leser{k}@example.org", created_at=now)
        reader.roles = ["manager"]
        reader.save()
    own = {m.pk: next(i.pk for i in introductions if i.introduced_at and m.pk in (i.first_id, i.second_id)) for m in readers}
    return {
        "space": space.slug,
        "sessions": {m.pk: session(m.account) for m in readers},
        "own": own,
        "rows": {
            "members": members,
            "ledger": len(rows),
            "introductions": len(introductions),
            "needs": len(needs),
            "contacts": contacts(space),
        },
    }


def contacts(space: Any) -> int:
    """How many contacts a house holds."""
    from drittort.network.models import Contact

    return int(Contact.objects.filter(space=space).count())


def session(account: Any) -> str:
    """The key of a session of an account, as a sign-in with a second factor makes it."""
    from django.test import Client

    from tests.cast import signed_in

    browser = signed_in(Client(), account.memberships.get())
    return str(browser.cookies["drittort"].value)


def pages_of(told: dict[str, Any]) -> dict[str, Callable[[int], str]]:
    """The measured addresses, by the member who reads."""
    base = f"/{told['space']}"
    own = {int(k): v for k, v in told["own"].items()}
    return {
        "Jetzt kümmern": lambda m: f"{base}/care/",
        "introduction": lambda m: f"{base}/introductions/{own[m]}/",
        "people": lambda m: f"{base}/people/",
        "own ties": lambda m: f"{base}/ties/",
        "report (stored)": lambda m: f"{base}/report/",
        "map (stored)": lambda m: f"{base}/map/",
    }


def count_queries(folder: str) -> dict[str, int]:
    """Queries of each page of a made house, session and account included."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    told, found = json.loads((Path(folder) / "told.json").read_text()), {}
    for name, path in pages_of(told).items():
        member, key = next(iter(told["sessions"].items()))
        browser = Client(headers={"Accept-Language": "de"}, SERVER_NAME="localhost")
        browser.cookies["drittort"] = key
        browser.get(path(int(member)))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            answer = browser.get(path(int(member)))
        assert answer.status_code == 200, (name, answer.status_code)
        found[name] = len(seen)
    return found


# ------------------------------------------------------------------ the server


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(command: Callable[[int], list[str]], environment: dict[str, str], port: int = 0) -> Iterator[tuple[int, int]]:
    """Start a server on a free port, or on the one named, and wait for it; gives (port, process id)."""
    port = port or free_port()
    process = subprocess.Popen(command(port), env=environment, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        for _ in range(2400):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError("the server did not start") from None
                time.sleep(0.05)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += parents.get(one, [])
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time of a process family, ended children included."""
    total = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += sum(map(int, fields[11:15] if one == pid else fields[11:13]))
    return total / TICK


def memory(pid: int) -> dict[int, float]:
    """Proportional memory (PSS, MB) of each process of a family."""
    found = {}
    for one in family(pid):
        lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        found[one] = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return found


What = Callable[[int], tuple[str, str]]


class Reader:
    """Asks one server for one page, one at a time, and adds up what it cost. `what(k)` gives path and cookie of the k-th request."""

    def __init__(self, port: int, pid: int, what: What) -> None:
        self.port, self.pid, self.what = port, pid, what
        self.asked, self.cpu, self.times, self.size = 0, 0.0, list[float](), 0

    def ask(self, requests: int, *, measured: bool = True) -> None:
        """So many requests on one connection, as a browser keeps it; the next block takes a new one and may meet another worker."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        before = cpu_seconds(self.pid)
        for _ in range(requests):
            path, cookie = self.what(self.asked)
            headers = {"Host": f"localhost:{self.port}", "Cookie": cookie, "Accept-Language": "de", "Accept-Encoding": "gzip"}
            began = time.perf_counter()
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            took = time.perf_counter() - began
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
            self.asked += 1
            if measured:
                self.times.append(took)
                self.size = max(self.size, len(body))
        connection.close()
        if measured:
            self.cpu += cpu_seconds(self.pid) - before

    @property
    def figures(self) -> Figures:
        """CPU milliseconds of a request, and the times."""
        return Figures(self.cpu / len(self.times) * 1000, self.times, self.size)


def in_turn(readers: dict[str, Reader], requests: int) -> dict[str, Figures]:
    """Measure all pages in turn, block by block, so that what else happens on the machine meets each of them alike."""
    for reader in readers.values():
        for _ in range(6):
            reader.ask(10, measured=False)
    for _ in range(requests // CONNECTION):
        for reader in readers.values():
            reader.ask(CONNECTION)
    return {name: reader.figures for name, reader in readers.items()}


def environment(folder: Path) -> dict[str, str]:
    """Settings of the measured house: as in earnest, nothing of the demo."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DRITTORT_", "DJANGO_"))}
    return kept | {
        "DRITTORT_DATA": str(folder),
        "DRITTORT_SECRET_KEY": "only for this measurement",
        "DRITTORT_ADDRESS": "http://localhost:8000",
    }


def house(folder: Path, members: int) -> dict[str, Any]:
    """Make the house in a process of its own and return what it told; a folder that holds one already is used as it is."""
    env, kept = environment(folder), folder / "told.json"
    if kept.exists():
        return dict(json.loads(kept.read_text()))
    subprocess.run([sys.executable, "-m", "drittort.cli", "prepare"], env=env, cwd=ROOT, check=True)
    kept.write_text(json.dumps(inside("pages", environment(folder), f"b.fill({members})")))
    return house(folder, members)


@contextmanager
def readers_of(folder: Path, told: dict[str, Any], workers: int) -> Iterator[tuple[dict[str, Reader], int]]:
    """A reader of each page of a served house, and the server's process id."""
    from drittort.cli.serve import pages_command

    sessions = [(int(member), key) for member, key in told["sessions"].items()]
    with served(lambda port: pages_command("127.0.0.1", port, workers), environment(folder)) as (port, pid):

        def asks(path: Callable[[int], str]) -> What:
            return lambda k: (path(sessions[k % len(sessions)][0]), f"drittort={sessions[k % len(sessions)][1]}")

        yield {name: Reader(port, pid, asks(path)) for name, path in pages_of(told).items()}, pid


@contextmanager
def bare_reader(workers: int, rows: int) -> Iterator[Reader]:
    """A reader of the bare Django page, served in the same way."""
    from drittort.cli.serve import pages_command

    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder)) | {"BARE_FOLDER": folder, "BARE_ROWS": str(rows)}
        done = subprocess.run([sys.executable, "-m", "benchmarks.bare"], env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        keys = done.stdout.split()

        def command(port: int) -> list[str]:
            words = pages_command("127.0.0.1", port, workers)
            return ["benchmarks.bare:application" if word == "drittort.config.wsgi:application" else word for word in words]

        with served(command, env) as (port, pid):
            yield Reader(port, pid, lambda k: ("/people/", f"sessionid={keys[k % len(keys)]}"))


# ------------------------------------------------------------------ first visit


def first_visit(folder: Path, told: dict[str, Any], workers: int) -> None:
    """Bytes over the wire with an empty cache, hosts asked, cookies held."""
    from playwright.sync_api import sync_playwright

    from drittort.cli.serve import pages_command
    from tests.browser import FLAGS, chromium

    member, key = next(iter(told["sessions"].items()))
    with (
        served(lambda port: pages_command("127.0.0.1", port, workers), environment(folder)) as (port, _pid),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name, path, cookie in (("sign-in", "/sign-in/", ""), ("Jetzt kümmern", pages_of(told)["Jetzt kümmern"](int(member)), key)):
            context = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 800})
            if cookie:
                context.add_cookies([{"name": "drittort", "value": cookie, "url": f"http://localhost:{port}"}])
            page = context.new_page()
            wire = context.new_cdp_session(page)
            wire.send("Network.enable")
            sizes: dict[str, float] = {}
            urls: dict[str, str] = {}
            wire.on("Network.requestWillBeSent", lambda e, urls=urls: urls.update({e["requestId"]: e["request"]["url"]}))
            wire.on("Network.loadingFinished", lambda e, sizes=sizes: sizes.update({e["requestId"]: e["encodedDataLength"]}))
            page.goto(f"http://localhost:{port}{path}", wait_until="load")
            # A page that listens is never idle: what it fetches after loading comes within a moment.
            page.wait_for_timeout(SETTLES)
            others = {u for u in urls.values() if not u.startswith((f"http://localhost:{port}/", "data:"))}
            kinds: dict[str, float] = {}
            for request, size in sizes.items():
                kind = urls[request].split("?")[0].rpartition(".")[2] if "." in urls[request].rpartition("/")[2] else "page"
                kinds[kind] = kinds.get(kind, 0) + size / 1000
            cookies = [c["name"] for c in context.cookies()] if not cookie else []
            parts = ", ".join(f"{kind} {size:.1f}" for kind, size in sorted(kinds.items(), key=lambda item: -item[1]))
            print(
                f"  {name:14} {sum(sizes.values()) / 1000:6.1f} KB in {len(sizes)} answers (150 allowed): {parts}; other hosts {len(others)}; cookies before sign-in {len(cookies)}"
            )
            context.close()
        browser.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=2000)
    parser.add_argument("--few", type=int, default=500, help="the smaller house, to see what grows with rows; 0 leaves it out")
    parser.add_argument("--requests", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--house", type=Path, help="keep the house in this folder, and use it again the next time")
    args = parser.parse_args()
    print(headline("Django", "granian"))
    with tempfile.TemporaryDirectory() as many, tempfile.TemporaryDirectory() as less:
        began = time.monotonic()
        if args.house:
            args.house.mkdir(parents=True, exist_ok=True)
            many = str(args.house.resolve())
        told = house(Path(many), args.members)
        print(
            f"House made in {time.monotonic() - began:.0f} s: "
            + ", ".join(f"{n:,} {name}" for name, n in told["rows"].items())
            + "; SQLite"
        )
        smaller = house(Path(less), args.few) if args.few else None
        queries = inside("pages", environment(Path(many)), f"b.count_queries({many!r})")
        with ExitStack() as stack:
            pages, pid = stack.enter_context(readers_of(Path(many), told, args.workers))
            readers = {**pages, BARE: stack.enter_context(bare_reader(args.workers, rows=60))}
            if smaller:
                few, _pid = stack.enter_context(readers_of(Path(less), smaller, args.workers))
                readers |= {f"few {name}": reader for name, reader in few.items()}
            found = in_turn(readers, args.requests)
            held = memory(pid)
        figures, bare = {name: found[name] for name in pages}, found[BARE]
        small = {name: found[f"few {name}"] for name in pages} if smaller else {}
        memories, watcher = [mb for one, mb in held.items() if one != pid], held[pid]
        print(f"\n{args.requests} requests each, one at a time, {args.workers} workers; CPU over all server processes")
        print(
            f"  {'page':16} {'CPU ms':>7} {'x bare':>7} {'queries':>8} {'p50 ms':>7} {'p95 ms':>7} {'KB':>6}"
            + (f" {f'CPU at {args.few}':>11}" if small else "")
        )
        for name, f in {**figures, BARE: bare}.items():
            line = f"  {name:16} {f.cpu:7.1f} {f.cpu / bare.cpu:7.2f} {queries.get(name, 3):8} {f.percentile(0.5):7.1f} {f.percentile(0.95):7.1f} {f.size / 1000:6.1f}"
            print(line + (f" {small[name].cpu:11.1f}" if name in small else ""))
        print(
            f"  Memory (PSS): workers {' + '.join(f'{mb:.0f}' for mb in memories)} = {sum(memories):.0f} MB (250 allowed), and {watcher:.0f} MB for the process that watches them"
        )
        worst = statistics.fmean(f.cpu for name, f in figures.items() if "stored" not in name)
        print(f"  Mean of the four: {worst:.1f} ms\n\nFirst visit, empty cache")
        first_visit(Path(many), told, args.workers)


if __name__ == "__main__":
    main()
