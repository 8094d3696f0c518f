"""All figures of a house of 2,000 members over 36 months: computed by the worker, and the first page of the plan read from what it stored."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import os
import random
import shutil
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.machine import headline

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
BEGAN = datetime(2023, 5, 2, 9, 0, tzinfo=UTC)
MONTHS = 36
A_MONTH = {"needs": 120, "introductions": 160, "events": 30, "seats": 20, "posts": 120, "comments": 300, "thanks": 80, "loans": 30}


def main() -> None:
    """Make the house in a folder of its own, compute everything, and ask for each page many times, one at a time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--requests", type=int, default=200)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="drittort-bench-"))
    os.environ.update(DRITTORT_DATA=str(folder), DRITTORT_SECRET_KEY="benchmark", DJANGO_SETTINGS_MODULE="drittort.config.settings")
    os.environ["DRITTORT_ADDRESS"] = "http://localhost"
    try:
        measure(options.people, options.requests)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fill(people: int) -> Any:
    """A house with three years of everything that is counted. Returns the house."""
    from drittort.connect.introductions.models import Introduction, Side
    from drittort.connect.lending.models import Loan
    from drittort.connect.market.models import Listing
    from drittort.connect.needs.models import Need, NeedAnswer
    from drittort.inform.posts.models import Post
    from drittort.inspire.events.models import Event, Registration
    from drittort.inspire.ideas.models import Idea
    from drittort.inspire.thanks.models import Thanks, ThanksTo
    from drittort.members.models import Consent, Member
    from drittort.network.models import FirstTie, MonthFigure
    from drittort.plan.goals.models import Goal
    from drittort.plan.metrics.rules import back
    from drittort.spaces.models import Space
    from drittort.talk.conversations.models import Conversation, Message

    draw = random.Random(4)
    space = Space.objects.create(slug="gross", name="Gross", created_at=BEGAN)
    days = (NOW - BEGAN).days
    came = sorted(draw.choice((-400, draw.randrange(days))) for _ in range(people))
    members = Member.objects.bulk_create(
        Member(
            space=space, name=f"P{k}", portrait=f"p{k}", joined_on=(BEGAN + timedelta(days=day)).date(),
            left_on=(NOW - timedelta(days=draw.randrange(200))).date() if draw.random() < 0.15 else None,
        )
        for k, day in enumerate(came)
    )  # fmt: skip
    ids = [member.pk for member in members]
    Consent.objects.bulk_create(Consent(member_id=pk, kind=kind, given_at=BEGAN) for pk in ids for kind in ("introduced", "counted"))
    FirstTie.objects.bulk_create(FirstTie(space=space, member=m, on=m.joined_on + timedelta(days=draw.randrange(40))) for m in members[::2])

    def moments(a_month: int) -> list[datetime]:
        return [BEGAN + timedelta(minutes=draw.randrange(days * 1440)) for _ in range(a_month * MONTHS)]

    def two() -> tuple[int, int]:
        one, other = sorted(draw.sample(ids, 2))
        return one, other

    needs = Need.objects.bulk_create(
        Need(space=space, member_id=draw.choice(ids), text="x", language="de", opened_at=at, helped_at=helped, told_at=helped)
        for at in moments(A_MONTH["needs"])
        for helped in (at + timedelta(days=9) if draw.random() < 0.5 else None,)
    )
    NeedAnswer.objects.bulk_create(
        NeedAnswer(need=need, member_id=who, at=need.opened_at + timedelta(hours=draw.randrange(1, 90)), language="de", staff=draw.random() < 0.3)
        for need in needs
        for who in draw.sample(ids, 2)
    )  # fmt: skip
    pairs = [
        Introduction(
            space=space, first_id=one, second_id=other, form="round", proposed_at=at, expires_at=at + timedelta(days=7),
            introduced_at=at + timedelta(days=1) if yes else None, expired_at=None if yes else at + timedelta(days=7),
            met_on=(at + timedelta(days=9)).date() if yes and draw.random() < 0.6 else None,
        )
        for at in moments(A_MONTH["introductions"])
        for (one, other), yes in ((two(), draw.random() < 0.6),)
    ]  # fmt: skip
    made = Introduction.objects.bulk_create(pairs)
    Side.objects.bulk_create(
        Side(introduction=each, member_id=pk, again=draw.random() < 0.8)
        for each in made
        if each.met_on
        for pk in (each.first_id, each.second_id)
    )
    events = Event.objects.bulk_create(
        Event(space=space, host_id=draw.choice(ids), title="x", starts_at=at, ends_at=at + timedelta(hours=2), made_at=at, published_at=at, changed_at=at)
        for at in moments(A_MONTH["events"])
    )  # fmt: skip
    Registration.objects.bulk_create(
        Registration(event=event, member_id=pk, asked_at=event.made_at, approved_at=event.made_at, seated_at=event.made_at, came_at=event.starts_at if draw.random() < 0.8 else None)
        for event in events
        for pk in draw.sample(ids, A_MONTH["seats"])
    )  # fmt: skip
    posts = Post.objects.bulk_create(
        Post(space=space, member_id=draw.choice(ids), verb=draw.choice(("ask", "share")), text="x", language="de", created_at=at, posted_at=at, answered_at=at + timedelta(days=draw.randrange(12)))
        for at in moments(A_MONTH["posts"])
    )  # fmt: skip
    threads = Conversation.objects.bulk_create(
        Conversation(space=space, begun_at=post.created_at, about=f"post:{post.pk}") for post in posts
    )
    Message.objects.bulk_create(
        Message(conversation=draw.choice(threads), author_id=draw.choice(ids), at=at, text="x") for at in moments(A_MONTH["comments"])
    )
    said = Thanks.objects.bulk_create(Thanks(space=space, member_id=draw.choice(ids), text="x", at=at) for at in moments(A_MONTH["thanks"]))
    ThanksTo.objects.bulk_create(ThanksTo(thanks=each, member_id=draw.choice(ids)) for each in said)
    Idea.objects.bulk_create(Idea(space=space, member_id=draw.choice(ids), title="x", text="x", language="de", at=at) for at in moments(10))
    listings = Listing.objects.bulk_create(
        Listing(space=space, member_id=draw.choice(ids), kind="lend", category="tools", title="x", language="de", shown_at=at, expires_at=at + timedelta(days=90))
        for at in moments(A_MONTH["loans"])
    )  # fmt: skip
    Loan.objects.bulk_create(
        Loan(space=space, listing=each, borrower_id=draw.choice(ids), from_on=date(2026, 1, 1), until_on=date(2026, 1, 2), asked_at=each.shown_at, handed_over_at=each.shown_at)
        for each in listings
    )  # fmt: skip
    MonthFigure.objects.bulk_create(
        MonthFigure(space=space, month=back(NOW.date(), k), measure=measure, value=value + draw.random(), people=1500)
        for k in range(1, MONTHS + 1)
        for measure, value in (("mean_ties", 4), ("isolates", 60), ("thin", 300), ("reciprocity", 0), ("company.inside_ties", 0))
    )
    Goal.objects.bulk_create(
        Goal(space=space, metric=name, target=target, low=low, by_on=date(2027, 3, 1), owner_id=ids[0], set_at=NOW - timedelta(days=200))
        for name, target, low in (("need_day", 0.7, 0.5), ("breadth", 0.5, 0.9), ("introductions_met", 0.6, 0.4), ("isolates", 0.05, None), ("show_up", 0.8, 0.6), ("retention", 0.9, 0.7))
    )  # fmt: skip
    return space


