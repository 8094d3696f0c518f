"""The service of a house, what it translated, and who does not want that."""

from __future__ import annotations

from django.db import models


class TranslationService(models.Model):
    """The service that a house asks to translate. Its key is sealed: a copy of the database alone opens nothing."""

    space = models.OneToOneField("spaces.Space", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    address = models.CharField(max_length=200)
    key_sealed = models.TextField(blank=True, default="")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.space_id} {self.kind}"


class Translation(models.Model):
    """One version of what somebody wrote, in one other language: asked for by a reader, made by the worker, for all who may read the original.

    `digest` is of the words as they were: who changes their words has no translation any more. It goes with its original.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=60)
    digest = models.CharField(max_length=32)
    language = models.CharField(max_length=10)
    parts = models.JSONField(default=list)
    service = models.CharField(max_length=200, blank=True, default="")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "digest", "language"], name="translation_once")]
        indexes = [models.Index(fields=["asked_at", "id"], name="translation_age")]

    def __str__(self) -> str:
        return f"{self.subject} {self.language}"


class Untranslated(models.Model):
    """Somebody does not want their words translated by a machine."""

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id}"
