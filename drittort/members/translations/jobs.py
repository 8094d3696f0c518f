"""What the worker does for translations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.members.translations import actions


@job(actions.TRANSLATE, patient=True)
def translate(payload: dict[str, Any], at: datetime) -> None:
    """One text."""
    actions.make(translation_id=payload["translation"], reader_id=payload["reader"], at=at)


@job("members.translations.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Translations go with their originals."""
    actions.forget_orphans(at=at)
