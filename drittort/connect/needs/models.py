"""A dated need or offer from the first word to what came of it: who was asked, who answered. Facts are stored, states derived.

A need and an offer are one table: the same person writes them in the same place, others answer them the same way, and both run out. `side` says which
it is. What somebody seeks or offers as a rule is a standing line of their profile.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LIVES = timedelta(days=60)
"""So long a need stays on the board, from its opening or its last renewal: nobody can help with a need of last spring."""


class NeedQuerySet(models.QuerySet["Need"]):
    """Words for groups of needs."""

    def open(self) -> NeedQuerySet:
        """Neither answered nor closed."""
        return self.filter(answered_at=None, closed_at=None)

    def alive(self, at: datetime) -> NeedQuerySet:
        """Neither closed nor run out."""
        return self.filter(Q(opened_at__gt=at - LIVES) | Q(renewed_at__gt=at - LIVES), closed_at=None)

    def seeking(self) -> NeedQuerySet:
        """Those that look for something."""
        return self.filter(side=Need.Side.SEEK)


class Need(models.Model):
    """What somebody looks for, or has to give, now. The first answer of somebody else stops the clock; others may still answer."""

    class Side(models.TextChoices):
        SEEK = "seek", _("I am looking for")
        OFFER = "offer", _("I am offering")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="needs")
    side = models.CharField(max_length=10, choices=Side.choices, default=Side.SEEK)
    text = models.CharField(max_length=500)
    language = models.CharField(max_length=10)
    opened_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    renewed_at = models.DateTimeField(null=True)
    # When the house last looked for helpers, and how many fitted.
    sought_at = models.DateTimeField(null=True)
    fitting = models.PositiveSmallIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    # What came of it, told once by whoever asked.
    told_at = models.DateTimeField(null=True)
    helped_at = models.DateTimeField(null=True)
    helped_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    outcome = models.TextField(blank=True, default="")
    outcome_shared = models.BooleanField(default=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["space", "-opened_at", "-id"], name="need_newest"),
            models.Index(fields=["space", "opened_at"], name="need_open", condition=Q(answered_at=None, closed_at=None)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(answered_at=None) | Q(answered_at__gte=models.F("opened_at")), name="need_answered_after"),
            models.CheckConstraint(condition=Q(helped_at=None) | ~Q(told_at=None), name="need_helped_told"),
            models.CheckConstraint(condition=Q(outcome_shared=False) | ~Q(outcome=""), name="need_shared_words"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def runs_out_at(self) -> datetime:
        """When nobody is asked any more, unless it is renewed."""
        return (self.renewed_at or self.opened_at) + LIVES

    def state(self, at: datetime) -> str:
        """Where it stands: met, closed, expired, answered or open."""
        if self.helped_at is not None:
            return "met"
        if self.closed_at is not None:
            return "closed"
        if self.runs_out_at <= at:
            return "expired"
        return "open" if self.answered_at is None else "answered"


class NeedAnswer(models.Model):
    """Somebody can help, or takes what is offered; their words stand on the page. `staff` keeps the answers of those who care for the house apart."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="answers")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=1000, blank=True, default="")
    language = models.CharField(max_length=10)
    staff = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "member"], name="need_answer_once")]
        indexes = [models.Index(fields=["member", "-at"], name="need_answer_of")]

    def __str__(self) -> str:
        return f"{self.need_id} {self.member_id}"


class HelpRequest(models.Model):
    """A need that the house brings to somebody who may be able to help. Only that person ever reads it: what they did with it, and that they were asked.

    `asked_at` is empty while they are next in line. What it was chosen by goes into `fit` and `reasons`, as codes and words of their own.
    """

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="requests")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    fit = models.FloatField()
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    knows_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "member"], name="help_request_once")]
        indexes = [
            models.Index(fields=["member", "asked_at"], name="help_request_of"),
            models.Index(fields=["found_at"], name="help_request_age"),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.member_id}"
