"""The link that lets somebody open a house on this machine."""

from __future__ import annotations

from django.db import models


class OpeningLink(models.Model):
    """A secret that opens one house, printed on the machine itself. Only its digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.pk}"
