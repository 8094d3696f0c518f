"""Who would like to hear of a trade."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class TradeMember(models.Model):
    """Somebody takes part in a trade: hears of what is new there, as often as they like. Whether they stand among its people says their company alone."""

    class Rhythm(models.TextChoices):
        WEEK = "week", pgettext_lazy("rhythm", "once a week")
        MONTH = "month", pgettext_lazy("rhythm", "once a month")
        NEVER = "never", pgettext_lazy("rhythm", "not at all, I look myself")

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    letter = models.CharField(max_length=1)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.WEEK)
    joined_at = models.DateTimeField()
    # When they last looked, or were last told: what came since is new.
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "letter"], name="trade_member_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.letter}"
