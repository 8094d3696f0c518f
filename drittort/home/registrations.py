"""What home brings when a machine is prepared: the link that opens the first house."""

from __future__ import annotations

from django.conf import settings

from drittort.core.prepared import PREPARED
from drittort.home.opening import rules

LOADED = (rules,)


def tell_link(*, demo: bool) -> None:
    """Where only the demo is here, print the link that opens a house of one's own. A service prints none: its journal is no place for a secret."""
    from django.urls import reverse
    from django.utils import timezone

    from drittort.home.opening.queries import has_real_house
    from drittort.spaces.opening.actions import make_link

    if demo and not has_real_house():
        path = reverse("home:opening_link", args=[make_link(at=timezone.now())])
        print(f"\n  Your own house is opened here, within a day and once:\n  {settings.ADDRESS}{path}", flush=True)


PREPARED.append(tell_link)
