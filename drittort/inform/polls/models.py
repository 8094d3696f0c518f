"""Polls: a question inside a post with a few answers to choose from, until a day. A secret one forgets who chose what when it ends."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q


class Poll(models.Model):
    """What can be chosen under a post. `several`: more than one answer; `secret`: nobody ever sees who chose what.

    `closed_at` is written when it was counted; `voters` is how many took part, empty where a secret one had too few to tell.
    """

    post = models.OneToOneField("inform.Post", on_delete=models.CASCADE, related_name="poll")
    several = models.BooleanField(default=False)
    secret = models.BooleanField(default=False)
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    voters = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["until"], name="poll_due", condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return f"{self.post_id}"

    def over(self, at: datetime) -> bool:
        """Whether nobody chooses any more."""
        return self.until <= at


class PollOption(models.Model):
    """One answer. `votes` is what was counted at the end of a secret poll."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120)
    votes = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="poll_option_once")]

    def __str__(self) -> str:
        return self.text


class PollVote(models.Model):
    """Somebody chose an answer."""

    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="chosen")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "member"], name="poll_vote_once")]
        indexes = [models.Index(fields=["member"], name="poll_vote_of")]

    def __str__(self) -> str:
        return f"{self.option_id} {self.member_id}"
