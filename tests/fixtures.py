"""Fixtures over the named cast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django.db import transaction

from tests.cast import Cast, build


@pytest.fixture(autouse=True)
def _mail_stays(settings):
    """Mail is kept in the outbox table with its words; tests of the way out start a server of their own."""
    settings.EMAIL_BACKEND = "drittort.core.mail.backends.KeepHere"


@cache
def letters() -> Any:
    """An affinity that knows letters and no meaning."""
    import numpy as np

    from drittort.engine.affinity import Affinity

    class Letters:
        name, dimensions = "letters", 16

        def encode(self, texts: Sequence[str]) -> Any:
            out = np.zeros((len(texts), self.dimensions), dtype=np.float32)
            for row, text in zip(out, texts, strict=True):
                np.add.at(row, np.frombuffer(text.encode(), dtype=np.uint8) % self.dimensions, 1.0)
            return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)

    return Affinity(Letters())


@pytest.fixture(autouse=True)
def _no_encoder(monkeypatch):
    """The jobs of tests load no encoder: that takes longer than a feature's tests may. Who tests meaning brings one along."""

    def packing() -> Any:
        from drittort.core.search.vectors import Packing

        return Packing(letters())

    monkeypatch.setattr("drittort.core.search.jobs.own_packing", packing)
    monkeypatch.setattr("drittort.connect.needs.jobs.meaning", lambda: None)


@pytest.fixture
def cast(db) -> Cast:
    """The named world: a house with its people, and a stranger from another one."""
    return build()


@contextmanager
def kept(blocker: Any) -> Iterator[None]:
    """One transaction around the tests of a module: what is written in it stands for each of them and is gone after the last.

    For fixtures of that scope; `blocker` is pytest-django's. Each test still has a transaction of its own, inside this one.
    """
    with blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
    try:
        yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
