"""The book of a year: asked for, being made, and what stands in it."""

from __future__ import annotations

from django.db import models

from drittort.core.files.models import StoredFile


class YearBook(models.Model):
    """One year in one language. `told` holds short signs of everything in it: it is handed out only while all of that may still be told."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10)
    asked_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    steps = models.PositiveSmallIntegerField(default=0)
    steps_done = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    pages = models.PositiveSmallIntegerField(default=0)
    told = models.JSONField(default=list)
    file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "year", "language"], name="year_book_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.language}"
