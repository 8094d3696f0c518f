"""What a company says of itself beside its name and line."""

from __future__ import annotations

from django.db import models


class CompanyLine(models.Model):
    """One thing a company offers or seeks as a rule."""

    company = models.ForeignKey("members.Company", on_delete=models.CASCADE, related_name="lines")
    side = models.CharField(max_length=10)
    text = models.CharField(max_length=300)
    language = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["side", "position", "id"]

    def __str__(self) -> str:
        return self.text
