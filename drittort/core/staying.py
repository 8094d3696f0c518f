"""What is loaded once and stays: nobody need look through it for rubbish again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def what_stays() -> Iterator[None]:
    """Around the loading of modules: rubbish is not looked for meanwhile, which is a sixth of a start, and never again among what was loaded."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
