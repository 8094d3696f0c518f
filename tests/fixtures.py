"""Fixtures over the named cast."""

from __future__ import annotations

import pytest

from tests.cast import Cast, build


@pytest.fixture(autouse=True)
def _mail_stays(settings):
    """Mail is kept in the outbox table with its words; tests of the way out start a server of their own."""
    settings.EMAIL_BACKEND = "drittort.core.mail.backends.KeepHere"


@pytest.fixture
def cast(db) -> Cast:
    """The named world: a house with its people, and a stranger from another one."""
    return build()
