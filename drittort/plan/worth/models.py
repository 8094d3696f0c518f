"""What community is worth: how long connected and other members stay, as it was published once a month."""

from __future__ import annotations

from django.db import models


class StayMonth(models.Model):
    """How long people stay who were connected 90 days after they came, and who were not, as it stood at the end of a month. In groups of six and more, whose size stands in fives; never made anew."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    connected = models.PositiveIntegerField()
    others = models.PositiveIntegerField()
    curves = models.JSONField(default=dict)
    hazard = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "month"], name="stay_month_once")]

    def __str__(self) -> str:
        return f"{self.month}"
