"""An emptied database after a test that really committed: the rows go, the tables stay as they were made.

Django's own way empties every table and then tells that all migrations are through, whereupon types and permissions of hundreds of models are written anew,
which takes longer than most tests. Here only tables with rows are emptied, and what was written when the tables were made stays.
"""

from __future__ import annotations

from itertools import islice

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

MADE_WITH_THE_TABLES = {"django_content_type", "auth_permission"}
AT_ONCE = 200
"""SQLite joins no more than 500 questions into one."""


def filled(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables in which a test left rows."""
    tables = iter(sorted(set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - MADE_WITH_THE_TABLES))
    found: list[str] = []
    with connection.cursor() as cursor:
        while part := list(islice(tables, AT_ONCE)):
            cursor.execute(" union all ".join(f"select '{name}' where exists (select 1 from \"{name}\")" for name in part))
            found += [name for (name,) in cursor.fetchall()]
    return found


def empty(connection: BaseDatabaseWrapper) -> None:
    """Take all rows out. In one transaction, so that it does not matter which table names which: that is asked at its end."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name in filled(connection):
            cursor.execute(f'delete from "{name}"')


def _fixture_teardown(self: TransactionTestCase) -> None:
    for alias in self._databases_names(include_mirrors=False):
        empty(connections[alias])


def instead_of_flush() -> None:
    """Let every test that commits end so."""
    TransactionTestCase._fixture_teardown = _fixture_teardown
