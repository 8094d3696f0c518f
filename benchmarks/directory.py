"""The directory of 10,000 people: time, server CPU and queries of the first page, of every filter, and of a search by meaning."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.machine import headline, inside
from benchmarks.pages import ROOT, Reader, cpu_seconds, environment, in_turn, served

READERS = 20
POOL = 2_000
ASKED = 40
SENTENCES = (
    "jemand, der mir bei der Umsatzsteuer hilft", "someone to build a website for my bakery", "Wer kennt sich mit Mietverträgen aus?", "photographer for our team page",
    "Hilfe bei der Bewerbung um Fördermittel", "who can repair a laptop", "Texte für unsere Seite auf Englisch", "a carpenter who builds shelves",
    "Wer gibt Klavierstunden?", "I need a lawyer for trade marks",
)  # fmt: skip
GOALS = {"time": 60.0, "cpu": 20.0, "search": 150.0, "queries": 15}


def fill(members: int) -> dict[str, Any]:
    """The people of a scaled world with companies and lines, and the index over them."""
    from django.utils import timezone

    from benchmarks.pages import session
    from drittort.core.search import index
    from drittort.demo.loading import load_people
    from drittort.demo.scale import scaled_world
    from drittort.members.here_today.models import HereToday
    from drittort.members.models import Member
    from drittort.spaces.actions import open_space

    now = timezone.now()
    world = scaled_world(members, 5, now.date())
    space = open_space(
        slug="bench", name="Bench", at=now, timezone="Europe/Berlin", locations=tuple((p.name, p.street) for p in world.house.locations)
    )
    people = load_people(world, space, now)
    Member.objects.filter(space=space).update(left_on=None)
    HereToday.objects.bulk_create(HereToday(member_id=m.pk, on=space.day(now), said_at=now) for m in list(people.values())[::9])
    began = time.perf_counter()
    index.index_everything(space.pk, now)
    took = time.perf_counter() - began
    from drittort.core.models import Job

    # The vectors are written below; in earnest the worker makes them in the background, some 25 ms a text.
    Job.objects.filter(name="core.search.encode").delete()
    began = time.perf_counter()
    passages = encode_all()
    readers = [m for m in people.values() if m.account_id][:READERS]
    return {
        "space": space.slug, "sessions": {m.pk: session(m.account) for m in readers}, "indexed": took, "encoded": time.perf_counter() - began, "passages": passages,
        "location": space.locations.values_list("pk", flat=True)[0],
    }  # fmt: skip


def encode_all() -> int:
    """Vectors for all documents; returns how many rows they have.

    Each row has vectors of a real text of this house, but of one of `POOL`: what a text means makes no difference to the time it takes to compare it.
    """
    from django.utils import timezone

    from drittort.core.models import SearchDocument
    from drittort.core.search.index import texts_of
    from drittort.core.search.vectors import Packing
    from drittort.engine.affinity import Affinity

    packing = Packing(Affinity())
    keys = list(SearchDocument.objects.order_by("pk").values_list("pk", flat=True))
    pool = list(
        dict.fromkeys(text for row in SearchDocument.objects.filter(pk__in=keys[:: len(keys) // 500 + 1]) for text in texts_of(row))
    )[:POOL]
    packed = packing.pack(pool)
    blank = packing.pack([""])[0]
    rows, at, number = [], timezone.now(), 0
    for row in SearchDocument.objects.order_by("pk").defer("vectors").iterator(chunk_size=500):
        texts = texts_of(row)
        row.vectors = b"".join(packed[zlib.crc32(text.encode()) % len(packed)] if text else blank for text in texts)
        row.model, row.encoded_at = packing.name, at
        rows.append(row)
        number += len(texts)
        if len(rows) == 500:
            SearchDocument.objects.bulk_update(rows, ["vectors", "model", "encoded_at"], batch_size=100)
            rows = []
    SearchDocument.objects.bulk_update(rows, ["vectors", "model", "encoded_at"], batch_size=100)
    return number


def addresses(told: dict[str, Any]) -> dict[str, str]:
    """The measured pages."""
    base = f"/{told['space']}/people/"
    return {
        "first page": base,
        "page far down": f"{base}?after=m|0",
        "location": f"{base}?place={told['location']}",
        "remote (nobody)": f"{base}?place=remote",
        "day": f"{base}?day=5",
        "language": f"{base}?language=en",
        "language (rare)": f"{base}?language=da",
        "industry": f"{base}?industry=M",
        "industry (rare)": f"{base}?industry=A",
        "has offers": f"{base}?lines=offer",
        "role (rare)": f"{base}?role=founder",
        "here today": f"{base}?is=here",
        "new": f"{base}?is=new",
        "four at once": f"{base}?industry=J&day=2&language=en&is=here",
        "companies": f"{base}companies/",
        "companies, industry": f"{base}companies/?industry=J",
        "words: name": f"{base}?q=Mara",
    }


def queries(folder: str) -> dict[str, int]:
    """Queries of each page, session and account included."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    told, found = json.loads((Path(folder) / "told.json").read_text()), {}
    browser = Client(headers={"Accept-Language": "de"}, SERVER_NAME="localhost")
    browser.cookies["drittort"] = next(iter(told["sessions"].values()))
    for name, path in {**addresses(told), "search by meaning": f"/{told['space']}/people/?q={quote(SENTENCES[0])}"}.items():
        browser.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(path).status_code == 200
        found[name] = len(seen)
    return found


