"""Contacts of two people on a day (the source), ties (a cache of them), and the stored report and map."""

from __future__ import annotations

from django.db import models

from drittort.network.importing.models import StagedContact

__all__ = ["Contact", "FirstTie", "MonthFigure", "Snapshot", "StagedContact", "Tie"]


class Contact(models.Model):
    """What two people had to do with each other on one day over one channel, each direction apart.

    `first` has the smaller id; `forth` is the weight from first to second, `back` the other way. Kept 24 months, and only for days
    on which both had agreed to be counted. `origin` names who told (the ledger or an import), so that telling again changes nothing.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=20)
    origin = models.CharField(max_length=60)
    forth = models.FloatField(default=0)
    back = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second", "on", "kind", "origin"], name="contact_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="contact_ordered"),
        ]
        indexes = [models.Index(fields=["space", "on"], name="contact_day"), models.Index(fields=["second", "on"], name="contact_second")]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id} {self.on}"


class Tie(models.Model):
    """The decayed strength between two people on a day; rebuilt from contacts, never edited."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    forth = models.FloatField()
    back = models.FloatField()
    days = models.PositiveIntegerField()
    last_on = models.DateField()
    as_of = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="tie_once")]
        indexes = [models.Index(fields=["second"], name="tie_second")]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class FirstTie(models.Model):
    """The day on which somebody who is counted had a tie for the first time; written at night, from the same contacts as the ties."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["space", "on"], name="first_tie_day")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.on}"


class Snapshot(models.Model):
    """A page's figures as they were computed by the worker: the report, the map. The newest one is shown."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=20)
    as_of = models.DateField()
    made_at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "name", "as_of"], name="snapshot_once")]
        indexes = [models.Index(fields=["space", "name", "-as_of"], name="snapshot_newest")]

    def __str__(self) -> str:
        return f"{self.name} {self.as_of}"


class MonthFigure(models.Model):
    """A group figure as it was published for a month; stays when somebody's rows are deleted. `people` stands in fives, and the value as it is written."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    measure = models.CharField(max_length=60)
    value = models.FloatField()
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "month", "measure"], name="month_figure_once")]

    def __str__(self) -> str:
        return f"{self.measure} {self.month:%Y-%m}"
