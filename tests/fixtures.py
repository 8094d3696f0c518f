"""Fixtures over the named cast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.cast import Cast, build


@pytest.fixture(scope="session", autouse=True)
def _mail_stays(django_test_environment: None) -> Iterator[None]:
    """Mail is kept in the outbox table with its words; tests of the way out start a server of their own."""
    with override_settings(EMAIL_BACKEND="drittort.core.mail.backends.KeepHere"):
        yield


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


@pytest.fixture(scope="session", autouse=True)
def _no_encoder(django_test_environment: None) -> Iterator[None]:
    """The jobs of tests load no encoder: that takes longer than a feature's tests may. Who tests meaning brings one along."""

    def packing() -> Any:
        from drittort.core.search.vectors import Packing

        return Packing(letters())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("drittort.core.search.jobs.own_packing", packing)
        for jobs in ("needs", "questions"):
            patch.setattr(f"drittort.connect.{jobs}.jobs.meaning", lambda: None)
        yield


@pytest.fixture(scope="module", autouse=True)
def _standing(request) -> Iterator[Cast | None]:
    """The named world, made once for a module in which every test that asks the database stands in it (see `stands_in_the_cast`)."""
    if not getattr(request.module, STANDING, False) or not any(
        "cast" in item.fixturenames for item in request.session.items if item.module is request.module
    ):
        yield None
        return
    request.getfixturevalue("django_db_setup")
    blocker = request.getfixturevalue("django_db_blocker")
    with kept(blocker):
        with blocker.unblock():
            made = build()
        yield made


@pytest.fixture
def cast(_standing, db) -> Cast:
    """The named world: a house with its people, and a stranger from another one. Each test has it to itself."""
    return build() if _standing is None else deepcopy(_standing)


STANDING = "_stands_in_the_cast"


def stands_in_the_cast(items: Sequence[pytest.Item]) -> None:
    """Mark the modules in which the named world can be made once: no test meets the database without it, and none needs a transaction of its own."""
    apart = {
        item.module
        for item in items
        if (
            "cast" not in (names := item.fixturenames) and ({"db", "transactional_db"} & set(names) or item.get_closest_marker("django_db"))
        )
        or "transactional_db" in names
        or any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db"))
        or any(found.func is not cast_made_here() for found in item._fixtureinfo.name2fixturedefs.get("cast", ()))
    }
    for module in {item.module for item in items if "cast" in item.fixturenames} - apart:
        setattr(module, STANDING, True)


def cast_made_here() -> Any:
    """The function of the fixture above, as pytest keeps it."""
    return getattr(cast, "__wrapped__", None) or getattr(cast, "_fixture_function", cast)


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
