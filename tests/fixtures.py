"""Fixtures over the named cast."""

from __future__ import annotations

import pytest

from tests.cast import Cast, build


@pytest.fixture
def cast(db) -> Cast:
    """The named world: a house with its people, and a stranger from another one."""
    return build()
