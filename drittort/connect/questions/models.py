"""Whom the house asked to answer a question. What was asked lives elsewhere; here stands who was chosen, why, and what they did with it."""

from __future__ import annotations

from django.db import models


class QuestionRequest(models.Model):
    """A question that the house, or somebody in it (`by`), brings to a person who may know. Only that person ever reads it.

    `asked_at` is empty while they are next in line. What it was chosen by goes into `fit` and `reasons`, as codes and words of their own.
    """

    question = models.ForeignKey("inform.Post", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    fit = models.FloatField()
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    knows_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "member"], name="question_request_once")]
        indexes = [
            models.Index(fields=["member", "asked_at"], name="question_request_of"),
            models.Index(fields=["found_at"], name="question_request_age"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.member_id}"
