"""Whether introductions help: what lots decided of chosen pairs, what came of them, and what was published of it."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

WINDOW = timedelta(days=60)


class DrawnPair(models.Model):
    """A pair that the engine chose, and what the lot decided: proposed as usual, or held back for 60 days. Drawn once, before anything was sent.

    After 60 days: `tied` whether a tie had come about by contacts other than those of the introduction itself (None: it cannot be said, somebody left or is not
    counted any more), `introduced` whether both had said yes, `by_hand` whether a held pair was introduced all the same.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    drawn_at = models.DateTimeField()
    seed = models.BigIntegerField()
    share = models.PositiveSmallIntegerField()
    thin = models.BooleanField()
    held = models.BooleanField()
    measured_at = models.DateTimeField(null=True)
    tied = models.BooleanField(null=True)
    introduced = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="drawn_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="drawn_pair_ordered"),
        ]
        indexes = [
            models.Index(fields=["space", "drawn_at"], name="drawn_pair_newest"),
            models.Index(fields=["drawn_at"], name="drawn_pair_to_measure", condition=Q(measured_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class Look(models.Model):
    """What was published of the drawn pairs at the end of a quarter, once: counts, the difference with the interval of this look, and what it rests on."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    treated = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    tied_treated = models.PositiveIntegerField()
    tied_held = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    by_hand = models.PositiveIntegerField()
    wanted = models.PositiveIntegerField()
    limit = models.FloatField()
    value = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    p = models.FloatField()
    uptake = models.FloatField()
    takers = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "on"], name="look_once")]

    def __str__(self) -> str:
        return f"{self.on}"
