"""Conversations, who takes part, what was said, and what was never delivered.

Instead of a mark for every reader and message, each participant holds pointers: the newest message that was delivered to them, how far they have
read, and how far they were told by mail. `Withheld` is the only trace of a block: a row for a message and somebody who never gets it.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, Q


def new_code() -> str:
    """A word for an address that tells neither how many conversations there are nor whether one was there before."""
    return secrets.token_hex(8)


class Conversation(models.Model):
    """A thread: of two people (`pair` is set), of several, or about a thing of the house (`about` is "kind:id")."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=16, unique=True, default=new_code)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    about = models.CharField(max_length=60, default="")
    pair = models.CharField(max_length=41, null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "about"], condition=~Q(about=""), name="conversation_about_once"),
            models.CheckConstraint(condition=Q(about="") | Q(pair=None), name="conversation_pair_or_about"),
        ]
        indexes = [models.Index(fields=["begun_by", "begun_at"], name="conversation_begun")]

    def __str__(self) -> str:
        return self.code


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Words for groups of participants."""

    def here(self) -> ParticipantQuerySet:
        """Those who take part now."""
        return self.filter(left_at=None)

    def unread(self) -> ParticipantQuerySet:
        """Where something was delivered that its reader has not seen; muted ones are silent."""
        return self.filter(left_at=None, muted_at=None, newest_id__gt=F("seen_up_to"))


class Delivered(models.Manager["Participant"]):
    """Parts that their people may know of: something was delivered to them. Export and whoever asks without thinking see these only."""

    def get_queryset(self) -> models.QuerySet[Participant]:
        """Without those to whom nothing was ever delivered."""
        return super().get_queryset().filter(newest_id__gt=0)


class Participant(models.Model):
    """Somebody in a conversation, with pointers to messages by id. What has an id up to `begins_after` was said before they came."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="participants")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()
    begins_after = models.BigIntegerField(default=0)
    left_at = models.DateTimeField(null=True)
    newest_id = models.BigIntegerField(default=0)
    newest_at = models.DateTimeField(null=True)
    seen_up_to = models.BigIntegerField(default=0)
    notified_up_to = models.BigIntegerField(default=0)
    muted_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()
    delivered = Delivered()

    class Meta:
        default_manager_name = "delivered"
        constraints = [models.UniqueConstraint(fields=["conversation", "member"], name="participant_once")]
        indexes = [
            models.Index(fields=["member", "-newest_at", "-id"], name="participant_newest", condition=Q(left_at=None)),
            models.Index(
                fields=["member"], name="participant_unread", condition=Q(left_at=None, muted_at=None, newest_id__gt=F("seen_up_to"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.member_id}"


class Message(models.Model):
    """Something said. Deleted ones leave a trace; their words stay until there is no undo any more. `changed_at` tells open pages what to draw anew, `client_key`
    names the form that it was written in: sent twice it is one message."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    quotes = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    client_key = models.CharField(max_length=36, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "client_key"], condition=Q(client_key__isnull=False), name="message_sent_once"),
        ]
        indexes = [
            models.Index(fields=["conversation", "-id"], name="message_newest"),
            models.Index(fields=["conversation", "changed_at"], name="message_changed", condition=Q(changed_at__isnull=False)),
            models.Index(fields=["author", "at"], name="message_author"),
            models.Index(fields=["deleted_at"], name="message_deleted", condition=~Q(text="") & Q(deleted_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.pk}"


class Attachment(models.Model):
    """A picture or a document that came with a message. Whoever may read the message may see it, and it goes with it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    file = models.OneToOneField("core.StoredFile", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.message_id} {self.file_id}"


class Withheld(models.Model):
    """A message that looks sent and is never delivered to one person. Only rules read it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="withheld")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "member"], name="withheld_once")]

    def __str__(self) -> str:
        return f"{self.message_id}"
