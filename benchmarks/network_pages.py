"""Server CPU of report, map and own ties in a house of 2,000 counted people, read from what the worker stored."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Make the house in a folder of its own, compute what the worker computes, and ask for each page many times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--requests", type=int, default=500)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="drittort-bench-"))
    os.environ.update(DRITTORT_DATA=str(folder), DRITTORT_SECRET_KEY="benchmark", DJANGO_SETTINGS_MODULE="drittort.config.settings")
    os.environ["DRITTORT_ADDRESS"] = "http://localhost"
    try:
        measure(options.people, options.requests)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(people: int, requests: int) -> None:
    """Print what the worker needs once, and what each page needs a request."""
    import drittort.core.sqlite  # noqa: F401  isort: skip
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    from django.core.management import call_command
    from django.db import connection, reset_queries
    from django.test import Client

    from benchmarks.machine import headline
    from drittort.members.models import Account, Member
    from drittort.network.jobs import make_snapshots
    from drittort.network.models import Contact, Tie
    from drittort.network.tests.community import build_community
    from drittort.network.ties.actions import rebuild_ties
    from tests.cast import NOW

    print(headline("Django", "igraph", "numpy"))
    call_command("migrate", verbosity=0)
    space = build_community(people, companies=people // 5, circles=max(5, people // 60), per_person=30)
    start = time.perf_counter()
    rebuild_ties(space=space, as_of=NOW.date())
    rebuilt = time.perf_counter() - start
    start = time.perf_counter()
    make_snapshots(space=space, at=NOW)
    first = time.perf_counter() - start
    start = time.perf_counter()
    make_snapshots(space=space, at=NOW)
    again = time.perf_counter() - start
    print(f"{people} people, {Contact.objects.count()} contacts, {Tie.objects.count()} pairs in contact")
    print(f"worker: ties {rebuilt:.1f} s; report and map {first:.1f} s with the months before, {again:.1f} s every other night")
    member = Member.objects.filter(space=space).order_by("pk")[1]
    member.account = Account.objects.create(email="bench@example.org", created_at=NOW, language="de")
    member.roles = ["manager"]
    member.save()
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(member.account, backend="drittort.members.sign_in.backend.Backend")
    print(f"{'page':<10}{'CPU ms':>9}{'p95 ms':>9}{'queries':>9}{'kB':>7}")
    for name in ("report", "map", "ties"):
        path = f"/{space.slug}/{name}/"
        for _ in range(20):
            answer = client.get(path)
        assert answer.status_code == 200, answer.status_code
        settings.DEBUG = True
        reset_queries()
        client.get(path)
        queries = len(connection.queries)
        settings.DEBUG = False
        cpu, wall = [], []
        for _ in range(requests):
            c, w = time.process_time(), time.perf_counter()
            client.get(path)
            cpu.append(time.process_time() - c)
            wall.append(time.perf_counter() - w)
        p95 = statistics.quantiles(wall, n=20)[-1]
        print(f"{name:<10}{statistics.mean(cpu) * 1e3:>9.1f}{p95 * 1e3:>9.1f}{queries:>9}{len(answer.content) / 1024:>7.0f}")


if __name__ == "__main__":
    main()
