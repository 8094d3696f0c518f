"""People from outside who come to an event, without an account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class EventGuest(models.Model):
    """Somebody from outside and one event: what they wrote, and since when we know that the address is theirs. Their seat is a registration like any other."""

    event = models.ForeignKey("inspire.Event", on_delete=models.CASCADE, related_name="outsiders")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=10)
    seats = models.PositiveSmallIntegerField(default=1)
    answer = models.CharField(max_length=500, blank=True, default="")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["asked_at"], condition=Q(confirmed_at=None), name="event_guest_unconfirmed")]
        constraints = [
            models.UniqueConstraint(fields=["event", "email"], name="event_guest_once"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="event_guest_has_a_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.name}"
