"""What a house is advised to hold, what was foretold of its events and what came, and how strongly its turnouts move."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EventAdviceQuerySet(models.QuerySet["EventAdvice"]):
    """Words for groups of pieces of advice."""

    def speaking(self) -> EventAdviceQuerySet:
        """What still speaks and is in nobody's hands."""
        return self.filter(gone_at=None, event=None)

    def open(self, today: date) -> EventAdviceQuerySet:
        """What is shown: it speaks, and does not rest."""
        return self.speaking().filter(Q(rested_until=None) | Q(rested_until__lte=today)).order_by("rank", "pk")


class EventAdvice(models.Model):
    """One piece of advice: on what, on which day and hour, in which way, with the figures that spoke for it the last time it was computed.

    `key` names what it is about (a field of topics, a weekday and part of the day), or `series` does, so that the same advice stays one row from night to night. An `event`
    was made of it; then its figures stand still, to be looked at afterwards. `evidence` holds numbers of people and things that may be told, and nothing else.
    """

    class Kind(models.TextChoices):
        TOPIC = "topic", _("A topic")
        HOUR = "hour", _("Day and hour")
        DAY = "day", _("A day without anything")
        WAY = "way", _("In the house or online")
        SEATS = "seats", _("Too few seats")
        FADING = "fading", _("A series that fades")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=60, blank=True, default="")
    rank = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    renewed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    weekday = models.PositiveSmallIntegerField(null=True)
    hour = models.PositiveSmallIntegerField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    way = models.CharField(max_length=10, blank=True, default="")
    series = models.ForeignKey("inspire.EventSeries", on_delete=models.CASCADE, null=True, related_name="+")
    evidence = models.JSONField(default=dict)
    expected = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    usual = models.FloatField(null=True)
    event = models.ForeignKey("inspire.Event", on_delete=models.SET_NULL, null=True, related_name="+")
    drafted_at = models.DateTimeField(null=True)
    rested_at = models.DateTimeField(null=True)
    rested_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    rested_until = models.DateField(null=True)
    rested_with = models.CharField(max_length=300, blank=True, default="")

    objects = EventAdviceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["space", "kind", "key"], condition=Q(gone_at=None, event=None, series=None), name="event_advice_speaks_once"
            ),
            models.UniqueConstraint(
                fields=["series", "kind"], condition=Q(gone_at=None, event=None, series__isnull=False), name="event_advice_on_series_once"
            ),
            models.CheckConstraint(
                condition=Q(rested_at=None, rested_until=None) | Q(rested_at__isnull=False, rested_until__isnull=False),
                name="event_advice_rests_until_a_day",
            ),
        ]
        indexes = [models.Index(fields=["space", "rank"], condition=Q(gone_at=None), name="event_advice_speaking")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class AdvisedHost(models.Model):
    """Somebody who may be asked to host what is advised: a line of their profile, which every member reads, offers something of its field."""

    advice = models.ForeignKey(EventAdvice, on_delete=models.CASCADE, related_name="hosts")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["advice", "member"], name="advised_host_once")]

    def __str__(self) -> str:
        return f"{self.advice_id} {self.member_id}"


class EventTurnout(models.Model):
    """What was foretold of one event, and how many came.

    `expected`, `low` and `high` are the advice's, `usual` is what the average schedule of the house says; all were computed at `foretold_at` and rest on `known`
    earlier events of the same circle. `looked_back`: computed later, from what was known before it. `came` is counted once, two days after; `is_noted`: somebody
    stood at the door, else it is who had said that they come.
    """

    event = models.OneToOneField("inspire.Event", on_delete=models.CASCADE, primary_key=True, related_name="turnout")
    foretold_at = models.DateTimeField(null=True)
    expected = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    usual = models.FloatField(null=True)
    known = models.PositiveSmallIntegerField(default=0)
    looked_back = models.BooleanField(default=False)
    came = models.PositiveSmallIntegerField(null=True)
    is_noted = models.BooleanField(default=False)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(came=None) | Q(counted_at__isnull=False), name="event_turnout_counted"),
            models.CheckConstraint(
                condition=Q(expected=None, foretold_at=None) | Q(expected__isnull=False, low__isnull=False, high__isnull=False, usual__isnull=False, foretold_at__isnull=False),
                name="event_turnout_foretold_in_full",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.event_id)


class TurnoutStrengths(models.Model):
    """How strongly each part moves the turnouts of a house, learnt from how many events, and what it says of each hour of the week.

    `week` has for each weekday and part of the day that the house knows: both, median, low, high, and how many events there were.
    """

    space = models.OneToOneField("spaces.Space", on_delete=models.CASCADE, primary_key=True, related_name="+")
    learnt_at = models.DateTimeField()
    events = models.PositiveIntegerField()
    strengths = models.JSONField(default=dict)
    widen = models.FloatField(default=1.0)
    usual = models.FloatField()
    week = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.space_id)
