"""What stands in the way of the hour that somebody has just written into a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drittort.inspire.event_advice.dates import Clash
from drittort.inspire.event_advice.forms import HourForm
from drittort.inspire.event_advice.queries import for_hour


def in_the_way(request: Any, told: Mapping[str, Any], without: int | None) -> tuple[Clash, ...] | None:
    """What stands in the way, beside an event that is changed; None while there is no hour."""
    form = HourForm(told)
    event = form.event(request.space.zone) if form.is_valid() else None
    return for_hour(request.member, event, without) if event is not None else None
