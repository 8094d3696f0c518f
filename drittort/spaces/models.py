"""A space and its locations."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from drittort.spaces.roles.models import Role as Role

# First words of addresses that belong to the site itself and can be no space.
RESERVED = (
    "settings",
    "static",
    "sign-in",
    "sign-out",
    "answer",
    "api",
    "accounts",
    "media",
    "files",
    "opening",
    "invitation",
    "account",
    "report",
)

SLUG = RegexValidator(r"^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$", _("Small letters, digits and hyphens only."))


class Space(models.Model):
    """A coworking space: the scope of everything."""

    slug = models.CharField(max_length=50, unique=True, validators=[SLUG])
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=10, default="de")
    timezone = models.CharField(max_length=40, default="Europe/Berlin")
    is_demo = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    hue = models.PositiveSmallIntegerField(null=True, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    # While the house is being opened: what its founder did or put off, step by step. None once the door is open.
    opening = models.JSONField(null=True, blank=True, default=None)
    role_changes = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """Time zone of the house."""
        return ZoneInfo(self.timezone)

    def day(self, at: datetime) -> date:
        """The day in the house at a moment."""
        return at.astimezone(self.zone).date()


class LocationQuerySet(models.QuerySet["Location"]):
    """Words for groups of locations."""

    def standing(self) -> LocationQuerySet:
        """Those that were not removed."""
        return self.filter(removed_at=None)


class Location(models.Model):
    """One address of a space. A removed one is kept for a day, so that it can be brought back with its people."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="locations")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=200, blank=True, default="")
    way_in = models.CharField(max_length=300, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)
    objects = LocationQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["space", "name"], condition=models.Q(removed_at=None), name="location_once")]

    def __str__(self) -> str:
        return self.name


# The tables of the features, so that Django finds them.
from drittort.spaces.agreements.models import Agreement, AgreementVersion  # noqa: E402
from drittort.spaces.opening.models import OpeningLink  # noqa: E402

__all__ = ["Agreement", "AgreementVersion", "Location", "OpeningLink", "Space"]
