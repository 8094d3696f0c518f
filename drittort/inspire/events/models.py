"""Events and who comes: what was written, when it was proposed, published or called off, and each person's place in the row."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

OFFER_FOR = timedelta(hours=24)
"""How long a freed seat is kept for the next in line, at most."""


class EventQuerySet(models.QuerySet["Event"]):
    """Words for groups of events."""

    def published(self) -> EventQuerySet:
        """What the house announced, also where it was called off later."""
        return self.exclude(published_at=None)

    def standing(self) -> EventQuerySet:
        """Announced and not called off."""
        return self.published().filter(cancelled_at=None)

    def ahead(self, at: datetime) -> EventQuerySet:
        """Not over yet."""
        return self.filter(ends_at__gt=at)

    def waiting_for_review(self, at: datetime) -> EventQuerySet:
        """Proposed, and neither published nor handed back nor over."""
        return self.ahead(at).filter(published_at=None, proposed_at__isnull=False, returned_at=None, cancelled_at=None)


class Described(models.Model):
    """What an event says of itself; a series says it for all that come.

    `is_public`: people from outside may read it and come. `by_host`: who hosts it says yes to each. `roles` are what people can take on for it, `checklist` what
    is to be done before; both are lines of text.
    """

    class Way(models.TextChoices):
        HERE = "here", _("In the house")
        OUT = "out", _("Somewhere else")
        ONLINE = "online", _("Online")
        HYBRID = "hybrid", _("In the house and online")

    class Access(models.TextChoices):
        STEP_FREE = "step_free", _("Step-free")
        TOILET = "toilet", _("Accessible toilet")
        HEARING = "hearing", _("Induction loop or captions")
        SIGN = "sign", _("Sign language")
        QUIET = "quiet", _("A quiet room to withdraw to")
        CHILDREN = "children", _("Children welcome")

    title = models.CharField(max_length=100)
    text = models.CharField(max_length=4000, blank=True, default="")
    language = models.CharField(max_length=10, default="de")
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.HERE)
    location = models.ForeignKey("spaces.Location", on_delete=models.SET_NULL, null=True, related_name="+")
    place = models.CharField(max_length=200, blank=True, default="")
    link = models.CharField(max_length=500, blank=True, default="")
    capacity = models.PositiveSmallIntegerField(null=True)
    guests = models.PositiveSmallIntegerField(default=0)
    price = models.CharField(max_length=80, blank=True, default="")
    more = models.CharField(max_length=500, blank=True, default="")
    access = models.JSONField(default=list)
    question = models.CharField(max_length=200, blank=True, default="")
    contact = models.CharField(max_length=200, blank=True, default="")
    is_public = models.BooleanField(default=False)
    by_host = models.BooleanField(default=False)
    roles = models.JSONField(default=list)
    checklist = models.JSONField(default=list)

    class Meta:
        abstract = True


class EventSeries(Described):
    """Events on a rule: it describes those to come. What was made of it stands in rows of its own, so that changing it touches no past.

    `rule` is a recurrence rule (RFC 5545) from `begins_on` on, at `begins_at` on the clock of the house; `made_until` is the last day for which events were made.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    host = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    rule = models.CharField(max_length=200)
    begins_on = models.DateField()
    begins_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    until_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    made_until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["made_until"], condition=Q(ended_at=None, published_at__isnull=False), name="event_series_to_make")]

    def __str__(self) -> str:
        return self.title


