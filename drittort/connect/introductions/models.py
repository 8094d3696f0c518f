"""An introduction from proposal to what came of it. Facts are stored, states derived.

A no is quiet. It is a row of its own that only the decliner may read. Nothing else looks at it before `expires_at`, which is fixed
when the introduction is proposed: queue, caps, freeze, counts and the next round treat the pair as open. The expiry job then writes
`expired_at`, the same for a no as for silence.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Round(models.Model):
    """One run of the engine for a house: everything that is needed to run it again and get the same.

    Of a series or of a season of circles, it goes out at `sends_at` by itself, unless somebody holds it. Of neither it is the day's suggestions.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    series = models.ForeignKey("connect.Series", on_delete=models.CASCADE, null=True, related_name="rounds")
    season = models.ForeignKey("connect.CircleSeason", on_delete=models.CASCADE, null=True, related_name="rounds")
    made_at = models.DateTimeField()
    seed = models.BigIntegerField()
    value = models.FloatField()
    bound = models.FloatField()
    change = models.JSONField(default=dict)
    engine = models.CharField(max_length=40)
    sends_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["space", "-made_at"], name="round_newest"),
            models.Index(fields=["sends_at"], name="round_to_send", condition=Q(sent_at=None, held_at=None, sends_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.made_at:%Y-%m-%d}"


class Draft(models.Model):
    """One pair that the engine suggests to the manager; used up by sending, dropped by excluding or swapping."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="drafts")
    first = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    value = models.FloatField()
    parts = models.JSONField()
    reasons = models.JSONField()
    change = models.JSONField(default=dict)
    spare = models.BooleanField(default=False)
    text = models.TextField(blank=True, default="")
    dropped_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "first", "second"], name="draft_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="draft_ordered"),
        ]
        indexes = [models.Index(fields=["round", "position"], name="draft_open", condition=Q(dropped_at=None, sent_at=None))]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class TextVector(models.Model):
    """The meaning of a need or an offer as the encoder sees it, found by the text's hash, so that no text is encoded twice."""

    key = models.CharField(max_length=64, primary_key=True)
    model = models.CharField(max_length=80)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.key


class Exclusion(models.Model):
    """A pair that a manager keeps out of suggestions, for now or for good."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="exclusion_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="exclusion_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    """Words for groups of introductions."""

    def of(self, member_id: int) -> IntroductionQuerySet:
        """Those in which a member is one of the two."""
        return self.filter(Q(first_id=member_id) | Q(second_id=member_id))

    def of_the_house(self) -> IntroductionQuerySet:
        """Those that the house proposed. A warm introduction is the affair of three people."""
        return self.exclude(form=Introduction.Form.WARM)

    def waiting(self, at: datetime) -> IntroductionQuerySet:
        """Proposed, not yet introduced, time not yet over. A quiet no does not show here."""
        return self.filter(introduced_at=None, expired_at=None, expires_at__gt=at)


class Introduction(models.Model):
    """Two people whom the house brings together. `form` says by which way; `proposed_by` is who proposed it, with `warm` the introducer."""

    class Form(models.TextChoices):
        INSTANT = "instant", _("on the first visit")
        ROUND = "round", _("by a round")
        NEED = "need", _("by a need")
        WARM = "warm", _("by somebody who knows both")
        TABLE = "table", _("at a table")
        MANAGER = "manager", _("by the people who care")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=8, choices=Form.choices, default=Form.MANAGER)
    proposed_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    text = models.TextField(blank=True, default="")
    reasons = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    slots = models.JSONField(default=list)
    parts = models.JSONField(default=dict)
    seed = models.BigIntegerField(null=True)
    introduced_at = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)
    met_on = models.DateField(null=True)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="introduction_ordered"),
            models.CheckConstraint(condition=Q(introduced_at=None) | Q(expired_at=None), name="introduction_one_end"),
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(introduced_at=None, expired_at=None), name="introduction_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["space", "-proposed_at", "-id"], name="introduction_newest"),
            models.Index(fields=["first", "-proposed_at"], name="introduction_first"),
            models.Index(fields=["second", "-proposed_at"], name="introduction_second"),
            models.Index(fields=["space", "expires_at"], name="introduction_expiry", condition=Q(introduced_at=None, expired_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"

    def other(self, member_id: int) -> int:
        """Id of the other person."""
        return self.second_id if member_id == self.first_id else self.first_id


class Side(models.Model):
    """What one of the two did. The other sees of it only that both said yes, and what they share.

    `words` are what the introducer wrote for this side alone; `introducer_may_know` lets them read that the two have met, if both say so.
    """

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="sides")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    words = models.TextField(blank=True, default="")
    seen_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    again = models.BooleanField(null=True)
    outcome = models.TextField(blank=True, default="")
    outcome_shared = models.BooleanField(default=False)
    introducer_may_know = models.BooleanField(default=False)
    thanked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["introduction", "member"], name="side_once")]
        indexes = [models.Index(fields=["member", "introduction"], name="side_member")]

    def __str__(self) -> str:
        return f"{self.introduction_id} {self.member_id}"


class QuietNo(models.Model):
    """A refusal. Only the decliner may read it; rules and queries for anybody else never do."""

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["introduction", "member"], name="quiet_no_once")]

    def __str__(self) -> str:
        return f"{self.introduction_id}"


class WarmIntroductionQuerySet(models.QuerySet["WarmIntroduction"]):
    """Words for groups of warm introductions."""

    def waiting(self, at: datetime) -> WarmIntroductionQuerySet:
        """Those of which the introducer reads that they wait."""
        return self.filter(Q(introduction=None) | Q(introduction__introduced_at=None), expires_at__gt=at)


class WarmIntroduction(models.Model):
    """Somebody would like to introduce two others. Whether the two are asked (`introduction`) nobody reads but the house: it would tell of a block, a
    pause, a consent that is not there. The introducer reads that it waits until `expires_at`, whatever becomes of it, unless both say yes.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    introducer = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True, default="")
    to_first = models.TextField(blank=True, default="")
    to_second = models.TextField(blank=True, default="")
    need = models.ForeignKey("connect.Need", on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    introduction = models.OneToOneField(Introduction, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = WarmIntroductionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="warm_ordered"),
            models.CheckConstraint(condition=~Q(introducer=F("first")) & ~Q(introducer=F("second")), name="warm_three_people"),
        ]
        indexes = [
            models.Index(fields=["introducer", "-proposed_at", "-id"], name="warm_newest"),
            models.Index(fields=["proposed_at"], name="warm_to_ask", condition=Q(introduction=None)),
        ]

    def __str__(self) -> str:
        return f"{self.introducer_id}: {self.first_id} {self.second_id}"
