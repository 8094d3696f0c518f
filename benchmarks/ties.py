"""Tie probability: who ties next? Average precision and precision@5 against resource allocation and LR+, on public communities."""

import argparse
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.preprocessing import StandardScaler

from benchmarks.machine import headline
from benchmarks.sets_ties import SEED, SETS, Case, matrix, open_pairs
from drittort.engine.formats import parse_interactions, parse_layer, parse_pairs
from drittort.engine.tables import parse_people
from drittort.engine.ties import estimate_ties

NEGATIVES = 200_000
FLOOR, AIM_RA, AIM_LR = 0.95, 1.25, 1.05
RESAMPLES = 2000


# ---------------------------------------------------------------- the baselines, as the protocol fixes them
def scores(a: np.ndarray) -> dict[str, np.ndarray]:
    """Return the structural scores of a 0/1 symmetric matrix, dense; products run over sparse rows as in the protocol, so that equal sums tie alike."""
    n, k = len(a), a.sum(1)
    s = sparse.csr_matrix(a)
    inverse = np.where(k > 0, 1 / np.maximum(k, 1), 0)
    common = (s @ s).toarray()
    ppr = 0.15 * np.linalg.inv(np.eye(n) - 0.85 * (sparse.diags(inverse) @ s).toarray())
    union = k[:, None] + k[None, :] - common
    return {
        "cn": common,
        "aa": (s @ sparse.diags(np.where(k > 1, 1 / np.log(np.maximum(k, 2)), 0)) @ s).toarray(),
        "ra": (s @ sparse.diags(inverse) @ s).toarray(),
        "pa": np.outer(k, k),
        "ppr": ppr + ppr.T,
        "jaccard": np.where(union > 0, common / np.maximum(union, 1), 0),
        "kmin": np.minimum(k[:, None], k[None, :]),
        "kmax": np.maximum(k[:, None], k[None, :]),
        "l3": (s @ (s @ s)).toarray(),
    }


def percentiles(x: np.ndarray) -> np.ndarray:
    """Return percentile ranks, ties averaged."""
    _, inverse, count = np.unique(x, return_inverse=True, return_counts=True)
    return ((np.cumsum(count) - count / 2) / len(x))[inverse]


def logistic(case: Case, found: dict[str, np.ndarray]) -> np.ndarray:
    """Return the scores of LR+: logistic regression on ranks of structure and on the set's attributes and layers."""
    rng = np.random.default_rng(SEED)
    rng.random(len(case.labels))  # the protocol draws its random order first
    ties, closed, positives = case.inner
    train, y = open_pairs(case.n, ties, closed, positives)
    inner = scores(matrix(case.n, ties))

    def table(s: dict[str, np.ndarray], pairs: np.ndarray) -> np.ndarray:
        at = (pairs[:, 0], pairs[:, 1])
        return np.column_stack([percentiles(v[at]) for v in s.values()] + [(s["cn"][at] > 0).astype(float)] + [m[at] for m in case.extra])

    negative = np.flatnonzero(y == 0)
    if len(negative) > NEGATIVES:
        # LR and boosting without attributes draw theirs before.
        for _ in range(3):
            kept = rng.choice(negative, NEGATIVES, replace=False)
        negative = kept
    rows = np.sort(np.concatenate([np.flatnonzero(y == 1), negative]))
    x = table(inner, train)[rows]
    scale = StandardScaler().fit(x)
    model = LogisticRegression(max_iter=2000, C=1.0).fit(scale.transform(x), y[rows])
    return np.asarray(model.decision_function(scale.transform(table(found, case.candidates))))


# ---------------------------------------------------------------- ours, through the files a person would give
def ours(case: Case) -> tuple[np.ndarray, str]:
    """Return our probabilities: the case is written as files, parsed and estimated as `drittort engine ties` does."""

    def name(x: int) -> str:
        return f"p{x}"

    timed = case.events[0][2] is not None
    head = "source,target,at\n" if timed else "source,target\n"
    rows = (f"{name(a)},{name(b)},{t!r}\n" if timed else f"{name(a)},{name(b)}\n" for a, b, t in case.events)
    contacts = parse_interactions(head + "".join(rows)).value
    people = None
    if case.attributes:
        columns = list(case.attributes.values())
        lines = [",".join(["id", *case.attributes])] + [",".join([name(x), *(c[x] for c in columns)]) for x in range(case.n)]
        people = parse_people("\n".join(lines)).value
    layers = [parse_layer("a,b,weight\n" + "".join(f"{name(a)},{name(b)},{w!r}\n" for a, b, w in layer)).value for layer in case.layers]
    pairs = parse_pairs("a,b\n" + "".join(f"{name(a)},{name(b)}\n" for a, b in case.candidates.tolist())).value
    found = estimate_ties(contacts, pairs, people, layers, seed=SEED)
    return found.probability, found.basis


