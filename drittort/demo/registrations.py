"""The demo house is made when a machine is prepared for it."""

import gc

from django.conf import settings
from django.utils import timezone

from drittort.core.prepared import PREPARED
from drittort.demo import views
from drittort.spaces.models import Space

LOADED = (views,)


def prepare_demo(*, demo: bool) -> None:
    """Open the demo house when a machine is prepared for the first time."""
    # Whoever removed it does not get it back with the next start.
    if demo and settings.DEMO and not Space.objects.filter(is_demo=True).exists():
        # Its model and its sentences are needed once in the life of a house.
        from drittort.demo.loading import open_demo

        # Everything that is made is kept until the end: to look again and again for what could be let go costs a second for nothing.
        gc.disable()
        try:
            open_demo(at=timezone.now())
        finally:
            gc.enable()


PREPARED.append(prepare_demo)
