"""Invitations, and the files in which many come at once."""

from __future__ import annotations

from datetime import datetime

from django.db import models


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Words for groups of invitations."""

    def open(self, at: datetime) -> InvitationQuerySet:
        """Those whose link still works."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)


class InvitationBatch(models.Model):
    """A file of people to invite: looked at, confirmed, and sent by the worker. The rows go when all are sent."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    rows = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.space_id} {self.made_at}"


class Invitation(models.Model):
    """Somebody is asked in. `turn` counts how often it was sent: only the link of the latest turn works."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    inviter = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    sentence = models.TextField(max_length=1000, blank=True, default="")
    language = models.CharField(max_length=10)
    company = models.CharField(max_length=120, blank=True, default="")
    location = models.ForeignKey("spaces.Location", on_delete=models.SET_NULL, null=True, related_name="+")
    batch = models.ForeignKey(InvitationBatch, on_delete=models.SET_NULL, null=True, related_name="invitations")
    line = models.PositiveIntegerField(null=True)
    invited_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    turn = models.PositiveSmallIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True)
    asked_again_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    member = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "line"], name="invitation_line_once"),
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("sent_at")), name="invitation_runs_out_later"),
        ]
        indexes = [
            models.Index(fields=["space", "-invited_at", "-id"], name="invitation_newest"),
            models.Index(fields=["inviter", "-invited_at", "-id"], name="invitation_inviter"),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.email}"

    def state(self, at: datetime) -> str:
        """accepted, withdrawn, expired or open."""
        if self.accepted_at is not None:
            return "accepted"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "open" if self.expires_at > at else "expired"

    @property
    def mail_key(self) -> str:
        """The key of the mail of the present turn."""
        return f"invitation:{self.pk}:{self.turn}"
