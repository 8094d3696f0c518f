"""Three years of months for a house of 2,000 people: figures, losses, newcomers, groups and their places, computed anew as the worker does it."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

LIMIT = 30.0


def main() -> int:
    """Make the house in a folder of its own, publish its months, and read the pages; exit code 1 where the worker needs longer than the limit."""
    parser = argparse.ArgumentParser(prog="bin/bench capital_months", description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="drittort-bench-"))
    os.environ.update(DRITTORT_DATA=str(folder), DRITTORT_SECRET_KEY="benchmark", DJANGO_SETTINGS_MODULE="drittort.config.settings")
    os.environ["DRITTORT_ADDRESS"] = "http://localhost"
    try:
        return int(measure(options.people) > LIMIT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(people: int) -> float:
    """Print what the worker needs for all months and what the pages need, and return the CPU seconds of the worker."""
    import drittort.core.sqlite  # noqa: F401  isort: skip
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from benchmarks.machine import headline
    from drittort.members.models import Account, Member
    from drittort.network.models import Contact
    from drittort.network.report.actions import publish_months
    from drittort.network.tests.community import build_community
    from drittort.pulse.capital import queries
    from drittort.pulse.capital.actions import place
    from drittort.pulse.capital.models import CapitalMonth
    from tests.cast import NOW, go_on_duty, signed_in

    settings.ALLOWED_HOSTS = ["*"]
    print(headline("Django", "igraph", "numpy"))
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    space = build_community(people, companies=people // 5, circles=max(5, people // 60), per_person=90, days=1160)
    wall, cpu = time.perf_counter(), time.process_time()
    months = publish_months(space=space, as_of=NOW.date())
    published = time.process_time() - cpu
    place(space, NOW)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{people} people, {Contact.objects.count()} contacts, {months} months, {CapitalMonth.objects.count()} kept")
    print(
        f"worker: {cpu:.1f} s of CPU ({wall:.1f} s passed), {published / months:.2f} s a month, places {cpu - published:.1f} s (limit {LIMIT:.0f} s)"
    )
    member = Member.objects.filter(space=space).order_by("pk")[1]
    member.roles = ["manager"]
    member.save()
    for name, read in (("page", queries.capital_page), ("map", queries.months_page), ("months of the map", queries.frames)):
        print(f"{name}: {spent(lambda read=read: read(member)):.0f} ms")
    member.account = Account.objects.create(email="bench@example.org", created_at=NOW, language="de")
    member.save()
    client = signed_in(Client(), member)
    go_on_duty(client, member)
    print(f"page as it is served: {spent(lambda: client.get(f'/{space.slug}/pulse/capital/')):.0f} ms")
    return cpu


def spent(read: Callable[[], object], times: int = 7) -> float:
    """Milliseconds of CPU, in the middle of some times after a first that warms up."""
    found = []
    for _ in range(times + 1):
        start = time.process_time()
        read()
        found.append((time.process_time() - start) * 1e3)
    return statistics.median(found[1:])


if __name__ == "__main__":
    raise SystemExit(main())
