"""Who stands by whom in the first weeks."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

LASTS = timedelta(days=90)


class BuddyQuerySet(models.QuerySet["Buddy"]):
    """Words for groups of buddies."""

    def current(self, at: datetime) -> BuddyQuerySet:
        """Those who stand by somebody now: not ended, and not longer ago than it lasts."""
        return self.filter(ended_at=None, since__gt=at - LASTS)


class Buddy(models.Model):
    """Somebody who has been here longer stands by somebody new. It ends by itself after three months, or when one of the two ends it."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    buddy = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = BuddyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=models.Q(ended_at=None), name="buddy_one_at_a_time"),
            models.CheckConstraint(condition=~models.Q(member=models.F("buddy")), name="buddy_not_self"),
        ]
        indexes = [models.Index(fields=["buddy", "-since"], name="buddy_turns")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.buddy_id}"
