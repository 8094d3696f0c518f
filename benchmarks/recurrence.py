"""Whether events come again on the right days and at the right hour: generated rules over both changes of the clock, against a walk over all days and against dateutil."""

from __future__ import annotations

import argparse
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from benchmarks.machine import headline
from drittort.inspire.events import repeating

ZONES = ("Europe/Berlin", "Europe/Lisbon", "America/New_York", "Australia/Lord_Howe")
DAY = timedelta(days=1)


def rule(random: Random) -> tuple[str, int, list[tuple[int, int]]]:
    """A rule, and the same in numbers: its interval, and which weekdays (with their place in the month, 0 for all)."""
    frequency, interval = random.choice(("DAILY", "WEEKLY", "MONTHLY")), random.randint(1, 4)
    if frequency == "DAILY":
        return f"FREQ=DAILY;INTERVAL={interval}", interval, []
    days = random.sample(range(7), random.randint(1, 3))
    places = [random.choice((1, 2, 3, 4, -1)) if frequency == "MONTHLY" else 0 for _ in days]
    names = ",".join(f"{place or ''}{repeating.DAYS[day]}" for day, place in zip(days, places, strict=True))
    return f"FREQ={frequency};INTERVAL={interval};BYDAY={names}", interval, list(zip(days, places, strict=True))


def walked(text: str, interval: int, wanted: list[tuple[int, int]], first: date, last: date) -> list[date]:
    """The days of a rule, found by asking each day whether it is one. Knows nothing of recurrence rules but what these three frequencies mean."""
    monday = first - first.weekday() * DAY
    found = []
    for n in range((last - first).days + 1):
        day = first + n * DAY
        if text.startswith("FREQ=DAILY"):
            fits = n % interval == 0
        elif text.startswith("FREQ=WEEKLY"):
            fits = (day - monday).days // 7 % interval == 0 and any(day.weekday() == weekday for weekday, _ in wanted)
        else:
            months = (day.year - first.year) * 12 + day.month - first.month
            left = monthrange(day.year, day.month)[1] - day.day
            places = ((day.day - 1) // 7 + 1, -(left // 7 + 1))
            fits = months % interval == 0 and any(day.weekday() == weekday and place in places for weekday, place in wanted)
        if fits:
            found.append(day)
    return found


def compare(rules: int, seed: int) -> tuple[int, int, int]:
    """So many generated rules; returns on how many days they came, in how many of them the clocks changed between, and how many disagreed."""
    random = Random(seed)
    came = changed = wrong = 0
    for _ in range(rules):
        zone = ZoneInfo(random.choice(ZONES))
        first = date(random.randint(2024, 2030), 1, 1) + random.randrange(365) * DAY
        last, hour = first + random.randint(30, 400) * DAY, time(random.randrange(24), random.choice((0, 15, 30, 45)))
        text, interval, wanted = rule(random)
        ours = list(repeating.days(text, first, last))
        moments = [repeating.begins(day, hour, zone) for day in ours]
        begins, ends = datetime.combine(first, time(), tzinfo=zone), datetime.combine(last + DAY, time(), tzinfo=zone)
        aware = rrulestr(text, dtstart=datetime.combine(first, hour, tzinfo=zone)).between(begins, ends, inc=True)
        came += len(ours)
        changed += len({moment.astimezone(zone).utcoffset() for moment in moments}) > 1
        wrong += ours != walked(text, interval, wanted, first, last) or moments != [m.astimezone(UTC) for m in aware if m.date() <= last]
    return came, changed, wrong


def main() -> None:
    """Print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(headline("python-dateutil"))
    came, changed, wrong = compare(asked.rules, asked.seed)
    print(f"{asked.rules} rules, {came} days, the clocks changed within {changed} of them, {wrong} disagreed")


if __name__ == "__main__":
    main()
