"""From when until when somebody belonged to the house."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class MembershipPeriod(models.Model):
    """From when until when somebody belonged to the house. Written when they leave for the first time; before that, the member's first day says it all."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="periods")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(until_on=None), name="membership_period_open_once"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="membership_period_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.from_on}"
