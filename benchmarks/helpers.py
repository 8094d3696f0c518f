"""What a need costs the worker in a house of 10,000: CPU and time of finding helpers, its memory, and who is asked."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.machine import headline, inside
from benchmarks.pages import ROOT, environment

GOAL = 500.0
"""Milliseconds of the worker's processor for a need, from its job to the requests."""
LABELS = 500
BOARD = Path(__file__).parent / "routing" / "board" / "needs.csv"


def fill(members: int, needs: int) -> dict[str, Any]:
    """The people of a scaled world who may all be asked, with four texts each that nobody else has, and needs of some of them.

    A text is a line of the demo with the name of a trade behind it, and lies between the two: to encode all of them would take ten minutes, and what a text means makes no
    difference to the time it takes to compare it.
    """
    from django.utils import timezone

    from drittort.connect.introductions.models import TextVector
    from drittort.connect.introductions.rounds import key_of
    from drittort.connect.needs.models import Need
    from drittort.demo.loading import load_people
    from drittort.demo.scale import scaled_world
    from drittort.engine.affinity import Affinity, occupations
    from drittort.members.models import Consent, Member, StandingLine
    from drittort.spaces.actions import open_space

    now, draw = timezone.now(), random.Random(7)
    world = scaled_world(members, 5, now.date())
    space = open_space(
        slug="bench", name="Bench", at=now, timezone="Europe/Berlin", locations=tuple((p.name, p.street) for p in world.house.locations)
    )
    people = list(load_people(world, space, now).values())
    Member.objects.filter(space=space).update(left_on=None)
    agreed = set(Consent.objects.filter(kind=Consent.Kind.INTRODUCED).values_list("member_id", flat=True))
    Consent.objects.bulk_create(
        Consent(member=one, kind=Consent.Kind.INTRODUCED, given_at=now - timedelta(days=9)) for one in people if one.pk not in agreed
    )
    trades = [one.label_de for one in draw.sample(occupations(), LABELS)]
    affinity, parts = Affinity(), dict[str, tuple[str, str]]()

    def own(text: str, pk: int, place: int) -> str:
        trade = draw.choice(trades)
        parts[made := f"{text} ({trade}, {pk}.{place})"] = text, trade
        return made

    lines = list(StandingLine.objects.filter(side=StandingLine.Side.OFFER).order_by("pk"))
    for line in lines:
        line.text = own(line.text, line.member_id, line.position)
    StandingLine.objects.bulk_update(lines, ["text"], batch_size=500)
    for one in people:
        one.line = own(one.line, one.pk, 9)
    Member.objects.bulk_update(people, ["line"], batch_size=500)
    single = list(dict.fromkeys(part for pair in parts.values() for part in pair))
    vectors = dict(zip(single, affinity.vectors(single), strict=True))
    TextVector.objects.bulk_create(
        (
            TextVector(
                key=key_of(made, affinity.encoder.name),
                model=affinity.encoder.name,
                data=((4 * vectors[text] + 3 * vectors[trade]) / 5).astype("<f2").tobytes(),
            )
            for made, (text, trade) in parts.items()
        ),
        batch_size=500,
    )
    with BOARD.open(encoding="utf-8") as file:
        asked = [(row["text"], row["language"]) for row in csv.DictReader(file)][:needs]
    Need.objects.bulk_create(
        Need(space=space, member=asker, text=text, language=language, opened_at=now)
        for asker, (text, language) in zip(draw.sample(people, len(asked)), asked, strict=True)
    )
    return {"texts": len(parts), "at": now.isoformat()}


