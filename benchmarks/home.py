"""Heute with 2,000 members and 100,000 posts, and again with ten times as many: server CPU, time and queries of a request."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.machine import headline, inside
from benchmarks.pages import ROOT, Figures, Reader, environment, in_turn, served

GOALS = {"cpu": 18.0, "p95": 45.0, "queries": 20}
GROWS = 1.1
"""So much more may the same page cost with ten times the posts: what two runs of one size differ by."""
CHUNK = 10_000
GROUPS = 20


def fill(members: int) -> dict[str, Any]:
    """The house of the bench of pages, and everything else that Heute may show: people who are here, events, letters, needs brought to somebody, announcements."""
    from django.utils import timezone

    from benchmarks.pages import fill as fill_pages
    from drittort.connect.needs.models import HelpRequest, Need
    from drittort.home.today.models import Composition
    from drittort.inform.announcements.models import Announcement
    from drittort.inspire.events.models import Event, Registration
    from drittort.members.models import Employment, HereToday, Member
    from drittort.spaces.models import Space
    from drittort.talk.conversations.actions import begin_conversation
    from drittort.talk.groups.models import Group, GroupMember

    told = fill_pages(members)
    space, now, draw = Space.objects.get(slug=told["space"]), timezone.now(), random.Random(12)
    people = list(Member.objects.filter(space=space).order_by("pk"))
    day = space.day(now)
    Member.objects.filter(pk__in=[m.pk for m in people[::40]]).update(joined_on=day - timedelta(days=9))
    readers = [Member.objects.select_related("space").get(pk=pk) for pk in sorted(map(int, told["sessions"]))]
    # Every second one cares for the house: what a role adds is measured, too.
    for reader in readers[::2]:
        reader.roles = []
        reader.save(update_fields=["roles"])
    HereToday.objects.bulk_create(HereToday(member=m, on=day, said_at=now) for m in people[::9])
    events = Event.objects.bulk_create(
        Event(
            space=space, host=draw.choice(people), title=f"Treffen {k}", starts_at=now + timedelta(hours=3 + 6 * k), ends_at=now + timedelta(hours=5 + 6 * k), capacity=300,
            made_at=now, published_at=now, changed_at=now,
        )
        for k in range(40)
    )  # fmt: skip
    Registration.objects.bulk_create(
        Registration(event=e, member=m, asked_at=now, approved_at=now, seated_at=now) for e in events[::3] for m in readers
    )
    Announcement.objects.bulk_create(
        Announcement(
            space=space,
            member=people[0],
            title_de=f"Ansage {k}",
            text_de="Bitte lesen.",
            acknowledge=k == 0,
            published_at=now,
            until=day + timedelta(days=9),
        )
        for k in range(3)
    )
    needs = list(Need.objects.filter(space=space, answered_at=None, closed_at=None)[: len(readers)])
    HelpRequest.objects.bulk_create(
        HelpRequest(need=need, member=reader, position=0, fit=9, found_at=now, asked_at=now)
        for need, reader in zip(needs, readers, strict=False)
        if need.member_id != reader.pk
    )
    Composition.objects.bulk_create(
        Composition(member=m, verb="ask", text="Wer weiß, wo man hier gut Holz kauft?", at=now) for m in readers
    )
    Employment.objects.filter(member__in=[m.pk for m in readers]).update(is_admin=True)
    reads = {reader.pk for reader in readers}
    for reader, other in zip(readers, [m for m in people if m.pk not in reads], strict=False):
        begin_conversation(actor=other, others=[reader], text="Hast du morgen kurz Zeit?", at=now)
    groups = Group.objects.bulk_create(
        Group(
            space=space,
            name=f"Gruppe {k}",
            line="x",
            language="de",
            seen_by=["house", "members"][k % 2],
            founded_at=now,
            founded_by=people[k],
        )
        for k in range(GROUPS)
    )
    GroupMember.objects.bulk_create(GroupMember(group=g, member=m, joined_at=now) for k, g in enumerate(groups) for m in people[k::GROUPS])
    return told


def post_until(slug: str, wanted: int) -> int:
    """Bring the house up to so many posts, spread over a year and over its groups; returns how many there are."""
    from django.utils import timezone

    from drittort.inform.posts.models import Post
    from drittort.members.models import Member
    from drittort.spaces.models import Space
    from drittort.talk.groups.models import Group

    space, now, draw = Space.objects.get(slug=slug), timezone.now(), random.Random(13)
    people = list(Member.objects.filter(space=space).values_list("pk", flat=True))
    groups = [None, None, None, *Group.objects.filter(space=space).values_list("pk", flat=True)]
    there = Post.objects.filter(space=space).count()
    for start in range(there, wanted, CHUNK):
        rows = []
        for k in range(start, min(start + CHUNK, wanted)):
            at = now - timedelta(minutes=draw.random() * 525_600)
            text = f"Nummer {k}: **heute** habe ich etwas gelernt, das ich gern teile. " * 4
            rows.append(
                Post(
                    space=space, group_id=draw.choice(groups), member_id=draw.choice(people), verb=["share", "ask", "invite"][k % 3], title="" if k % 2 else f"Beitrag {k}",
                    text=text, language="de", created_at=at, posted_at=at,
                )
            )  # fmt: skip
        Post.objects.bulk_create(rows, batch_size=1000)
    return max(there, wanted)


def count_queries(folder: str) -> int:
    """The most queries of a request, session and account included, over all readers and with a visit that begins."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from drittort.inform.posts.models import ReadLine

    told, most = json.loads((Path(folder) / "told.json").read_text()), 0
    for key in told["sessions"].values():
        browser = Client(headers={"Accept-Language": "de"}, SERVER_NAME="localhost")
        browser.cookies["drittort"] = key
        browser.get(f"/{told['space']}/")
        for row in ReadLine.objects.all():
            row.seen_at -= timedelta(hours=1)
            row.save(update_fields=["seen_at"])
        with CaptureQueriesContext(connection) as seen:
            answer = browser.get(f"/{told['space']}/")
        assert answer.status_code == 200, answer.status_code
        most = max(most, len(seen))
    return most


