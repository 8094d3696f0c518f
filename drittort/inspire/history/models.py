"""The history of the house: what happened when, as members proposed it and the team took it up, and what the house noted by itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

LONGEST = 2000


class HistoryEntryQuerySet(models.QuerySet["HistoryEntry"]):
    """Words for groups of entries."""

    def published(self) -> HistoryEntryQuerySet:
        """What stands in the history."""
        return self.filter(published_at__isnull=False)

    def waiting(self) -> HistoryEntryQuerySet:
        """Proposed, and neither taken up nor handed back."""
        return self.filter(published_at=None, returned_at=None)


class HistoryEntry(models.Model):
    """One entry: a year, perhaps the very day, a title and some sentences. `noted` names a first that the house found itself ("event"); its words are made when read.

    Without `published_at` it is proposed; `returned_at`: handed back with a few words that only its writer reads.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    on = models.DateField(null=True)
    title = models.CharField(max_length=120, blank=True, default="")
    text = models.CharField(max_length=LONGEST, blank=True, default="")
    language = models.CharField(max_length=10, default="de")
    noted = models.CharField(max_length=30, blank=True, default="")
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_with = models.CharField(max_length=500, blank=True, default="")
    off_at = models.DateTimeField(null=True)

    objects = HistoryEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "history entries"
        indexes = [models.Index(fields=["space", "year", "on", "id"], name="history_in_order")]
        constraints = [
            models.UniqueConstraint(fields=["space", "noted"], condition=~Q(noted=""), name="history_first_once"),
            models.CheckConstraint(condition=Q(year__gte=1500, year__lte=2200), name="history_year"),
            models.CheckConstraint(condition=~Q(title="") | ~Q(noted=""), name="history_has_a_title"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.title or self.noted}"
