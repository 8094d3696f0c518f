#!/usr/bin/env python3
"""Learn where a need lies beside the offer that answers it, and write it into drittort/engine/data/meaning.npz. For developers, after bin/build_esco.py.

    .venv/bin/python bin/learn_help.py

The maps of ESCO (see bin/build_esco.py) bring texts of one trade together. Who writes a need describes a situation ("Das Finanzamt will plötzlich 9.000 Euro
nachhaben"), and no text of ESCO does. So both maps are drawn on by written needs and offers in German and English (`benchmarks/needs_training.csv` and
`benchmarks/needs_development.csv`, four texts a topic): InfoNCE with a ridge towards the map as it was. The concepts stay where they lie; texts vote for them by the
old map, and are compared with each other by the new one. The written needs and offers themselves are kept beside it, as the new map has them.

Some ten minutes on one core, most of it for encoding.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from learning import Floats, drawn_together, int8, unit
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drittort.engine.affinity import E5Encoder, Encoder, UseEncoder, prepare  # noqa: E402

FILE = ROOT / "drittort" / "engine" / "data" / "meaning.npz"
COLUMNS = ("need_de", "need_en", "offer_de", "offer_en")
FREE = 0.2
"""Share of the pairs that are drawn from all four texts of a topic, not a need and an offer: the same need in two languages belongs together, too."""


def topics(name: str) -> list[tuple[str, ...]]:
    """Four texts for each topic of a file."""
    with (ROOT / "benchmarks" / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row[column] for column in COLUMNS) for row in csv.DictReader(file)]


def views(encoder: Encoder, rows: list[tuple[str, ...]]) -> Floats:
    """The vectors of all texts, shape (topics, 4, d)."""
    return np.stack([encoder.encode([prepare(row[k]) for row in rows]) for k in range(len(COLUMNS))], axis=1)


def drawn_on(start: Floats, x: Floats, mean: Floats) -> Floats:
    """Draw a map `start` (d, e) on, so that need and offer of a topic find each other among a batch. `x` has shape (topics, 4, d)."""
    size = min(1000, len(x))

    def batch(rng: np.random.Generator) -> tuple[Floats, Floats]:
        chosen = rng.choice(len(x), size, replace=False)
        one, other = rng.integers(0, 2, size), rng.integers(2, 4, size)
        other = np.where(rng.random(size) < FREE, (one + rng.integers(1, 4, size)) % 4, other)
        return x[chosen, one] - mean, x[chosen, other] - mean

    return drawn_together(start, batch, steps=800, ridge=0.02, temperature=0.07)


def known_by(x: Floats) -> NDArray[np.int8]:
    """Needs and offers of topics (topics, 4, d), both languages in one, as (2, topics, d) bytes: what widens a need (see `Affinity.widened`)."""
    return np.stack([int8(x[:, 0] + x[:, 1]), int8(x[:, 2] + x[:, 3])])


def main() -> None:
    """Encode, learn, write."""
    written = topics("needs_training.csv")
    rows = written + topics("needs_development.csv")
    with np.load(FILE) as held:
        known = {name: held[name] for name in held.files}
    for name, encoder in (("use", UseEncoder()), ("e5", E5Encoder())):
        start, mean = known[f"{name}_map"].astype(np.float32), known[f"{name}_mean"].astype(np.float32)
        x = views(encoder, rows)
        drawn = drawn_on(start, x, mean)
        known[f"{name}_help"] = drawn.astype(np.float16)
        # The typical needs of the development set are not among them: benchmarks measure on those.
        known[f"{name}_known"] = known_by(unit((x[: len(written)] - mean) @ drawn))
    np.savez(FILE, **known)
    print(len(rows), "topics")


if __name__ == "__main__":
    main()
