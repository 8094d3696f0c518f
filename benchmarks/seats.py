"""A waiting list under many clients who come and step back at once, with mail and killed workers: never over capacity, nobody passed by, each promotion mailed."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import default
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from benchmarks.kills import Workers, settled
from benchmarks.machine import headline
from benchmarks.pages import ROOT, environment, free_port

SEATS = 12
PROCESSES = 4
COME, GO = "come", "go"


@dataclass
class Postbox:
    """A mail server on this machine: letters that offer a seat, by reader and Message-ID, and how often each came."""

    subject: str
    came: Counter[tuple[str, str]] = field(default_factory=Counter)
    everything: int = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep it."""
        mail = BytesParser(policy=default).parsebytes(envelope.content, headersonly=True)
        self.everything += 1
        if str(mail["Subject"]) == self.subject:
            self.came[envelope.rcpt_tos[0], str(mail["Message-ID"])] += 1
        return "250 OK"

    def letters(self) -> Counter[str]:
        """How many different letters offered a seat to each address."""
        return Counter(to for to, _identity in list(self.came))


@dataclass
class Found:
    """What was seen."""

    wishes: int = 0
    over: int = 0
    passed: int = 0
    kills: int = 0
    worker: int = 0
    begins: list[float] = field(default_factory=list)
    offered: int = 0
    answered: int = 0
    lost: int = 0
    doubled: int = 0
    written_twice: int = 0
    mails: int = 0
    seconds: float = 0.0
    rounds: int = 0


def client_process(link: Connection, event_id: int, members: Sequence[int]) -> None:
    """Some clients, each a thread with a connection of its own: they wait for a wish each round, and begin together."""
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from drittort.core.errors import HouseError
    from drittort.inspire.events import actions
    from drittort.members.models import Member

    people = {m.pk: m for m in Member.objects.select_related("space").filter(pk__in=members)}
    connection.close()
    wishes: dict[int, SimpleQueue[str]] = {pk: SimpleQueue() for pk in members}
    done: SimpleQueue[str] = SimpleQueue()

    def live(pk: int) -> None:
        while wish := wishes[pk].get():
            try:
                if wish == COME:
                    actions.register(actor=people[pk], event_id=event_id, at=timezone.now())
                else:
                    actions.withdraw(actor=people[pk], event_id=event_id, at=timezone.now())
            except HouseError:
                done.put("")
            except Exception as error:
                done.put(repr(error))
            else:
                done.put("")
        connection.close()

    threads = [threading.Thread(target=live, args=(pk,)) for pk in members]
    for thread in threads:
        thread.start()
    link.send("ready")
    while (told := link.recv()) is not None:
        for pk, wish in told.items():
            wishes[pk].put(wish)
        link.send([problem for problem in (done.get() for _ in told) if problem])
    for queue in wishes.values():
        queue.put("")
    for thread in threads:
        thread.join()


class Clients:
    """All clients, in a few processes."""

    def __init__(self, event_id: int, members: Sequence[int]) -> None:
        context = get_context("spawn")
        self.parts = [list(members[n::PROCESSES]) for n in range(PROCESSES)]
        pipes = [context.Pipe() for _part in self.parts]
        self.links = [ours for ours, _theirs in pipes]
        self.processes = [
            context.Process(target=client_process, args=(theirs, event_id, part))
            for (_ours, theirs), part in zip(pipes, self.parts, strict=True)
        ]
        for process in self.processes:
            process.start()
        for link in self.links:
            link.recv()

    def wish(self, wanted: dict[int, str]) -> int:
        """Send everybody's wish at once, and wait until all are answered; returns how many there were."""
        for link, part in zip(self.links, self.parts, strict=True):
            link.send({pk: wanted[pk] for pk in part if pk in wanted})
        problems = [problem for link in self.links for problem in link.recv()]
        assert not problems, problems[:3]
        return len(wanted)

    def end(self) -> None:
        """They go home."""
        for link in self.links:
            link.send(None)
        for process in self.processes:
            process.join(60)


