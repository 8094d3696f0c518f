"""A waiting list under many clients who come and step back at once: never over capacity, and nobody passed by."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import os
import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.machine import headline
from benchmarks.pages import environment

SEATS = 12


def run(clients: int, rounds: int, seed: int) -> tuple[int, int, int]:
    """So many rounds; returns how many wishes were sent, how often there were too many, and how often somebody was passed by."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from drittort.inspire.events import actions
    from drittort.inspire.events.models import Event, Registration
    from tests.cast import build, person
    from tests.races import at_once

    draw, cast = random.Random(seed), build()
    begins = cast.now + timedelta(days=4000)
    event = Event.objects.create(
        space=cast.house, host=cast.mara, title="Suppe", starts_at=begins, ends_at=begins + timedelta(hours=1), location=cast.upstairs, capacity=SEATS,
        made_at=cast.now, published_at=cast.now, changed_at=cast.now,
    )  # fmt: skip
    crowd = [person(cast.house, f"P{k} Neu") for k in range(clients)]
    wishes = over = passed = 0
    for turn in range(rounds):
        at = cast.now + timedelta(minutes=turn)
        line = list(Registration.objects.filter(event=event).waiting().values_list("member_id", flat=True))

        def work(who: object, comes: bool, at: object = at) -> object:
            if comes:
                return lambda: actions.register(actor=who, event_id=event.pk, at=at)  # type: ignore[arg-type]
            return lambda: actions.withdraw(actor=who, event_id=event.pk, at=at)  # type: ignore[arg-type]

        wanted = {who.pk: draw.random() < 0.6 for who in crowd}
        at_once(*(work(who, wanted[who.pk]) for who in crowd))  # type: ignore[arg-type]
        wishes += len(crowd)
        held = list(Registration.objects.filter(event=event).holding())
        event.refresh_from_db()
        over += sum(r.seats for r in held) > SEATS or event.taken != sum(r.seats for r in held)
        # Who stood in line and stayed keeps the order: nobody behind has a seat while somebody before waits.
        stayed = [pk for pk in line if wanted[pk]]
        seated = {r.member_id for r in held}
        places = [pk in seated for pk in stayed]
        passed += places != sorted(places, reverse=True)
    return wishes, over, passed


def main() -> None:
    """Print what was found, on SQLite in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(environment(Path(folder)))
        os.environ["DJANGO_SETTINGS_MODULE"] = "drittort.config.settings"
        begun = time.perf_counter()
        wishes, over, passed = run(asked.clients, asked.rounds, asked.seed)
        took = time.perf_counter() - begun
    print(headline("Django"))
    print(f"{asked.clients} clients, {asked.rounds} rounds, {wishes} wishes in {took:.0f} s: {over} over capacity, {passed} passed by")


if __name__ == "__main__":
    main()
