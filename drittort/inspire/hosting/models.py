"""What it takes to host an event: who takes on what, what is done, and what was said to those who come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class EventPart(models.Model):
    """A line of an event's roles or of its list: who took it on, or since when it is done. Without a row nobody did."""

    event = models.ForeignKey("inspire.Event", on_delete=models.CASCADE, related_name="parts")
    text = models.CharField(max_length=80)
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "text"], name="event_part_once"),
            models.CheckConstraint(
                condition=Q(member=None, taken_at=None) | Q(member__isnull=False, taken_at__isnull=False),
                name="event_part_taken_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.text}"


class EventMessage(models.Model):
    """Something that those who host an event told those who come."""

    event = models.ForeignKey("inspire.Event", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=2000)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["event", "-at", "-id"], name="event_message_newest")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.at}"
