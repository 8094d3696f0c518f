"""What comes after an event: two questions, whom one met, pictures with the consent of those shown, and what stays in writing."""

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


class EventPhoto(models.Model):
    """A picture of an event. It is shown once everybody in it has said yes, and goes as soon as one of them takes that back."""

    event = models.ForeignKey("inspire.Event", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    file = models.OneToOneField("core.StoredFile", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["event", "at", "id"], name="event_photo_order"),
            models.Index(fields=["at"], condition=Q(shown_at=None), name="event_photo_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.pk}"


class EventPhotoFace(models.Model):
    """Somebody who is to be seen in a picture, and their yes. A no is silence to everybody else: the picture waits its time and goes. `withheld`: never asked, beside a block."""

    photo = models.ForeignKey(EventPhoto, on_delete=models.CASCADE, related_name="faces")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    withheld = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["photo", "member"], name="event_photo_face_once"),
            models.CheckConstraint(condition=Q(agreed_at=None) | Q(declined_at=None), name="event_photo_face_one_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.member_id}"
