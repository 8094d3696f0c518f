"""Reviews of single months, what was decided on each program, and what somebody does until a day because of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class MonthReview(models.Model):
    """A look at one month, named by its first day. It is being held until `closed_at`; `said` is for all members, who read it from `told_at` on."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=10)
    happened = models.CharField(max_length=2000, blank=True, default="")
    worked = models.CharField(max_length=2000, blank=True, default="")
    said = models.CharField(max_length=2000, blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "month"], name="month_review_once"),
            models.CheckConstraint(condition=Q(told_at=None) | Q(closed_at__isnull=False), name="month_review_told_when_closed"),
        ]
        indexes = [models.Index(fields=["space", "told_at"], condition=Q(told_at__isnull=False), name="month_review_told")]

    def __str__(self) -> str:
        return f"{self.space_id} {self.month:%Y-%m}"


class ProgramVerdict(models.Model):
    """What a review decided on a program, with its reason. `told`: members read that it goes on, changes or ends; never why."""

    class Says(models.TextChoices):
        KEEP = "keep", pgettext_lazy("verdict", "Keep")
        CHANGE = "change", pgettext_lazy("verdict", "Change")
        STOP = "stop", pgettext_lazy("verdict", "Stop")

    review = models.ForeignKey(MonthReview, on_delete=models.CASCADE, related_name="verdicts")
    program = models.ForeignKey("plan.Program", on_delete=models.CASCADE, related_name="verdicts")
    says = models.CharField(max_length=8, choices=Says.choices)
    reason = models.CharField(max_length=500)
    told = models.BooleanField(default=True)
    by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "program"], name="program_verdict_once")]

    def __str__(self) -> str:
        return f"{self.program_id} {self.says}"


class PlanMeasureQuerySet(models.QuerySet["PlanMeasure"]):
    """Words for groups of measures."""

    def open(self) -> PlanMeasureQuerySet:
        """Neither done nor dropped."""
        return self.filter(done_at=None, dropped_at=None)


class PlanMeasure(models.Model):
    """Something that somebody does until a day: decided in a review, a first step of a program, or advice that was taken (`source`, a thing as "kind:number").

    `told`: members read of it, without a name.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    responsible = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    until_on = models.DateField()
    program = models.ForeignKey("plan.Program", on_delete=models.SET_NULL, null=True, related_name="measures")
    review = models.ForeignKey(MonthReview, on_delete=models.SET_NULL, null=True, related_name="measures")
    metric = models.CharField(max_length=60, blank=True, default="")
    source = models.CharField(max_length=60, blank=True, default="")
    told = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    settled_with = models.CharField(max_length=300, blank=True, default="")
    late_at = models.DateTimeField(null=True)

    objects = PlanMeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(done_at=None) | Q(dropped_at=None), name="plan_measure_one_end"),
            models.UniqueConstraint(fields=["space", "source"], condition=~Q(source=""), name="plan_measure_source_once"),
        ]
        indexes = [
            models.Index(fields=["space", "until_on"], condition=Q(done_at=None, dropped_at=None), name="plan_measure_open"),
        ]

    def __str__(self) -> str:
        return self.text
