"""The tables of a first start are those that the migrations leave, on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections, migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.state import ProjectState

from drittort.core.first_tables import make_first_tables, only_shapes

SHAPES = {
    "sqlite": ("select type, name, tbl_name, sql from sqlite_master where name not like 'sqlite_%'",),
    "postgresql": (
        "select table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity"
        " from information_schema.columns where table_schema = 'public'",
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid), condeferred from pg_constraint"
        " where connamespace = 'public'::regnamespace",
        "select tablename, indexname, indexdef from pg_indexes where schemaname = 'public'",
    ),
}


@pytest.fixture
def empty(tmp_path, django_db_blocker):
    """Two empty databases beside the one of the tests, by their aliases."""
    with django_db_blocker.unblock():
        yield from databases(tmp_path)


def databases(folder: Path) -> Iterator[tuple[str, str]]:
    """Make them, and take them away."""
    names = ("at_once", "by_steps")
    for name in names:
        told = deepcopy(connection.settings_dict)
        told["NAME"] = str(folder / f"{name}.sqlite3") if connection.vendor == "sqlite" else f"{told['NAME']}_{name}"
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'create database "{told["NAME"]}"')
        connections.databases[name] = told
    yield names
    for name in names:
        one = connections[name]
        one.close()
        if one.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'drop database "{one.settings_dict["NAME"]}"')
        del connections.databases[name], connections[name]


def rows(one: BaseDatabaseWrapper, question: str) -> list[tuple[Any, ...]]:
    """The answer in an order of its own. That of columns has no meaning: SQLite writes some tables anew in the course of the steps."""
    with one.cursor() as cursor:
        cursor.execute(question)
        answer = cursor.fetchall()
    if one.vendor == "sqlite" and question in SHAPES["sqlite"]:
        answer = [(*row[:3], sorted(re.split(r", |\(|\)", row[3]))) for row in answer]
    return sorted(answer, key=repr)


def content(one: BaseDatabaseWrapper, table: str) -> list[tuple[tuple[str, str], ...]]:
    """The rows of a table, but for numbers and moments."""
    with one.cursor() as cursor:
        cursor.execute(f'select * from "{table}"')
        names = [column[0] for column in cursor.description]
        return sorted(
            tuple(
                sorted(
                    (name, str(value)) for name, value in zip(names, row, strict=True) if name not in {"id", "applied", "content_type_id"}
                )
            )
            for row in cursor.fetchall()
        )


@pytest.fixture
def _each_model_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """After each step Django draws anew every model that anything leads to from the changed one, here all of them each time. Tables need the changed one alone:
    the others would only learn who names them."""
    monkeypatch.setattr(ProjectState, "_find_reload_model", lambda state, app_label, model_name, delay=False: {(app_label, model_name)})


@pytest.mark.usefixtures("_each_model_alone")
def test_the_end_of_the_migrations_is_made_at_once(empty):
    at_once, by_steps = (connections[name] for name in empty)
    assert make_first_tables(using="at_once")
    assert not make_first_tables(using="at_once")
    for name in empty:
        call_command("migrate", database=name, verbosity=0, interactive=False)
    for question in SHAPES[connection.vendor]:
        found = rows(at_once, question)
        assert len(found) > 100
        assert found == rows(by_steps, question)
    tables = by_steps.introspection.table_names()
    assert len(tables) > 80
    for table in tables:
        assert content(at_once, table) == content(by_steps, table), table


def test_what_moves_rows_goes_step_by_step():
    class Moves(migrations.Migration):
        """Of ours, since it says so."""

        operations = [migrations.RunPython(migrations.RunPython.noop)]

    Moves.__module__ = "drittort.core.migrations.0002_moves"
    assert not only_shapes(Moves("0002_moves", "core"))
    Moves.operations = [migrations.DeleteModel("thing")]
    assert only_shapes(Moves("0002_moves", "core"))
