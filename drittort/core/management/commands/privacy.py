"""Prints the record of processing as markdown: `drittort privacy > docs/privacy.md`."""

from typing import Any

from django.core.management.base import BaseCommand

from drittort.core.privacy import record_of_processing


class Command(BaseCommand):
    """`drittort privacy`."""

    help = __doc__ or ""
    # The marks stand in the code: no database is asked.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print."""
        self.stdout.write(record_of_processing(), ending="")
