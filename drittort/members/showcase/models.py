"""What people and companies show of their work."""

from __future__ import annotations

from django.db import models

from drittort.core.files.models import StoredFile


class ShowcaseItem(models.Model):
    """Something that a person or a company is proud of: title, text, perhaps a link and a picture; at most six each."""

    company = models.ForeignKey("members.Company", on_delete=models.CASCADE, null=True, related_name="showcase")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="showcase")
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=600, blank=True, default="")
    language = models.CharField(max_length=10)
    link = models.URLField(max_length=300, blank=True, default="")
    picture = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(member=None, company__isnull=False) | models.Q(member__isnull=False, company=None),
                name="showcase_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.title
