"""One round of introductions against random coffee, 20 seeds: efficiency, pairs who would have met anyway, thin people served with seats for a fifth."""

import argparse
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import dataclasses
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy import sparse

from benchmarks.machine import headline
from benchmarks.sets_ties import SETS, Case, matrix
from drittort.cli.engine.introduce import community_of
from drittort.engine.formats import parse_interactions
from drittort.engine.gain import efficiency, three_steps
from drittort.engine.introductions import Community, Round, mean_constraint, propose, with_ties
from drittort.engine.matching import match
from drittort.engine.tables import parse_people

FAR_SHARE = 0.05


def community(case: Case, seed: int) -> Community:
    """Return the case as `drittort engine introduce` would see it: written as files, parsed, the same code path."""
    timed = case.events[0][2] is not None
    head = "source,target,at\n" if timed else "source,target\n"
    rows = (f"p{a:05d},p{b:05d},{t!r}\n" if timed else f"p{a:05d},p{b:05d}\n" for a, b, t in case.events)
    columns = list(case.attributes.values())
    lines = [",".join(["id", *case.attributes])] + [",".join([f"p{x:05d}", *(c[x] for c in columns)]) for x in range(case.n)]
    return community_of(parse_interactions(head + "".join(rows)).value, parse_people("\n".join(lines)).value, seed=seed)[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", nargs="*", choices=sorted(SETS))
    parser.add_argument("--split", choices=["time", "events"], default="time")
    parser.add_argument("--seeds", type=int, default=20)
    args = parser.parse_args()
    print(headline("numpy", "scipy", "rustworkx"))
    for name, (cases, kind) in SETS.items():
        if (args.only and name not in args.only) or (args.split == "events" and kind != "temporal"):
            continue
        run(name, next(iter(cases(args.data, args.split))), args.seeds)


def run(name: str, case: Case, seeds: int) -> None:
    """Print what each objective does to one set (of static sets the first fold), means over the seeds."""
    start = time.perf_counter()
    seen = sparse.csr_array(matrix(case.n, case.ties))
    distance = np.asarray(sparse.csgraph.shortest_path(seen, unweighted=True))
    far = float((distance[np.triu_indices(case.n, 1)] > 3).mean())
    degree = np.diff(seen.indptr)
    thin = degree < 3
    before, constraint = efficiency(seen), mean_constraint(seen)
    open_ = case.candidates
    later = np.zeros((case.n, case.n), dtype=bool)
    later[tuple(open_[case.labels.astype(bool)].T)] = True
    opened = np.full((case.n, case.n), 0, dtype=np.int64)
    opened[tuple(open_.T)] = three_steps(seen, open_)
    base = community(case, 0)
    assert base.network.ids == tuple(f"p{x:05d}" for x in range(case.n))
    # The protocol's candidates are pairs of active people not tied before the cut; the tie model is the same for every seed.
    allowed = np.zeros((case.n, case.n), dtype=bool)
    allowed[tuple(open_.T)] = True
    cached = np.zeros((case.n, case.n))
    cached[tuple(open_.T)] = base.probability(open_) if base.probability else 0.0
    shut = np.argwhere(np.triu(~allowed, 1))
    base = dataclasses.replace(base, blocked=shut, probability=lambda p: cached[p[:, 0], p[:, 1]])
    fifth = case.n // 5

    def by_round(objective: str, seats: int | None) -> Callable[[int], np.ndarray]:
        def pairs(seed: int) -> np.ndarray:
            found: Round = propose(base, objective=objective, seed=seed, seats=seats)
            return np.array([[q.a, q.b] for q in found.pairs], dtype=np.int64).reshape(-1, 2)

        return pairs

    def by_count(seed: int) -> np.ndarray:
        count = opened[tuple(open_.T)].astype(float)
        rank = np.searchsorted(np.sort(count), count, side="left") / len(count)
        some = np.flatnonzero(count > 0)
        keep = some[np.argsort(-rank[some] + 1e-9 * np.random.default_rng(seed).random(len(some)))][:60_000]
        return open_[keep][match(case.n, open_[keep], rank[keep], seed=seed).chosen]

    results: dict[str, np.ndarray] = {}
    methods = {
        "random": by_round("random", None),
        "uplift": by_round("uplift", None),
        "three steps": by_count,
        "structure": by_round("structure", None),
    }
    methods |= {"ties": by_round("ties", None), "random, a fifth": by_round("random", fifth), "uplift, a fifth": by_round("uplift", fifth)}
    print(f"{name}: {case.n} people, {len(open_)} candidates, {100 * far:.1f} % of pairs further than three steps, {thin.sum()} thin")
    for label, pick in methods.items():
        rows = []
        for seed in range(seeds):
            p = pick(seed)
            after = with_ties(seen, p)
            served = np.zeros(case.n, dtype=bool)
            served[p.ravel()] = True
            met = later[p[:, 0], p[:, 1]] | later[p[:, 1], p[:, 0]]
            rows.append(
                [
                    len(p),
                    met.mean() if len(p) else 0.0,
                    100 * (efficiency(after) / before - 1),
                    100 * (mean_constraint(after) / constraint - 1),
                    served[thin].mean() if thin.any() else np.nan,
                ]
            )
        results[label] = np.array(rows).mean(axis=0)
        pairs, met_, eff, con, thin_ = results[label]
        print(
            f"  {label:16} pairs {pairs:6.1f}  later {met_:.4f}  efficiency {eff:+.2f} %  constraint {con:+.1f} %  thin served {thin_:.3f}",
            flush=True,
        )
    r = results
    quotients = (
        r["uplift"][2] / r["random"][2],
        r["uplift"][2] / r["three steps"][2] if r["three steps"][2] else np.inf,
        r["uplift"][1] / r["ties"][1] if r["ties"][1] else np.nan,
        r["uplift, a fifth"][4] / r["random, a fifth"][4],
    )
    words = ("gain by random's (>= 1)", "by three steps' (>= .97)", "met anyway by ties' (<= .25)", "thin served by random's (>= 1.5)")
    good = (quotients[0] >= 1, quotients[1] >= 0.97, not quotients[2] > 0.25, quotients[3] >= 1.5)
    judged = far > FAR_SHARE
    told = ", ".join(f"{w}: {q:.2f}{'' if ok or not judged else ' MISSED'}" for w, q, ok in zip(words, quotients, good, strict=True))
    print(f"  {'judged' if judged else 'printed only'}: {told}; {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
