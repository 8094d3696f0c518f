"""The full capital report of 10,000 and of 100,000 people: time and peak memory on one core."""

import argparse
import json
import os
import resource
import subprocess
import sys
import time

import numpy as np

from benchmarks.machine import headline

SIZES = ((10_000, 100_000, 3.0), (100_000, 1_000_000, 60.0))
LARGEST_PEAK_MB = 2_000


def community(n: int, m: int, seed: int = 0):
    """Return the interactions of n people with m tied pairs, a company for each person and the day on which they came.

    People belong to companies of 20 in circles of 200; 40 % of the ties lie in the circle and 15 % in the company, the rest anywhere; how sociable a person is
    follows a heavy tail (Pareto, 2.5). Each pair has a contact in the last 60 days, strong enough to count, a third answers it.
    """
    from drittort.engine.graph import Interactions

    rng = np.random.default_rng(seed)
    company, circle = np.arange(n) // 20, np.arange(n) // 200
    pull = rng.pareto(2.5, n) + 0.5
    pull /= pull.sum()
    pairs = np.zeros(0, dtype=np.int64)
    while len(pairs) < m:
        size = int((m - len(pairs)) * 1.3) + 100
        one = rng.choice(n, size, p=pull)
        other = rng.choice(n, size, p=pull)
        near = rng.random(size)
        same_circle = np.minimum(circle[one] * 200 + rng.integers(0, 200, size), n - 1)
        same_company = np.minimum(company[one] * 20 + rng.integers(0, 20, size), n - 1)
        other = np.where(near < 0.15, same_company, np.where(near < 0.55, same_circle, other))
        low, high = np.minimum(one, other), np.maximum(one, other)
        pairs = np.unique(np.concatenate([pairs, (low * n + high)[low != high]]))
    pairs = rng.permutation(pairs)[:m]
    low, high = np.divmod(pairs, n)
    turn = rng.random(m) < 0.5
    source, target = np.where(turn, high, low), np.where(turn, low, high)
    answered = rng.random(m) < 1 / 3
    source, target = np.concatenate([source, target[answered]]), np.concatenate([target, source[answered]])
    at = 20_000 - rng.random(len(source)) * 60
    ids = tuple(f"p{i:06d}" for i in range(n))
    contacts = Interactions(ids, source, target, at, np.zeros(len(source), dtype=np.int64), ("talk",), np.ones(len(source)))
    return contacts, [f"c{c}" for c in company], (20_000 - rng.random(n) * 400).tolist()


def one(n: int, m: int) -> dict[str, float]:
    """Measure one size in this process."""
    from drittort.engine.capital import capital_report
    from drittort.engine.graph import build_network

    contacts, company, since = community(n, m)
    start = time.perf_counter()
    network = build_network(contacts)
    built = time.perf_counter()
    cpu = time.process_time()
    report = capital_report(network, groups={"company": company}, contacts=contacts, since=since)
    done = time.perf_counter()
    return {
        "ties": report.get("ties").value or 0,
        "build": built - start,
        "report": done - built,
        "cpu": time.process_time() - cpu,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "undefined": [m.key for m in report.measures if m.value is None],
        "sampled": sorted(
            {m.computed for m in report.measures if m.method in ("sources", "one_run", "permutations") and m.value is not None}
        ),
    }


def main() -> int:
    """Measure each size in a process of its own; exit code 1 where a figure is missed."""
    parser = argparse.ArgumentParser(prog="bin/bench capital", description=__doc__)
    parser.add_argument("--one", nargs=2, type=int, metavar=("PEOPLE", "TIES"), help="one size in this process, as JSON")
    args = parser.parse_args()
    if args.one:
        print(json.dumps(one(*args.one)))
        return 0
    print(headline("numpy", "scipy", "igraph"))
    missed = False
    for n, m, limit in SIZES:
        env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.capital", "--one", str(n), str(m)], capture_output=True, text=True, env=env, check=True
        )
        got = json.loads(done.stdout)
        fits = got["report"] < limit and got["peak"] < LARGEST_PEAK_MB
        missed |= not fits
        print(
            f"{n:>8,} people, {got['ties']:>9,.0f} ties: report {got['report']:6.2f} s (CPU {got['cpu']:.2f} s; limit {limit:.0f} s), "
            f"network from contacts {got['build']:.2f} s, peak {got['peak']:,.0f} MB (limit {LARGEST_PEAK_MB:,} MB): {'reached' if fits else 'MISSED'}"
        )
        for how in got["sampled"]:
            print(f"{'':>10}{how}")
        print(f"{'':>10}not given: {', '.join(got['undefined'])}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
