"""Fixtures over the named cast."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from tests.cast import Cast, build


@pytest.fixture(autouse=True)
def _mail_stays(settings):
    """Mail is kept in the outbox table with its words; tests of the way out start a server of their own."""
    settings.EMAIL_BACKEND = "drittort.core.mail.backends.KeepHere"


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
