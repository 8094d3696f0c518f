"""Puts `pysqlite3` in the place of the standard library's `sqlite3`, before Django loads.

Imported first by every entry point (command line, wsgi, asgi, worker, pytest). Old SQLite versions lose
or corrupt write-ahead logs under several writers, so a house refuses to start on them.
"""

import sys

# 3.51.3 mends the write-ahead log reset bug; the two others are its back-ports.
OLDEST = (3, 51, 3)
BACKPORTS = ((3, 50, 7), (3, 44, 6))


def replace_sqlite() -> None:
    """Make `import sqlite3` give the packaged, recent SQLite where there is one."""
    try:
        import pysqlite3
    except ImportError:  # no wheel for this machine: the check below judges the system's library
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def complaint(version: tuple[int, ...]) -> str:
    """Return why this SQLite version is refused, or an empty string."""
    if version >= OLDEST or version in BACKPORTS:
        return ""
    shown = ".".join(map(str, version))
    return f"SQLite {shown} is too old for Drittort (3.51.3 or newer is needed, or 3.50.7, or 3.44.6): update the system's SQLite or set a PostgreSQL database."


replace_sqlite()
