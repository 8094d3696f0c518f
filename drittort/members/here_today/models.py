"""Who says that they are in the house today."""

from __future__ import annotations

from django.db import models


class HereToday(models.Model):
    """Somebody said of themselves that they are in the house on a day. Never inferred; it goes when the day is over."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member"], name="here_today_once")]
        indexes = [models.Index(fields=["on", "member"], name="here_today_on")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.on}"