def house(folder: Path, members: int) -> dict[str, Any]:
    """Make the house in a process of its own; a folder that holds one already is used as it is."""
    kept = folder / "told.json"
    if not kept.exists():
        subprocess.run([sys.executable, "-m", "drittort.cli", "prepare"], env=environment(folder), cwd=ROOT, check=True)
        kept.write_text(json.dumps(inside("home", environment(folder), f"b.fill({members})")))
    return dict(json.loads(kept.read_text()))


@contextmanager
def reader_of(folder: Path, told: dict[str, Any], workers: int) -> Iterator[Reader]:
    """A reader of Heute in a served house."""
    from drittort.cli.serve import pages_command

    keys = list(told["sessions"].values())
    command: Callable[[int], list[str]] = lambda port: pages_command("127.0.0.1", port, workers)  # noqa: E731
    with served(command, environment(folder)) as (port, pid):
        yield Reader(port, pid, lambda k: (f"/{told['space']}/", f"drittort={keys[k % len(keys)]}"))


def measured(folder: Path, told: dict[str, Any], posts: int, requests: int, workers: int) -> tuple[Figures, int]:
    """Figures and queries of Heute with so many posts."""
    began = time.monotonic()
    there = inside("home", environment(folder), f"b.post_until({told['space']!r}, {posts})")
    took = time.monotonic() - began
    queries = inside("home", environment(folder), f"b.count_queries({str(folder)!r})")
    with reader_of(folder, told, workers) as reader:
        figures = in_turn({"Heute": reader}, requests)["Heute"]
    print(
        f"  {there:>9,} posts (written in {took:.0f} s): {figures.cpu:5.1f} ms of CPU a request ({GOALS['cpu']:.0f} allowed), p50 {figures.percentile(0.5):.1f}, "
        f"p95 {figures.percentile(0.95):.1f} ms ({GOALS['p95']:.0f} allowed), {queries} queries at most ({GOALS['queries']} allowed), {figures.size / 1000:.1f} KB"
    )
    return figures, queries


def main() -> None:
    """Measure and print; fails where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=2000)
    parser.add_argument("--posts", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--requests", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--house", type=Path, help="keep the house in this folder, and use it again the next time")
    args = parser.parse_args()
    print(headline("Django", "granian"))
    with tempfile.TemporaryDirectory() as made:
        folder = (args.house or Path(made)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        told = house(folder, args.members)
        print(f"{args.members:,} members, SQLite, {args.requests} requests each, one at a time, {args.workers} workers")
        found = [measured(folder, told, posts, args.requests, args.workers) for posts in sorted(args.posts)]
    missed = [
        name
        for name, bad in (
            ("CPU", any(figures.cpu > GOALS["cpu"] for figures, _queries in found)),
            ("p95", any(figures.percentile(0.95) > GOALS["p95"] for figures, _queries in found)),
            ("queries", any(queries > GOALS["queries"] for _figures, queries in found)),
            ("unchanged with more posts", found[-1][0].cpu > GROWS * found[0][0].cpu),
        )
        if bad
    ]
    print(f"Missed: {', '.join(missed)}" if missed else "All goals met")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
