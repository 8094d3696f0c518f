"""Days to celebrate: years in the house, first times, birthdays of those who want it; and who congratulated."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

YEARS, BIRTHDAY, COMPANY, FIRST = "years", "birthday", "company", "first"


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Words for groups of milestones."""

    def shown(self) -> MilestoneQuerySet:
        """Of those who are here and let it be shown."""
        quiet = Celebration.objects.filter(member=models.OuterRef("member"), quiet=True)
        return self.filter(Q(member=None) | Q(member__left_on=None), ~models.Exists(quiet))


class Milestone(models.Model):
    """One day of one person or company: `kind` says what is celebrated ("first:story" for a first time), `number` how many years. Found by the worker."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="+")
    company = models.ForeignKey("members.Company", on_delete=models.CASCADE, null=True, related_name="+")
    on = models.DateField()
    number = models.PositiveSmallIntegerField(default=0)
    subject = models.CharField(max_length=40, blank=True, default="")

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["space", "-on", "-id"], name="milestone_newest")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "member", "number"], condition=Q(member__isnull=False), name="milestone_once"),
            models.UniqueConstraint(
                fields=["kind", "company", "number"], condition=Q(company__isnull=False), name="milestone_of_company_once"
            ),
            models.CheckConstraint(condition=Q(member=None) ^ Q(company=None), name="milestone_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class Congratulation(models.Model):
    """Somebody congratulates, with one tap. Only whom it is for reads who; `withheld`: a block stood between the two."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="congratulations")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    withheld = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["milestone", "member"], name="congratulation_once")]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.member_id}"


class Celebration(models.Model):
    """What somebody lets the house celebrate: the day and month of a birthday if they like, never the year; or nothing at all.

    `book`: they would like to stand among the new faces in the book of the year in which they came.
    """

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    day = models.PositiveSmallIntegerField(null=True)
    month = models.PositiveSmallIntegerField(null=True)
    quiet = models.BooleanField(default=False)
    book = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(day=None, month=None) | Q(day__gte=1, day__lte=31, month__gte=1, month__lte=12),
                name="celebration_day_and_month",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.day}.{self.month}."