def house(clients: int) -> tuple[int, dict[int, str]]:
    """A house without quiet hours and an event in it; returns its number and the addresses of those who would like to come."""
    from datetime import timedelta

    from django.utils import timezone

    from drittort.inspire.events.models import Event
    from drittort.members.models import Account, Member
    from drittort.spaces.models import Location, Space

    at = timezone.now()
    space = Space.objects.create(
        name="Bank", slug="bank", created_at=at, settings={"quiet_from": 24, "quiet_until": 0, "quiet_weekends": False}
    )
    place = Location.objects.create(space=space, name="Hof")
    people = []
    for k in range(clients + 1):
        account = Account.objects.create(email=f"m{k}@example.org", created_at=at)
        people.append(Member.objects.create(space=space, account=account, name=f"Mitglied {k}", joined_on=at.date(), language="de"))
    begins = at + timedelta(days=4000)
    event = Event.objects.create(
        space=space, host=people[0], title="Suppe", starts_at=begins, ends_at=begins + timedelta(hours=1), location=place, capacity=SEATS, made_at=at,
        published_at=at, changed_at=at,
    )  # fmt: skip
    return event.pk, {m.pk: m.account.email for m in people[1:] if m.account is not None}


def look(event_id: int) -> tuple[bool, list[int], list[int], list[int]]:
    """Whether there are too many; who holds a seat, for whom one is kept, and who waits, in order."""
    from drittort.inspire.events.models import Event, Registration

    event = Event.objects.get(pk=event_id)
    rows = list(Registration.objects.filter(event=event_id, withdrawn_at=None).order_by("asked_at", "pk"))
    held = [r for r in rows if r.standing in ("going", "offered")]
    taken = sum(r.seats for r in held)
    return taken > SEATS or event.taken != taken, [r.member_id for r in held], [r.member_id for r in held if r.standing == "offered"], [r.member_id for r in rows if r.standing == "waiting"]  # fmt: skip


def offers(event_id: int, begins: Sequence[float]) -> tuple[Counter[int], Counter[int]]:
    """How many letters each person is owed for a seat that was offered, by the ledger; and how many offers were answered in the round that brought them.

    Whoever steps back in the very moment in which a seat becomes theirs may have answered before a letter could be written, and then none is.
    """
    from drittort.core.models import LedgerRow
    from drittort.inspire.events import actions

    kinds = (actions.OFFERED, actions.REGISTERED, actions.WITHDRAWN, actions.LAPSED)
    rows: dict[int, list[tuple[str, int]]] = {}
    for kind, person, at in (
        LedgerRow.objects.filter(kind__in=kinds, subject_id=event_id).order_by("pk").values_list("kind", "actor_id", "at")
    ):
        rows.setdefault(person or 0, []).append((kind, bisect(begins, at.timestamp())))
    owed: Counter[int] = Counter()
    answered: Counter[int] = Counter()
    for person, told in rows.items():
        for (kind, turn), following in zip(told, [*told[1:], None], strict=True):
            if kind == actions.OFFERED:
                at_once = following is not None and following[1] == turn
                answered[person] += at_once
                owed[person] += not at_once
    return owed, answered


def rest(seconds: float) -> None:
    """Wait until the worker has nothing to do, at most so long."""
    from django.utils import timezone

    from drittort.core.jobs.runner import due
    from drittort.core.models import Job

    until = time.perf_counter() + seconds
    while time.perf_counter() < until and Job.objects.filter(due(timezone.now())).exists():
        time.sleep(0.05)


