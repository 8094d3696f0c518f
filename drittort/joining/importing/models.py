"""A list of people on its way into the house, and how its columns were understood."""

from __future__ import annotations

from django.db import models


class ImportFile(models.Model):
    """A member list that was handed in: mapped, looked at, brought in by the worker. Its text goes when that is done."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    name = models.CharField(max_length=120)
    text = models.TextField()
    system = models.CharField(max_length=20, blank=True, default="")
    mapping = models.JSONField(default=dict)
    day_first = models.BooleanField(default=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["space", "-made_at"], name="import_file_newest")]

    def __str__(self) -> str:
        return self.name


class ImportMapping(models.Model):
    """What the columns of a kind of list mean in a house, kept for the next one with the same head."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    head = models.CharField(max_length=40)
    mapping = models.JSONField(default=dict)
    day_first = models.BooleanField(default=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "head"], name="import_mapping_once")]

    def __str__(self) -> str:
        return self.head
