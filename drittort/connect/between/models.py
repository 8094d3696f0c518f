"""Between companies: the ties that are missing, what companies say of each other, and what was begun."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q


class CompanyTie(models.Model):
    """A tie between two companies that is missing and would matter, as the worker found it. Written anew every night, from what every member may read."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey("members.Company", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("members.Company", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    value = models.FloatField()
    reasons = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="company_tie_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="company_tie_ordered"),
        ]
        indexes = [models.Index(fields=["space", "position"], name="company_tie_best")]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class CompanyWish(models.Model):
    """A company asks those who care to introduce it to another. The other learns of it only by an introduction."""

    company = models.ForeignKey("members.Company", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("members.Company", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "other"], condition=Q(closed_at=None), name="company_wish_open_once"),
            models.CheckConstraint(condition=~Q(company=F("other")), name="company_wish_two"),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.other_id}"


class CompanyAcquaintance(models.Model):
    """Two companies know each other, as somebody of one of them said, or somebody who cares: they are not suggested any more."""

    first = models.ForeignKey("members.Company", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("members.Company", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="company_acquaintance_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="company_acquaintance_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class CompanyIntroduction(models.Model):
    """An introduction of two people for the sake of their companies."""

    introduction = models.OneToOneField("connect.Introduction", on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey("members.Company", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("members.Company", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(first__lt=F("second")), name="company_introduction_ordered")]
        indexes = [models.Index(fields=["first", "second"], name="company_introduction_pair")]

    def __str__(self) -> str:
        return f"{self.introduction_id}"


def ordered(one: int, other: int) -> tuple[int, int]:
    """A pair of companies as the tables hold it."""
    return min(one, other), max(one, other)


def pair_of(row: Any) -> tuple[int, int]:
    """The pair of a row."""
    return row.first_id, row.second_id
