"""Brings the database and the static files of this machine up to date."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from drittort.core.checks import HOUSE
from drittort.core.first_tables import make_first_tables
from drittort.core.prepared import PREPARED


class Command(BaseCommand):
    """`drittort prepare [--demo]`."""

    help = __doc__ or ""
    requires_system_checks = [HOUSE]

    def add_arguments(self, parser: CommandParser) -> None:
        """The demo is made on request only."""
        parser.add_argument("--demo", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        settings.DATA.mkdir(parents=True, exist_ok=True)
        try:
            first = make_first_tables()
            executor = MigrationExecutor(connection)
            if first or executor.migration_plan(executor.loader.graph.leaf_nodes()):
                call_command("migrate", verbosity=0, interactive=False)
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        call_command("collectstatic", verbosity=0, interactive=False)
        for prepared in PREPARED:
            prepared(demo=options["demo"])