def resident(what: str) -> float:
    """A line of this process's state, in MB."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(what))
    return int(line.split()[1]) / 1024


def found(at: datetime) -> dict[str, Any]:
    """Find helpers for each need as the worker does, one after the other, and take back what was written, so that no need knows of the one before."""
    from django.db import transaction

    from drittort.connect.needs.jobs import route
    from drittort.connect.needs.models import HelpRequest, Need

    told: list[dict[str, Any]] = []
    begin = {"before": resident("RssAnon")}
    for need in Need.objects.order_by("pk"):
        with transaction.atomic():
            cpu, clock = time.process_time(), time.perf_counter()
            route({"need": need.pk, "up_to": 5}, at)
            cost = {"cpu": (time.process_time() - cpu) * 1000, "clock": (time.perf_counter() - clock) * 1000}
            asked = list(HelpRequest.objects.filter(need=need).order_by("position").values_list("member_id", "fit"))
            fitting = Need.objects.values_list("fitting", flat=True).get(pk=need.pk)
            told.append(cost | {"need": need.pk, "asked": asked, "fitting": fitting})
            transaction.set_rollback(True)
    return begin | {"after": resident("RssAnon"), "peak": resident("VmHWM"), "needs": told}


@contextmanager
def encoder(env: dict[str, str]) -> Iterator[int]:
    """The encoder process, once it answers; gives its process id."""
    process = subprocess.Popen([sys.executable, "-m", "drittort.cli", "encoder"], env=env, cwd=ROOT, start_new_session=True)
    try:
        inside("helpers", env, "b.wait_for_encoder()")
        yield process.pid
    finally:
        process.terminate()
        process.wait(15)


def wait_for_encoder() -> bool:
    """Wait until the encoder of this house answers."""
    from drittort.core.search import meaning

    for _ in range(200):
        try:
            return bool(meaning.encode(["a"]))
        except meaning.Silent:
            time.sleep(0.2)
    raise TimeoutError("the encoder does not answer")


def report(name: str, told: dict[str, Any]) -> float:
    """Print what one worker's needs cost; returns the CPU of one but the first, in the middle."""
    first, *others = told["needs"]
    cpu, clock = (statistics.median(one[what] for one in others) for what in ("cpu", "clock"))
    print(
        f"{name:<18}{first['cpu']:>10.0f}{cpu:>10.0f}{max(one['cpu'] for one in others):>10.0f}{clock:>10.0f}{told['before']:>10.0f}{told['after']:>10.0f}{told['peak']:>10.0f}"
    )
    return cpu


def main() -> int:
    """Measure; exit code 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--needs", type=int, default=21)
    parser.add_argument("--told", type=Path, help="write who was asked for each need into this file, to compare it with another version's")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--keep", type=Path, help="a folder for the house, used again when it is there")
    where.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    args = parser.parse_args()
    print(headline("Django", "numpy"))
    with ExitStack() as stack:
        folder = args.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        env = environment(folder)
        if args.postgresql:
            from tests.postgres import server

            env["DRITTORT_DATABASE"] = stack.enter_context(server(create="helpers"))
        kept = folder / "told.json"
        if not kept.exists():
            subprocess.run([sys.executable, "-m", "drittort.cli", "prepare"], env=env, cwd=ROOT, check=True)
            kept.write_text(json.dumps(inside("helpers", env, f"b.fill({args.members}, {args.needs})")))
        house = json.loads(kept.read_text())
        print(f"{args.members} people, {house['texts']} texts, on {'PostgreSQL' if args.postgresql else 'SQLite'}\n")
        print(f"{'':<18}{'first':>10}{'CPU ms':>10}{'most':>10}{'clock':>10}{'MB before':>10}{'after':>10}{'peak':>10}")
        measure = f"b.found(datetime.fromisoformat({house['at']!r}))"
        with encoder(env):
            with_encoder = inside("helpers", env, measure)
        cpu = report("with an encoder", with_encoder)
        report("without one", inside("helpers", env, measure))
        if args.told:
            args.told.write_text(json.dumps([[one["need"], one["fitting"], one["asked"]] for one in with_encoder["needs"]]))
    print(f"\nGoal: {GOAL:.0f} ms of CPU: {'reached' if cpu <= GOAL else 'NOT reached'}.")
    return 0 if cpu <= GOAL else 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drittort.config.settings")
    sys.exit(main())
