"""What each database needs to find words fast; made and mended after every migration, so that no migration has to know the vendor.

SQLite: an FTS5 table over the column of words that holds no text of its own, kept in step by triggers, which removes for good what is deleted.
PostgreSQL: a GIN index over the words as a tsvector. The words are stems already, so neither database stems: both find the same.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

VECTOR = "array_to_tsvector(string_to_array(words, ' '))"
TRIGGERS = {
    "core_search_put": "AFTER INSERT ON core_searchdocument BEGIN INSERT INTO core_search_words(rowid, words) VALUES (new.id, new.words); END",
    "core_search_out": "AFTER DELETE ON core_searchdocument BEGIN INSERT INTO core_search_words(core_search_words, rowid, words) VALUES ('delete', old.id, old.words); END",
    "core_search_new": (
        "AFTER UPDATE OF words ON core_searchdocument BEGIN INSERT INTO core_search_words(core_search_words, rowid, words) VALUES ('delete', old.id, old.words);"
        " INSERT INTO core_search_words(rowid, words) VALUES (new.id, new.words); END"
    ),
}


def make(sender: Any, *, using: str, **kwargs: Any) -> None:
    """Make what is missing; a handler of post_migrate."""
    connection = connections[using]
    if "core_searchdocument" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE INDEX IF NOT EXISTS core_search_words ON core_searchdocument USING gin (({VECTOR})) WHERE words <> ''")
            # Words with one beginning or one ending stand together only in the order of their bytes, whatever language the database sorts by.
            for column in ("word", "backwards"):
                cursor.execute(f'CREATE INDEX IF NOT EXISTS core_search_{column} ON core_searchword (space_id, {column} COLLATE "C")')
            return
        cursor.execute("CREATE INDEX IF NOT EXISTS core_search_backwards ON core_searchword (space_id, backwards)")
        cursor.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS core_search_words USING fts5(words, content='core_searchdocument', content_rowid='id', tokenize='unicode61 remove_diacritics 0')"
        )
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        missing = TRIGGERS.keys() - {name for (name,) in cursor.fetchall()}
        if not missing:
            return
        # A migration that makes the table anew drops its triggers: they come back, and the index is made from what the table holds.
        cursor.execute("INSERT INTO core_search_words(core_search_words, rank) VALUES ('secure-delete', 1)")
        for name in sorted(missing):
            cursor.execute(f"CREATE TRIGGER {name} {TRIGGERS[name]}")
        cursor.execute("INSERT INTO core_search_words(core_search_words) VALUES ('rebuild')")
