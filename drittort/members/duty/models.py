"""Staff sessions."""

from __future__ import annotations

from django.db import models


class StaffSession(models.Model):
    """The hour in which somebody uses power over others' data, in one browser."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-opened_at"], name="staff_session_newest")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.opened_at:%Y-%m-%d}"
