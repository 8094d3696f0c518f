"""Surveys: how a house asks, one wave of it, what lies in the box while it is open, and the figures that were published.

No table leads from an answer to a person (docs/decisions/035). While a wave is open there are marks of links that nobody has been written beside, and sealed
ballots that only a key outside the database opens; when it is closed both are gone, and only what is published stands here.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import pgettext_lazy


class SurveyPlan(models.Model):
    """How a house asks: how often by itself (`every` months, 0 for never), for how many days, which groups are told apart, and its own questions.

    `groupings` are names from groups.py; `questions` the house's own, in the language they were written in: kind, text, and options to choose from.
    """

    space = models.OneToOneField("spaces.Space", on_delete=models.CASCADE, related_name="+", primary_key=True)
    every = models.PositiveSmallIntegerField(default=3)
    days = models.PositiveSmallIntegerField(default=14)
    groupings = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.space_id}"


class SurveyWaveQuerySet(models.QuerySet["SurveyWave"]):
    """Words for groups of waves."""

    def open(self, at: datetime) -> SurveyWaveQuerySet:
        """Answers are taken."""
        return self.filter(closed_at=None, dropped_at=None, closes_at__gt=at)

    def running(self) -> SurveyWaveQuerySet:
        """Neither published nor dropped; its time may be over."""
        return self.filter(closed_at=None, dropped_at=None)

    def published(self) -> SurveyWaveQuerySet:
        """With figures, or too few answers for any."""
        return self.exclude(closed_at=None)


class SurveyWave(models.Model):
    """One round of the survey. What it asks is written down when it opens, so that its results keep their words.

    `lock` is the public half of the key of its box. `invited`: to how many a link was sent, known once all letters are written; `sent_at` when none of them
    waits any more. `answered`: how many ballots lay in the box; `counted`: how many of them have scores; `alpha`: how reliable the scale was. `lost`: dropped
    because the key of its box was gone.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    member = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    groups = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    language = models.CharField(max_length=10)
    lock = models.CharField(max_length=64, blank=True, default="")
    invited = models.PositiveIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    answered = models.PositiveIntegerField(null=True)
    counted = models.PositiveIntegerField(null=True)
    alpha = models.FloatField(null=True)
    dropped_at = models.DateTimeField(null=True)
    lost = models.BooleanField(default=False)

    objects = SurveyWaveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "number"], name="survey_wave_once"),
            models.UniqueConstraint(fields=["space"], condition=models.Q(closed_at=None, dropped_at=None), name="survey_wave_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.number}"


class SurveyToken(models.Model):
    """The mark of a link by which one answers once: a digest, and nothing beside it. All of a wave are written at once, in the order of the digests. Gone when used."""

    mark = models.CharField(max_length=64, primary_key=True)
    wave = models.ForeignKey(SurveyWave, on_delete=models.CASCADE, related_name="tokens")

    def __str__(self) -> str:
        return f"{self.wave_id}"


class SurveyBallot(models.Model):
    """What somebody answered, sealed, under a random name; all are as long. Gone when it is counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    wave = models.ForeignKey(SurveyWave, on_delete=models.CASCADE, related_name="ballots")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.wave_id}"


class SurveyFigure(models.Model):
    """One published mean: of the house (`grouping` "") or of a group, for an element or the whole, with its interval.

    `difference` with its bounds: of the house against the wave before, of a group against all who are not in it; empty where there is nothing to compare with.
    """

    wave = models.ForeignKey(SurveyWave, on_delete=models.CASCADE, related_name="figures")
    grouping = models.CharField(max_length=20, blank=True, default="")
    option = models.CharField(max_length=20, blank=True, default="")
    element = models.CharField(max_length=20)
    people = models.PositiveIntegerField()
    mean = models.FloatField()
    spread = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    difference = models.FloatField(null=True)
    difference_low = models.FloatField(null=True)
    difference_high = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "grouping", "option", "element"], name="survey_figure_once")]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.grouping} {self.option} {self.element}"


class SurveyTally(models.Model):
    """How many chose an option (its place) of one of the house's own questions (its place). Only where enough answered the question."""

    wave = models.ForeignKey(SurveyWave, on_delete=models.CASCADE, related_name="tallies")
    question = models.PositiveSmallIntegerField()
    option = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "question", "option"], name="survey_tally_once")]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.question} {self.option}"


class SurveyText(models.Model):
    """What somebody wrote to a free question: in no order, beside no other answer. Only where enough wrote."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    wave = models.ForeignKey(SurveyWave, on_delete=models.CASCADE, related_name="texts")
    question = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000)

    def __str__(self) -> str:
        return f"{self.wave_id} {self.question}"


class SurveyChange(models.Model):
    """What was changed because of a wave, told to the whole house by whoever cares for it."""

    class Element(models.TextChoices):
        NEEDS = "needs", pgettext_lazy("element of community", "Needs")
        MEMBERSHIP = "membership", pgettext_lazy("element of community", "Membership")
        INFLUENCE = "influence", pgettext_lazy("element of community", "Influence")
        CONNECTION = "connection", pgettext_lazy("element of community", "Emotional connection")

    wave = models.ForeignKey(SurveyWave, on_delete=models.CASCADE, related_name="changes")
    member = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    element = models.CharField(max_length=20, blank=True, default="", choices=Element.choices)
    text = models.CharField(max_length=1000)
    language = models.CharField(max_length=10)
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text
