"""Programs of a house: what each is for, whom it reaches, what it may cost and when it is looked at again. Where it stands follows from moments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DRAFT, COMING, RUNS, PAUSES, ENDED = "draft", "coming", "runs", "pauses", "ended"


class ProgramQuerySet(models.QuerySet["Program"]):
    """Words for groups of programs."""

    def begun(self) -> ProgramQuerySet:
        """Those that somebody started, ended ones too."""
        return self.exclude(started_at=None)

    def standing(self) -> ProgramQuerySet:
        """Started, and nobody ended them; their last day may be over."""
        return self.begun().filter(ended_at=None)


class Program(models.Model):
    """Something that the house does on purpose. `mails` are what a member of its audience gets of it in a week at most, `money` and `hours` what it may cost a month.

    `metric` names a figure of the house (`core.metrics`) and `target` what it is to be, in the unit of the figure. `template` is the key of the template that it
    came from. From `started_at` on it runs from `starts_on` to `ends_on`, but for its pauses, until somebody ends it.
    """

    class Kind(models.TextChoices):
        CONNECT = "connect", pgettext_lazy("program", "Connect")
        INFORM = "inform", pgettext_lazy("program", "Inform")
        INSPIRE = "inspire", pgettext_lazy("program", "Inspire")

    class Audience(models.TextChoices):
        ALL = "all", _("Everybody in the house")
        NEW = "new", _("Whoever came in the last 60 days")
        INTRODUCED = "introduced", _("Everybody who likes to be introduced")
        LOCATION = "location", _("One location")
        INDUSTRY = "industry", _("One trade")
        GROUP = "group", _("The people of a group")
        ROLE = "role", _("Those with a role")

    class Cadence(models.TextChoices):
        ALWAYS = "always", _("whenever there is cause")
        WEEKLY = "weekly", _("every week")
        FORTNIGHTLY = "fortnightly", _("every two weeks")
        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("every quarter")
        YEARLY = "yearly", _("once a year")
        ONCE = "once", _("once")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=600)
    language = models.CharField(max_length=10)
    owner = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.ALL)
    location = models.ForeignKey("spaces.Location", on_delete=models.SET_NULL, null=True, related_name="+")
    industry = models.CharField(max_length=1, blank=True, default="")
    group = models.ForeignKey("talk.Group", on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=40, blank=True, default="")
    cadence = models.CharField(max_length=12, choices=Cadence.choices, default=Cadence.WEEKLY)
    rule = models.CharField(max_length=300, blank=True, default="")
    metric = models.CharField(max_length=60, blank=True, default="")
    target = models.FloatField(null=True)
    mails = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal(0))
    money = models.DecimalField(max_digits=9, decimal_places=2, default=Decimal(0))
    hours = models.DecimalField(max_digits=5, decimal_places=1, default=Decimal(0))
    template = models.CharField(max_length=40, blank=True, default="")
    made_at = models.DateTimeField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_with = models.CharField(max_length=500, blank=True, default="")

    objects = ProgramQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(started_at=None) | Q(starts_on__isnull=False), name="program_started_on_a_day"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")), name="program_days_ordered"
            ),
            models.CheckConstraint(condition=Q(mails__gte=0, money__gte=0, hours__gte=0), name="program_costs_no_less_than_nothing"),
        ]
        indexes = [models.Index(fields=["space", "kind", "name"], name="program_of_house")]

    def __str__(self) -> str:
        return self.name

    def last_day(self, zone: Any) -> date | None:
        """The last day on which it ran or will run; None where nobody has said."""
        days = [day for day in (self.ends_on, self.ended_at.astimezone(zone).date() if self.ended_at else None) if day is not None]
        return min(days, default=None)


class ProgramPause(models.Model):
    """Days on which a program rests, the last one included; without a last day it rests until somebody goes on."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="pauses")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program"], condition=Q(until_on=None), name="program_pauses_once"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="program_pause_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.program_id} {self.from_on}"


def stage(program: Program, pauses: list[ProgramPause], today: date) -> str:
    """Where a program stands on a day: DRAFT, COMING, RUNS, PAUSES or ENDED."""
    if program.started_at is None or program.starts_on is None:
        return DRAFT
    if program.ended_at is not None or (program.ends_on is not None and program.ends_on < today):
        return ENDED
    if program.starts_on > today:
        return COMING
    return PAUSES if rests(pauses, today, today) else RUNS


def rests(pauses: list[ProgramPause], first: date, last: date) -> bool:
    """Whether one of the pauses covers all days from the first to the last."""
    return any(one.from_on <= first and (one.until_on is None or one.until_on >= last) for one in pauses)


class ProgramPartQuerySet(models.QuerySet["ProgramPart"]):
    """Words for groups of parts."""

    def hanging(self) -> ProgramPartQuerySet:
        """Those that hang on their program now."""
        return self.filter(until_on=None)


class ProgramPart(models.Model):
    """A running part of the house that hangs on a program, told by one word ("series:7"; `core.running`). It hangs on one at a time, and knows nothing of it.

    Its weeks from the Monday `since_on` (None: all, also those before it hung anywhere) up to the Monday `until_on` count for the program; with `until_on` it hangs there no more.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField(max_length=60)
    at = models.DateTimeField()
    since_on = models.DateField(null=True)
    until_on = models.DateField(null=True)

    objects = ProgramPartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "part"], condition=Q(until_on=None), name="program_part_once")]

    def __str__(self) -> str:
        return f"{self.program_id} {self.part}"


class ProgramWeek(models.Model):
    """What a program, or with `part` one of its parts, brought in the week of a Monday, and how often and how long people meet in it; for weeks ahead the dates alone.

    Counted by the worker: inboxes keep notices for half a year, a program its weeks for as long as it stands.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="weeks")
    part = models.CharField(max_length=60, blank=True, default="")
    week = models.DateField()
    notices = models.PositiveIntegerField(default=0)
    mails = models.PositiveIntegerField(default=0)
    readers = models.PositiveIntegerField(default=0)
    meetings = models.PositiveIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "part", "week"], name="program_week_once")]
        indexes = [models.Index(fields=["week"], name="program_week_of")]

    def __str__(self) -> str:
        return f"{self.program_id} {self.part} {self.week}"


class ProgramOverlap(models.Model):
    """How many people are in the audiences of the same programs: the numbers of the programs, and that of the people, five or more."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    programs = models.JSONField()
    people = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.programs} {self.people}"
