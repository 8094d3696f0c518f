"""The months of the figures of a house."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class MetricMonth(models.Model):
    """One figure of one month. What is closed stays as it was told; `remade_at` when it was made anew, which only an open metric can be.

    Without `closed_at` it is the month so far. `private`: there was something, and too few people to tell it. `since` is the first of the months for which it speaks.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    metric = models.CharField(max_length=60)
    month = models.DateField()
    value = models.FloatField(null=True)
    of = models.PositiveIntegerField(default=0)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    private = models.BooleanField(default=False)
    since = models.DateField(null=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    remade_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "metric", "month"], name="metric_month_once"),
            models.CheckConstraint(condition=Q(private=False) | Q(value=None, of=0), name="metric_month_private_tells_nothing"),
            models.CheckConstraint(condition=Q(private=True) | Q(value__isnull=False), name="metric_month_tells_something"),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.month:%Y-%m}"
