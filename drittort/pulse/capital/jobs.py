"""What is due: drawings of people go with the contacts behind them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.pulse.capital.actions import forget_old


@job("pulse.capital.forget_old", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Drawings go after 24 months."""
    forget_old(at=at)
