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
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drittort.engine.affinity import E5Encoder, Encoder, UseEncoder, prepare  # noqa: E402

Floats = NDArray[np.float32]
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


def drawn_on(
    start: Floats,
    x: Floats,
    mean: Floats,
    *,
    steps: int = 500,
    batch: int = 200,
    temperature: float = 0.1,
    ridge: float = 0.02,
    rate: float = 1e-3,
    seed: int = 0,
) -> Floats:
    """Draw a map `start` (d, e) on, so that need and offer of a topic find each other among a batch. `x` has shape (topics, 4, d)."""
    rng = np.random.default_rng(seed)
    w = start.astype(np.float32).copy()
    first, second = np.zeros_like(w), np.zeros_like(w)
    size = min(batch, len(x))
    for step in range(1, steps + 1):
        chosen = rng.choice(len(x), size, replace=False)
        one, other = rng.integers(0, 2, size), rng.integers(2, 4, size)
        other = np.where(rng.random(size) < FREE, (one + rng.integers(1, 4, size)) % 4, other)
        left, right = x[chosen, one] - mean, x[chosen, other] - mean
        a, b = left @ w, right @ w
        a_norm, b_norm = np.linalg.norm(a, axis=1, keepdims=True), np.linalg.norm(b, axis=1, keepdims=True)
        a, b = a / a_norm, b / b_norm
        logits = a @ b.T / temperature
        by_row = np.exp(logits - logits.max(1, keepdims=True))
        by_column = np.exp(logits - logits.max(0, keepdims=True))
        grad = (
            by_row / by_row.sum(1, keepdims=True) + by_column / by_column.sum(0, keepdims=True) - 2 * np.eye(size, dtype=np.float32)
        ) / (2 * size * temperature)
        grad_a, grad_b = grad @ b, grad.T @ a
        grad_a = (grad_a - a * (grad_a * a).sum(1, keepdims=True)) / a_norm
        grad_b = (grad_b - b * (grad_b * b).sum(1, keepdims=True)) / b_norm
        slope = left.T @ grad_a + right.T @ grad_b + ridge * (w - start)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope * slope
        decay = rate * 0.5 * (1 + np.cos(np.pi * step / steps))
        w = w - decay * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return np.asarray(w, dtype=np.float32)


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
