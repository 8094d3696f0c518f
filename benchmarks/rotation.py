"""How evenly the market shows its listings: a year of visits by readers with unlike habits, listings that come and go. Exposure within a category."""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from random import Random

from benchmarks.machine import headline
from drittort.connect.market.rotation import rotated

PAGE = 36
WORTH = [1 / (place + 2) for place in range(PAGE)]
"""What a place is worth: the second half as much again less than the first; nothing beyond the first page. Fairness holds for any other worth as well."""


def simulate(listings: int, readers: int, seed: int, days: int = 365) -> tuple[float, float, int]:
    """Largest exposure over smallest, of listings of one month's standing or more, per day on the market; the same for the first place alone; and looks."""
    random = Random(seed)
    habits = [random.random() ** 3 for _ in range(readers)]
    lives: dict[int, tuple[int, int]] = {}
    for pk in range(listings):
        born = 0
        if pk % 4 == 3:
            born = random.randrange(days // 2)
        lives[pk * 3 + 1] = (born, min(days, born + random.choice((90, 180, 270, 365))))
    shown: dict[int, float] = defaultdict(float)
    first: Counter[int] = Counter()
    chance: dict[int, float] = defaultdict(float)
    chance_first: dict[int, float] = defaultdict(float)
    looks = turn = 0
    for day in range(days):
        open_now = [pk for pk, (born, gone) in lives.items() if born <= day < gone]
        if len(open_now) < 2:
            continue
        today = 0
        for habit in habits:
            weekday = 1.0 if day % 7 < 5 else 0.15
            if random.random() < habit * weekday:
                turn += 1
                order = rotated(open_now, among="1::tools", turn=turn)
                for place, pk in enumerate(order[:PAGE]):
                    shown[pk] += WORTH[place]
                first[order[0]] += 1
                today += 1
        looks += today
        for pk in open_now:
            chance[pk] += today / len(open_now) * sum(WORTH[: min(PAGE, len(open_now))])
            chance_first[pk] += today / len(open_now)
    old = [pk for pk, (born, gone) in lives.items() if gone - born >= 90 and chance[pk]]
    shares = [shown[pk] / chance[pk] for pk in old]
    firsts = [first[pk] / chance_first[pk] for pk in old]
    return max(shares) / min(shares) - 1, max(firsts) / min(firsts) - 1, looks


def main() -> None:
    """Print exposure for categories of several sizes in houses of several sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    seeds = range(1, parser.parse_args().seeds + 1)
    print(headline())
    print("Largest over smallest exposure of a listing within a category, for equal days on the market; worst of the seeds.\n")
    print(f"{'readers':>8} {'listings':>9} {'looks':>8} {'exposure':>10} {'first place':>12}")
    for readers in (30, 150, 600):
        for listings in (4, 12, 40):
            found = [simulate(listings, readers, seed) for seed in seeds]
            looks = sum(each[2] for each in found) // len(found)
            print(f"{readers:8d} {listings:9d} {looks:8d} {max(e[0] for e in found):10.1%} {max(e[1] for e in found):12.1%}")


if __name__ == "__main__":
    main()
