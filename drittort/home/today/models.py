"""What somebody has begun to write on the first page."""

from __future__ import annotations

from django.db import models


class Composition(models.Model):
    """The words in the field on Heute with their verb, until they stand somewhere."""

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    verb = models.CharField(max_length=20)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="composition_age")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.verb}"
