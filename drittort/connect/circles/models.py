"""Seasons of peer circles, and the circles that come of them: five to eight people who meet six times (decision 022).

What is said in a circle is for those who sit in it. What the house keeps of it beyond their words are days and numbers.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CircleSeasonQuerySet(models.QuerySet["CircleSeason"]):
    """Words for groups of seasons."""

    def going(self) -> CircleSeasonQuerySet:
        """Those whose people are not all asked yet."""
        return self.filter(closed_at=None)


class CircleSeason(models.Model):
    """What circles are about, when and where they meet. With `open_until` it is a call; without it somebody chooses the people by hand."""

    class Theme(models.TextChoices):
        INDUSTRY = "industry", _("A trade")
        ROLE = "role", _("A role")
        WORDS = "words", _("Something else")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    host = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    theme = models.CharField(max_length=8, choices=Theme.choices)
    industry = models.CharField(max_length=1, blank=True, default="")
    words = models.CharField(max_length=80, blank=True, default="")
    text = models.CharField(max_length=300, blank=True, default="")
    language = models.CharField(max_length=2)
    every_days = models.PositiveSmallIntegerField()
    first_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    location = models.ForeignKey("spaces.Location", on_delete=models.SET_NULL, null=True, related_name="+")
    place = models.CharField(max_length=200, blank=True, default="")
    online = models.BooleanField(default=False)
    confidence = models.CharField(max_length=600)
    opened_at = models.DateTimeField()
    open_until = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = CircleSeasonQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["space", "open_until"], name="circle_season_open", condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return f"{self.theme} {self.industry}{self.words}"


class CircleWish(models.Model):
    """Somebody would like to be in a circle of a season, and where they stand in their own work."""

    class Stage(models.IntegerChoices):
        BEGINNING = 0, _("Just starting")
        GROWING = 1, _("In the middle of it")
        SETTLED = 2, _("In it for a long time")

    season = models.ForeignKey(CircleSeason, on_delete=models.CASCADE, related_name="wishes")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    stage = models.PositiveSmallIntegerField(choices=Stage.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["season", "member"], name="circle_wish_once")]

    def __str__(self) -> str:
        return f"{self.season_id} {self.member_id}"


class CircleQuerySet(models.QuerySet["Circle"]):
    """Words for groups of circles."""

    def waiting(self, at: datetime) -> CircleQuerySet:
        """Asked, not yet decided, time not yet over. A quiet no does not show here."""
        return self.filter(begun_at=None, off_at=None, expires_at__gt=at)

    def running(self) -> CircleQuerySet:
        """Begun and not ended; paused ones too."""
        return self.filter(begun_at__isnull=False, ended_at=None)


class Circle(models.Model):
    """Some people of a season. It comes about for those who said yes, from five on; `turn` counts its seasons of six meetings.

    `woken_at`: when it last went on after a rest; what was silent before is forgiven.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    season = models.ForeignKey(CircleSeason, on_delete=models.CASCADE, related_name="circles")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    off_at = models.DateTimeField(null=True)
    turn = models.PositiveSmallIntegerField(default=1)
    asked_on_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    woken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = CircleQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(begun_at=None) | Q(off_at=None), name="circle_one_beginning")]
        indexes = [
            models.Index(fields=["space", "expires_at"], name="circle_expiry", condition=Q(begun_at=None, off_at=None)),
            models.Index(fields=["space", "begun_at"], name="circle_running", condition=Q(ended_at=None, begun_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class CircleSeat(models.Model):
    """What one of those asked to a circle did. `goes_on_at`: would like another season, known to nobody until it is decided."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    goes_on_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    came = models.CharField(max_length=10, blank=True, default="")
    outcome = models.TextField(blank=True, default="")
    outcome_shared = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "member"], name="circle_seat_once")]
        indexes = [models.Index(fields=["member", "circle"], name="circle_seat_member")]

    def __str__(self) -> str:
        return f"{self.circle_id} {self.member_id}"


class CircleNo(models.Model):
    """A refusal: of the invitation (`turn` 0), or of going on after a turn. Only the decliner may read it, as with `QuietNo`."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    turn = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "member", "turn"], name="circle_no_once")]

    def __str__(self) -> str:
        return f"{self.circle_id}"


class CircleMeeting(models.Model):
    """One of the six meetings of a turn. `sequence` counts how often it was moved, for calendars."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="meetings")
    turn = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    sequence = models.PositiveSmallIntegerField(default=0)
    hot_seat = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "turn", "number"], name="circle_meeting_once")]
        indexes = [models.Index(fields=["starts_at"], name="circle_meeting_moment")]

    def __str__(self) -> str:
        return f"{self.circle_id} {self.turn} {self.number}"


class CirclePresence(models.Model):
    """Somebody was at a meeting, as one of the circle says."""

    meeting = models.ForeignKey(CircleMeeting, on_delete=models.CASCADE, related_name="presences")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="circle_presence_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.member_id}"


class Commitment(models.Model):
    """What somebody takes on until the next meeting, in their words, which only their circle reads; and what they say became of it."""

    class Said(models.TextChoices):
        DONE = "done", _("Done")
        PARTLY = "partly", _("Partly")
        NOT = "not", _("Not this time")

    meeting = models.ForeignKey(CircleMeeting, on_delete=models.CASCADE, related_name="commitments")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    said = models.CharField(max_length=6, choices=Said.choices, blank=True, default="")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["meeting", "member"], name="commitment_meeting")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.member_id}"
