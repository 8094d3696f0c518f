"""What came of it, as it was published: how many beginnings of a quarter turned into what."""

from __future__ import annotations

from django.db import models

QUARTERS = 4
"""So many quarters are told of."""


class OutcomeFigure(models.Model):
    """One number of one quarter: so many of an origin became an outcome ("" for open, or too few to tell). Written once, and never changed."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    origin = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, blank=True, default="")
    count = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "from_on", "origin", "outcome"], name="outcome_figure_once")]

    def __str__(self) -> str:
        return f"{self.from_on} {self.origin} {self.outcome} {self.count}"
