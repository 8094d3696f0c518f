"""What the house is advised to do next: on which figures it rests, what was answered, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class PlanAdviceQuerySet(models.QuerySet["PlanAdvice"]):
    """Words for groups of pieces of advice."""

    def speaking(self) -> PlanAdviceQuerySet:
        """What its rule still says, and nobody has taken up."""
        return self.filter(gone_at=None, taken_at=None)


class PlanAdvice(models.Model):
    """One piece of advice that a rule gave, with the figures of that night. Once it is taken its figures stand still, to be laid beside what came.

    `grounds` are the figures of its conditions as they were: name, value, of how many, month, and over which mark. `before` is the figure by which it is
    scored, `low` and `high` how far it is expected to change and `source` why; `drift_low` and `drift_high` how far it moved by itself in such cases, whatever was done.
    `after` is the same figure two told months later.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField()
    worth = models.FloatField()
    made_at = models.DateTimeField()
    renewed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    grounds = models.JSONField(default=list)
    metric = models.CharField(max_length=60)
    before = models.FloatField()
    before_on = models.DateField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    source = models.CharField(max_length=40, blank=True, default="")
    drift_low = models.FloatField(null=True)
    drift_high = models.FloatField(null=True)
    hours = models.PositiveSmallIntegerField()
    money = models.PositiveIntegerField()
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    until_on = models.DateField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    declined_with = models.CharField(max_length=300, blank=True, default="")
    rests_until = models.DateField(null=True)
    after = models.FloatField(null=True)
    after_on = models.DateField(null=True)
    scored_at = models.DateTimeField(null=True)

    objects = PlanAdviceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "rule"], condition=Q(gone_at=None, taken_at=None), name="plan_advice_speaks_once"),
            models.CheckConstraint(
                condition=Q(declined_at=None, rests_until=None) | Q(declined_at__isnull=False, rests_until__isnull=False),
                name="plan_advice_rests_until_a_day",
            ),
            models.CheckConstraint(
                condition=Q(scored_at=None, after=None) | Q(scored_at__isnull=False, after__isnull=False, taken_at__isnull=False),
                name="plan_advice_scored_when_taken",
            ),
        ]
        indexes = [models.Index(fields=["space", "rank"], condition=Q(gone_at=None, taken_at=None), name="plan_advice_speaking")]

    def __str__(self) -> str:
        return self.rule
