"""Ten thousand questions to what pages of surveys tell, by somebody who knows all but the answers: how often fewer than eight people are left."""

from __future__ import annotations

import argparse
import os
from random import Random
from time import perf_counter

os.environ.setdefault("DRITTORT_SECRET_KEY", "bench")

import drittort.core.sqlite  # noqa: F401  isort: skip
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drittort.config.settings")
django.setup()

from benchmarks.machine import headline  # noqa: E402
from drittort.pulse.surveys.tests.attack import house, identified, published, questions  # noqa: E402


def main() -> None:
    """Print how many questions of how many left single people to see, by our rule and by the usual one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--houses", type=int, default=40)
    given = parser.parse_args()
    print(headline("Django", "numpy"))
    for name, naive in (("eight in a group and eight outside", True), ("nothing that leaves fewer than eight", False)):
        rng, began, found, groups, hit = Random(1), perf_counter(), 0, 0, 0
        for _ in range(given.houses):
            told = published(house(rng), naive=naive)
            groups += max(0, len(told.cells) - 1)
            few = sum(identified(told, weights) for weights in questions(told, rng, given.questions // given.houses))
            found, hit = found + few, hit + bool(few)
        print(
            f"{name}: {found} of {given.questions:,} questions left fewer than eight people, in {hit} of {given.houses} houses; "
            f"{groups} groups told; {perf_counter() - began:.1f} s"
        )


if __name__ == "__main__":
    main()
