"""Groups: who sees them, how one comes in, who belongs to them, and who is asked or asks.

A name need not be one of a kind: a name that is refused would tell that a hidden group has it.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CALLS_FOR = timedelta(days=30)
"""So long somebody may be asked in, or ask to come in. What was said to it, and whether anything was, ends the same way: it runs out."""


class Group(models.Model):
    """Some people of a house with a matter of their own. `seen_by` and `joining` are its two decisions."""

    class SeenBy(models.TextChoices):
        HOUSE = "house", _("Everybody in the house reads along")
        MEMBERS = "members", _("Everybody sees that it exists, its members read")
        HIDDEN = "hidden", _("Only its members know of it")

    class Joining(models.TextChoices):
        FREE = "free", pgettext_lazy("group", "Whoever likes")
        REQUEST = "request", pgettext_lazy("group", "Whoever asks and is let in")
        INVITATION = "invitation", pgettext_lazy("group", "Whoever is invited")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    line = models.CharField(max_length=160)
    welcome = models.CharField(max_length=1500, blank=True, default="")
    language = models.CharField(max_length=10)
    seen_by = models.CharField(max_length=10, choices=SeenBy.choices, default=SeenBy.HOUSE)
    joining = models.CharField(max_length=10, choices=Joining.choices, default=Joining.FREE)
    founded_at = models.DateTimeField()
    founded_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # What nobody knows of can't be found by whoever likes.
            models.CheckConstraint(
                condition=~models.Q(seen_by="hidden") | models.Q(joining="invitation"), name="group_hidden_by_invitation"
            ),
        ]
        indexes = [models.Index(fields=["space", "name"], name="group_name")]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """Somebody in a group. Hosts care for it: they let in, invite, keep the page and the order of what is written there."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="people")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()
    is_host = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "member"], name="group_member_once")]
        indexes = [models.Index(fields=["member", "group"], name="group_member_of")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.member_id}"


class GroupCall(models.Model):
    """Somebody is asked into a group (`by` is whoever asked), or asks to come in (`by` is empty).

    `rests_at`: whoever was to answer let it rest. Nobody else reads that, and for the other side nothing changes until it runs out.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="calls")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=300, blank=True, default="")
    rests_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "member"], name="group_call_once")]
        indexes = [models.Index(fields=["at"], name="group_call_age")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.member_id}"
