"""Who has which role since when, and whom members trust with one."""

from __future__ import annotations

from django.db import models


class RoleGrant(models.Model):
    """A role with its day. Stands until it is ended, by somebody or by its last day."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="grants")
    role = models.ForeignKey("spaces.Role", on_delete=models.CASCADE, related_name="grants")
    granted_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    by_trust = models.BooleanField(default=False)
    at = models.DateTimeField()
    until = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "role"], condition=models.Q(ended_at=None), name="role_grant_once"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("at")), name="role_grant_ends_after"
            ),
        ]
        indexes = [models.Index(fields=["role", "member"], condition=models.Q(ended_at=None), name="role_grant_standing")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.role_id}"


class TrustVote(models.Model):
    """“I trust you with this.” Only the voter may read it."""

    voter = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    role = models.ForeignKey("spaces.Role", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voter", "member", "role"], name="trust_vote_once"),
            models.CheckConstraint(condition=~models.Q(voter=models.F("member")), name="trust_vote_not_self"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.role_id}"
