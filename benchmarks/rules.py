"""Fifty rules over a house of 10,000: one morning, a dry run of ninety days, and whether acts are lost or done twice while the worker is killed (kill -9)."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.machine import headline, house_in

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
MOST_SECONDS = 20.0
DAY = timedelta(days=1)


def fill(members: int) -> Any:
    """A house with so many members, and three years of life in all that conditions read."""
    from drittort.connect.introductions.models import Introduction, Side
    from drittort.connect.needs.models import Need, NeedAnswer
    from drittort.inform.posts.models import Post
    from drittort.inspire.events.models import Event, Registration
    from drittort.joining.buddies.models import Buddy
    from drittort.members.models import Company, Consent, Employment, Member, StandingLine
    from drittort.network.models import FirstTie
    from drittort.spaces.models import Space

    draw = random.Random(7)
    space = Space.objects.create(slug="bench", name="Bench", created_at=NOW - 1100 * DAY)

    def ago(days: float) -> datetime:
        return NOW - timedelta(days=draw.random() * days)

    Member.objects.bulk_create(
        (
            Member(
                space=space,
                name=f"M{k} Nord",
                portrait=f"{k}",
                languages=["de"],
                days=[0],
                joined_on=ago(1000).date(),
                left_on=ago(200).date() if k % 9 == 0 else None,
            )
            for k in range(members)
        ),
        batch_size=1000,
    )
    Member.objects.filter(space=space, left_on__lt=NOW.date() - timedelta(days=190)).update(left_on=None)
    people = list(Member.objects.filter(space=space).values_list("pk", flat=True))
    Company.objects.bulk_create(
        Company(space=space, name=f"Firma {k}", industry=draw.choice(("62.01", "69.20", "71.11", "90.03"))) for k in range(members // 3)
    )
    firms = list(Company.objects.filter(space=space).values_list("pk", flat=True))
    Employment.objects.bulk_create(
        (Employment(member_id=pk, company_id=draw.choice(firms), from_on=ago(900).date()) for pk in people), batch_size=1000
    )
    Consent.objects.bulk_create(
        (Consent(member_id=pk, kind=kind, given_at=ago(900)) for pk in people for kind in ("introduced", "counted") if draw.random() < 0.7),
        batch_size=1000,
    )
    StandingLine.objects.bulk_create(
        (StandingLine(member_id=pk, side="offer", text="x", language="de") for pk in people if pk % 2), batch_size=1000
    )
    FirstTie.objects.bulk_create((FirstTie(space=space, member_id=pk, on=ago(900).date()) for pk in people if pk % 3), batch_size=1000)
    Buddy.objects.bulk_create(
        (Buddy(space=space, member_id=pk, buddy_id=draw.choice(people), since=ago(300)) for pk in people if pk % 4 == 1), batch_size=1000
    )
    pairs = {tuple(sorted(draw.sample(people, 2))) for _ in range(2 * members)}
    Introduction.objects.bulk_create(
        (
            Introduction(
                space=space, first_id=a, second_id=b, proposed_at=(at := ago(700)), expires_at=at + 7 * DAY, expired_at=at + 7 * DAY
            )
            for a, b in pairs
        ),
        batch_size=1000,
    )
    told = Introduction.objects.filter(space=space).values_list("pk", "first_id", "proposed_at")
    Side.objects.bulk_create(
        (Side(introduction_id=pk, member_id=first, met_at=at + 9 * DAY) for pk, first, at in told if pk % 3 == 0), batch_size=1000
    )
    Need.objects.bulk_create(
        (
            Need(
                space=space,
                member_id=draw.choice(people),
                text="x",
                language="de",
                opened_at=(at := ago(700)),
                answered_at=at + DAY if k % 4 else None,
                closed_at=at + 30 * DAY if k % 2 else None,
            )
            for k in range(2 * members)
        ),
        batch_size=1000,
    )
    needs = Need.objects.filter(space=space).exclude(answered_at=None).values_list("pk", "answered_at")
    NeedAnswer.objects.bulk_create(
        (NeedAnswer(need_id=pk, member_id=draw.choice(people), at=at, language="de") for pk, at in needs), batch_size=1000
    )
    Event.objects.bulk_create(
        Event(
            space=space,
            host_id=draw.choice(people),
            title=f"Abend {k}",
            starts_at=(at := ago(400) + 20 * DAY),
            ends_at=at + timedelta(hours=2),
            made_at=at - 30 * DAY,
            published_at=at - 20 * DAY,
            changed_at=at - 20 * DAY,
            capacity=60,
        )
        for k in range(400)
    )
    Registration.objects.bulk_create(
        (
            Registration(event_id=pk, member_id=member, asked_at=starts - 9 * DAY, approved_at=starts - 9 * DAY, seated_at=starts - 9 * DAY)
            for pk, starts in Event.objects.filter(space=space).values_list("pk", "starts_at")
            for member in draw.sample(people, 50)
        ),
        batch_size=1000,
    )
    Post.objects.bulk_create(
        (
            Post(
                space=space,
                member_id=draw.choice(people),
                verb=draw.choice(("ask", "share")),
                text="x",
                language="de",
                created_at=(at := ago(700)),
                posted_at=at,
                answered_at=at + DAY if k % 3 else None,
            )
            for k in range(members)
        ),
        batch_size=1000,
    )
    return space


def write_rules(space: Any, many: int, did_before: int) -> None:
    """So many rules, all on: the ready-made ones again and again with other values, and what each did in the past."""
    from dataclasses import replace

    from drittort.core.rulebook import CONDITIONS
    from drittort.members.models import Member
    from drittort.plan.automations.models import Rule, RuleAct, RuleVersion
    from drittort.plan.automations.readymade import READY

    at = NOW - 100 * DAY
    people = list(Member.objects.filter(space=space).values_list("pk", flat=True)[:did_before])
    for number in range(many):
        ready = READY[number % len(READY)]
        content = ready.taken()
        later = number // len(READY)
        clauses = []
        for clause in content.clauses:
            gaps = {gap.name: gap for gap in CONDITIONS[clause.condition].fields}
            values = {name: min(value + later, gaps[name].most) if gaps[name].is_number else value for name, value in clause.values.items()}
            clauses.append(replace(clause, values=values))
        content = replace(content, clauses=tuple(clauses), per_day=50)
        rule = Rule.objects.create(space=space, name=f"{ready.title} {later}", made_at=at, changed_at=at, on_at=at, **content.columns())
        version = RuleVersion.objects.create(rule=rule, number=1, at=at, **content.columns())
        thing = content.subject
        RuleAct.objects.bulk_create(
            (
                RuleAct(
                    rule=rule,
                    version=version,
                    person_id=pk,
                    about=f"{thing}:{pk if thing == 'member' else 10**9 + pk}",
                    on=at.date() + DAY * (pk % 60),
                    at=at,
                )
                for pk in people
            ),
            batch_size=1000,
        )


def timed(what: str, work: Any) -> tuple[float, Any]:
    """How long it took, and what came of it; prints a line."""
    begun = time.perf_counter()
    result = work()
    took = time.perf_counter() - begun
    print(f"  {what}: {took:.2f} s")
    return took, result


def morning(space: Any) -> list[Any]:
    """What all rules decide on a morning, without doing it."""
    from drittort.plan.automations import actions, deciding
    from drittort.plan.automations.models import Rule

    day = space.day(NOW)
    at = deciding.morning(space, day)
    said = [(rule.pk, deciding.content_of(rule)) for rule in Rule.objects.filter(space=space).on().order_by("pk")]
    return list(deciding.decide(deciding.Judge(space, at, at), said, day, actions.remembered(space, day)))


def killed(space: Any, decided: list[Any], seed: int) -> tuple[int, int, int]:
    """Run the morning in processes that are killed again and again until one gets through; returns kills, acts that are lost and notices beside the acts."""
    from django.db import connection

    from drittort.members.notices.models import Notice
    from drittort.plan.automations import actions
    from drittort.plan.automations.models import RuleAct

    draw, kills = random.Random(seed), 0
    while True:
        connection.close()
        pid = os.fork()
        if not pid:
            actions.run_rules(space=space, day=space.day(NOW), at=NOW)
            os._exit(0)
        end = time.perf_counter() + 1.5 + draw.random() * (6 if kills < 30 else 60)
        status = 0
        while time.perf_counter() < end:
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                break
            time.sleep(0.02)
        else:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            kills += 1
            continue
        if status:
            raise SystemExit("a run ended with an error")
        break
    today = RuleAct.objects.filter(rule__space=space, on=space.day(NOW))
    wanted = {(one.rule, one.subject_id) for one in decided}
    did = {(rule, int(about.rpartition(":")[2])) for rule, about in today.values_list("rule_id", "about")}
    reaching = today.filter(version__action__in=("house.says", "needs.remind", "events.invite"), in_vain=False).count()
    told = Notice.objects.filter(member__space=space, code__in=("rule.says", "need.rule", "event.suggested")).count()
    return kills, len(wanted ^ did), told - reaching


@contextmanager
def database(postgresql: bool) -> Iterator[None]:
    """The database of the measurement."""
    if not postgresql:
        yield
        return
    from tests.postgres import server

    with server("drittort") as address:
        os.environ["DRITTORT_DATABASE"] = address
        yield


def main() -> None:
    """Print what was found; ends with 1 where a morning took too long, or where something was lost or came twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--rules", type=int, default=50)
    parser.add_argument("--did-before", type=int, default=2000, help="acts of each rule in the past")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    parser.add_argument("--no-kills", action="store_true")
    asked = parser.parse_args()
    print(headline("Django"))
    with ExitStack() as stack:
        stack.enter_context(database(asked.postgresql))
        house_in(stack.enter_context(tempfile.TemporaryDirectory()))
        from django.db import connection

        from drittort.plan.automations import deciding
        from drittort.plan.automations.readymade import READY

        print(f"{asked.members} members, {asked.rules} rules, {asked.did_before} acts of each before, {connection.vendor}")
        space = fill(asked.members)
        write_rules(space, asked.rules, asked.did_before)
        took, decided = timed("a morning, all rules", lambda: morning(space))
        print(f"    {len(decided)} acts of {len({one.rule for one in decided})} rules decided")
        slowest = max(
            timed(f"dry run of 90 days, {one.name}", lambda one=one: deciding.rehearse(space, [(1, one.taken())], space.day(NOW), 90))[0]
            for one in READY
        )
        lost = extra = 0
        if not asked.no_kills:
            kills, lost, extra = killed(space, decided, seed=3)
            print(f"  the morning under {kills} kills: {lost} acts lost or beside, {extra} notices beside the acts")
    print(f"a morning in {took:.1f} s (at most {MOST_SECONDS:.0f}), the slowest dry run {slowest:.1f} s")
    raise SystemExit(int(took > MOST_SECONDS or bool(lost) or bool(extra)))


if __name__ == "__main__":
    main()
