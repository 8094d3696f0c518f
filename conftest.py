"""What every test may use, and which of them run together."""

import drittort.core.sqlite  # noqa: F401  isort: skip

import os
import re
from datetime import date
from functools import cache
from pathlib import Path
from zlib import crc32

pytest_plugins = ["tests.fixtures"]

ROOT = Path(__file__).parent
SHARE = os.environ.get("DRITTORT_TEST_SHARE", "all")
ON_POSTGRESQL = os.environ.get("DRITTORT_TEST_DATABASE") == "postgresql"
BY_TURNS = ("tests/test_first_tables.py",)
"""What takes a minute and asks both databases the same: on even days SQLite, on odd ones PostgreSQL."""
DATABASE_MATTERS = re.compile(r"transaction=True|tests\.races|postgresql|core\.search|IntegrityError")
"""What the text of a file says when two databases may well answer its tests differently."""


@cache
def not_today(path: Path) -> bool:
    """Whether a file of tests waits for another day, unless all are asked for: one of those by turns, and with `DRITTORT_TEST_SHARE=quarter` also three of four files
    whose tests don't speak of a database."""
    today, name = date.today().toordinal(), path.relative_to(ROOT).as_posix()  # noqa: DTZ011
    if SHARE != "all" and name in BY_TURNS:
        return today % 2 != ON_POSTGRESQL
    if SHARE != "quarter" or DATABASE_MATTERS.search(path.read_text(encoding="utf-8")):
        return False
    return (crc32(name.encode()) + today) % 4 != 0


def pytest_ignore_collect(collection_path):
    """Leave out the files that wait."""
    return True if collection_path.name.startswith("test_") and not_today(collection_path) else None


def pytest_collection_modifyitems(items):
    """Let the file that takes longest begin first: with two workers the others are done beside it. And say where the named world is made once."""
    from tests.fixtures import stands_in_the_cast

    items.sort(key=lambda item: "test_page_quality" not in item.nodeid)
    stands_in_the_cast(items)
