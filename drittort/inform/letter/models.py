"""Letters with their blocks and items, the words that the house wrote itself, what each reader gets, and how often they want it.

Nothing here knows whether a letter was opened. Items keep their words, so that what was sent can be read again; they go with whoever they are about.
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

THURSDAY, NINE = 3, 9


class LetterPlan(models.Model):
    """On which day and at which hour the letter of a house goes out, and whether it does so where nobody touched it. Without a row: as its defaults say.

    Without a day there is no letter.
    """

    space = models.OneToOneField("spaces.Space", on_delete=models.CASCADE, related_name="+", primary_key=True)
    weekday = models.PositiveSmallIntegerField(null=True, default=THURSDAY, validators=[MaxValueValidator(6)])
    hour = models.PositiveSmallIntegerField(default=NINE, validators=[MaxValueValidator(23)])
    by_itself = models.BooleanField(default=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.space_id}"


class LetterQuerySet(models.QuerySet["Letter"]):
    """Words for groups of letters."""

    def sent(self) -> LetterQuerySet:
        """Gone out."""
        return self.exclude(sent_at=None)

    def drafts(self) -> LetterQuerySet:
        """Neither gone out nor left out."""
        return self.filter(sent_at=None, skipped_at=None)


class Letter(models.Model):
    """The letter of one week. `released_at`: somebody let it go; `held_at`: somebody keeps it back; neither: the house's plan decides.

    `skipped_at` without `skipped_by`: nothing had happened, or its week was over.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    gathered_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    skipped_at = models.DateTimeField(null=True)
    skipped_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    # How many readers answered something that it showed them, by block: sums that may be told, counted once.
    answers = models.JSONField(default=dict)
    counted_at = models.DateTimeField(null=True)
    paper = models.ForeignKey("core.StoredFile", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space"], condition=Q(sent_at=None, skipped_at=None), name="letter_one_draft"),
            models.CheckConstraint(condition=Q(sent_at=None) | Q(skipped_at=None), name="letter_sent_or_skipped"),
            models.CheckConstraint(condition=Q(released_at=None) | Q(held_at=None), name="letter_released_or_held"),
        ]
        indexes = [models.Index(fields=["space", "-sent_at", "-id"], name="letter_newest")]

    def __str__(self) -> str:
        return f"{self.space_id} {self.due_at:%Y-%m-%d}"

    def goes(self, plan: LetterPlan) -> bool:
        """Whether it goes out at its hour as things stand."""
        return self.skipped_at is None and self.held_at is None and (self.released_at is not None or plan.by_itself)


class LetterWords(models.Model):
    """What the house says in its own words, in one language: the subject, the sentence that it begins with, and more. Empty: the house writes the two itself."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=120, blank=True, default="")
    opening = models.CharField(max_length=400, blank=True, default="")
    text = models.TextField(blank=True, default="")
    written_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "language"], name="letter_words_once")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.language}"


class LetterBlock(models.Model):
    """A part of a letter, in its place, perhaps with a sentence of the house above it, or left out."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="blocks")
    name = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    left_out = models.BooleanField(default=False)
    sentence = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["letter", "name"], name="letter_block_once")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.name}"


class LetterItemQuerySet(models.QuerySet["LetterItem"]):
    """Words for groups of items."""

    def told(self) -> LetterItemQuerySet:
        """Left in, and in a block that is."""
        return self.filter(left_out=False, block__left_out=False)


class LetterItem(models.Model):
    """One thing of a block as it was when the letter was put together: `words` by language of the reader, `people` whom it is about.

    `narrow`: not the whole house may read it, so it stands in mails only.
    """

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="items")
    block = models.ForeignKey(LetterBlock, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    left_out = models.BooleanField(default=False)
    fresh = models.BooleanField(default=True)
    narrow = models.BooleanField(default=False)
    on_wall = models.BooleanField(default=False)
    people = models.JSONField(default=list)
    words = models.JSONField(default=dict)

    objects = LetterItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["letter", "block", "key"], name="letter_item_once")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.key}"

    @property
    def thing(self) -> int:
        """The number of what it is about."""
        return int(self.key.rpartition(":")[2])


class LetterCopy(models.Model):
    """What one reader gets of a letter, chosen for them: (item, why) pairs, block by block, some more than they will read for those that are left out later.

    `went_at`: it left their turn, with a mail or, where there was nothing for them or they want none, without (`mailed`).
    """

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="copies")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    chosen = models.JSONField(default=list)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    went_at = models.DateTimeField(null=True)
    mailed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "member"], name="letter_copy_once")]
        indexes = [
            models.Index(fields=["member", "due_at"], condition=Q(went_at=None), name="letter_copy_waits"),
            models.Index(fields=["made_at"], name="letter_copy_age"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.member_id}"


class LetterWish(models.Model):
    """How often somebody wants the letter, in weeks, and at which hour of the day. Without a row: every week, at the house's hour."""

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+", primary_key=True)
    every = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(4)])
    hour = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(23)])
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id}"
