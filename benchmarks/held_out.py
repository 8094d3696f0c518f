"""Holding back: coverage of the interval on 2,000 invented communities whose effect is known, errors where there is none, repeated looks, and the table of power.

Each community has sixty people who differ in how readily they tie, two hundred pairs in rounds, blocks of thin and not, and a quarter held back.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from benchmarks.machine import headline
from drittort.engine.uplift import boundaries, community, effect, needed, newcombe

SHARES = (0.1, 0.2, 0.3)
RISES = ((0.10, 0.30), (0.15, 0.35), (0.10, 0.20), (0.20, 0.30))
LOOKS = 8


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--communities", type=int, default=2_000)
    parser.add_argument("--tests", type=int, default=400, help="of these the p-value by lots is computed, too")
    args = parser.parse_args()
    print(headline())
    began = time.perf_counter()
    for lift in (0.15, 0.30, 0.0):
        covered, held, widths, errors, takers, told = 0, [], [], 0, 0, 0
        for k in range(args.communities):
            made = community(seed=1_000_003 * int(lift * 100) + 10 * k, lift=lift)
            one = ~made.held
            found = newcombe(int(made.tied[one].sum()), int(one.sum()), int(made.tied[made.held].sum()), int(made.held.sum()))
            covered += found.low <= made.truth <= found.high
            widths.append(found.high - found.low)
            held.append(int(made.held.sum()))
            if k < args.tests:
                full = effect(made.tied, made.held, made.took, made.blocks, seed=k)
                errors += full.p <= 0.05
                if full.takers is not None:
                    told += 1
                    truth = made.truth / full.uptake
                    takers += full.takers.low <= truth <= full.takers.high
        print(
            f"lift {lift:.2f}: the 95 % interval covers {covered / args.communities:.1%} of {args.communities} communities"
            f" (held back {np.mean(held):.0f} of 200, width {np.mean(widths):.3f}); p <= .05 in {errors / args.tests:.1%} of {args.tests};"
            f" takers covered {takers / max(told, 1):.1%}"
        )
    looks = (np.arange(1, LOOKS + 1) / LOOKS).tolist()
    limits = boundaries(looks)
    paths = np.random.default_rng(5).normal(0.0, np.sqrt(1 / LOOKS), (200_000, LOOKS)).cumsum(axis=1) / np.sqrt(looks)
    print(
        f"{LOOKS} looks without any effect: found at 1.96 in {(np.abs(paths) > 1.96).any(axis=1).mean():.1%}, at the limits in {(np.abs(paths) > limits).any(axis=1).mean():.1%}"
    )
    print("limits of |z|: " + ", ".join(f"{each:.3f}" for each in limits))
    print("\npairs needed for 80 % power at 5 %, held back and not together")
    print("share held back " + "".join(f"{low:>8.0%} to {high:.0%}" for low, high in RISES))
    for share in SHARES:
        print(f"{share:>15.0%} " + "".join(f"{needed(low, high, share):>15}" for low, high in RISES))
    print(f"\n{time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
