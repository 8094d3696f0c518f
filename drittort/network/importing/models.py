"""Where contacts wait until all of them can be switched into place at once."""

from __future__ import annotations

from django.db import models


class StagedContact(models.Model):
    """A contact of an import that runs. The two are named by external ids, `a` before `b`, for they may not be members yet."""

    run = models.CharField(max_length=32)
    staged_at = models.DateTimeField()
    a = models.CharField(max_length=100)
    b = models.CharField(max_length=100)
    on = models.DateField()
    kind = models.CharField(max_length=20)
    origin = models.CharField(max_length=60)
    forth = models.FloatField()
    back = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["run"], name="staged_run"), models.Index(fields=["staged_at"], name="staged_age")]

    def __str__(self) -> str:
        return f"{self.run} {self.a} {self.b}"
