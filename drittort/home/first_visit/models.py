"""How far somebody is with the first visit, and with the first steps after it."""

from __future__ import annotations

from django.db import models


class FirstVisit(models.Model):
    """One member's first visit. `steps` holds what was said to each step: done or later.

    It is `done_at` the moment all were passed. The list of first steps on Heute goes for ever when all of them are taken (`settled_at`) or when
    somebody wants no more of it (`dismissed_at`).
    """

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()
    steps = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    dismissed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.member_id}"
