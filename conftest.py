"""What every test may use."""

import drittort.core.sqlite  # noqa: F401  isort: skip

pytest_plugins = ["tests.fixtures"]


def pytest_collection_modifyitems(items):
    """Let the file that takes longest begin first: with two workers the others are done beside it."""
    items.sort(key=lambda item: "test_page_quality" not in item.nodeid)
