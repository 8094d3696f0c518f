"""Rules of a house, what they did, and what they would have done.

A rule is changed while it is off. Switching it on keeps its words as a version, and every act names the version by which it was done: the log says why in the
sentence that held on that day.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q


class Said(models.Model):
    """A rule as it is said: of whom it speaks, its conditions (each with its values), what it does, how often again, and to how many a day."""

    subject = models.CharField(max_length=20)
    clauses = models.JSONField(default=list)
    action = models.CharField(max_length=40, blank=True, default="")
    values = models.JSONField(default=dict)
    again_days = models.PositiveSmallIntegerField(null=True)
    per_day = models.PositiveSmallIntegerField(default=10)

    class Meta:
        abstract = True


class RuleQuerySet(models.QuerySet["Rule"]):
    """Words for groups of rules."""

    def kept(self) -> RuleQuerySet:
        """Those that were not taken away."""
        return self.filter(removed_at=None)

    def on(self) -> RuleQuerySet:
        """Those that act."""
        return self.kept().exclude(on_at=None)


class Rule(Said):
    """Something that the house does by itself. `on_at`: since when, None while it is off. `made_from` names the ready-made rule that it began as."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    made_from = models.CharField(max_length=30, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    on_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["space", "id"], condition=Q(removed_at=None), name="rule_kept")]
        constraints = [models.CheckConstraint(condition=Q(on_at=None) | Q(removed_at=None), name="rule_removed_is_off")]

    def __str__(self) -> str:
        return self.name


class RuleVersion(Said):
    """The words of a rule as it was switched on with them."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="rule_version_once")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.number}"


class RuleActQuerySet(models.QuerySet["RuleAct"]):
    """Words for groups of acts."""

    def open(self) -> RuleActQuerySet:
        """Neither done nor taken back."""
        return self.filter(done_at=None, undone_at=None)

    def waiting(self, day: date) -> RuleActQuerySet:
        """What somebody of the team is to do now."""
        return self.open().filter(due_on__lte=day)

    def standing(self, day: date) -> RuleActQuerySet:
        """Marks that somebody bears on a day."""
        return self.filter(undone_at=None, until_on__gte=day)


class RuleAct(models.Model):
    """One thing that a rule did: about what ("need:7"), for whom, on which day. At most one for a rule, a thing and a day, so twice is once.

    `due_on`: from when on it waits for the team. `until_on`: until when a mark stands. Who took it back, or did it, stands beside. `in_vain`: it reached
    nobody, be it that nothing fitted or that a block stood between; whoever it was meant for never reads of it.
    """

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="acts")
    version = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=40)
    on = models.DateField()
    at = models.DateTimeField()
    due_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    in_vain = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = RuleActQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "about", "on"], name="rule_act_once_a_day")]
        indexes = [
            models.Index(fields=["rule", "-on", "-id"], name="rule_act_newest"),
            models.Index(fields=["person", "-on"], name="rule_act_person"),
            models.Index(fields=["due_on"], condition=Q(done_at=None, undone_at=None, due_on__isnull=False), name="rule_act_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.about} {self.on}"


class RuleTrial(models.Model):
    """The last dry run of a rule: over how many days, by which words (`key`), and since when its answer is there."""

    rule = models.OneToOneField(Rule, on_delete=models.CASCADE, related_name="trial")
    days = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    until_on = models.DateField(null=True)
    made_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.rule_id}"


class RuleTrialAct(models.Model):
    """What a rule would have done on a day."""

    trial = models.ForeignKey(RuleTrial, on_delete=models.CASCADE, related_name="acts")
    person = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=40)
    on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["trial", "on", "id"], name="rule_trial_act_days")]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.about} {self.on}"


class RuleStop(models.Model):
    """Somebody stopped all rules of a house. While the row is there, none acts."""

    space = models.OneToOneField("spaces.Space", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.space_id}"
