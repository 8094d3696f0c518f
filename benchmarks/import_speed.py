"""Import of 200,000 interactions among 2,000 people: seconds of each step, the longest transaction, peak memory."""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.machine import headline

KINDS = ("meeting", "reply", "message", "thanks", "event", "")


def write_files(folder: Path, people: int, rows: int) -> None:
    """A made-up community of two years: most contacts among neighbours in a circle, everybody counted for all but the first month."""
    draw = random.Random(7)
    begin = datetime.now(UTC).date() - timedelta(days=700)
    with (folder / "people.csv").open("w", encoding="utf-8") as out:
        out.write("id,name,email,company,joined_on,offers,needs,counted_since\n")
        for i in range(people):
            company = f"Company {i // 3}"
            out.write(f"p{i},Person {i},p{i}@bench.example,{company},{begin},offer {i}|more,need {i},{begin + timedelta(days=30)}\n")
    with (folder / "interactions.csv").open("w", encoding="utf-8") as out:
        out.write("source,target,at,kind,weight\n")
        for _ in range(rows):
            a = draw.randrange(people)
            b = (a + draw.choice((1, 2, 3, 5, 8, draw.randrange(1, people)))) % people
            moment = (
                f"{begin + timedelta(days=draw.randrange(699))}T{draw.randrange(24):02}:{draw.randrange(60):02}:{draw.randrange(60):02}"
            )
            out.write(f"p{a},p{b},{moment},{draw.choice(KINDS)},\n")


def measure(files: Path) -> None:
    """Inside a process with a database of its own: import, import again, and print the figures."""
    import drittort.core.sqlite  # noqa: F401  isort: skip
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from drittort.network.importing.actions import run_import
    from drittort.network.importing.queries import preview
    from drittort.network.importing.reading import Files, read_delivery
    from drittort.network.models import Contact

    call_command("migrate", verbosity=0)
    at = timezone.now()

    def peak() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

    before = peak()
    for title in ("first time", "once more"):
        started = time.perf_counter()
        delivery, _ = read_delivery(Files(people=files / "people.csv", interactions=files / "interactions.csv"), slug="bench", at=at)
        read = time.perf_counter()
        found = preview(delivery, at)
        compared = time.perf_counter()
        outcome = run_import(preview=found, at=at)
        ended = time.perf_counter()
        counts = found.contacts
        print(
            f"  {title}: {ended - started:5.1f} s = read {read - started:.1f}, compare {compared - read:.1f}, stage {outcome.staging:.1f}, "
            f"switch {outcome.switch:.2f} (one transaction), tidy {ended - compared - outcome.staging - outcome.switch:.1f}"
        )
        print(f"    contacts new {counts.new}, changed {counts.changed}, unchanged {counts.unchanged}, not agreed {counts.not_agreed}")
    print(
        f"  stored {Contact.objects.count()} contacts on {connection.vendor}; peak memory {peak()} MB, {before} MB of it before the import"
    )


def main() -> None:
    """Run on SQLite, and with --postgresql on a fresh PostgreSQL too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--postgresql", action="store_true", help="also on a PostgreSQL started for it")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        measure(args.inside)
        return
    print(headline("django", "numpy", "psycopg"))
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        write_files(files, args.people, args.rows)
        print(f"{args.rows} rows, {args.people} people, {(files / 'interactions.csv').stat().st_size / 1e6:.1f} MB")

        def once(database: str) -> None:
            told = {"OMP_NUM_THREADS": "1", "DRITTORT_SECRET_KEY": "bench", "DRITTORT_DATA": folder, "DRITTORT_DATABASE": database}
            settings = {"DJANGO_SETTINGS_MODULE": "drittort.config.settings"}
            subprocess.run(
                [sys.executable, "-m", "benchmarks.import_speed", "--inside", folder], check=True, env={**os.environ, **told, **settings}
            )

        once("")
        if args.postgresql:
            from tests.postgres import server

            with server() as address:
                once(address.replace("/drittort?", "/postgres?"))


if __name__ == "__main__":
    main()
