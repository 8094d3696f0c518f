"""What comes after an event: two questions, whom one met, and documents that stay."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class EventFeedback(models.Model):
    """What one person says of an event afterwards. Who hosted it reads sums, and words without names, as soon as five have answered."""

    class Again(models.TextChoices):
        GLADLY = "gladly", _("gladly")
        PERHAPS = "perhaps", _("perhaps")
        NO = "no", _("rather not")

    event = models.ForeignKey("inspire.Event", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    again = models.CharField(max_length=10, choices=Again.choices)
    text = models.CharField(max_length=1000, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "member"], name="event_feedback_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.member_id}"


class EventMeeting(models.Model):
    """That somebody says that they met another at an event. Only when both say so does it become a contact; until then nobody else reads it."""

    event = models.ForeignKey("inspire.Event", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["event", "other"], name="event_meeting_other")]
        constraints = [
            models.UniqueConstraint(fields=["event", "member", "other"], name="event_meeting_once"),
            models.CheckConstraint(condition=~Q(member=F("other")), name="event_meeting_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.member_id} {self.other_id}"


class EventMaterial(models.Model):
    """A document that stays of an event: slides, a recipe, a list. Who hosts it puts it there, and whoever sees the event opens it."""

    event = models.ForeignKey("inspire.Event", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    file = models.OneToOneField("core.StoredFile", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["event", "at", "id"], name="event_material_order")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.pk}"
