"""People who ask from outside, their questions and answers, tours, and what was decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _


class ApplicationQuestion(models.Model):
    """One wording of one question of the house. Changing it retires this row and makes a new one, so that old answers keep their question."""

    class Kind(models.TextChoices):
        TEXT = "text", _("One line")
        LONG = "long", _("Several lines")
        CHOICE = "choice", _("A choice")
        YES_NO = "yes_no", _("Yes or no")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=300)
    choices = models.JSONField(default=list)
    required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class TourSlot(models.Model):
    """A weekly hour at which a location shows itself to so many people."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey("spaces.Location", on_delete=models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    capacity = models.PositiveSmallIntegerField(default=3)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["weekday", "starts", "id"]
        constraints = [models.CheckConstraint(condition=Q(weekday__lte=6), name="tour_slot_weekday")]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts}"


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Words for groups of applications. The stage is derived from dated facts."""

    def confirmed(self) -> ApplicationQuerySet:
        """Those whose address was confirmed: only they bother a human."""
        return self.exclude(confirmed_at=None)

    def going_on(self) -> ApplicationQuerySet:
        """Neither declined, withdrawn nor put aside, and nobody who belongs to the house already."""
        return self.filter(accepted_at=None, declined_at=None, withdrawn_at=None, closed_at=None)

    def staged(self) -> models.QuerySet[Any, Any]:
        """With `at_stage`: lost, member, trial, tour or enquiry, the furthest that is true."""
        toured = Exists(Tour.objects.filter(application=OuterRef("pk"), cancelled_at=None).exclude(confirmed_at=None))
        return self.annotate(
            at_stage=Case(
                When(~Q(declined_at=None) | ~Q(withdrawn_at=None) | ~Q(closed_at=None), then=Value("lost")),
                When(~Q(accepted_at=None), then=Value("member")),
                When(~Q(trial_until=None), then=Value("trial")),
                When(toured, then=Value("tour")),
                default=Value("enquiry"),
                output_field=models.CharField(),
            )
        )

    def at(self, stage: str) -> models.QuerySet[Any, Any]:
        """Those that stand at a stage."""
        return self.staged().filter(at_stage=stage)

    def counts_by_stage(self) -> dict[str, int]:
        """How many stand at each stage where somebody stands, in one question."""
        return dict(self.staged().order_by().values_list("at_stage").annotate(n=Count("pk")))


class Application(models.Model):
    """Somebody from outside who asks, looks around or applies. Dated facts only; `waits_since` is set while their last word has no answer."""

    class Source(models.TextChoices):
        MEMBER = "member", _("Through somebody who works there")
        PASSING = "passing", _("Walked past")
        SEARCH = "search", _("Found it on the web")
        EVENT = "event", _("At an event")
        PRESS = "press", _("Read about it")
        OTHER = "other", _("Otherwise")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=10)
    source = models.CharField(max_length=10, choices=Source.choices, blank=True, default="")
    source_text = models.CharField(max_length=200, blank=True, default="")
    referrer = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    referrer_text = models.CharField(max_length=120, blank=True, default="")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    waiting_at = models.DateTimeField(null=True)
    trial_from = models.DateField(null=True)
    trial_until = models.DateField(null=True)
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    waits_since = models.DateTimeField(null=True)
    touched_at = models.DateTimeField()
    invitation = models.ForeignKey("joining.Invitation", on_delete=models.SET_NULL, null=True, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="+")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(trial_from=None, trial_until=None) | Q(trial_until__gte=models.F("trial_from")),
                name="application_trial_ends_later",
            ),
            models.CheckConstraint(condition=Q(accepted_at=None) | Q(declined_at=None), name="application_one_answer"),
        ]
        indexes = [
            models.Index(fields=["space", "-touched_at", "-id"], name="application_newest"),
            models.Index(fields=["space", "waits_since"], name="application_waits", condition=~Q(waits_since=None)),
            models.Index(fields=["space", "email"], name="application_email"),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.email}"

    @property
    def is_open(self) -> bool:
        """Whether it goes on: neither declined, withdrawn nor put aside."""
        return self.declined_at is None and self.withdrawn_at is None and self.closed_at is None

    def stage(self, *, toured: bool) -> str:
        """The furthest that is true: lost, member, trial, tour or enquiry. The same as `staged` says in the database."""
        if not self.is_open:
            return "lost"
        if self.accepted_at is not None:
            return "member"
        if self.trial_until is not None:
            return "trial"
        return "tour" if toured else "enquiry"


class ApplicationAnswer(models.Model):
    """What somebody answered to one wording of a question."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(ApplicationQuestion, on_delete=models.RESTRICT, related_name="+")
    text = models.TextField(max_length=4000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "question"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.question_id}"


class ApplicationMessage(models.Model):
    """One message of the conversation with somebody who applies; without a member it is the applicant's."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="messages")
    member = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    by_house = models.BooleanField(default=False)
    text = models.TextField(max_length=4000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.at}"


class Tour(models.Model):
    """One booked tour. An unconfirmed one holds its place for two hours."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="tours")
    slot = models.ForeignKey(TourSlot, on_delete=models.SET_NULL, null=True, related_name="tours")
    location = models.ForeignKey("spaces.Location", on_delete=models.SET_NULL, null=True, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    booked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["slot", "starts_at"], name="tour_slot_moment")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.starts_at}"

    def is_ahead(self, at: datetime) -> bool:
        """Whether it is still to come."""
        return self.cancelled_at is None and self.starts_at > at


class Decision(models.Model):
    """One step of the history: who decided what, when, and in which words. It takes effect ten minutes later; undone ones stay, with who undid them."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        TRIAL = "trial", _("Accepted on trial")
        WAITING = "waiting", _("On the waiting list")
        DECLINED = "declined", _("Declined")
        ENDED = "ended", _("Trial ended")
        CLOSED = "closed", _("Put aside")
        REOPENED = "reopened", _("Taken up again")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(max_length=2000, blank=True, default="")
    until = models.DateField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    carried_out_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(undone_at=None, carried_out_at=None), name="decision_one_on_its_way"
            ),
            models.CheckConstraint(condition=Q(undone_at=None) | Q(carried_out_at=None), name="decision_undone_or_done"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"

    @property
    def is_on_its_way(self) -> bool:
        """Whether it has not taken effect yet, and nobody took it back."""
        return self.undone_at is None and self.carried_out_at is None


class Welcome(models.Model):
    """What a house says of itself on its public page, in either language."""

    space = models.OneToOneField("spaces.Space", on_delete=models.CASCADE, related_name="+")
    de = models.TextField(max_length=2000, blank=True, default="")
    en = models.TextField(max_length=2000, blank=True, default="")

    def __str__(self) -> str:
        return str(self.space_id)


class Knock(models.Model):
    """That somebody sent a public form from a connection, told apart by a keyed hash; only to slow down machines."""

    connection = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["connection", "at"], name="knock_connection")]

    def __str__(self) -> str:
        return self.connection
