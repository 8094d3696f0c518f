"""What a house agreed on: sentences with their why, in versions."""

from __future__ import annotations

from django.db import models


class AgreementVersion(models.Model):
    """The agreements of a house as they stood from one day on. The latest one counts."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="agreement_versions")
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=500, blank=True, default="")
    published_at = models.DateTimeField()
    # A plain id: people live on a higher floor. Of somebody who is gone it names nobody.
    published_by = models.BigIntegerField(null=True)
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "number"], name="agreement_version_once")]

    def __str__(self) -> str:
        return f"{self.space_id} {self.number}"


class Agreement(models.Model):
    """One sentence of a version with its why, in one language; the same place in another language is the same agreement."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="agreements")
    position = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10)
    text = models.CharField(max_length=300)
    why = models.CharField(max_length=500)

    class Meta:
        ordering = ["position", "language"]
        constraints = [models.UniqueConstraint(fields=["version", "position", "language"], name="agreement_once")]

    def __str__(self) -> str:
        return self.text
