"""What a house stands for, and what people and companies mean by it."""

from __future__ import annotations

from django.db import models


class HouseValue(models.Model):
    """One value that the house names, in one sentence; at most twelve."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="values")
    name_de = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    sentence_de = models.CharField(max_length=200, blank=True, default="")
    sentence_en = models.CharField(max_length=200, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name_en


class ChosenValue(models.Model):
    """A value that a person or a company chose, at most three, with what they mean by it."""

    value = models.ForeignKey(HouseValue, on_delete=models.CASCADE, related_name="chosen")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="chosen_values")
    company = models.ForeignKey("members.Company", on_delete=models.CASCADE, null=True, related_name="chosen_values")
    meaning = models.CharField(max_length=300, blank=True, default="")
    language = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["value", "member"], name="chosen_value_member_once"),
            models.UniqueConstraint(fields=["value", "company"], name="chosen_value_company_once"),
            models.CheckConstraint(
                condition=models.Q(member=None, company__isnull=False) | models.Q(member__isnull=False, company=None),
                name="chosen_value_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value_id} {self.pk}"
