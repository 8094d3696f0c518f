"""Files for science, what was given for comparison with other houses, and what others gave."""

from __future__ import annotations

from django.db import models

from drittort.core.files.models import StoredFile


class ScienceExport(models.Model):
    """A file of aggregates that was asked for: made by the worker, kept for a week."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space"], condition=models.Q(done_at=None), name="science_export_one_at_a_time")]

    def __str__(self) -> str:
        return f"{self.space_id} {self.asked_at:%Y-%m-%d}"


class ComparisonRelease(models.Model):
    """What a house gave for comparison of one quarter: sums with noise, drawn once and never again. The releases of a year are its privacy budget."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    quarter = models.DateField()
    member = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    made_on = models.DateField()
    epsilon = models.DecimalField(max_digits=6, decimal_places=3)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "quarter"], name="comparison_release_once")]

    def __str__(self) -> str:
        return f"{self.space_id} {self.quarter}"


class ComparisonFile(models.Model):
    """What another house gave, as its file said; `key` is that of the machine that signed it."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    house = models.CharField(max_length=100)
    key = models.CharField(max_length=64)
    quarter = models.DateField()
    figures = models.JSONField()
    member = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "key", "quarter"], name="comparison_file_once")]

    def __str__(self) -> str:
        return f"{self.house} {self.quarter}"
