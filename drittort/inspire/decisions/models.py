"""What the house decides together: the question and its rule, who may take part, ballots, and what came of it.

Moments are facts; whether it is a draft, open, counted or dropped follows from them. Ballots of a secret decision stand apart from people: see `papers.py`.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HouseDecisionQuerySet(models.QuerySet["HouseDecision"]):
    """Words for groups of decisions."""

    def out(self) -> HouseDecisionQuerySet:
        """What was opened, also where it is over."""
        return self.exclude(opened_at=None)

    def running(self) -> HouseDecisionQuerySet:
        """Opened and neither over nor dropped."""
        return self.out().filter(closed_at=None, dropped_at=None)

    def over(self) -> HouseDecisionQuerySet:
        """Counted, or dropped after it was opened."""
        return self.out().filter(Q(closed_at__isnull=False) | Q(dropped_at__isnull=False))

    def without_outcome(self) -> HouseDecisionQuerySet:
        """Counted, and nobody has said yet what follows from it."""
        return self.filter(closed_at__isnull=False, outcome_at=None)


class HouseDecision(models.Model):
    """One question that the house, or a part of it, decides by a rule until a moment.

    `electors` is how many may take part and `needed` how many have to, frozen when it was opened; `took_part` and `result` are written when it was counted
    (`result` speaks of options by their place; empty where a secret one had too few to tell). What follows from it is `outcome`, with whoever takes
    care of it until a day; `done_at` when they said that it is done.
    """

    class Kind(models.TextChoices):
        POLL = "poll", pgettext_lazy("decision", "Poll")
        CONSENT = "consent", pgettext_lazy("decision", "Consent decision")
        DATE = "date", pgettext_lazy("decision", "Finding a date")
        BUDGET = "budget", pgettext_lazy("decision", "Budget vote")
        DRAW = "draw", pgettext_lazy("decision", "Random draw")

    class Method(models.TextChoices):
        SINGLE = "single", _("One answer each")
        SEVERAL = "several", _("Up to so many answers each")
        APPROVAL = "approval", _("Everything that is fine with you")
        RANKED = "ranked", _("In the order in which you like them")

    class Who(models.TextChoices):
        HOUSE = "house", _("The whole house")
        GROUP = "group", _("A group")
        ROLE = "role", _("Those with a role")
        LOCATION = "location", _("A location")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    idea = models.ForeignKey("inspire.Idea", on_delete=models.SET_NULL, null=True, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=4000, blank=True, default="")
    language = models.CharField(max_length=10)
    method = models.CharField(max_length=10, choices=Method.choices, blank=True, default="")
    most = models.PositiveSmallIntegerField(null=True)
    secret = models.BooleanField(default=False)
    budget = models.PositiveBigIntegerField(null=True)
    points = models.PositiveSmallIntegerField(null=True)
    who = models.CharField(max_length=10, choices=Who.choices, default=Who.HOUSE)
    group = models.ForeignKey("talk.Group", on_delete=models.CASCADE, null=True, related_name="+")
    location = models.ForeignKey("spaces.Location", on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=40, blank=True, default="")
    quorum = models.PositiveSmallIntegerField(default=0)
    closes_at = models.DateTimeField()
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    electors = models.PositiveIntegerField(null=True)
    needed = models.PositiveIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    took_part = models.PositiveIntegerField(null=True)
    result = models.JSONField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_with = models.CharField(max_length=500, blank=True, default="")
    event = models.ForeignKey("inspire.Event", on_delete=models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=1000, blank=True, default="")
    outcome_at = models.DateTimeField(null=True)
    responsible = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField(null=True)
    asked_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_with = models.CharField(max_length=500, blank=True, default="")

    objects = HouseDecisionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["space", "-opened_at", "-id"], name="decision_newest"),
            models.Index(fields=["closes_at"], name="decision_due", condition=Q(opened_at__isnull=False, closed_at=None, dropped_at=None)),
            models.Index(fields=["due_on"], name="decision_asked", condition=Q(due_on__isnull=False, done_at=None)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stage(self) -> str:
        """How far it is: "draft", "open", "over" or "dropped"."""
        if self.dropped_at is not None:
            return "dropped"
        if self.closed_at is not None:
            return "over"
        return "draft" if self.opened_at is None else "open"


class DecisionOption(models.Model):
    """One of the things to choose from: an answer, a day, or a project with what it costs (in whole euros)."""

    decision = models.ForeignKey(HouseDecision, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120, blank=True, default="")
    cost = models.PositiveBigIntegerField(null=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "position"], name="decision_option_once")]

    def __str__(self) -> str:
        return self.text


class Elector(models.Model):
    """Somebody may take part, as it was written down when the decision was opened. `in_at`: their name goes into the draw."""

    decision = models.ForeignKey(HouseDecision, on_delete=models.CASCADE, related_name="roll")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    in_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "member"], name="elector_once")]
        indexes = [models.Index(fields=["member"], name="elector_of")]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.member_id}"


class Ballot(models.Model):
    """What somebody chose in a decision that is not secret: options by their place (`content`, in the shape of its kind)."""

    decision = models.ForeignKey(HouseDecision, on_delete=models.CASCADE, related_name="ballots")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "member"], name="ballot_once")]
        indexes = [models.Index(fields=["member"], name="ballot_of")]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.member_id}"


class SecretBallot(models.Model):
    """A ballot in the urn: nobody's, of no moment, under a random name. `lock` is made of the code that only its voter has. Gone when it is counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    decision = models.ForeignKey(HouseDecision, on_delete=models.CASCADE, related_name="urn")
    lock = models.CharField(max_length=64)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "lock"], name="secret_ballot_once")]

    def __str__(self) -> str:
        return f"{self.decision_id}"


