"""What somebody looked for lately, for their own eyes, and what the house was asked for again and again without an answer."""

from __future__ import annotations

from django.db import models


class RecentSearch(models.Model):
    """Something that a member looked for. Nobody else reads it, and it goes by itself."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "text"], name="recent_search_once")]
        indexes = [models.Index(fields=["member", "-at"], name="recent_search_newest")]

    def __str__(self) -> str:
        return self.text


class SearchQuiet(models.Model):
    """A member wants nothing of what they look for to be kept, and to be counted nowhere."""

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id}"


class SearchGap(models.Model):
    """Something that was looked for and not found. Who looked for it stands nowhere.

    Until enough different people did, there are no words either: only a keyed digest of them, and one of sixteen marks for each who asked. Which mark is
    somebody's follows from that key, and many people share one; so five marks were made by at least five people, and no mark tells by whom.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=40)
    marks = models.PositiveIntegerField(default=0)
    month = models.DateField()
    text = models.CharField(max_length=120, blank=True, default="")
    reached_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "digest"], name="search_gap_once")]
        indexes = [models.Index(fields=["month"], name="search_gap_month")]

    def __str__(self) -> str:
        return self.text or self.digest
