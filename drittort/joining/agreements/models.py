"""Who agreed to which version, and what members would change."""

from __future__ import annotations

from django.db import models


class Acceptance(models.Model):
    """A member agreed to a version of the agreements."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="acceptances")
    version = models.ForeignKey("spaces.AgreementVersion", on_delete=models.CASCADE, related_name="acceptances")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "version"], name="acceptance_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.version_id}"


class AgreementProposal(models.Model):
    """A change that a member proposes, with its reason and what became of it."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="agreement_proposals")
    text = models.CharField(max_length=500)
    reason = models.CharField(max_length=500)
    language = models.CharField(max_length=10)
    proposed_at = models.DateTimeField()
    adopted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    answer = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["space", "-proposed_at", "-id"], name="agreement_proposals")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(adopted_at=None, declined_at=None)
                | models.Q(adopted_at=None, withdrawn_at=None)
                | models.Q(declined_at=None, withdrawn_at=None),
                name="agreement_proposal_ends_once",
            ),
            models.CheckConstraint(
                condition=models.Q(declined_at=None) | ~models.Q(answer=""), name="agreement_proposal_declined_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.text
