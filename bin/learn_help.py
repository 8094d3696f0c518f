#!/usr/bin/env python3
"""Learn where a need lies beside the offer that answers it, and write it into drittort/engine/data/meaning.npz. For developers, after bin/build_esco.py.

    .venv/bin/python bin/learn_help.py

The maps of ESCO (see bin/build_esco.py) bring texts of one trade together. Who writes a need describes a situation ("Das Finanzamt will plötzlich 9.000 Euro
nachhaben"), and no text of ESCO does. So both maps are drawn on by written needs and offers in German and English (`benchmarks/needs_training.csv` and
`benchmarks/needs_development.csv`, four texts a topic): InfoNCE with a ridge towards the map as it was. The concepts stay where they lie; texts vote for them by the
old map, and are compared with each other by the new one.

One to two minutes on one core.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from learning import Floats, drawn_together

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drittort.engine.affinity import E5Encoder, Encoder, UseEncoder, prepare  # noqa: E402

FILE = ROOT / "drittort" / "engine" / "data" / "meaning.npz"
COLUMNS = ("need_de", "need_en", "offer_de", "offer_en")
FREE = 0.2
"""Share of the pairs that are drawn from all four texts of a topic, not a need and an offer: the same need in two languages belongs together, too."""


def topics() -> list[tuple[str, ...]]:
    """Four texts for each topic of both files."""
    rows = []
    for name in ("needs_training.csv", "needs_development.csv"):
        with (ROOT / "benchmarks" / name).open(encoding="utf-8", newline="") as file:
            rows += [tuple(row[column] for column in COLUMNS) for row in csv.DictReader(file)]
    return rows


def views(encoder: Encoder, rows: list[tuple[str, ...]]) -> Floats:
    """The vectors of all texts, shape (topics, 4, d)."""
    return np.stack([encoder.encode([prepare(row[k]) for row in rows]) for k in range(len(COLUMNS))], axis=1)


def drawn_on(start: Floats, x: Floats, mean: Floats) -> Floats:
    """Draw a map `start` (d, e) on, so that need and offer of a topic find each other among a batch. `x` has shape (topics, 4, d)."""
    size = min(200, len(x))

    def batch(rng: np.random.Generator) -> tuple[Floats, Floats]:
        chosen = rng.choice(len(x), size, replace=False)
        one, other = rng.integers(0, 2, size), rng.integers(2, 4, size)
        other = np.where(rng.random(size) < FREE, (one + rng.integers(1, 4, size)) % 4, other)
        return x[chosen, one] - mean, x[chosen, other] - mean

    return drawn_together(start, batch, steps=500, ridge=0.02)


def main() -> None:
    """Encode, learn, write."""
    rows = topics()
    with np.load(FILE) as held:
        known = {name: held[name] for name in held.files}
    for name, encoder in (("use", UseEncoder()), ("e5", E5Encoder())):
        start, mean = known[f"{name}_map"].astype(np.float32), known[f"{name}_mean"].astype(np.float32)
        known[f"{name}_help"] = drawn_on(start, views(encoder, rows), mean).astype(np.float16)
    np.savez(FILE, **known)
    print(len(rows), "topics")


if __name__ == "__main__":
    main()
