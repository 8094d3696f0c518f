"""A sentence of thanks: from whom, to whom, for what, and who reads it. There is no number of them anywhere."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

LONGEST = 300


class ThanksQuerySet(models.QuerySet["Thanks"]):
    """Words for groups of thanks."""

    def in_house(self) -> ThanksQuerySet:
        """What the house reads: meant for it, not taken off, and not put away by everybody who was thanked."""
        shown = ThanksTo.objects.filter(thanks=OuterRef("pk"), hidden_at=None)
        return self.filter(Exists(shown) | Q(company__isnull=False), audience=Thanks.Audience.HOUSE, off_at=None)


class Thanks(models.Model):
    """Somebody says thanks, to some people or to a company. `subject` names what for ("need:7"), where it began there."""

    class Audience(models.TextChoices):
        HOUSE = "house", _("The house")
        PERSON = "person", _("Only those whom I thank")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey("members.Company", on_delete=models.CASCADE, null=True, related_name="+")
    text = models.CharField(max_length=LONGEST)
    language = models.CharField(max_length=10, default="de")
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.HOUSE)
    subject = models.CharField(max_length=40, blank=True, default="")
    at = models.DateTimeField()
    off_at = models.DateTimeField(null=True)
    off_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ThanksQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "thanks"
        indexes = [
            models.Index(fields=["space", "-at", "-id"], name="thanks_newest"),
            models.Index(fields=["member", "-at"], name="thanks_by"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(company=None) | Q(audience="house"), name="thanks_to_a_company_are_open"),
            models.CheckConstraint(condition=~Q(text=""), name="thanks_have_words"),
        ]

    def __str__(self) -> str:
        return self.text


class ThanksTo(models.Model):
    """Somebody who is thanked. `hidden_at`: they would rather not have it shown. `withheld`: a block stood between the two, and it never reaches them."""

    thanks = models.ForeignKey(Thanks, on_delete=models.CASCADE, related_name="people")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    hidden_at = models.DateTimeField(null=True)
    withheld = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thanks", "member"], name="thanks_to_once")]
        indexes = [models.Index(fields=["member", "thanks"], name="thanks_to")]

    def __str__(self) -> str:
        return f"{self.thanks_id} {self.member_id}"
