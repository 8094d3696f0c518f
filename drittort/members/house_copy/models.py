"""A file of the whole house that was asked for."""

from __future__ import annotations

from django.db import models

from drittort.core.files.models import StoredFile


class HouseCopy(models.Model):
    """One file of a house: asked for, being made, and kept for a day."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    tables = models.PositiveSmallIntegerField(default=0)
    tables_done = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space"], condition=models.Q(done_at=None), name="house_copy_one_at_a_time")]
        indexes = [models.Index(fields=["space", "-asked_at"], name="house_copy_newest")]

    def __str__(self) -> str:
        return f"{self.space_id} {self.asked_at:%Y-%m-%d}"