def rounds_of(asked: argparse.Namespace, box: Postbox, workers: Workers, event_id: int, addresses: dict[int, str], found: Found) -> None:
    """So many rounds, the worker killed at random moments.

    Whoever is offered a seat answers when the letter has come, as people do; so each promotion owes a letter of its own.
    """
    found.worker = workers.hatch()
    draw, clients = random.Random(asked.seed), Clients(event_id, list(addresses))
    every = max(1, asked.rounds // asked.kills) if asked.kills else asked.rounds + 1
    begun = time.perf_counter()
    over, held, offered, line = look(event_id)
    for turn in range(asked.rounds):
        # Nobody acts all day long: the worker gets a breath to write its letters, as it has in any house.
        rest(2)
        owed, letters = offers(event_id, found.begins)[0] if offered else Counter(), box.letters()
        silent = {pk for pk in offered if letters[addresses[pk]] < owed[pk]}
        wishes = {pk: COME if draw.random() < 0.6 else GO for pk in addresses}
        # Whoever stands in line and would like to go on standing there says nothing.
        wanted = {pk: wish for pk, wish in wishes.items() if pk not in silent and not (pk in line and wish == COME)}
        found.begins.append(time.time())
        killer = None
        if turn % every == every - 1 and found.kills < asked.kills:
            killer = threading.Timer(draw.uniform(0, 0.2), os.kill, (found.worker, 9))
            killer.start()
        found.wishes += clients.wish(wanted)
        stayed = [pk for pk in line if pk not in wanted]
        over, held, offered, line = look(event_id)
        found.over += over
        seated = set(held)
        # Who stood in line and stayed keeps the order: nobody behind has a seat while somebody before waits, and the line is as it was.
        places = [pk in seated for pk in stayed]
        found.passed += places != sorted(places, reverse=True) or [pk for pk in line if pk in stayed] != [
            pk for pk in stayed if pk not in seated
        ]
        if killer is not None:
            killer.join()
            found.kills += 1
            found.worker = workers.hatch()
        found.rounds = turn + 1
        if asked.minutes and time.perf_counter() - begun > 60 * asked.minutes:
            break
    clients.end()
    found.seconds = time.perf_counter() - begun


def measure(asked: argparse.Namespace, env: dict[str, str], port: int) -> Found:
    """The whole of it, in a house that was prepared."""
    import django
    from aiosmtpd.controller import Controller

    django.setup()
    from django.utils import translation

    from drittort.inspire.events import words

    with translation.override("de"):
        box = Postbox(words.heading(words.OFFERED, "Suppe", ""))
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    found = Found()
    event_id, addresses = house(asked.clients)
    workers = Workers(env)
    try:
        rounds_of(asked, box, workers, event_id, addresses, found)
        left = settled(600)
    finally:
        # Whatever happened, no worker outlives the measurement.
        workers.end(found.worker)
        server.stop()
    (owed, answered), letters = offers(event_id, found.begins), box.letters()
    found.answered = sum(answered.values())
    found.offered = sum(owed.values())
    found.lost = sum(max(0, owed[pk] - letters[addresses[pk]]) for pk in owed) + left
    found.written_twice = sum(max(0, letters[addresses[pk]] - owed[pk] - answered[pk]) for pk in owed)
    found.doubled = sum(times - 1 for times in box.came.values())
    found.mails = box.everything
    return found


@contextmanager
def database(name: str) -> Iterator[dict[str, str]]:
    """The setting for a database of the measurement."""
    if name == "sqlite":
        yield {}
        return
    from tests.postgres import server

    with server("drittort", connections=200) as address:
        yield {"DRITTORT_DATABASE": address}


def main() -> None:
    """Print what was found; ends with 1 where something was lost, written twice, out of order or too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--minutes", type=float, default=0, help="stop after so many minutes and say how many rounds there were")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, database(asked.database) as setting:
        port = free_port()
        env = environment(Path(folder)) | setting | {
            "DRITTORT_ADDRESS": "http://localhost", "DRITTORT_MAIL": f"smtp://127.0.0.1:{port}?plain", "DJANGO_SETTINGS_MODULE": "drittort.config.settings",
        }  # fmt: skip
        os.environ |= env
        subprocess.run([sys.executable, "-m", "drittort.cli", "prepare"], env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        found = measure(asked, env, port)
    print(headline("Django", "aiosmtpd"))
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    print(
        f"{asked.database}: {asked.clients} clients, {found.rounds} rounds, {found.wishes} wishes in {found.seconds:.0f} s (load {load}): "
        f"{found.over} over capacity, {found.passed} passed by"
    )
    print(
        f"  {found.offered} promotions that owe a letter ({found.answered} more were answered in the same round), {found.kills} worker kills: {found.lost} letters lost, {found.written_twice} written twice, {found.doubled} handed over again "
        f"under the same Message-ID; {found.mails} mails in all"
    )
    raise SystemExit(int(bool(found.over or found.passed or found.lost or found.written_twice or found.doubled > found.kills)))


if __name__ == "__main__":
    main()
