"""A round of 300 people, and 20,000 people with 20 candidates each: time, memory, and the share of the proven bound of the same objective."""

import argparse
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import resource
import time

import numpy as np

from benchmarks.machine import headline
from drittort.engine.graph import build_network, interactions
from drittort.engine.introductions import Community, Worth, propose
from drittort.engine.matching import match

KINDS = ("even", "common", "circles")


def instance(n: int, candidates: int, kind: str, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return pairs, values and thin people: "even" independent values, "common" everyone prefers the same people, "circles" mostly inside groups of about 30."""
    rng = np.random.default_rng(seed)
    i = np.repeat(np.arange(n), candidates)
    j = rng.integers(0, n, len(i))
    if kind == "circles":
        j = np.where(rng.random(len(i)) < 0.8, i // 30 * 30 + rng.integers(0, 30, len(i)), j) % n
    keys = np.unique(np.minimum(i, j)[i != j] * n + np.maximum(i, j)[i != j])
    pairs = np.column_stack([keys // n, keys % n])
    quality = rng.random(n)
    own = rng.random(len(pairs))
    value = own if kind == "even" else 0.4 * quality[pairs].sum(1) + 0.2 * own
    return pairs, value, rng.random(n) < 0.15


def whole_round(n: int = 300) -> None:
    """Value every allowed pair of a house and choose the round, as the nightly job does; tie probabilities and worth are given."""
    rng = np.random.default_rng(1)
    source = rng.integers(0, n, 10 * n)
    target = (source + rng.integers(1, 25, len(source))) % n
    at = rng.uniform(20_000, 20_060, len(source))
    kinds, weights = ["meeting"] * len(source), np.full(len(source), np.nan)
    network = build_network(interactions([str(x) for x in source], [str(x) for x in target], at, kinds, weights))
    worth, tie = rng.random((n, n)), rng.random((n, n)) * 0.3
    house = Community(
        network,
        company=rng.integers(0, n // 5, n),
        probability=lambda p: tie[p[:, 0], p[:, 1]],
        worth=lambda p: Worth(worth[p[:, 0], p[:, 1]], np.full(len(p), -1), np.full(len(p), -1)),
    )
    start = time.perf_counter()
    found = propose(house, seed=1)
    took = time.perf_counter() - start
    print(
        f"a whole round of {n} people, {found.candidates} pairs valued: {took:.2f} s, {len(found.pairs)} introductions, "
        f"share of the bound {100 * found.objective / found.bound:.3f} % (under 1 s, at least 99.5 %)",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=KINDS)
    args = parser.parse_args()
    print(headline("numpy", "scipy", "rustworkx"))
    whole_round()
    for n, figure in ((300, "under 1 s, at least 99.5 %"), (args.people, "under 30 s, at least 98 %, 2 GB")):
        for kind in args.kinds:
            for capacity, seats in ((1, None), (2, None), (1, n // 5)):
                pairs, value, thin = instance(n, 20, kind, 1)
                start, cpu = time.perf_counter(), time.process_time()
                found = match(n, pairs, value, capacity=capacity, thin=thin, seats=seats, seed=1)
                took, cpu = time.perf_counter() - start, time.process_time() - cpu
                print(
                    f"{n} people, {len(pairs)} pairs, {kind}, capacity {capacity}, seats {seats or 'for all'}: {took:.2f} s ({cpu:.2f} s CPU), {len(found.chosen)} pairs, "
                    f"objective {found.objective:.3f}, bound {found.bound:.3f}, share {100 * found.share:.3f} %, thin served {found.thin_served} of {thin.sum()} "
                    f"({figure})",
                    flush=True,
                )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB (figure: 2 GB)")


if __name__ == "__main__":
    main()
