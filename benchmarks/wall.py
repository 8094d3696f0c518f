"""A wall screen for 72 simulated hours on a real server: no update lost, nothing heavier at the end, honest without a network."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

from benchmarks.machine import headline
from benchmarks.pages import ROOT, environment, memory, served

CLOCK = "WALL_CLOCK"
FLAT = 1.05
"""So much more may the screen hold in its last hours than in those of the middle: what two sweeps of one page differ by. In its first day it still loads, once each, what a day brings."""
AN_HOUR = 3600
OFFLINE_FROM, OFFLINE_FOR = 0.4, 2


def say(clock: Path, at: datetime) -> None:
    """Put the clock on; whoever reads it meanwhile finds the one moment or the other, never half a one."""
    beside = clock.with_suffix(".next")
    beside.write_text(at.isoformat())
    beside.replace(clock)


def moment() -> datetime:
    """The simulated moment, which the bench writes into a file."""
    return datetime.fromisoformat(Path(os.environ[CLOCK]).read_text())


def application(environ: Any, start: Any) -> Any:
    """The house, whose clock is the simulated one."""
    from drittort.config.wsgi import application as house
    from drittort.members import scope

    scope.timezone = SimpleNamespace(now=moment)  # type: ignore[attr-defined]
    return house(environ, start)


def fill(people: int, at: datetime) -> Any:
    """A house with a screen; everybody lets it show them."""
    from drittort.inform.wall.models import Wall, WallChoice
    from drittort.members.models import Member
    from drittort.spaces.actions import open_space

    space = open_space(slug="wand", name="Wand", at=at, timezone="Europe/Berlin", locations=(("Haus", "Straße 1"),))
    made = Member.objects.bulk_create(
        Member(space=space, name=f"Mensch {k}", portrait=f"p{k}", joined_on=at.date() - timedelta(days=90)) for k in range(people)
    )
    WallChoice.objects.bulk_create(WallChoice(member=m, face_at=at, words_at=at) for m in made)
    return Wall.objects.create(space=space, name="Küche", language="de", made_at=at)


def changes(space: Any, draw: random.Random, number: int, at: datetime) -> tuple[str, bool]:
    """Something happens in the house; returns a word that is to stand on the screen, or to be gone from it."""
    from drittort.connect.needs.models import Need
    from drittort.inform.announcements.models import Announcement
    from drittort.inform.wall.models import WallChoice
    from drittort.inspire.events.models import Event
    from drittort.members.models import HereToday, Member

    who = draw.choice(list(Member.objects.filter(space=space).order_by("pk")))
    kind = number % 5
    if kind in (0, 3):
        WallChoice.objects.update_or_create(member=who, defaults={"face_at": at, "words_at": at})
    if kind == 0:
        # The screen shows a handful of needs: the board holds fewer.
        Need.objects.filter(space=space).delete()
        Need.objects.create(space=space, member=who, text=f"Wunsch {number}.", language="de", opened_at=at)
        return f"Wunsch {number}.", True
    if kind == 1:
        starts = at + timedelta(minutes=40)
        Event.objects.create(
            space=space, host=who, title=f"Treffen {number}.", starts_at=starts, ends_at=starts + timedelta(hours=1), made_at=at, published_at=at, changed_at=at
        )  # fmt: skip
        return f"Treffen {number}.", True
    if kind == 2:
        Announcement.objects.filter(space=space, ended_at=None).update(ended_at=at)
        Announcement.objects.create(space=space, title_de=f"Ansage {number}.", published_at=at, until=space.day(at))
        return f"Ansage {number}.", True
    if kind == 3:
        HereToday.objects.filter(member__space=space).delete()
        Member.objects.filter(pk=who.pk).update(name=f"Gast{number} Name")
        HereToday.objects.create(member=who, on=space.day(at), said_at=at)
        return f"Gast{number}", True
    # Whoever is here takes back what they allowed: gone at the next look.
    here = HereToday.objects.select_related("member").filter(member__space=space).first()
    WallChoice.objects.filter(member=here.member_id if here else 0).delete()
    return (here.member.name.split()[0], False) if here else ("", True)


def run(hours: int, every: float, people: int) -> bool:
    """Let so many hours pass with something new every so many minutes; prints what came of it and returns whether all goals were met."""
    from playwright.sync_api import sync_playwright

    from drittort.cli.serve import pages_command
    from drittort.inform.wall.rules import EVERY, STALE_AFTER
    from drittort.inform.wall.tokens import token
    from tests.browser import FLAGS, chromium
    from tests.passing import Screen

    clock, at, draw = Path(os.environ[CLOCK]), datetime(2026, 3, 27, 6, tzinfo=UTC), random.Random(7)
    say(clock, at)
    wall = fill(people, at)
    command: Callable[[int], list[str]] = lambda port: [  # noqa: E731
        "benchmarks.wall:application" if word == "drittort.config.wsgi:application" else word
        for word in pages_command("127.0.0.1", port, 1)
    ]
    lost, made, looks, silent = 0, 0, 0, 0
    held: list[dict[str, float]] = []
    began = time.monotonic()
    with served(command, dict(os.environ)) as (port, pid), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 800})
        screen = Screen(context.new_page(), f"http://localhost:{port}/wand/wall/screen/{token(wall)}/")
        server = [sum(memory(pid).values())]
        offline = range(int(hours * OFFLINE_FROM) * AN_HOUR, (int(hours * OFFLINE_FROM) + min(OFFLINE_FOR, hours // 4)) * AN_HOUR)
        due = 0.0
        for second in range(EVERY, hours * AN_HOUR + 1, EVERY):
            at += timedelta(seconds=EVERY)
            say(clock, at)
            if offline and second == offline.start:
                context.set_offline(True)
            if offline and second == offline.stop:
                screen.come_back()
            word, there = "", True
            if second >= due:
                word, there = changes(wall.space, draw, made, at)
                made, due = made + 1, second + every * 60
            looks += 1
            if second in offline:
                screen.look(EVERY, hears=False)
                screen.page.locator(".screen-as-of", has_text="keine Verbindung").wait_for()
                # The browser's own seconds come on top of the simulated ones: one look around the hour either will do.
                old, late = (
                    screen.page.get_attribute("wall-screen", "data-old") == "yes",
                    second - offline.start + EVERY - STALE_AFTER.total_seconds(),
                )
                silent += old == (late > 0) or abs(late) <= EVERY
                continue
            screen.go_on(EVERY)
            if word and (word in screen.words()) != there:
                lost += 1
            if second % AN_HOUR == 0:
                held.append(screen.weight())
        server.append(sum(memory(pid).values()))
        fresh = screen.stand() == f"Stand {at.astimezone(wall.space.zone):%H:%M}"
        browser.close()
    part = max(1, len(held) // 8)
    middle, last = held[len(held) // 2 :][:part], held[-part:]
    eighths = [median(one["JSHeapUsedSize"] for one in held[k : k + part]) / 1e6 for k in range(0, len(held), part)]
    grown = {name: median(one[name] for one in last) / median(one[name] for one in middle) for name in held[0]}
    print(
        f"{hours} hours in {time.monotonic() - began:.0f} s: {looks:,} looks, {made} changes, {lost} not there at the next look (0 allowed); "
        f"{len(offline) // EVERY} looks without a network, of which {silent} said so and showed people only as long as they may; stands at the right time: {'yes' if fresh else 'NO'}"
    )
    print(
        f"  held by the page, last hours over those of the middle: scripts {grown['JSHeapUsedSize']:.3f} ({median(one['JSHeapUsedSize'] for one in last) / 1e6:.2f} MB), "
        f"by eighths {', '.join(f'{value:.2f}' for value in eighths)}; nodes {grown['Nodes']:.3f}, listeners {grown['JSEventListeners']:.3f} ({FLAT} allowed); server {server[0]:.0f} MB, then {server[1]:.0f} MB"
    )
    return lost == 0 and fresh and silent == len(offline) // EVERY and all(value <= FLAT for value in grown.values())


def main() -> None:
    """Measure and print; fails where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=int, default=72)
    parser.add_argument("--every", type=float, default=7, help="minutes between two changes in the house")
    parser.add_argument("--people", type=int, default=150)
    args = parser.parse_args()
    print(headline("Django", "granian", "playwright"))
    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder)) | {
            CLOCK: str(Path(folder) / "clock"),
            "DJANGO_SETTINGS_MODULE": "drittort.config.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        }
        subprocess.run([sys.executable, "-m", "drittort.cli", "prepare"], env=env, cwd=ROOT, check=True)
        os.environ.update(env)
        import django

        django.setup()
        sys.exit(not run(args.hours, args.every, args.people))


if __name__ == "__main__":
    main()
