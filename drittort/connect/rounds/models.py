"""A series of rounds, the draft of each, and the tables of more than two that come of it.

A pair of a round becomes an introduction. A table is an introduction of more than two: a gathering with a seat for each, and the same quiet no (decision 020).
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SeriesQuerySet(models.QuerySet["Series"]):
    """Words for groups of series."""

    def going(self) -> SeriesQuerySet:
        """Those that were not ended."""
        return self.filter(closed_at=None)


class Series(models.Model):
    """Rounds on a rhythm, for somebody, in a size."""

    class Audience(models.TextChoices):
        ALL = "all", _("Everybody who likes to be introduced")
        LOCATION = "location", _("One location")
        INDUSTRY = "industry", _("One trade")
        JOINED = "joined", _("Whoever joins")

    class Size(models.TextChoices):
        PAIRS = "pairs", _("Two")
        TRIOS = "trios", _("Three")
        TABLES = "tables", _("A table of four to six")

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("Weekly")
        FORTNIGHTLY = "fortnightly", _("Every two weeks")
        MONTHLY = "monthly", _("Monthly")
        ONCE = "once", _("Once")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    text = models.CharField(max_length=300, blank=True, default="")
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.ALL)
    location = models.ForeignKey("spaces.Location", on_delete=models.SET_NULL, null=True, related_name="+")
    industry = models.CharField(max_length=2, blank=True, default="")
    size = models.CharField(max_length=8, choices=Size.choices, default=Size.PAIRS)
    rhythm = models.CharField(max_length=12, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    same_company = models.BooleanField(default=False)
    online = models.BooleanField(default=True)
    host = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    next_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["space", "next_on"], name="series_due", condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return self.name


class SeriesChoice(models.Model):
    """What a member wants of a series, where that is not the usual: in or out, and how often."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="choices")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    takes_part = models.BooleanField()
    every_days = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "member"], name="series_choice_once")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.member_id}"


class NotWith(models.Model):
    """Somebody whom a member would rather not be brought together with. Only its owner reads it; the rules ask about the pair, never whose wish it is."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "other"], name="not_with_once")]

    def __str__(self) -> str:
        return f"{self.member_id}"


class GroupDraft(models.Model):
    """Some people whom a round would bring together; used up by sending. `introduction`, `gathering` or `circle` is what it became."""

    round = models.ForeignKey("connect.Round", on_delete=models.CASCADE, related_name="groups")
    position = models.PositiveIntegerField()
    value = models.FloatField()
    reasons = models.JSONField(default=list)
    relaxed = models.JSONField(default=list)
    host = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    introduction = models.OneToOneField("connect.Introduction", on_delete=models.SET_NULL, null=True, related_name="+")
    gathering = models.OneToOneField("connect.Gathering", on_delete=models.SET_NULL, null=True, related_name="+")
    circle = models.OneToOneField("connect.Circle", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["round", "position"], name="group_draft_open", condition=Q(dropped_at=None, sent_at=None))]

    def __str__(self) -> str:
        return f"{self.round_id} {self.position}"


class DraftSeat(models.Model):
    """One person of a drafted group."""

    group = models.ForeignKey(GroupDraft, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "member"], name="draft_seat_once")]
        indexes = [models.Index(fields=["member", "group"], name="draft_seat_member")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.member_id}"


class Unseated(models.Model):
    """Somebody who would have taken part and has no seat, and why, as a code of the engine. `out` by the hand of a manager."""

    round = models.ForeignKey("connect.Round", on_delete=models.CASCADE, related_name="unseated")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=24)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "member"], name="unseated_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.member_id}"


class GatheringQuerySet(models.QuerySet["Gathering"]):
    """Words for groups of gatherings."""

    def waiting(self, at: datetime) -> GatheringQuerySet:
        """Asked, not yet decided, time not yet over. A quiet no does not show here."""
        return self.filter(introduced_at=None, expired_at=None, expires_at__gt=at)


class Gathering(models.Model):
    """More than two people whom the house brings together. It comes about for those who said yes: at once when all did, else when the time is over."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    text = models.TextField(blank=True, default="")
    reasons = models.JSONField(default=list)
    slots = models.JSONField(default=list)
    introduced_at = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)
    met_on = models.DateField(null=True)

    objects = GatheringQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(introduced_at=None) | Q(expired_at=None), name="gathering_one_end")]
        indexes = [models.Index(fields=["space", "expires_at"], name="gathering_expiry", condition=Q(introduced_at=None, expired_at=None))]

    def __str__(self) -> str:
        return f"{self.pk}"


class Seat(models.Model):
    """What one of those asked to a table did. The others see of it only whether they sit there in the end, and what they share."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    again = models.BooleanField(null=True)
    outcome = models.TextField(blank=True, default="")
    outcome_shared = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "member"], name="seat_once")]
        indexes = [models.Index(fields=["member", "gathering"], name="seat_member")]

    def __str__(self) -> str:
        return f"{self.gathering_id} {self.member_id}"


class EmptySeat(models.Model):
    """A refusal of a seat. Only the decliner may read it, as with `QuietNo`."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "member"], name="empty_seat_once")]

    def __str__(self) -> str:
        return f"{self.gathering_id}"
