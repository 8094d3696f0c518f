"""Loops that write while others write, too."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import OperationalError
from django.utils import timezone

from drittort.core.database import in_steps
from drittort.core.models import Job
from tests.races import at_once


def note(pk: int, text: str) -> None:
    """Write on one row, in a transaction of its own."""
    with transaction.atomic():
        Job.objects.filter(pk=pk).update(last_error=text)


@pytest.mark.django_db(transaction=True)
def test_a_loop_that_writes_is_not_stopped_by_what_another_process_writes_meanwhile():
    now = timezone.now()
    rows = [Job.objects.create(name="x", run_at=now, created_at=now) for _ in range(7)]
    seen = []
    for one in in_steps(Job.objects.all(), size=3):
        at_once(lambda: note(rows[-1].pk, f"elsewhere {len(seen)}"))
        note(one.pk, "here")
        seen.append(one.pk)
    assert seen == [row.pk for row in rows]
    assert set(Job.objects.values_list("last_error", flat=True)) == {"here"}
    if connection.vendor == "sqlite":
        open_question = Job.objects.order_by("pk").iterator(chunk_size=2)
        next(open_question)
        at_once(lambda: note(rows[-1].pk, "elsewhere"))
        with pytest.raises(OperationalError):
            note(rows[0].pk, "the picture of the beginning is an old one")
        open_question.close()
