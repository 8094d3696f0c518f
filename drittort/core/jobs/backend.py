"""A Django-tasks backend over the one queue, so that a bigger house may set another backend and change no code."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id, normalize_json

from drittort.core.jobs.queue import enqueue, job


class TableBackend(BaseTaskBackend):
    """Tasks become rows of core.Job; results are not kept."""

    supports_defer = True
    supports_async_task = False
    supports_get_result = False
    supports_priority = False

    def enqueue(self, task: Task[Any, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> TaskResult[Any]:
        """Write one job row for the task."""
        self.validate_task(task)
        at = timezone.now()
        number = get_random_id()
        enqueue(
            "core.task",
            {"path": task.module_path, "args": normalize_json(list(args)), "kwargs": normalize_json(kwargs)},
            at=at,
            key=f"task:{number}",
            run_at=task.run_after or at,
        )
        return TaskResult(
            task=task,
            id=number,
            status=TaskResultStatus.READY,
            enqueued_at=at,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


@job("core.task")
def run_task(payload: dict[str, Any], at: datetime) -> None:
    """Run one Django task from its row."""
    task = import_string(payload["path"])
    task.func(*payload["args"], **payload["kwargs"])
