"""System checks: what must be true before a house opens."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from drittort.core.sqlite import complaint


def load() -> None:
    """Importing this module registers the checks; the call says so."""


@register("database")
def sqlite_is_recent(**kwargs: Any) -> list[CheckMessage]:
    """Refuse SQLite versions whose write-ahead log can lose data."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return []
    import sqlite3

    sentence = complaint(sqlite3.sqlite_version_info)
    return [Error(sentence, id="drittort.E001")] if sentence else []
