"""What was published of a month beside its figures, and who was drawn on its map."""

from __future__ import annotations

from django.db import models


class CapitalMonth(models.Model):
    """A month as it was published, once: chance bands, what would be lost without the best connected, how newcomers fared; `between`: groups and the bands between them.

    Of groups of five and more only, whose size stands in fives, so it stays when somebody's rows are deleted. `places` is where the groups stand in the pictures of all months; the newest
    month has it.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    content = models.JSONField()
    between = models.JSONField(default=dict)
    places = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "month"], name="capital_month_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class MonthDrawing(models.Model):
    """Who wanted to be seen on the map at the end of a month, in which group, and the ties among them. Goes after 24 months, as contacts do."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "month"], name="month_drawing_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
