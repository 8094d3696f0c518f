"""Mail on its way in: first a row, so that nothing is lost, then a job that reads it."""

from __future__ import annotations

from django.db import models


class IncomingMail(models.Model):
    """One mail that somebody wrote to an address of theirs. The raw text is forgotten when it was handled; what remains says that it was, once."""

    space_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    thing_id = models.BigIntegerField()
    identity = models.CharField(max_length=64, unique=True)
    way = models.CharField(max_length=10)
    return_path = models.CharField(max_length=320, null=True)
    raw = models.BinaryField()
    large = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, default="")

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], name="incoming_age"),
            models.Index(fields=["person_id", "handled_at"], name="incoming_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
