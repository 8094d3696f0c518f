"""What every test may use, and which of them run together."""

import drittort.core.sqlite  # noqa: F401  isort: skip

import gc
import os
import re
from datetime import date
from functools import cache
from pathlib import Path
from zlib import crc32

import pytest

# What is loaded before the first test stays until the last: nobody need look through it for rubbish meanwhile (see `pytest_collection`).
gc.disable()

pytest_plugins = ["tests.fixtures"]

ROOT = Path(__file__).parent
SHARE = os.environ.get("DRITTORT_TEST_SHARE", "all")
DATABASE_MATTERS = re.compile(r"transaction=True|tests\.races|postgresql|core\.search|IntegrityError")
"""What the text of a file says when two databases may well answer its tests differently."""


@cache
def not_today(path: Path) -> bool:
    """Whether a file of tests waits for another day: with `DRITTORT_TEST_SHARE=eighth` seven of eight do whose tests don't speak of a database."""
    if SHARE != "eighth" or DATABASE_MATTERS.search(path.read_text(encoding="utf-8")):
        return False
    return (crc32(path.relative_to(ROOT).as_posix().encode()) + date.today().toordinal()) % 8 != 0  # noqa: DTZ011


def pytest_ignore_collect(collection_path):
    """Leave out the files that wait."""
    return True if collection_path.name.startswith("test_") and not_today(collection_path) else None


JOURNEYS = "tests/journeys/"
FIRST = (
    "tests/journeys/test_page_quality.py",
    "tests/architecture/test_permissions.py",
    "tests/test_canaries.py",
    "tests/test_budgets.py",
    "tests/architecture/test_profile_canary.py",
    "tests/test_backup.py",
    "tests/test_first_tables.py",
)
"""The files that take longest, the longest first; what is short fills the gaps at the end."""
OTHER_HOUSES = (
    "tests/journeys/test_conversations.py",
    "tests/journeys/test_survey.py",
    "tests/journeys/test_by_mail.py",
    "tests/journeys/test_judges.py",
)
"""Journeys that open a house in a way of their own, or none, come after those that share one: each opening costs as much as many tests."""


def pytest_collection_modifyitems(items):
    """Let the files that take longest begin. And say where the named world is made once."""
    from tests.fixtures import stands_in_the_cast

    places = {name: place for place, name in enumerate(FIRST)} | dict.fromkeys(OTHER_HOUSES, len(FIRST) + 1)
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(FIRST)))
    stands_in_the_cast(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Whole files go to one process after the other, and all journeys to the same: one browser and one open house at a time."""
    from xdist.scheduler import LoadFileScheduling

    class OneBrowser(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return JOURNEYS if nodeid.startswith(JOURNEYS) else super()._split_scope(nodeid)

    return OneBrowser(config, log) if config.option.dist == "loadfile" else None


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """From the first test on rubbish is looked for, though not in what was loaded by then, and not again and again."""
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(10_000, 20, 50)
        gc.enable()


def pytest_configure():
    """Before the first test: how the database is emptied after those that commit."""
    from tests.emptying import instead_of_flush

    instead_of_flush()
