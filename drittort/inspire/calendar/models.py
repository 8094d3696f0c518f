"""Calendars that somebody subscribed to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarFeed(models.Model):
    """An address from which a calendar program fetches events for one person. Nothing secret stands here: the address is signed, and without this row it leads nowhere."""

    class Kind(models.TextChoices):
        MINE = "mine", _("My events")
        HOUSE = "house", _("Everything in the house")

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="calendar_feed_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind}"
