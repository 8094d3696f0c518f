"""A scripted month of notices and house letters for 150 people through the real tables and jobs, for each of the three presets: how much mail, when, how often."""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

STEP = timedelta(minutes=30)
BURST = 50


@dataclass(frozen=True, slots=True)
class Month:
    """What came of one month with one preset."""

    told: int
    mails: int
    gathered: int
    letters: int
    most_gathered_a_day: int
    at_night: int
    mails_of_longest_thread: int

    @property
    def row(self) -> str:
        """A line of the table."""
        return f"{self.told:>8} {self.mails:>8} {self.gathered:>9} {self.letters:>8} {self.most_gathered_a_day:>15} {self.at_night:>9} {self.mails_of_longest_thread:>17}"


def script(people: int, days: int, first: date, each: int, seed: int) -> Iterator[tuple[datetime, int, str, str]]:
    """When whom of which category and thread something is told, by the clock around and on all days; and one evening's talk of fifty messages."""
    from drittort.core.notices import CATEGORIES

    chance = random.Random(seed)
    names = sorted(CATEGORIES)
    start = datetime.combine(first, time(), UTC)
    events = [
        (start + timedelta(minutes=chance.randrange(days * 24 * 60)), person, chance.choice(names), f"thread:{chance.randrange(6)}")
        for person in range(people)
        for _ in range(each)
    ]
    evening = start + timedelta(days=10, hours=10)
    personal = next(name for name in names if CATEGORIES[name].personal and not CATEGORIES[name].vital)
    events += [(evening + timedelta(minutes=k), 0, personal, "burst") for k in range(BURST)]
    yield from sorted(events)


def month(
    preset: str, *, space: Any, people: list[Any], days: int, first: date, each: int = 5, seed: int = 1, letters: bool = True
) -> Month:
    """Live through the month: everything is told at its moment, the worker looks every half hour, and people read now and then."""
    from drittort.connect.needs.models import Need
    from drittort.core import notices
    from drittort.core.jobs.runner import run_due
    from drittort.core.models import Job, Mail
    from drittort.inform.letter.jobs import clock
    from drittort.members.notices.actions import choose_preset, see_all, tell
    from drittort.members.notices.models import Notice
    from drittort.members.quiet_hours import quiet_hours

    notices.wording("simulation.said", "%(who)s", people=("who",))
    chance = random.Random(seed)
    start = datetime.combine(first, time(), UTC)
    for person in people:
        choose_preset(actor=person, preset=preset, at=start)
    told = 0
    waiting = list(script(len(people), days, first, each, seed))
    now = start
    while now < start + timedelta(days=days + 8):
        while waiting and waiting[0][0] <= now:
            at, number, category, thread = waiting.pop(0)
            person, other = people[number], people[number - 1]
            told += 1
            tell(
                member=person,
                category=category,
                thread=f"{category}:{thread}",
                key=f"simulation:{told}",
                at=at,
                text="simulation.said",
                context={"who": other.pk},
                path=f"/{space.slug}/",
            )
        if letters and now.hour == 12 and now.minute == 0:
            # Something happens every day, so that there is a letter every week.
            Need.objects.create(space=space, member=chance.choice(people), text=f"Wer hilft am {now.day}.?", language="de", opened_at=now)
        if letters and now.hour in (7, 8, 13) and now.minute == 0:
            clock({}, now)
        if Job.objects.filter(done_at=None, run_at__lte=now).exists():
            run_due(clock=lambda at=now: at)
        if now.hour == 17 and now.minute == 0:
            see_all(actor=chance.choice(people[1:]), at=now)
        now += STEP
    quiet = quiet_hours(space)
    mails = list(Mail.objects.filter(space_id=space.pk).values_list("to_member_id", "category", "created_at", "headers"))
    personal = {c.name for c in notices.CATEGORIES.values() if c.personal}
    vital = {c.name for c in notices.CATEGORIES.values() if c.vital}
    gathered = Counter((person, space.day(at)) for person, category, at, _ in mails if category not in personal)
    assert not Job.objects.exclude(dead_at=None).exists()
    return Month(
        told=told,
        mails=len(mails),
        gathered=sum(gathered.values()),
        letters=sum(category == "letter" for _, category, _, _ in mails),
        most_gathered_a_day=max(gathered.values(), default=0),
        at_night=sum(not quiet.is_open(at) for _, category, at, _ in mails if category not in vital),
        mails_of_longest_thread=Notice.objects.filter(member=people[0], thread__endswith=":burst")
        .exclude(mailed_at=None)
        .values("mailed_at")
        .distinct()
        .count(),
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=150)
    parser.add_argument("--each", type=int, default=30, help="notices for each person")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DRITTORT_DATA=folder, DRITTORT_SECRET_KEY="only for a benchmark", DRITTORT_MAIL="", DRITTORT_DATABASE="",
            DJANGO_SETTINGS_MODULE="drittort.config.settings",
        )  # fmt: skip
        import drittort.core.sqlite  # noqa: F401  isort: skip
        import django

        django.setup()
        from django.core.management import call_command

        from benchmarks.machine import headline
        from drittort.core import notices
        from drittort.members.models import Account, Member
        from drittort.spaces.models import Space

        call_command("migrate", verbosity=0)
        print(headline("django"))
        for urgency in (notices.DAILY, notices.WEEKLY):
            notices.category(f"simulation.{urgency}", urgency, "", urgency=urgency, personal=False)
        print(
            f"{'preset':<8} {'told':>8} {'mails':>8} {'gathered':>9} {'letters':>8} {'most in one day':>15} {'at night':>9} {'thread of 50':>17}"
        )
        first = date(2026, 5, 1)
        opened = datetime.combine(first, time(), UTC)
        for preset in notices.PRESETS:
            space = Space.objects.create(slug=f"monat-{preset}", name="Monat", created_at=opened)
            people = []
            for number in range(args.people):
                account = Account.objects.create(email=f"{number}@{preset}.example", created_at=opened)
                people.append(Member.objects.create(space=space, account=account, name=f"P{number}", portrait="p", joined_on=first))
            print(f"{preset:<8} {month(preset, space=space, people=people, days=30, first=first, each=args.each).row}", flush=True)


if __name__ == "__main__":
    main()
