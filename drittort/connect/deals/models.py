"""Business done inside the house: told by one side, confirmed by the other, published in sums only."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

OPEN_FOR = timedelta(days=30)


class DealQuerySet(models.QuerySet["Deal"]):
    """Words for groups of deals."""

    def confirmed(self) -> DealQuerySet:
        """Those that count: both sides said so, and neither took it back."""
        return self.filter(confirmed_at__isnull=False, withdrawn_at=None)

    def waiting(self, at: datetime) -> DealQuerySet:
        """Told, and neither confirmed nor over; whatever the other side did quietly."""
        return self.filter(confirmed_at=None, withdrawn_at=None, recorded_at__gt=at - OPEN_FOR)


class Deal(models.Model):
    """Two sides did business; each is a person, or a company for which somebody speaks. `partner` of a company is whoever confirmed for it.

    `refused_at` is read by the side that refused only. `withheld`: never delivered, since a block stood between the two.
    `unheard_at`: a yes of the other person that was never delivered, since a block was set after the question; that person alone reads it.
    """

    class Band(models.TextChoices):
        UP_TO_500 = "500", _("up to 500 €")
        UP_TO_2000 = "2000", _("500 to 2,000 €")
        UP_TO_10000 = "10000", _("2,000 to 10,000 €")
        UP_TO_50000 = "50000", _("10,000 to 50,000 €")
        OVER = "over", _("over 50,000 €")

    class Source(models.TextChoices):
        INTRODUCTION = "introduction", _("an introduction")
        NEED = "need", _("a need on the board")
        LISTING = "listing", _("the market")
        CIRCLE = "circle", _("a circle or a round")
        OTHER = "other", _("something else in the house")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey("members.Company", on_delete=models.SET_NULL, null=True, related_name="+")
    partner = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="+")
    partner_company = models.ForeignKey("members.Company", on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.CharField(max_length=160)
    done_on = models.DateField()
    band = models.CharField(max_length=10, choices=Band.choices, blank=True, default="")
    source = models.CharField(max_length=20, choices=Source.choices, blank=True, default="")
    recorded_at = models.DateTimeField()
    withheld = models.BooleanField(default=False)
    refused_at = models.DateTimeField(null=True)
    unheard_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = DealQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["space", "confirmed_at"], name="deal_confirmed")]
        constraints = [models.CheckConstraint(condition=~models.Q(member=models.F("partner")), name="deal_not_self")]

    def __str__(self) -> str:
        return self.text


class DealSum(models.Model):
    """What was published of the deals of some months that follow each other: as it was on that day, for good. No two sums share a month."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    deals = models.PositiveIntegerField()
    sides = models.PositiveIntegerField()
    low = models.PositiveBigIntegerField(null=True)
    high = models.PositiveBigIntegerField(null=True)
    sources = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "from_on"], name="deal_sum_once")]

    def __str__(self) -> str:
        return f"{self.from_on} {self.deals}"
