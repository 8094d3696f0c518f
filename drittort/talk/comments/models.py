"""Comments are messages in the conversation of a thing; here stands who follows one, and how far somebody has read."""

from __future__ import annotations

from django.db import models


class Following(models.Model):
    """Somebody and the comments under a thing: read up to which message, told of new ones since they wrote there, or wanting silence."""

    conversation = models.ForeignKey("talk.Conversation", on_delete=models.CASCADE, related_name="followings")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    seen_up_to = models.BigIntegerField(default=0)
    follows_at = models.DateTimeField(null=True)
    muted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "member"], name="following_once")]
        indexes = [models.Index(fields=["member"], name="following_of")]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.member_id}"