class Event(Described):
    """Something that happens in the house or because of it, at an hour. Moments are facts; whether it is a draft, waits or stands follows from them.

    One of a series knows the day that the rule gave it (`series_on`), and whether it goes its own way since (`apart_at`). `taken` are the seats
    that are promised or kept for somebody at this moment. Actions keep it under the lock of the row, so that the database itself refuses one more than there are.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    host = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    series = models.ForeignKey("inspire.EventSeries", on_delete=models.SET_NULL, null=True, related_name="events")
    series_on = models.DateField(null=True)
    apart_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_with = models.CharField(max_length=500, blank=True, default="")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_with = models.CharField(max_length=500, blank=True, default="")
    changed_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    taken = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    others_came = models.PositiveSmallIntegerField(default=0)
    minutes = models.TextField(max_length=6000, blank=True, default="")
    budget = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    badges = models.ForeignKey("core.StoredFile", on_delete=models.SET_NULL, null=True, related_name="+")
    spent = models.DecimalField(max_digits=9, decimal_places=2, null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["space", "starts_at", "id"], name="event_coming"),
            models.Index(fields=["host", "starts_at"], name="event_host"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_hours_ordered"),
            models.UniqueConstraint(fields=["series", "series_on"], name="event_once_in_its_series"),
            models.CheckConstraint(condition=Q(capacity=None) | Q(taken__lte=F("capacity")), name="event_never_over_capacity"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_online(self) -> bool:
        """Whether one can take part from elsewhere."""
        return self.way in (self.Way.ONLINE, self.Way.HYBRID)

    @cached_property
    def hosts(self) -> frozenset[int]:
        """Who hosts it: whoever wrote it down, and those who said that they host it, too. Asked once; lists bring `co_hosts` along."""
        others = (one.member_id for one in self.co_hosts.all() if one.accepted_at is not None)
        return frozenset(pk for pk in (self.host_id, *others) if pk is not None)

    def free(self) -> int | None:
        """How many seats nobody has or is kept; None where there are as many as people come."""
        return None if self.capacity is None else self.capacity - self.taken

    def offer_until(self, at: datetime) -> datetime:
        """Until when a seat that is offered at a moment is kept: a day, and never more than half of what is left until it begins."""
        return at + min(OFFER_FOR, (self.starts_at - at) / 2)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Words for groups of registrations."""

    def going(self) -> RegistrationQuerySet:
        """Who has a seat."""
        return self.filter(seated_at__isnull=False, withdrawn_at=None)

    def offered(self) -> RegistrationQuerySet:
        """For whom a seat is kept until they answer."""
        return self.filter(seated_at=None, withdrawn_at=None, lapsed_at=None, offered_at__isnull=False)

    def waiting(self) -> RegistrationQuerySet:
        """Who stands in line, first come first."""
        rows = self.filter(seated_at=None, withdrawn_at=None, lapsed_at=None, offered_at=None, approved_at__isnull=False)
        return rows.order_by("asked_at", "pk")

    def asking(self) -> RegistrationQuerySet:
        """Who waits for a yes of the host, first come first."""
        return self.filter(approved_at=None, declined_at=None, withdrawn_at=None).order_by("asked_at", "pk")

    def holding(self) -> RegistrationQuerySet:
        """Whose seats count: those who have one, and those for whom one is kept."""
        return self.filter(Q(seated_at__isnull=False) | Q(offered_at__isnull=False, lapsed_at=None), withdrawn_at=None, walked_in=False)

    def alive(self) -> RegistrationQuerySet:
        """Everybody who comes, may come or would like to."""
        return self.filter(Q(seated_at__isnull=False) | Q(lapsed_at=None), withdrawn_at=None, declined_at=None)


class Registration(models.Model):
    """One person and one event: since when they ask, since when they have a seat, and whether they can't after all. Who asks again stands at the end of the line.

    The person is a member or, without an account, a guest. `approved_at` is the yes of the host, given at once where nobody asked for it.
    `withheld`: a block stood between the two when the answer was given, and who hosts it never reads it. `came_at` is noted at the door, `marked_at` is when
    that was last said: whoever is not marked is not marked as missing either. Who `walked_in` took no seat that could be kept for somebody.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="+")
    guest = models.OneToOneField("inspire.EventGuest", on_delete=models.CASCADE, null=True, related_name="registration")
    asked_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    seats = models.PositiveSmallIntegerField(default=1)
    shown = models.BooleanField(default=False)
    answer = models.CharField(max_length=500, blank=True, default="")
    withheld = models.BooleanField(default=False)
    seated_at = models.DateTimeField(null=True)
    offered_at = models.DateTimeField(null=True)
    offer_until = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    walked_in = models.BooleanField(default=False)
    came_at = models.DateTimeField(null=True)
    marked_at = models.DateTimeField(null=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["event", "asked_at", "id"], name="registration_line"),
            models.Index(fields=["member", "-asked_at"], name="registration_member"),
            models.Index(
                fields=["offer_until"], condition=Q(seated_at=None, lapsed_at=None, withdrawn_at=None), name="registration_offers"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["event", "member"], name="registration_once"),
            models.CheckConstraint(
                condition=Q(member__isnull=False, guest=None) | Q(member=None, guest__isnull=False), name="registration_of_one_person"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="registration_has_a_seat"),
            models.CheckConstraint(
                condition=Q(seated_at=None, offered_at=None) | Q(approved_at__isnull=False), name="registration_approved_before_its_seat"
            ),
            models.CheckConstraint(
                condition=Q(offered_at=None, offer_until=None) | Q(offer_until__gte=F("offered_at")), name="registration_offer_ordered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.member_id or self.guest_id}"

    @property
    def standing(self) -> str:
        """Where somebody stands: "going", "offered", "waiting", "asking", "declined", "lapsed" or "withdrawn"."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.declined_at is not None:
            return "declined"
        if self.approved_at is None:
            return "asking"
        if self.seated_at is not None:
            return "going"
        if self.lapsed_at is not None:
            return "lapsed"
        return "offered" if self.offered_at is not None else "waiting"


class CoHostQuerySet(models.QuerySet["CoHost"]):
    """Words for groups of co-hosts."""

    def accepted(self) -> CoHostQuerySet:
        """Who said yes."""
        return self.filter(accepted_at__isnull=False)

    def open(self) -> CoHostQuerySet:
        """Who was asked, hears of it, and has not answered."""
        return self.filter(accepted_at=None, withheld=False)


class CoHost(models.Model):
    """Somebody who was asked to host an event along, and since when they do. A no is no row. `withheld`: asked beside a block, and never heard of."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="co_hosts")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=60, blank=True, default="")
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withheld = models.BooleanField(default=False)

    objects = CoHostQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "member"], name="co_host_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.member_id}"
