"""The encoder: says which documents come nearest in meaning, until it is told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from drittort.core.checks import HOUSE


class Command(BaseCommand):
    """`drittort encoder`."""

    help = __doc__ or ""
    requires_system_checks = [HOUSE]

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer until a signal comes."""
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        from drittort.core.search.encoder import Encoder

        stop = threading.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, lambda *_: stop.set())
        encoder = Encoder()
        # A query is many small products: shared among threads they wait for one another, on a busy machine ten times as long as one thread computes.
        with threadpool_limits(limits=1):
            encoder.serve(stop)
