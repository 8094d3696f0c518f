"""What was reported, how the house looked into it, and what followed for somebody. Blocks are in `members.models`."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def new_code() -> str:
    """A word for an address that doesn't tell how many there are: a gap in numbers would tell those who are part of a case that there is one."""
    return secrets.token_hex(8)


class Category(models.TextChoices):
    """Why somebody reports something."""

    HARASSMENT = "harassment", _("Harassment")
    SPAM = "spam", _("Advertising nobody asked for")
    UNSAFE = "unsafe", _("Somebody is not safe")
    WRONG = "wrong", _("Wrong information")
    MINORS = "minors", _("Sexual abuse of children or young people")
    HATE = "hate", _("Hate, threats, calls to violence")
    PRIVATE = "private", _("It shows something private of me or of others")
    RIGHTS = "rights", _("It takes what is mine: text, picture, name")
    FRAUD = "fraud", _("Fraud or forbidden goods")
    OTHER = "other", _("Something else")


INSIDE = (Category.HARASSMENT, Category.SPAM, Category.UNSAFE, Category.WRONG, Category.OTHER)
"""What members choose from."""
OUTSIDE = (
    Category.MINORS, Category.HATE, Category.HARASSMENT, Category.PRIVATE, Category.RIGHTS, Category.FRAUD, Category.SPAM, Category.OTHER,
)  # fmt: skip
"""What anybody chooses from: first what the law forbids, then what the house does."""


class CaseQuerySet(models.QuerySet["Case"]):
    """Words for groups of cases."""

    def open(self) -> CaseQuerySet:
        """Not closed yet."""
        return self.filter(closed_at=None)


class Case(models.Model):
    """Everything that was reported about one person, or about one thing that belongs to nobody, until it is closed."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=16, unique=True, default=new_code)
    about = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="+")
    subject = models.CharField(max_length=60, blank=True, default="")
    opened_at = models.DateTimeField()
    assigned_to = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about"], condition=Q(closed_at=None, about__isnull=False), name="case_of_person_once"),
            models.UniqueConstraint(fields=["space", "subject"], condition=Q(closed_at=None, about=None), name="case_of_thing_once"),
            models.CheckConstraint(
                condition=(Q(about=None) & ~Q(subject="")) | (Q(about__isnull=False) & Q(subject="")), name="case_about_one"
            ),
            models.CheckConstraint(condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="case_closed_after"),
        ]
        indexes = [
            models.Index(fields=["space", "opened_at"], condition=Q(closed_at=None), name="case_open"),
            models.Index(fields=["space", "-closed_at", "-id"], condition=Q(closed_at__isnull=False), name="case_closed"),
        ]

    def __str__(self) -> str:
        return self.code


class Report(models.Model):
    """Somebody tells the house that something is not right; with the words that are meant, as they stood then."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    code = models.CharField(max_length=16, unique=True, default=new_code)
    reporter = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    subject = models.CharField(max_length=60)
    category = models.CharField(max_length=20, choices=Category.choices)
    text = models.TextField()
    at = models.DateTimeField()
    shown_text = models.TextField(blank=True, default="")
    shown_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["reporter", "-at"], name="report_newest")]

    def __str__(self) -> str:
        return self.code


class OutsideReport(models.Model):
    """Who reported something without belonging to the house, where they saw it, and what the house answered them."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="outside")
    name = models.CharField(max_length=120, blank=True, default="")
    email = models.EmailField(max_length=254, blank=True, default="")
    language = models.CharField(max_length=10)
    place = models.CharField(max_length=1000)
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.report_id}"


class CaseEntry(models.Model):
    """One line in the course of a case: a note, or what was done."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        TAKEN = "taken", _("Taken on")
        FREE = "free", _("Given back")
        CLOSED = "closed", pgettext_lazy("case", "Closed")
        REOPENED = "reopened", _("Opened again")
        MEASURE = "measure", _("Measure")
        LIFTED = "lifted", _("Measure lifted")
        REPLIED = "replied", _("Answer of the person")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="case_entry_order")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Words for groups of measures."""

    def standing(self, day: date) -> MeasureQuerySet:
        """Pauses that hold on a day; their last one is part of them."""
        return self.filter(lifted_at=None, until__gte=day)


class Measure(models.Model):
    """What the house does about somebody's conduct, with its statement of reasons: facts, ground, scope and duration."""

    class Kind(models.TextChoices):
        HINT = "hint", _("A hint")
        MESSAGES = "messages", _("Pause: messages")
        POSTS = "posts", _("Pause: asking and posting")
        INTRODUCTIONS = "introductions", _("Pause: introductions")
        MEMBERSHIP = "membership", _("Pause of the membership")
        END = "end", _("End of the membership")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="measures")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    facts = models.TextField()
    ground = models.TextField()
    imposed_at = models.DateTimeField()
    imposed_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    until = models.DateField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    lifted_because = models.TextField(blank=True, default="")
    ran_out_at = models.DateTimeField(null=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="hint", until=None) | (~Q(kind="hint") & Q(until__isnull=False)), name="measure_has_last_day"
            ),
            models.UniqueConstraint(
                fields=["member", "kind"], condition=Q(lifted_at=None, ran_out_at=None) & ~Q(kind="hint"), name="measure_once"
            ),
        ]
        indexes = [
            models.Index(fields=["member", "until"], condition=Q(lifted_at=None, until__isnull=False), name="measure_standing"),
            models.Index(fields=["until"], condition=Q(lifted_at=None, ran_out_at=None, until__isnull=False), name="measure_due"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind}"


class MeasureReply(models.Model):
    """What the person says to a measure, and what the house answers."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["measure", "at"], name="measure_reply_order")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.author_id}"
