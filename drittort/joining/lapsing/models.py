"""Asking after somebody who has gone silent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class LapseQuerySet(models.QuerySet["Lapse"]):
    """Words for groups of lapses."""

    def open(self) -> LapseQuerySet:
        """Those to whom nothing came back yet."""
        return self.filter(closed_at=None)


class Lapse(models.Model):
    """A silence: asked after kindly, then pointed out to the people who care, closed by the first sign of life. Never a number."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="lapses")
    asked_at = models.DateTimeField()
    hinted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, blank=True, default="")

    objects = LapseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(closed_at=None), name="lapse_open_once"),
            models.CheckConstraint(condition=Q(answer="") | ~Q(closed_at=None), name="lapse_answered_is_closed"),
        ]
        indexes = [models.Index(fields=["hinted_at"], condition=Q(closed_at=None), name="lapse_hinted")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.asked_at:%Y-%m-%d}"
