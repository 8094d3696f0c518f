"""What must hold on both databases: locks only inside a transaction, and SQLite's pragmas as decided."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection, models, transaction
from django.db.transaction import TransactionManagementError

M = TypeVar("M", bound=models.Model)

NAMED = 500
"""So many numbers are named to a database at most, see `one_of`."""
WANTED = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 1, "foreign_keys": 1}


def locked(rows: models.QuerySet[M], *, whole: bool = False) -> models.QuerySet[M]:
    """Lock `rows` until the transaction ends; the only lock in the house.

    On PostgreSQL it is SELECT ... FOR NO KEY UPDATE, which lets others insert rows that point to the locked ones;
    with `whole`, for rows about to be deleted, they wait. On SQLite a transaction begins IMMEDIATE and so holds the
    one write lock already, and select_for_update would silently do nothing; therefore both refuse outside a transaction.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("locked() outside a transaction")
    return rows.select_for_update(no_key=not whole) if connection.features.has_select_for_update else rows


def one_of(column: str, ids: Collection[int]) -> models.Q:
    """The condition that a column is one of some numbers, and none where they are very many: to name thousands takes longer than to give them all, and whoever
    asks picks theirs out of what comes."""
    return models.Q(**{f"{column}__in": ids}) if len(ids) <= NAMED else models.Q()


def in_steps(rows: models.QuerySet[M], size: int = 500) -> Iterator[M]:
    """Rows by their primary key, some hundred at a time, for a loop that writes.

    `iterator()` leaves its question open meanwhile: on SQLite that holds the picture of its beginning, and the first write after one of another process
    fails at once, without waiting. Here nothing is open between two steps.
    """
    ordered, last = rows.order_by("pk"), None
    while step := list((ordered if last is None else ordered.filter(pk__gt=last))[:size]):
        yield from step
        last = step[-1].pk


@contextmanager
def one_look() -> Iterator[None]:
    """Read many tables as they stood at one moment, while others go on writing; inside a transaction that one is the look."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # A transaction of Django's would take the only place of a writer; a plain one only reads.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def wipe() -> bool:
    """SQLite leaves deleted rows in free pages of its file: write it anew without them. PostgreSQL does that by itself. Returns whether it could."""
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return not cursor.fetchone()[0]
    except OperationalError:
        # Somebody writes just now; the rows are gone all the same.
        return False


def measure() -> None:
    """Count how rows are spread over SQLite's indexes. Without that it takes a way through two hundred thousand posts to find twenty whose numbers are known.

    PostgreSQL does so by itself. Connections that are open learn of it when they open anew (`CONN_MAX_AGE`).
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def rewrite(model: type[models.Model]) -> bool:
    """Write a table anew, without the rows that were deleted or changed, which PostgreSQL leaves in place for a while; on SQLite `wipe` does. Returns whether it could."""
    if connection.vendor != "postgresql":
        return True
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(model._meta.db_table)}")
    return True


def assert_pragmas(sender: Any, connection: Any, **kwargs: Any) -> None:
    """Refuse a SQLite connection on which the decided pragmas did not take."""
    if connection.vendor != "sqlite" or str(connection.settings_dict["NAME"]).startswith(("file:memory", ":memory:")):
        return
    with connection.connection as raw:
        for name, wanted in WANTED.items():
            found = raw.execute(f"PRAGMA {name}").fetchone()[0]
            if found != wanted:
                raise ImproperlyConfigured(f"SQLite says {name} = {found}, the house needs {wanted}.")
