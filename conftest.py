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
DATABASE_MATTERS = re.compile(r"transaction=True|tests\.races|postgresql|core\.search|IntegrityError")
"""What the text of a file says when two databases may well answer its tests differently."""


@cache
def not_today(path: Path) -> bool:
    """Whether a file of tests waits for another day: with `DRITTORT_TEST_SHARE=quarter` three of four files whose tests don't speak of a database."""
    if SHARE != "quarter" or DATABASE_MATTERS.search(path.read_text(encoding="utf-8")):
        return False
    return (crc32(path.relative_to(ROOT).as_posix().encode()) + date.today().toordinal()) % 4 != 0  # noqa: DTZ011


def pytest_ignore_collect(collection_path):
    """Leave out the files that wait."""
    return True if collection_path.name.startswith("test_") and not_today(collection_path) else None


def pytest_collection_modifyitems(items):
    """Let the file that takes longest begin first: with two workers the others are done beside it. And say where the named world is made once."""
    from tests.fixtures import stands_in_the_cast

    items.sort(key=lambda item: "test_page_quality" not in item.nodeid)
    stands_in_the_cast(items)