# ---------------------------------------------------------------- measures
def precision_at_5(score: np.ndarray, case: Case) -> np.ndarray:
    """Return, for each person with a positive, the precision of their five best candidates (equal scores in a drawn order)."""
    i, j = case.candidates.T
    rng = np.random.default_rng(SEED)
    person, both, hit = np.concatenate([i, j]), np.concatenate([score, score]), np.concatenate([case.labels, case.labels])
    order = np.lexsort((rng.random(len(both)), -both, person))
    person, hit = person[order], hit[order]
    place = np.arange(len(person)) - np.searchsorted(person, np.arange(case.n))[person]
    hits = np.bincount(person[place < 5], weights=hit[place < 5], minlength=case.n)
    has = np.bincount(person, weights=hit, minlength=case.n) > 0
    return np.where(has, hits / 5, np.nan)


def interval(per_person: list[np.ndarray]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval over persons of the mean of folds' means; a person is drawn with all their folds."""
    values = np.array(per_person)
    rng = np.random.default_rng(SEED)
    people = np.flatnonzero(~np.isnan(values).all(axis=0))
    known, filled = ~np.isnan(values), np.nan_to_num(values)
    means = []
    for _ in range(RESAMPLES):
        drawn = rng.choice(people, len(people))
        count = known[:, drawn].sum(1)
        means.append((filled[:, drawn].sum(1)[count > 0] / count[count > 0]).mean())
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def geometric(x: list[float]) -> float:
    """Return the geometric mean."""
    return float(np.exp(np.mean(np.log(x))))


def main() -> None:
    """Print one line a set, then the figures over all sets."""
    parser = argparse.ArgumentParser(prog="bin/bench ties", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the public sets")
    parser.add_argument(
        "--split",
        choices=["time", "events"],
        help="only this cut for sets with times: 70 %% of the clock time, or of the events (default: both)",
    )
    parser.add_argument("--only", choices=sorted(SETS), action="append", help="only this set; may be repeated")
    args = parser.parse_args()
    print(headline("numpy", "scipy", "scikit-learn", "igraph"))
    print(
        "AP: average precision over all candidates; P@5 with 95 % bootstrap interval over persons; 'expected': sum of our probabilities.\n"
    )
    print(
        "| set | split | people | candidates | positives | expected | AP RA | AP LR+ | AP ours | /RA | /LR+ | P@5 RA | P@5 LR+ | P@5 ours | s |"
    )
    print("|" + "---|" * 15)
    ratios: dict[str, tuple[float, float]] = {}
    for split in ("time", "events"):
        for name, (make, kind) in SETS.items():
            # Sets without times have no cut to choose: they stand once, with the cut by time.
            if (args.only and name not in args.only) or args.split not in (None, split) or (kind != "temporal" and split == "events"):
                continue
            started = time.perf_counter()
            ap: dict[str, list[float]] = defaultdict(list)
            p5: dict[str, list[np.ndarray]] = defaultdict(list)
            sizes, hoped = [], []
            basis = ""
            for case in make(args.data, split):
                at = (case.candidates[:, 0], case.candidates[:, 1])
                found = scores(matrix(case.n, case.ties))
                probability, basis = ours(case)
                for method, score in (("RA", found["ra"][at]), ("LR+", logistic(case, found)), ("ours", probability)):
                    ap[method].append(float(average_precision_score(case.labels, score)))
                    p5[method].append(precision_at_5(score, case))
                sizes.append((case.n, len(case.labels), int(case.labels.sum())))
                hoped.append(float(probability.sum()))
            n, candidates, positives = np.mean(sizes, axis=0)
            m = {k: float(np.mean(v)) for k, v in ap.items()}
            q = {k: float(np.mean([np.nanmean(x) for x in v])) for k, v in p5.items()}
            low, high = interval(p5["ours"])
            label = f"{name} ({split})" if kind == "temporal" else name
            ratios[label] = (m["ours"] / m["RA"], m["ours"] / m["LR+"])
            print(
                f"| {name} | {split if kind == 'temporal' else kind} | {n:.0f} | {candidates:.0f} | {positives:.0f} | {np.mean(hoped):.0f} "
                f"| {m['RA']:.4f} | {m['LR+']:.4f} | {m['ours']:.4f} | {ratios[label][0]:.3f} | {ratios[label][1]:.3f} "
                f"| {q['RA']:.3f} | {q['LR+']:.3f} | {q['ours']:.3f} [{low:.3f}, {high:.3f}] | {time.perf_counter() - started:.0f} |",
                flush=True,
            )
            print(f"<!-- {label}: {basis} -->", flush=True)
    if not ratios:
        print("No set of this choice has that split.")
        return
    by_ra, by_lr = geometric([r for r, _ in ratios.values()]), geometric([r for _, r in ratios.values()])
    worst = min(ratios, key=lambda k: ratios[k][0])

    def verdict(value: float, aim: float) -> str:
        return f"{value:.3f} (aim {aim}: {'reached' if value >= aim else 'missed'})"

    print(
        f"\nGeometric mean of AP ours / RA {verdict(by_ra, AIM_RA)}, ours / LR+ {verdict(by_lr, AIM_LR)}, over {len(ratios)} sets and splits."
    )
    print(f"Worst against RA: {worst}, {verdict(ratios[worst][0], FLOOR)}.")


if __name__ == "__main__":
    main()