def measure(people: int, requests: int) -> None:
    """Print what the worker needs, and what the pages need, one request at a time."""
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    from django.core.management import call_command
    from django.db import connection, reset_queries
    from django.test import Client

    from drittort.core.metrics import METRICS
    from drittort.members.models import Account, Member
    from drittort.members.roles.actions import found
    from drittort.plan.goals.actions import look
    from drittort.plan.metrics.actions import keep_months
    from drittort.plan.metrics.models import MetricMonth
    from drittort.spaces.roles import MANAGER
    from tests.cast import signed_in

    print(headline("Django"))
    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    space = fill(people)
    print(f"the house was written in {time.perf_counter() - start:.0f} s", flush=True)
    manager = Member.objects.filter(space=space).order_by("pk")[0]
    manager.account = Account.objects.create(email="bench@example.org", created_at=NOW, language="de")
    manager.left_on = None
    manager.save()
    found(space=space, holders=[(manager, MANAGER)], at=BEGAN)
    slow: list[tuple[float, str]] = []
    for name, metric in METRICS.items():

        def timed(*args: Any, of: Any = metric.compute, name: str = name) -> Any:
            start = time.perf_counter()
            figures = of(*args)
            slow.append((time.perf_counter() - start, name))
            return figures

        object.__setattr__(metric, "compute", timed)
    settings.DEBUG = True
    for what in ("the first time, 36 months", "the next night"):
        reset_queries()
        slow.clear()
        start = time.perf_counter()
        written = keep_months(space=space, at=NOW)
        print(f"{what}: {time.perf_counter() - start:.1f} s, {len(connection.queries)} queries, {written} months written", flush=True)
        print("  slowest: " + ", ".join(f"{name} {seconds:.2f} s" for seconds, name in sorted(slow, reverse=True)[:5]))
    settings.DEBUG = False
    look(space=space, at=NOW)
    print(f"{len(METRICS)} metrics, {MetricMonth.objects.values('metric').distinct().count()} told something, {people} people")
    client = Client(headers={"Accept-Language": "de"})
    signed_in(client, manager)
    print(f"{'page':<22}{'CPU ms':>9}{'p95 ms':>9}{'queries':>9}{'kB':>7}")
    for path in ("plan/", "plan/figures/", "plan/figures/need_day/", "plan/goals/"):
        for _ in range(10):
            answer = client.get(f"/gross/{path}")
        assert answer.status_code == 200, answer.status_code
        settings.DEBUG = True
        reset_queries()
        client.get(f"/gross/{path}")
        queries = len(connection.queries)
        settings.DEBUG = False
        cpu, wall = [], []
        for _ in range(requests):
            c, w = time.process_time(), time.perf_counter()
            client.get(f"/gross/{path}")
            cpu.append(time.process_time() - c)
            wall.append(time.perf_counter() - w)
        p95 = statistics.quantiles(wall, n=20)[-1]
        print(f"{path:<22}{statistics.mean(cpu) * 1e3:>9.1f}{p95 * 1e3:>9.1f}{queries:>9}{len(answer.content) / 1024:>7.0f}")


if __name__ == "__main__":
    main()
