"""What a company says of itself beside its name and line."""

from __future__ import annotations

from django.db import models

from drittort.core.files.models import StoredFile


class CompanyLine(models.Model):
    """One thing a company offers or seeks as a rule."""

    company = models.ForeignKey("members.Company", on_delete=models.CASCADE, related_name="lines")
    side = models.CharField(max_length=10)
    text = models.CharField(max_length=300)
    language = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["side", "position", "id"]

    def __str__(self) -> str:
        return self.text


class ShowcaseItem(models.Model):
    """Something a company is proud of: title, text, perhaps a link and a picture; at most six."""

    company = models.ForeignKey("members.Company", on_delete=models.CASCADE, related_name="showcase")
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=600, blank=True, default="")
    language = models.CharField(max_length=10)
    link = models.URLField(max_length=300, blank=True, default="")
    picture = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title
