"""Goals on figures of the house, and their alarms. Whether a goal is reached, on its way or astray follows from the months that were told."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class GoalQuerySet(models.QuerySet["Goal"]):
    """Words for groups of goals."""

    def standing(self) -> GoalQuerySet:
        """Neither ended nor replaced."""
        return self.filter(ended_at=None)


class Goal(models.Model):
    """A figure is to be so much by a day. From `low` to `high` it may move; where one is empty it is open to that side. In the unit of the figure.

    A goal that is changed is another goal: the old one ends, so that what was wanted when can be read later.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    metric = models.CharField(max_length=60)
    target = models.FloatField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    by_on = models.DateField()
    owner = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    why = models.CharField(max_length=300, blank=True, default="")
    set_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_with = models.CharField(max_length=300, blank=True, default="")

    objects = GoalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "metric"], condition=Q(ended_at=None), name="goal_one_a_figure"),
            models.CheckConstraint(condition=Q(low=None) | Q(high=None) | Q(high__gte=F("low")), name="goal_corridor_ordered"),
        ]
        indexes = [models.Index(fields=["space", "-set_at"], name="goal_newest")]

    def __str__(self) -> str:
        return f"{self.metric} {self.target}"


class GoalAlarmQuerySet(models.QuerySet["GoalAlarm"]):
    """Words for groups of alarms."""

    def ringing(self) -> GoalAlarmQuerySet:
        """The figure is astray, its goal stands, and nobody has said what is done about it."""
        return self.filter(over_at=None, heard_at=None, goal__ended_at=None)


class GoalAlarm(models.Model):
    """A figure was outside its corridor for two told months, the last of them `month`. Somebody says what is done; it is over when the figure is back."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="alarms")
    month = models.DateField()
    raised_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)
    heard_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    measure = models.CharField(max_length=500, blank=True, default="")
    over_at = models.DateTimeField(null=True)

    objects = GoalAlarmQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal"], condition=Q(over_at=None), name="goal_alarm_one_at_a_time"),
            models.CheckConstraint(condition=Q(heard_at=None) | ~Q(measure=""), name="goal_alarm_heard_with_words"),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.month:%Y-%m}"
