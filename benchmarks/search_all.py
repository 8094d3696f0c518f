"""The search over everything in a house of 10,000 people and 200,000 posts: time and server CPU of the page, while one types, and how soon what is new is found."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks import content_quality, directory
from benchmarks.machine import headline, inside
from benchmarks.pages import ROOT, Reader, environment, in_turn, served

POOL = 1_500
GOALS = {"search": 150.0, "narrowed": 150.0, "typing": 150.0, "fresh": 2.0}
ENDINGS = [
    "werkstatt",
    "kurs",
    "abend",
    "treffen",
    "raum",
    "plan",
    "liste",
    "frage",
    "vertrag",
    "steuer",
    "hilfe",
    "gruppe",
    "tag",
    "woche",
    "idee",
    "projekt",
    "rechnung",
    "termin",
    "schlüssel",
    "karte",
]


def fill(members: int, posts: int) -> dict[str, Any]:
    """People as in `bin/bench directory`, and posts of whole sentences out of the labelled set, each with words of its own; all in the index."""
    from django.utils import timezone

    from drittort.core.models import Job
    from drittort.core.search import index
    from drittort.inform.posts.models import Post
    from drittort.members.models import Member
    from drittort.spaces.models import Space

    told = directory.fill(members)
    draw, now, space = random.Random(7), timezone.now(), Space.objects.get(slug="bench")
    things, _queries = content_quality.labelled([])
    sentences = [part.strip() for one in things for part in one.text.split(". ") if len(part) > 20]
    stems = sorted({word.strip(".,?!:;") for one in things for word in one.text.split() if word[:1].isupper() and len(word) > 4})
    people = list(Member.objects.filter(space=space).values_list("pk", flat=True))

    def text() -> str:
        said = draw.sample(sentences, draw.randint(2, 5))
        return ". ".join([*said, f"Es geht um {draw.choice(stems)}{draw.choice(ENDINGS)} und {draw.choice(stems)}{draw.choice(ENDINGS)}"])

    for start in range(0, posts, 2000):
        Post.objects.bulk_create(
            Post(
                space=space, member_id=draw.choice(people), verb="ask" if draw.random() < 0.1 else "share", title=draw.choice(sentences)[:100], text=text(), language="de",
                created_at=now, posted_at=now - timedelta(minutes=posts - k),
            )
            for k in range(start, min(start + 2000, posts))
        )  # fmt: skip
    began = time.perf_counter()
    index.index_everything(space.pk, now, ["post"])
    took = time.perf_counter() - began
    Job.objects.filter(name="core.search.encode").delete()
    began = time.perf_counter()
    rows = encode_posts(space.pk)
    return told | {"posts_indexed": took, "rows": rows, "posts_encoded": time.perf_counter() - began}


def encode_posts(space_id: int) -> int:
    """Vectors for the newest posts, each that of a real text, but of one of `POOL`: what a text means makes no difference to the time it takes to compare it."""
    from django.utils import timezone

    from drittort.core.models import SearchDocument
    from drittort.core.search.index import texts_of
    from drittort.core.search.jobs import too_old
    from drittort.core.search.vectors import Packing
    from drittort.engine.affinity import Affinity

    packing, at, number = Packing(Affinity()), timezone.now(), 0
    posts = SearchDocument.objects.filter(space_id=space_id, kind="post")
    posts.filter(too_old(space_id, "post")).update(encoded_at=at)
    newest = posts.filter(encoded_at=None).order_by("pk")
    pool = [text for row in newest[: POOL // 2] for text in texts_of(row)]
    packed = packing.pack(pool)
    keys = list(newest.values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        rows = list(SearchDocument.objects.filter(pk__in=keys[start : start + 500]).defer("vectors"))
        for row in rows:
            texts = texts_of(row)
            row.vectors = b"".join(packed[zlib.crc32(text.encode()) % len(packed)] for text in texts)
            row.model, row.encoded_at = packing.name, at
            number += len(texts)
        SearchDocument.objects.bulk_update(rows, ["vectors", "model", "encoded_at"], batch_size=100)
    return number


@contextmanager
def worker(env: dict[str, str]) -> Iterator[None]:
    """The worker beside the pages. It first does what a house that was just filled has waiting, a year of daily and weekly jobs at once; then pages are asked."""
    process = subprocess.Popen([sys.executable, "-m", "drittort.cli", "worker"], env=env, cwd=ROOT, start_new_session=True)
    try:
        time.sleep(8)
        took, left = inside("search_all", env, "b.first_jobs()")
        peak = next(line for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
        print(f"the worker's first jobs took {took:.0f} s ({left} still due); at most {int(peak.split()[1]) / 1024:.0f} MB", flush=True)
        yield
    finally:
        process.terminate()
        process.wait(30)


def first_jobs() -> tuple[float, int]:
    """Wait until no job is due any more, for a quarter of an hour at most; returns the seconds and how many are."""
    from django.utils import timezone

    from drittort.core.models import Job

    began = time.monotonic()
    while (left := Job.objects.filter(done_at=None, dead_at=None, run_at__lte=timezone.now()).count()) and time.monotonic() - began < 900:
        time.sleep(0.5)
    return time.monotonic() - began, int(left)


def fresh(times: int) -> dict[str, list[float]]:
    """How many seconds after it was posted something is found by its words, and by its meaning."""
    from django.utils import timezone

    from drittort.core.search import meaning, words
    from drittort.inform.posts.actions import Words, write_post
    from drittort.members.models import Member

    found: dict[str, list[float]] = {"words": [], "meaning": []}
    writers = list(Member.objects.filter(space__slug="bench", account__isnull=False).order_by("pk")[:times])
    for k, writer in enumerate(writers):
        mark = f"Quastenflosser{'abcdefghij'[k % 10] * 3}"
        text = f"{mark}: wer hat schon einmal ein Aquarium mit Meerwasser eingerichtet?"
        post = write_post(actor=writer, words=Words("share", "", text, "de", None), at=timezone.now())
        began = time.monotonic()
        seen: dict[str, float] = {}
        while len(seen) < 2 and time.monotonic() - began < 30:
            hits, _asks = words.find(writer.space_id, "post", mark)
            if "words" not in seen and any(hit.ref == post.pk for hit in hits):
                seen["words"] = time.monotonic() - began
            near = meaning.near_all(writer.space_id, {"post": 60}, text, {}, patience=2.0) or {}
            if "meaning" not in seen and any(one.ref == post.pk for one in near.get("post", ())):
                seen["meaning"] = time.monotonic() - began
            time.sleep(0.1)
        for way in found:
            found[way].append(seen.get(way, 30.0))
    return found


def queries() -> list[str]:
    """What is asked: the queries of the labelled set that weights were chosen by."""
    with (content_quality.HERE / "queries.csv").open(encoding="utf-8") as file:
        return [row["query"] for row in csv.DictReader(file) if row["split"] == "dev"]


def report(env: dict[str, str], told: dict[str, Any], args: argparse.Namespace) -> int:
    """Serve the house, ask, and print."""
    from drittort.cli.serve import pages_command

    where = "PostgreSQL" if args.postgresql else "SQLite"
    print(
        f"{args.members} people and {args.posts} posts on {where}; posts indexed in {told['posts_indexed']:.0f} s, {told['rows']} rows of vectors in {told['posts_encoded']:.0f} s"
    )
    asked, sessions = queries(), list(told["sessions"].values())

    def reader(port: int, pid: int, path: str) -> Reader:
        # The number makes each query a new one for the encoder, which remembers those of the last minutes.
        return Reader(port, pid, lambda k: (path + quote(f"{asked[k % len(asked)]} {k}"), f"drittort={sessions[k % len(sessions)]}"))

    missed = 0
    with (
        directory.encoder(env) as encoding,
        worker(env),
        served(lambda port: pages_command("127.0.0.1", port, 1), env) as (port, pid),
    ):
        base = f"/{told['space']}/search/"
        readers = {
            "search": reader(port, pid, f"{base}?q="),
            "narrowed": reader(port, pid, f"{base}?kind=post&age=month&q="),
            "typing": reader(port, pid, f"{base}typing/?q="),
        }
        figures = in_turn(readers, args.requests)
        print(f"\n{'one at a time':<14}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'bytes':>9}")
        for name, one in figures.items():
            good = one.percentile(0.95) <= GOALS[name]
            missed += not good
            print(
                f"{name:<14}{one.percentile(0.5):>9.1f}{one.percentile(0.95):>9.1f}{one.cpu:>9.1f}{one.size:>9}{'' if good else '  over the goal'}"
            )
        for way, seconds in inside("search_all", env, f"b.fresh({args.fresh})").items():
            good = max(seconds) <= GOALS["fresh"]
            missed += not good
            print(f"found by its {way}: {format_seconds(seconds)} after it was posted{'' if good else '  over the goal'}")
        resident = next(line for line in Path(f"/proc/{encoding}/status").read_text().splitlines() if line.startswith("VmRSS"))
        print(f"encoder process: {int(resident.split()[1]) / 1024:.0f} MB resident (the vectors are pages of files among them)")
        print(f"load at the end: {os.getloadavg()[0]:.1f}")
    return 1 if missed else 0


def format_seconds(seconds: Sequence[float]) -> str:
    """The middle one and the longest."""
    return f"{sorted(seconds)[len(seconds) // 2]:.2f} s, at most {max(seconds):.2f} s"


def main() -> int:
    """Measure; exit code 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--posts", type=int, default=200_000)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--fresh", type=int, default=8, help="how many posts are written to see how soon they are found")
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

            env["DRITTORT_DATABASE"] = stack.enter_context(server(create="search_all"))
        if not (folder / "told.json").exists():
            subprocess.run([sys.executable, "-m", "drittort.cli", "prepare"], env=env, cwd=ROOT, check=True)
            (folder / "told.json").write_text(json.dumps(inside("search_all", env, f"b.fill({args.members}, {args.posts})")))
            inside("directory", env, "b.settled()")
        return report(env, json.loads((folder / "told.json").read_text()), args)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drittort.config.settings")
    sys.exit(main())
