"""Looking for words wherever a house can hold them: every column of every table, every file of the data folder, every decoded session."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

PACKED = (".py", ".pyc")


def tables() -> list[str]:
    """Every table, those of the full-text index too."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return sorted(name for (name,) in cursor.fetchall())


def rows(table: str) -> Iterable[tuple[Any, ...]]:
    """All rows of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        yield from cursor.fetchall()


def texts(value: Any) -> Iterable[str]:
    """A stored value in every shape in which words may hide in it: as it is, as bytes, with JSON's escapes, in base64."""
    if value is None or isinstance(value, (int, float)):
        return
    if isinstance(value, (bytes, memoryview)):
        value = bytes(value).decode("utf-8", "replace")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    yield text
    if "\\u" in text:
        yield text.encode("ascii", "backslashreplace").decode("unicode_escape", "replace")
    for part in text.replace('"', " ").split():
        if len(part) > 40 and part.replace("+", "").replace("/", "").replace("=", "").isalnum():
            try:
                yield base64.b64decode(part + "=" * (-len(part) % 4)).decode("utf-8", "replace")
            except ValueError:
                continue


def in_database(words: Iterable[str]) -> set[tuple[str, str]]:
    """Which words stand in which tables, and in which sessions once they are decoded."""
    wanted = [word.casefold() for word in words]
    found = set()
    for table in tables():
        for row in rows(table):
            for value in row:
                for text in texts(value):
                    folded = text.casefold()
                    found |= {(table, word) for word in wanted if word in folded}
    for session in Session.objects.all():
        told = json.dumps(session.get_decoded(), ensure_ascii=False).casefold()
        found |= {("session", word) for word in wanted if word in told}
    return found


def in_files(words: Iterable[str], folder: Path | None = None) -> set[tuple[str, str]]:
    """Which words stand in which files of the data folder, the database's own files among them."""
    wanted = {word: word.encode() for word in words}
    found = set()
    for path in Path(folder or settings.DATA).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found |= {(path.name, word) for word, raw in wanted.items() if raw in content or raw.lower() in content}
    return found