def settled() -> None:
    """Have PostgreSQL learn what lies in its tables, as its own housekeeping does in time."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@contextmanager
def encoder(env: dict[str, str]) -> Iterator[int]:
    """The encoder process, once it has everything on its shelves; gives its process id."""
    process = subprocess.Popen([sys.executable, "-m", "drittort.cli", "encoder"], env=env, cwd=ROOT, start_new_session=True)
    try:
        began, before = time.monotonic(), -1
        while time.monotonic() - began < 120:
            time.sleep(2)
            found = inside("directory", env, f"b.nearest({SENTENCES[0]!r})")
            if found and found == before:
                break
            before = found
        print(f"encoder ready after {time.monotonic() - began:.0f} s (looked every 2 s)")
        yield process.pid
    finally:
        process.terminate()
        process.wait(15)


def nearest(text: str) -> int:
    """How many documents the encoder finds for a text, 0 while it is silent or empty."""
    from drittort.core.search import meaning
    from drittort.spaces.models import Space

    return len(meaning.near(Space.objects.get(slug="bench").pk, "person", text, limit=5000, patience=5.0) or [])


def main() -> int:
    """Measure; exit code 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=100)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--keep", type=Path, help="a folder for the house, used again when it is there")
    where.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    args = parser.parse_args()
    print(headline("Django", "granian", "numpy"))
    with ExitStack() as stack:
        folder = args.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        env = environment(folder)
        if args.postgresql:
            from tests.postgres import server

            env["DRITTORT_DATABASE"] = stack.enter_context(server(create="directory"))
        if not (folder / "told.json").exists():
            subprocess.run([sys.executable, "-m", "drittort.cli", "prepare"], env=env, cwd=ROOT, check=True)
            (folder / "told.json").write_text(json.dumps(inside("directory", env, f"b.fill({args.members})")))
            inside("directory", env, "b.settled()")
        return report(env, json.loads((folder / "told.json").read_text()), args)


def encoder_cpu(reader: Reader, pid: int) -> float:
    """CPU milliseconds of the encoder for one request of a page; on a busy machine it says more than the clock."""
    before = cpu_seconds(pid)
    reader.ask(ASKED, measured=False)
    return (cpu_seconds(pid) - before) / ASKED * 1000


def report(env: dict[str, str], told: dict[str, Any], args: argparse.Namespace) -> int:
    """Serve the house, ask, and print."""
    from drittort.cli.serve import pages_command

    print(
        f"{args.members} people on {'PostgreSQL' if args.postgresql else 'SQLite'}; words indexed in {told['indexed']:.1f} s, {told['passages']} rows of vectors from {POOL} texts in {told['encoded']:.0f} s"
    )
    sessions = list(told["sessions"].values())
    missed = 0
    with encoder(env) as encoding, served(lambda port: pages_command("127.0.0.1", port, 1), env) as (port, pid):
        readers = {
            name: Reader(port, pid, lambda k, p=path: (p, f"drittort={sessions[k % len(sessions)]}"))
            for name, path in addresses(told).items()
        }
        base = f"/{told['space']}/people/?q="
        # The number makes each query a new one for the encoder, which remembers those of the last minutes.
        readers["search by meaning"] = Reader(
            port, pid, lambda k: (base + quote(f"{SENTENCES[k % len(SENTENCES)]} {k}"), f"drittort={sessions[k % len(sessions)]}")
        )
        figures = in_turn(readers, args.requests)
        encoded = {name: encoder_cpu(readers[name], encoding) for name in ("words: name", "search by meaning")}
        counted = inside("directory", env, f"b.queries({env['DRITTORT_DATA']!r})")
        print(f"\n{'one at a time':<22}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'encoder':>9}{'queries':>9}{'bytes':>9}")
        for name, one in figures.items():
            search = name.startswith("search")
            good = (
                one.percentile(0.95) <= GOALS["search" if search else "time"]
                and (search or one.cpu <= GOALS["cpu"])
                and counted[name] <= GOALS["queries"]
            )
            missed += not good
            row = f"{name:<22}{one.percentile(0.5):>9.1f}{one.percentile(0.95):>9.1f}{one.cpu:>9.1f}{f'{encoded[name]:.1f}' if name in encoded else '':>9}{counted[name]:>9}{one.size:>9}"
            print(row + ("" if good else "  over the goal"))
        resident = next(line for line in Path(f"/proc/{encoding}/status").read_text().splitlines() if line.startswith("VmRSS"))
        print(f"\nencoder process: {int(resident.split()[1]) / 1024:.0f} MB resident (the vectors are pages of files among them)")
    return 1 if missed else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drittort.config.settings")
    sys.exit(main())
