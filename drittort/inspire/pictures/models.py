"""Pictures of what happened, and what those who can be seen in them, or whose story it is, agree to."""

from __future__ import annotations

from django.db import models
from django.db.models import Count, F, Q

from drittort.core.files.models import StoredFile


class PictureQuerySet(models.QuerySet["Picture"]):
    """Words for groups of pictures."""

    def agreed(self) -> PictureQuerySet:
        """Those to which everybody who was asked agrees, for the house. Whoever is gone agrees no more."""
        return self.annotate(yes=Count("consents", filter=Q(consents__house_at__isnull=False))).filter(yes=F("asked"))

    def public(self) -> PictureQuerySet:
        """Those to which everybody who was asked agrees for everybody's eyes; somebody was asked."""
        return self.annotate(yes=Count("consents", filter=Q(consents__public_at__isnull=False))).filter(yes=F("asked"), asked__gt=0)


class Picture(models.Model):
    """One picture of a thing ("story:7"), with what can be seen on it in words. It goes, bytes and all, as soon as one of those who agreed takes it back.

    `asked`: how many have to agree; kept beside their rows, so that somebody who is deleted does not count as a yes.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=40)
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    alt = models.CharField(max_length=200)
    by = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    asked = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    objects = PictureQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["space", "subject"], name="picture_of")]

    def __str__(self) -> str:
        return self.alt


class PictureConsent(models.Model):
    """Somebody who can be seen in a picture, or whose story it stands with: when they were asked, and who may look at it.

    `declined_at` is read by them only. `withheld`: a block stood between the two, or they would rather be in no picture, and they are never asked.
    """

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="consents")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    house_at = models.DateTimeField(null=True)
    public_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    withheld = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["picture", "member"], name="picture_consent_once"),
            models.CheckConstraint(condition=Q(public_at=None) | Q(house_at__isnull=False), name="picture_consent_house_first"),
            models.CheckConstraint(condition=Q(declined_at=None) | Q(house_at=None), name="picture_consent_one_answer"),
            models.CheckConstraint(condition=Q(withheld=False) | Q(house_at=None), name="picture_consent_withheld_is_none"),
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.member_id}"


class PictureWish(models.Model):
    """Somebody would rather be in no picture, and not be asked either."""

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id} {self.at:%Y-%m-%d}"
