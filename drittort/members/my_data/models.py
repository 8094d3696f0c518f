"""A copy of somebody's data that was asked for."""

from __future__ import annotations

from django.db import models

from drittort.core.files.models import StoredFile


class DataExport(models.Model):
    """One copy of everything that is held on a person: asked for, being made, and kept for a week."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    tables = models.PositiveSmallIntegerField(default=0)
    tables_done = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["member", "-asked_at"], name="data_export_newest")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.asked_at:%Y-%m-%d}"
