"""The parts of the plan of a house, every state of their words, and the plan as it was set on paper.

What the parts are stands in `guide.py`; a row is made when somebody begins one. As with articles, the words that stand are one version among the others.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from drittort.core.files.models import StoredFile


class PlanPart(models.Model):
    """One part of a plan. `owner` looks after it. It stands since `stands_at`, and on `review_on` it is looked at again."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=20)
    owner = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField()
    stands_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    # The day for which its owner was last asked, so that nobody is asked twice.
    asked_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "key"], name="plan_part_once")]
        indexes = [models.Index(fields=["review_on"], name="plan_part_due", condition=Q(review_on__isnull=False))]

    def __str__(self) -> str:
        return self.key


class PlanVersion(models.Model):
    """The words of a part in one language, as somebody left them: a text, and the rows of what is structured in it (`sheets.py`)."""

    part = models.ForeignKey(PlanPart, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True, default="")
    rows = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True, default="")
    member = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    stands = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "language", "number"], name="plan_version_number"),
            models.UniqueConstraint(fields=["part", "language"], condition=Q(stands=True), name="plan_version_stands"),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} {self.language} {self.number}"


class PlanPaper(models.Model):
    """The plan as a PDF, for somebody (`recipient`): in one language, with some of the parts. `told` holds short signs of the sentences of members in it:
    it is handed out only while all of them may still be told."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    recipient = models.CharField(max_length=120, blank=True, default="")
    parts = models.JSONField(default=list)
    # Whether a part that stands only in the other language comes in that one.
    fills = models.BooleanField(default=True)
    asked_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    pages = models.PositiveSmallIntegerField(default=0)
    told = models.JSONField(default=list)
    file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["space", "-asked_at"], name="plan_paper_newest")]

    def __str__(self) -> str:
        return f"{self.language} {self.asked_at:%Y-%m-%d}"
