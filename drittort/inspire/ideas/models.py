"""Ideas for the house: what somebody would like to change, who is for it, and what the house answers, step by step."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import pgettext_lazy

OPEN = "open"
"""Where an idea stands as long as the house has not answered."""


class IdeaQuerySet(models.QuerySet["Idea"]):
    """Words for groups of ideas."""

    def standing(self) -> IdeaQuerySet:
        """What is there and goes on under its own name."""
        return self.filter(removed_at=None, merged_into=None)

    def with_step(self) -> Any:
        """Each with where it stands (`now_at`, "open" without an answer)."""
        last = IdeaStep.objects.filter(idea=OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(
            now_at=models.functions.Coalesce(Subquery(last.values("status")[:1]), models.Value(OPEN)),
            stepped_at=Subquery(last.values("at")[:1]),
        )

    def unanswered(self) -> IdeaQuerySet:
        """To which the house has not said anything yet."""
        return self.standing().filter(steps=None)

    def owed(self) -> IdeaQuerySet:
        """For which the house has promised a word on a day: the first one, or the next."""
        return self.standing().filter(word_by__isnull=False)


class Idea(models.Model):
    """What somebody would like to change in the house. `word_by` is the day until which the house owes a word: the first one, or the next; empty when it owes none.

    `responsible` took it on to answer; without anybody those who answer ideas do. `asked_at` and `late_at`: they were reminded before that day, and after it.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=100)
    text = models.CharField(max_length=4000)
    language = models.CharField(max_length=10)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    responsible = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    word_by = models.DateField(null=True)
    asked_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged")
    removed_at = models.DateTimeField(null=True)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["space", "-at", "-id"], name="idea_newest"),
            models.Index(fields=["word_by"], name="idea_owed", condition=Q(word_by__isnull=False)),
            models.Index(fields=["removed_at"], name="idea_removed", condition=Q(removed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title


class IdeaSupport(models.Model):
    """Somebody is for an idea; `helps`: they would lend a hand. Taken back it is gone, and nobody is told."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="supports")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    helps = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "member"], name="idea_support_once")]
        indexes = [models.Index(fields=["member"], name="idea_support_of")]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.member_id}"


class IdeaStep(models.Model):
    """What the house answered to an idea at a moment, and where it stands since."""

    class Status(models.TextChoices):
        DISCUSSED = "discussed", pgettext_lazy("idea", "in discussion")
        PLANNED = "planned", pgettext_lazy("idea", "planned")
        DOING = "doing", pgettext_lazy("idea", "being done")
        DONE = "done", pgettext_lazy("idea", "done")
        DECLINED = "declined", pgettext_lazy("idea", "declined")

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="steps")
    by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices)
    text = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["idea", "-at", "-id"], name="idea_step_last")]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.status}"


FINAL = (IdeaStep.Status.DONE, IdeaStep.Status.DECLINED)
LABELS: dict[str, Any] = {OPEN: pgettext_lazy("idea", "open"), **dict(IdeaStep.Status.choices)}
