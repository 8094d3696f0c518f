"""The encoder process's model, used by another process: one model is enough for a machine. Heavy: only the worker imports this."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from drittort.core.search import meaning
from drittort.engine.affinity import Affinity, E5Encoder, UseEncoder, default_encoder

NO_ENCODER = (ImportError, OSError, RuntimeError, MemoryError)
"""What is raised where no encoder can be loaded, or the one that was there has gone."""
KNOWN = {part.name: part for part in (UseEncoder, E5Encoder)}
"""The encoders of which it is known here what was learnt for them, by name."""


class BorrowedEncoder:
    """The model of the encoder process of this machine. It holds the weights; this process would have to read them anew for every need, or to keep them."""

    def __init__(self) -> None:
        """Ask which model it is. Raises Silent where nobody answers, or a model that is not known here."""
        self.name, _ = meaning.vectors([])
        if not set(self.name.split("+")) <= KNOWN.keys():
            raise meaning.Silent(f"the encoder has the model {self.name}")
        self.parts = tuple(KNOWN[name] for name in self.name.split("+"))
        self.dimensions = sum(part.dimensions for part in self.parts)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors (n, dimensions). Where the encoder ended meanwhile, a model of this process makes them, and is let go of."""
        try:
            model, rows = meaning.vectors(texts)
        except meaning.Silent:
            model, rows = "", []
        if model == self.name:
            return np.array([np.frombuffer(row, dtype=np.float32) for row in rows], dtype=np.float32).reshape(len(texts), self.dimensions)
        own, _ = default_encoder()
        if own.name != self.name:
            raise RuntimeError(f"the encoder had the model {self.name}, here there is {own.name}")
        return np.asarray(own.encode(texts), dtype=np.float32)


def affinity() -> Affinity:
    """What compares texts: by the encoder process where it answers, otherwise by a model of this process. ImportError, OSError, RuntimeError where there is none."""
    try:
        return Affinity(BorrowedEncoder())
    except meaning.Silent:
        return Affinity()
