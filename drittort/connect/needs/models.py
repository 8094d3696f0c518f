"""A dated need: what somebody looks for now."""

from __future__ import annotations

from django.db import models


class NeedQuerySet(models.QuerySet["Need"]):
    """Words for groups of needs."""

    def open(self) -> NeedQuerySet:
        """Neither answered nor closed."""
        return self.filter(answered_at=None, closed_at=None)


class Need(models.Model):
    """Open until a member answered it or the asker closed it."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="needs")
    text = models.CharField(max_length=500)
    language = models.CharField(max_length=10)
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["space", "-opened_at", "-id"], name="need_newest"),
            models.Index(fields=["space", "opened_at"], name="need_open", condition=models.Q(answered_at=None, closed_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None) | models.Q(answered_at__gte=models.F("opened_at")), name="need_answered_after"
            )
        ]

    def __str__(self) -> str:
        return self.text
