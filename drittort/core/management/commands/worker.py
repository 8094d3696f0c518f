"""The worker: does what is due until it is told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from drittort.core.checks import HOUSE
from drittort.core.jobs.runner import work


class Command(BaseCommand):
    """`drittort worker`."""

    help = __doc__ or ""
    requires_system_checks = [HOUSE]

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until a signal; the job at hand is finished first."""
        stop = threading.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, lambda *_: stop.set())
        work(stop)