class TakenPaper(models.Model):
    """That somebody has had their ballot paper, so that nobody has two: a word that only the machine can make of a person and a decision. Gone when it is counted."""

    word = models.CharField(max_length=64, primary_key=True)
    decision = models.ForeignKey(HouseDecision, on_delete=models.CASCADE, related_name="papers")

    def __str__(self) -> str:
        return f"{self.decision_id}"


class ConsentRound(models.Model):
    """One round of a consent decision: the proposal as it stands, what was taken up from the objections of the round before, and until when one speaks.

    `closed_at` when it was over; `passed`: nobody objected, and enough spoke.
    """

    decision = models.ForeignKey(HouseDecision, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=4000)
    changed = models.CharField(max_length=1000, blank=True, default="")
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    passed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="consent_round_once")]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.number}"


class Position(models.Model):
    """Where somebody stands in a round: with it, with a worry, aside, or against it for a reason."""

    class Says(models.TextChoices):
        CONSENT = "consent", pgettext_lazy("position", "I can go along")
        WORRY = "worry", pgettext_lazy("position", "I go along, with a worry")
        ASIDE = "aside", pgettext_lazy("position", "I stand aside")
        OBJECTION = "objection", pgettext_lazy("position", "I object")

    round = models.ForeignKey(ConsentRound, on_delete=models.CASCADE, related_name="positions")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    says = models.CharField(max_length=10, choices=Says.choices)
    text = models.CharField(max_length=1000, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "member"], name="position_once"),
            models.CheckConstraint(condition=~Q(says="objection", text=""), name="position_objection_has_a_reason"),
        ]
        indexes = [models.Index(fields=["member"], name="position_of")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.member_id}"


class Draw(models.Model):
    """A random draw: how many are drawn, the promise, and the public value from which the seed is made (`drittort.engine.lots`).

    `secret` is published when the value is known; until then only `promise`. `list_mark` when the list was closed.
    """

    decision = models.OneToOneField(HouseDecision, on_delete=models.CASCADE, related_name="draw")
    seats = models.PositiveSmallIntegerField()
    everybody = models.BooleanField(default=False)
    source = models.CharField(max_length=200)
    value_on = models.DateField()
    secret = models.CharField(max_length=64, blank=True, default="")
    promise = models.CharField(max_length=64, blank=True, default="")
    list_mark = models.CharField(max_length=64, blank=True, default="")
    frozen_at = models.DateTimeField(null=True)
    value = models.CharField(max_length=200, blank=True, default="")
    value_at = models.DateTimeField(null=True)
    value_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.decision_id}"


class Lot(models.Model):
    """A line of the list of a draw: a name with its salt, and their mark, which stays when the name has to go. `place` is where it was drawn, from 1."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="lots")
    number = models.PositiveIntegerField()
    member = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    salt = models.CharField(max_length=32, blank=True, default="")
    name = models.CharField(max_length=120, blank=True, default="")
    mark = models.CharField(max_length=64)
    place = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "number"], name="lot_once")]
        indexes = [models.Index(fields=["member"], name="lot_of")]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.number}"
