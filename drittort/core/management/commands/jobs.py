"""Shows the queue: how much waits, runs and lies dead, and why the dead ones died. `drittort jobs [--revive ID]` tries one again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from drittort.core.jobs import runner
from drittort.core.models import Job


class Command(BaseCommand):
    """`drittort jobs`."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Which dead job to try again, if any."""
        parser.add_argument("--revive", type=int, metavar="ID", help="give this dead job another full set of attempts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print counts and dead jobs; their payload stays in the table, since it may name people."""
        if options["revive"] is not None and not runner.revive(options["revive"], timezone.now()):
            raise CommandError(f"There is no dead job {options['revive']}.")
        state = runner.state()
        self.stdout.write(f"waiting {state['waiting']}, running {state['running']}, dead {state['dead']}")
        for job in Job.objects.exclude(dead_at=None).order_by("-dead_at"):
            lines = job.last_error.strip().splitlines()
            self.stdout.write(
                f"{job.pk}  {job.name}  {job.dead_at:%Y-%m-%d %H:%M} UTC  after {job.attempts} attempts: {lines[-1] if lines else ''}"
            )
