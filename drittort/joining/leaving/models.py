"""Going, staying away for a while, coming back: dated, and never a state that could get out of step."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    """What somebody may say about why they go; nobody has to."""

    MOVING = "moving", _("I am moving away")
    WORK = "work", _("My work has changed")
    PLACE = "place", _("I found another place")
    MONEY = "money", _("It costs too much for me")
    QUIET = "quiet", _("It was too loud or too full")
    PEOPLE = "people", _("I did not find my people here")
    OTHER = "other", _("Something else")


class DepartureQuerySet(models.QuerySet["Departure"]):
    """Words for groups of departures."""

    def standing(self) -> DepartureQuerySet:
        """Neither taken back nor ended by a return."""
        return self.filter(withdrawn_at=None, returned_at=None)

    def coming(self) -> DepartureQuerySet:
        """Announced, and the person is still here."""
        return self.filter(withdrawn_at=None, returned_at=None, done_at=None)


class Departure(models.Model):
    """Somebody leaves: told beforehand, done after the last day, until then taken back with a tap. `by_house`: the team ends the membership."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="departures")
    by_house = models.BooleanField(default=False)
    announced_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    announced_at = models.DateTimeField()
    last_on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True, default="")
    reply = models.CharField(max_length=1000, blank=True, default="")
    replied_at = models.DateTimeField(null=True)
    farewell = models.CharField(max_length=500, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    why = models.CharField(max_length=20, choices=Why.choices, blank=True, default="")
    missed = models.CharField(max_length=500, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    asked_back_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(withdrawn_at=None, returned_at=None), name="departure_standing_once"),
            models.CheckConstraint(condition=Q(withdrawn_at=None) | Q(done_at=None), name="departure_withdrawn_or_done"),
            models.CheckConstraint(condition=Q(returned_at=None) | ~Q(done_at=None), name="departure_returned_after"),
            models.CheckConstraint(condition=Q(by_house=False) | ~Q(reason=""), name="departure_by_house_with_reason"),
        ]
        indexes = [
            models.Index(fields=["space", "last_on", "id"], name="departure_of_house"),
            models.Index(fields=["last_on"], condition=Q(withdrawn_at=None, returned_at=None, done_at=None), name="departure_due"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.last_on}"


class MembershipPause(models.Model):
    """A while without the house, with its days. Nobody asks after somebody who said so."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="pauses")
    from_on = models.DateField()
    until_on = models.DateField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(ended_at=None), name="membership_pause_once"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="membership_pause_ordered"),
        ]
        indexes = [models.Index(fields=["until_on"], condition=Q(ended_at=None), name="membership_pause_ends")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.from_on}"
