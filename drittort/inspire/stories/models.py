"""Stories of what came of something: each who took part tells their side, what they agreed to show, and the text that they made together."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

LONGEST_ANSWER, LONGEST_TEXT = 1500, 8000


class StoryQuerySet(models.QuerySet["Story"]):
    """Words for groups of stories. Whether one is shown follows from what its tellers agree to at this moment, never from a mark."""

    def counted(self) -> StoryQuerySet:
        """With how many let the house read it, how many let everybody, how many took back what they had agreed to, and how many stand by its text."""
        return self.annotate(
            in_house=Count("sides", filter=Q(sides__house_at__isnull=False)),
            in_public=Count("sides", filter=Q(sides__public_at__isnull=False)),
            taken_back=Count("sides", filter=Q(sides__withdrawn_at__isnull=False)),
            stand_by=Count("sides", filter=Q(sides__sent_at__isnull=False, sides__agreed=F("settled"))),
        )

    def shown(self) -> StoryQuerySet:
        """What the house reads: as many agree as it takes, none of them took it back, and the team did not take it off."""
        rows: Any = self.counted()
        found: StoryQuerySet = rows.filter(in_house__gte=F("needs"), taken_back=0, off_at=None)
        return found

    def public(self) -> StoryQuerySet:
        """What everybody reads: everybody whose side is shown agrees to that, too."""
        rows: Any = self.shown()
        found: StoryQuerySet = rows.filter(in_public=F("in_house"))
        return found


class Story(models.Model):
    """What came of something. `subject` names what it grew out of ("need:7"), `needs` says how many have to agree before anybody else reads it.

    Title and text are the common words as everybody agreed to them, version `settled` of them, by `settled_by` people; without one, the sides stand beside each other.
    `opened_at`: since when those who told read each other.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=40, blank=True, default="")
    needs = models.PositiveSmallIntegerField(default=2)
    on = models.DateField()
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=10, default="de")
    title = models.CharField(max_length=120, blank=True, default="")
    text = models.CharField(max_length=LONGEST_TEXT, blank=True, default="")
    settled = models.PositiveSmallIntegerField(default=0)
    settled_by = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    help_asked_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    off_at = models.DateTimeField(null=True)
    off_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = StoryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["space", "-shown_at", "-id"], name="story_newest")]
        constraints = [
            models.UniqueConstraint(fields=["space", "subject"], condition=~Q(subject=""), name="story_once"),
            models.CheckConstraint(condition=Q(needs__gte=1), name="story_needs_somebody"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.subject} {self.pk}"

    def common(self) -> tuple[str, str]:
        """Title and text as long as all who agreed to them stand by them: somebody who is deleted does not. Of rows that were counted."""
        return (self.title, self.text) if self.settled and self.stand_by == self.settled_by else ("", "")  # type: ignore[attr-defined]


class StorySideQuerySet(models.QuerySet["StorySide"]):
    """Words for groups of sides."""

    def told(self) -> StorySideQuerySet:
        """Those that were sent."""
        return self.filter(sent_at__isnull=False)


class StorySide(models.Model):
    """One person of a story: when they were asked, what they told, which common text they agree to, and who may read it.

    `declined_at` is read by its owner only; for everybody else it is silence. `withdrawn_at` stands from taking back what was agreed until it is agreed anew.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="sides")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    began = models.CharField(max_length=LONGEST_ANSWER, blank=True, default="")
    happened = models.CharField(max_length=LONGEST_ANSWER, blank=True, default="")
    became = models.CharField(max_length=LONGEST_ANSWER, blank=True, default="")
    language = models.CharField(max_length=10, default="de")
    written_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    agreed = models.PositiveSmallIntegerField(default=0)
    house_at = models.DateTimeField(null=True)
    public_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = StorySideQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["member", "-asked_at"], name="story_side_of")]
        constraints = [
            models.UniqueConstraint(fields=["story", "member"], name="story_side_once"),
            models.CheckConstraint(condition=Q(house_at=None) | Q(sent_at__isnull=False), name="story_side_shown_was_sent"),
            models.CheckConstraint(condition=Q(public_at=None) | Q(house_at__isnull=False), name="story_side_house_first"),
            models.CheckConstraint(condition=Q(withdrawn_at=None) | Q(house_at=None), name="story_side_back_or_agreed"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.member_id}"

    def answers(self) -> tuple[str, str, str]:
        """The three answers in their order."""
        return self.began, self.happened, self.became


class StoryVersion(models.Model):
    """One wording of the common text, by whom and when. Nothing of it is shown before everybody who told agrees to this one."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120, blank=True, default="")
    text = models.CharField(max_length=LONGEST_TEXT, blank=True, default="")
    by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "number"], name="story_version_once")]

    def __str__(self) -> str:
        return f"{self.story_id} {self.number}"


class StoryQuote(models.Model):
    """A sentence of somebody's side, word for word, that the team would like to use in one place. It is used while the person agrees to this use."""

    class Use(models.TextChoices):
        PLAN = "plan", _("In the plan of the house, for the bank and partners")
        SITE = "site", _("On the public page of the house")

    side = models.ForeignKey(StorySide, on_delete=models.CASCADE, related_name="quotes")
    text = models.CharField(max_length=300)
    use = models.CharField(max_length=10, choices=Use.choices)
    picked_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    picked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["side", "text", "use"], name="story_quote_once"),
            models.CheckConstraint(condition=Q(agreed_at=None) | Q(declined_at=None), name="story_quote_one_answer"),
        ]

    def __str__(self) -> str:
        return self.text


class StoryWish(models.Model):
    """Somebody would rather not be asked for stories any more."""

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id} {self.at:%Y-%m-%d}"
