"""Office hours: what somebody gives an hour for, the times at which they are there, and who comes when.

A booking beside a block is `withheld`: it looks booked to who made it, takes its time from everybody else, and never reaches the host (decision 023).
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """What people ask each other about."""

    START = "start", _("Beginning and growing")
    MONEY = "money", _("Money and taxes")
    LAW = "law", _("Law and contracts")
    SALES = "sales", _("Customers and prices")
    DIGITAL = "digital", _("Digital and data")
    DESIGN = "design", _("Design and pictures")
    WORDS = "words", _("Words and languages")
    TEAM = "team", _("Working together and leading")
    LIFE = "life", _("Ways of working, and life beside it")
    OTHER = "other", _("Everything else")


class OfficeHour(models.Model):
    """What a member gives an hour for. Place and link are read by those alone who come."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    theme = models.CharField(max_length=8, choices=Theme.choices)
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=1000, blank=True, default="")
    language = models.CharField(max_length=10)
    place = models.CharField(max_length=160, blank=True, default="")
    link = models.URLField(max_length=300, blank=True, default="")
    minutes = models.PositiveSmallIntegerField()
    notice_hours = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["space", "theme"], name="office_hour_open", condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return self.title


class OfficeSlotQuerySet(models.QuerySet["OfficeSlot"]):
    """Words for groups of times."""

    def standing(self) -> OfficeSlotQuerySet:
        """Those that were not taken back."""
        return self.filter(dropped_at=None, office_hour__closed_at=None)

    def open(self, at: datetime) -> OfficeSlotQuerySet:
        """Those that may be booked now. What was booked beside a block is taken like any other."""
        taken = Booking.objects.filter(slot=OuterRef("pk"), cancelled_at=None)
        return self.standing().filter(~Exists(taken), book_until__gt=at)


class OfficeSlot(models.Model):
    """One time at which somebody may come. `book_until`: how long it may be booked."""

    office_hour = models.ForeignKey(OfficeHour, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    book_until = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    objects = OfficeSlotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office_hour", "starts_at"], name="office_slot_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="office_slot_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.office_hour_id} {self.starts_at:%Y-%m-%d %H:%M}"


class BookingQuerySet(models.QuerySet["Booking"]):
    """Words for groups of bookings."""

    def live(self) -> BookingQuerySet:
        """Neither let go by who comes nor called off."""
        return self.filter(cancelled_at=None)


class Booking(models.Model):
    """Somebody comes at a time. `by_guest`: whether they let it go themself. `sequence` counts the changes, for calendars.

    Whether they met, each says for their own side; the first *yes* is the meeting (`met_on`). `thanks_withheld`: a block stood between the two when thanks were said; who
    came alone reads them.
    """

    slot = models.ForeignKey(OfficeSlot, on_delete=models.CASCADE, related_name="bookings")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    booked_at = models.DateTimeField()
    withheld = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True)
    by_guest = models.BooleanField(default=False)
    guest_met = models.BooleanField(null=True)
    host_met = models.BooleanField(null=True)
    met_on = models.DateField(null=True)
    helped = models.BooleanField(default=False)
    thanks = models.CharField(max_length=300, blank=True, default="")
    thanked_at = models.DateTimeField(null=True)
    thanks_withheld = models.BooleanField(default=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot"], condition=Q(cancelled_at=None), name="booking_once")]
        indexes = [models.Index(fields=["member", "-booked_at"], name="booking_guest")]

    def __str__(self) -> str:
        return f"{self.slot_id} {self.member_id}"
