"""What people and companies of the house offer each other, who keeps a listing in mind, and who led somebody to it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from drittort.core.files.models import StoredFile


class ListingQuerySet(models.QuerySet["Listing"]):
    """Words for groups of listings."""

    def open(self, at: datetime) -> ListingQuerySet:
        """Shown now: neither run out nor taken nor taken down."""
        return self.filter(expires_at__gt=at, taken_at=None, closed_at=None)


class Listing(models.Model):
    """Something on the market, of a person or for a company. Shown until it runs out, is taken, or is taken down."""

    class Kind(models.TextChoices):
        SERVICE = "service", _("Service")
        PRODUCT = "product", _("Product")
        DISCOUNT = "discount", _("Discount for the house")
        LEND = "lend", _("To lend")
        JOB = "job", _("Job")
        PROJECT = "project", _("Project")

    class Category(models.TextChoices):
        DESIGN = "design", _("Design and pictures")
        WORDS = "words", _("Words and languages")
        DIGITAL = "digital", _("Digital and data")
        ADVICE = "advice", _("Numbers, law and advice")
        CRAFT = "craft", _("Craft and building")
        TOOLS = "tools", _("Tools and devices")
        ROOMS = "rooms", _("Rooms and events")
        FOOD = "food", _("Food and drink")
        BODY = "body", _("Body and mind")
        LEARNING = "learning", _("Learning and playing")
        OTHER = "other", _("Everything else")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="listings")
    company = models.ForeignKey("members.Company", on_delete=models.CASCADE, null=True, related_name="listings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    category = models.CharField(max_length=10, choices=Category.choices)
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=1500, blank=True, default="")
    price = models.CharField(max_length=80, blank=True, default="")
    language = models.CharField(max_length=10)
    picture = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    shown_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["space", "category"], name="listing_open", condition=models.Q(taken_at=None, closed_at=None)),
            models.Index(fields=["expires_at"], name="listing_expires"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("shown_at")), name="listing_expires_after"),
        ]

    def __str__(self) -> str:
        return self.title


class MarketTurn(models.Model):
    """How many orders of a part of the market (a kind and a category) were dealt to readers. Nothing of who they were or what they saw."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    among = models.CharField(max_length=40)
    dealt = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "among"], name="market_turn_once")]

    def __str__(self) -> str:
        return f"{self.among} {self.dealt}"


class Bookmark(models.Model):
    """A listing that somebody keeps in mind. Private: nobody else reads it, and nothing is counted by it."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "listing"], name="bookmark_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.listing_id}"


class Referral(models.Model):
    """Somebody says who led them to a listing, with a sentence of thanks. `withheld`: never delivered, since a block stands between the two."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="referrals")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    referrer = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    at = models.DateTimeField()
    withheld = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "listing"], name="referral_once"),
            models.CheckConstraint(condition=~models.Q(member=models.F("referrer")), name="referral_not_self"),
        ]

    def __str__(self) -> str:
        return self.text
