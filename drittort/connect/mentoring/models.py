"""A season of mentoring: who applies, whom the engine finds for whom, the pairs, and what the two share.

A no is quiet, as with introductions (decision 004): a row of its own that only the decliner reads, and the same end as silence (decision 023).
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class MentoringSeason(models.Model):
    """Some months for which pairs are drawn at once. What is drawn can be drawn again: with the same people and seed comes the same."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    text = models.CharField(max_length=500, blank=True, default="")
    apply_until = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    every_weeks = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    seed = models.BigIntegerField()
    objective = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    shortlisted_at = models.DateTimeField(null=True)
    drafted_at = models.DateTimeField(null=True)
    sends_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(apply_until__lt=F("starts_on")) & Q(starts_on__lt=F("ends_on")), name="season_ordered")
        ]
        indexes = [models.Index(fields=["space", "-opened_at"], name="season_newest")]

    def __str__(self) -> str:
        return self.name


class MentoringApplicationQuerySet(models.QuerySet["MentoringApplication"]):
    """Words for groups of applications."""

    def standing(self) -> MentoringApplicationQuerySet:
        """Not taken back, of people who are here."""
        return self.filter(withdrawn_at=None, member__left_on=None)


class MentoringApplication(models.Model):
    """Somebody would like to give, or to be given, some hours of a season. Applying is agreeing to be brought together in it."""

    class Side(models.TextChoices):
        MENTOR = "mentor", _("I accompany somebody")
        MENTEE = "mentee", _("I would like to be accompanied")

    season = models.ForeignKey(MentoringSeason, on_delete=models.CASCADE, related_name="applications")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    text = models.CharField(max_length=600)
    topics = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    days = models.JSONField(default=list)
    mentees = models.PositiveSmallIntegerField(default=1)
    applied_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = MentoringApplicationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["season", "member", "side"], name="mentoring_application_once")]

    def __str__(self) -> str:
        return f"{self.season_id} {self.member_id} {self.side}"


class MentoringCandidate(models.Model):
    """A mentor on the shortlist of a mentee, the best first; the drafted one is whom the draft brings together with her."""

    mentee = models.ForeignKey(MentoringApplication, on_delete=models.CASCADE, related_name="candidates")
    mentor = models.ForeignKey(MentoringApplication, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    value = models.FloatField()
    reasons = models.JSONField(default=list)
    drafted_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    excluded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentee", "mentor"], name="mentoring_candidate_once"),
            models.UniqueConstraint(fields=["mentee"], condition=Q(drafted_at__isnull=False), name="mentoring_drafted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mentee_id} {self.mentor_id}"


class MentoringWish(models.Model):
    """Whom of her five a mentee would like best. Only she reads it; the draft follows it where it can."""

    season = models.ForeignKey(MentoringSeason, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["season", "member", "mentor"], name="mentoring_wish_once")]

    def __str__(self) -> str:
        return f"{self.season_id} {self.member_id} {self.position}"


class MentoringPairQuerySet(models.QuerySet["MentoringPair"]):
    """Words for groups of pairs."""

    def of(self, member_id: int) -> MentoringPairQuerySet:
        """Those in which a member is one of the two."""
        return self.filter(Q(mentor=member_id) | Q(mentee=member_id))

    def waiting(self, at: datetime) -> MentoringPairQuerySet:
        """Asked, and the time not yet over. A quiet no does not show here."""
        return self.filter(begun_at=None, expired_at=None, expires_at__gt=at)

    def going(self) -> MentoringPairQuerySet:
        """Begun, and not ended."""
        return self.filter(begun_at__isnull=False, ended_at=None)

    def holding(self) -> MentoringPairQuerySet:
        """Those that take a seat of their mentor: asked or going on."""
        return self.filter(expired_at=None, ended_at=None)


class MentoringPair(models.Model):
    """Two people for a season. `goal` is theirs alone. Who ended it, and why, is not kept."""

    season = models.ForeignKey(MentoringSeason, on_delete=models.CASCADE, related_name="pairs")
    mentor = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    goal = models.CharField(max_length=600, blank=True, default="")

    objects = MentoringPairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="mentoring_pair_of_two"),
            models.CheckConstraint(condition=Q(begun_at=None) | Q(expired_at=None), name="mentoring_pair_one_end"),
            models.UniqueConstraint(fields=["season", "mentor", "mentee"], name="mentoring_pair_once"),
        ]
        indexes = [
            models.Index(fields=["mentor"], name="mentoring_pair_mentor"),
            models.Index(fields=["mentee"], name="mentoring_pair_mentee"),
            models.Index(fields=["expires_at"], name="mentoring_pair_expiry", condition=Q(begun_at=None, expired_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} {self.mentee_id}"

    def other(self, member_id: int) -> int:
        """Id of the other person."""
        return self.mentee_id if member_id == self.mentor_id else self.mentor_id


class MentoringSide(models.Model):
    """What one of the two did: said yes, and at the end thanks, and what came of it.

    What is written beside a block is read by its writer alone: thanks (`thanks_withheld`), and a goal (`own_goal`).
    """

    class Came(models.TextChoices):
        HELP = "help", _("It helped me")
        PROJECT = "project", _("Something of our own came of it")
        BUSINESS = "business", _("We work together now")
        NOTHING = "nothing", _("It was good to talk")

    pair = models.ForeignKey(MentoringPair, on_delete=models.CASCADE, related_name="sides")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    came = models.CharField(max_length=8, choices=Came.choices, blank=True, default="")
    thanks = models.CharField(max_length=300, blank=True, default="")
    thanked_at = models.DateTimeField(null=True)
    thanks_withheld = models.BooleanField(default=False)
    own_goal = models.CharField(max_length=600, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair", "member"], name="mentoring_side_once")]

    def __str__(self) -> str:
        return f"{self.pair_id} {self.member_id}"


class MentoringNo(models.Model):
    """A refusal. Only the decliner may read it; rules and queries for anybody else never do."""

    pair = models.ForeignKey(MentoringPair, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair", "member"], name="mentoring_no_once")]

    def __str__(self) -> str:
        return f"{self.pair_id}"


class MentoringMeeting(models.Model):
    """The two have met on a day, as one of them noted."""

    pair = models.ForeignKey(MentoringPair, on_delete=models.CASCADE, related_name="meetings")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair", "on"], name="mentoring_meeting_once")]

    def __str__(self) -> str:
        return f"{self.pair_id} {self.on}"


class MentoringAnswer(models.Model):
    """What one of the two answered to one of the four questions of a season: for themself, or for the other to read (`withheld`: beside a block)."""

    pair = models.ForeignKey(MentoringPair, on_delete=models.CASCADE, related_name="answers")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    question = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000)
    shared = models.BooleanField(default=False)
    withheld = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair", "member", "question"], name="mentoring_answer_once")]

    def __str__(self) -> str:
        return f"{self.pair_id} {self.question}"


def day_of_question(begun_on: date, ends_on: date, question: int) -> date:
    """When a question is asked: at the beginning, after a third and two thirds of the time, and a week before the end."""
    whole = ends_on - begun_on
    return (begun_on, begun_on + whole / 3, begun_on + whole * 2 / 3, max(begun_on, ends_on.fromordinal(ends_on.toordinal() - 7)))[question]
