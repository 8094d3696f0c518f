"""What the worker does about somebody's data: thin."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone, translation

from drittort.core.database import wipe
from drittort.core.jobs.queue import enqueue, job
from drittort.members.models import Member
from drittort.members.my_data import actions, copying, erasing
from drittort.members.my_data.models import DataExport


@job(actions.MAKE, attempts=4)
def make(payload: dict[str, Any], at: datetime) -> None:
    """Make a copy that was asked for, in the language of the asking."""
    language = DataExport.objects.filter(pk=payload["copy"]).values_list("language", flat=True).first()
    if language:
        with translation.override(language):
            copying.finish_copy(copy_id=payload["copy"], at=at)


@job(actions.ERASE, attempts=12)
def erase(payload: dict[str, Any], at: datetime) -> None:
    """Erase somebody whose seven days are over. Goes on where a killed worker stopped."""
    member = Member.objects.select_related("space", "account").filter(pk=payload["member"], erase_at__lte=at).first()
    if member is not None:
        erasing.erase(member, at=at)
    elif not Member.objects.filter(pk=payload["member"]).exists():
        # Stopped after the last row and before the last fold.
        wipe()


@job("members.my_data.due", every=timedelta(hours=6))
def due(payload: dict[str, Any], at: datetime) -> None:
    """Copies go after their week; whoever should have been erased by now is put into the queue again."""
    actions.forget_copies(at=at)
    for pk, space_id in Member.objects.filter(erase_at__lt=at - timedelta(hours=1)).values_list("pk", "space_id"):
        enqueue(actions.ERASE, {"member": pk}, at=at, space_id=space_id, key=f"{actions.ERASE}:{pk}:{at.date().isoformat()}")


def erase_again(*, demo: bool) -> None:
    """When a machine is prepared, after a backup was brought back too: nobody comes back who was erased since."""
    again = erasing.replay(at=timezone.now())
    if again:
        print(f"  The backup held {again} people who had been erased since: they were erased again.", flush=True)
