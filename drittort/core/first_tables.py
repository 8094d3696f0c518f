"""All tables of an empty database at once, as the migrations would leave them.

Migrations change one table after the other and keep a picture of all models for every step, which on a first start takes longer than everything
else. In an empty database only their end counts: it is read from them without a step, and they are noted as done. Later ones run as ever.
"""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.operations.models import IndexOperation, ModelOperation
from django.db.migrations.recorder import MigrationRecorder

OURS = "drittort."


def make_first_tables(*, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Make every table in an empty database, in one transaction; returns whether it did.

    It does not where tables stand, or where one of our migrations does more than shape tables: then `migrate` goes step by step. What is told
    after migrations (permissions, content types) is not told here: `migrate` follows in any case.
    """
    connection = connections[using]
    if connection.introspection.table_names():
        return False
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    migrations = [migration for migration, _ in executor.migration_plan(leaves)]
    if not all(only_shapes(migration) for migration in migrations):
        return False
    models = executor.loader.project_state(leaves).apps.get_models()
    with connection.schema_editor() as editor:
        for model in models:
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        editor.create_model(MigrationRecorder.Migration)
        for migration in migrations:
            executor.recorder.record_applied(migration.app_label, migration.name)
    return True


def only_shapes(migration: Migration) -> bool:
    """Whether a migration of ours shapes tables and nothing else. Those of Django beyond that move rows, of which an empty database has none."""
    shapes = (ModelOperation, FieldOperation, IndexOperation)
    return not migration.__module__.startswith(OURS) or all(isinstance(step, shapes) for step in migration.operations)
