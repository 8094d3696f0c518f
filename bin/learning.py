"""How the maps of meaning are learnt: a step that build_esco.py and learn_help.py share. For developers."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Batch = Callable[[np.random.Generator], tuple[Floats, Floats]]


def unit(x: Floats) -> Floats:
    """Scale rows to length one."""
    return np.asarray(x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1e-9), dtype=np.float32)


def int8(x: Floats) -> NDArray[np.int8]:
    """Quantise rows; their length does not matter, they are scaled to one when read."""
    return np.asarray(np.round(x * (127 / np.abs(x).max(axis=1, keepdims=True))), dtype=np.int8)


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
