"""What the house announces, in one language or two, and who said that they have read it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """Words for groups of announcements."""

    def standing(self, day: date) -> AnnouncementQuerySet:
        """Those that hold on a day: their last day is not over, and nobody took them down."""
        return self.filter(ended_at=None, until__gte=day)


class Announcement(models.Model):
    """Something to know until a day. Its words may stand in both languages or in one; `location` and `role` say to whom it goes (none: the whole house).

    `pressing` comes at once and not with the gathered mail; `acknowledge` asks everybody to say that they have read it; `tells` brings it into inboxes and mail.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    title_de = models.CharField(max_length=120, blank=True, default="")
    text_de = models.TextField(blank=True, default="")
    title_en = models.CharField(max_length=120, blank=True, default="")
    text_en = models.TextField(blank=True, default="")
    location = models.ForeignKey("spaces.Location", on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.ForeignKey("spaces.Role", on_delete=models.CASCADE, null=True, related_name="+")
    pressing = models.BooleanField(default=False)
    acknowledge = models.BooleanField(default=False)
    tells = models.BooleanField(default=True)
    on_wall = models.BooleanField(default=True)
    happens_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField()
    until = models.DateField()
    changed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title_de="") | ~Q(title_en=""), name="announcement_has_a_title"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(ended_at__gte=F("published_at")), name="announcement_ended_after"),
        ]
        indexes = [
            models.Index(fields=["space", "until"], condition=Q(ended_at=None), name="announcement_standing"),
            models.Index(fields=["space", "-published_at", "-id"], name="announcement_newest"),
        ]

    def __str__(self) -> str:
        return self.title_de or self.title_en

    def stands(self, at: datetime) -> bool:
        """Whether it still holds."""
        return self.ended_at is None and self.space.day(at) <= self.until


class Acknowledgement(models.Model):
    """Somebody has read an announcement, and says so."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="acknowledgements")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "member"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.member_id}"
