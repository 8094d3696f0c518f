"""What rules may know of events, and the invitation to one. Who comes where stays with them: of a single person the team learns nothing by a rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from drittort.core.addresses import address
from drittort.core.rulebook import (
    CHOICE,
    COUNT,
    DAYS,
    HINTS,
    TIMES,
    Act,
    Field,
    Look,
    Shown,
    Spell,
    Values,
    action,
    at_least,
    condition,
    lately,
    now,
    subject,
)
from drittort.inspire.events import rules
from drittort.inspire.events.models import CoHost, Event, EventSeries, Registration
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.rulebook import MEMBER
from drittort.members.safety.rules import kept_from
from drittort.spaces.models import Space

EVENT, TABLE, COMING = "event", "inspire.Event", "inspire.Registration"
SPOKEN_OF = timedelta(days=60)
"""So long after its end a rule may still speak of an event."""
NOT_BEFORE = timedelta(hours=20)
"""Nobody is invited to what begins in a moment."""
Row = tuple[int, datetime, datetime, datetime, datetime | None]


def rows(look: Look) -> list[Row]:
    """Announced events: when they were announced, begin, end, and were called off."""
    told = Event.objects.filter(space=look.space, ends_at__gt=look.since - SPOKEN_OF).published()
    columns = ("pk", "published_at", "starts_at", "ends_at", "cancelled_at")
    return [(pk, at, starts, ends, off) for pk, at, starts, ends, off in told.values_list(*columns) if at is not None]


def spoken_of(look: Look) -> list[Spell]:
    """From the announcement until some weeks after its end, or until it was called off."""
    found: list[Spell] = []
    for pk, announced, _starts, ended, cancelled in look.once(rows):
        until = ended + SPOKEN_OF if cancelled is None else min(ended + SPOKEN_OF, cancelled)
        if announced < until:
            found.append((pk, announced, until))
    return found


def owners(look: Look) -> Mapping[int, int]:
    """Who hosts each."""
    return dict(Event.objects.filter(space=look.space).exclude(host=None).values_list("pk", "host_id"))


def shown(reader: Member, ids: Sequence[int]) -> Mapping[int, Shown]:
    """The titles of events that a reader sees."""
    told = rules.visible_to(reader).filter(pk__in=ids).values_list("pk", "title", "language")
    return {pk: Shown(title, address("inspire:event", reader.space.slug, pk), language) for pk, title, language in told}


def begins(look: Look, values: Values) -> Iterable[Spell]:
    """Begins soon."""
    before = timedelta(days=values["days"])
    return ((pk, starts - before, starts) for pk, _told, starts, _ends, _off in look.once(rows))


def ended(look: Look, values: Values) -> Iterable[Spell]:
    """Is over, and not for long."""
    after = timedelta(days=values["days"])
    return ((pk, ends, ends + after) for pk, _told, _starts, ends, _off in look.once(rows))


def seats(look: Look) -> dict[int, list[tuple[datetime, int]]]:
    """When seats at each event were taken and given back."""
    told: dict[int, list[tuple[datetime, int]]] = {}
    seated = Registration.objects.filter(event__space=look.space, event__ends_at__gt=look.since - SPOKEN_OF)
    for pk, at, withdrawn, count in seated.values_list("event_id", "seated_at", "withdrawn_at", "seats"):
        if at is not None:
            told.setdefault(pk, []).append((at, count))
            if withdrawn is not None:
                told[pk].append((withdrawn, -count))
    return told


def taken(look: Look, values: Values) -> Iterable[Spell]:
    """At least some seats are taken."""
    return ((pk, begin, end) for pk, steps in look.once(seats).items() for begin, end in at_least(steps, values["seats"]))


def full(look: Look, values: Values) -> Iterable[Spell]:
    """Every seat is taken."""
    limited = dict(Event.objects.filter(space=look.space, capacity__gt=0).published().values_list("pk", "capacity"))
    for pk, steps in look.once(seats).items():
        capacity = limited.get(pk)
        if capacity is not None:
            yield from ((pk, begin, end) for begin, end in at_least(steps, capacity))


def public(look: Look, values: Values) -> Iterable[int]:
    """People from outside may come."""
    return Event.objects.filter(space=look.space, is_public=True).values_list("pk", flat=True)


def been(look: Look) -> list[tuple[int, datetime]]:
    """When somebody was at an event: it is over and they had a seat, or somebody at the door saw them."""
    found: list[tuple[int, datetime]] = []
    held = Registration.objects.filter(event__space=look.space, event__cancelled_at=None, withdrawn_at=None).exclude(member=None)
    for pk, seated, came, marked, ends in held.values_list("member_id", "seated_at", "came_at", "marked_at", "event__ends_at"):
        if seated is not None and seated <= ends:
            found.append((pk, ends))
        elif came is not None:
            found.append((pk, max(came, marked or came)))
    return found


def hosted(look: Look) -> Iterable[tuple[int, datetime]]:
    """When an event that somebody hosted was over."""
    over = Event.objects.filter(space=look.space).standing()
    yield from over.exclude(host=None).values_list("host_id", "ends_at")
    yield from CoHost.objects.accepted().filter(event__in=over, accepted_at__lte=look.until).values_list("member_id", "event__ends_at")


def series(space: Any) -> list[tuple[str, str]]:
    """To what rules invite: the next one of all, or of a series."""
    running = EventSeries.objects.filter(space=space, ended_at=None).exclude(published_at=None).order_by("title", "pk")
    return [("", _("whatever comes next")), *((str(pk), title) for pk, title in running.values_list("pk", "title"))]


def invite(space: Space, acts: Sequence[Act], values: Values, at: datetime) -> Collection[int]:
    """Tell each of the next event: that of the series, else the first to which they have not said yes and beside whose hosts nothing keeps them away."""
    coming = Event.objects.filter(space=space, starts_at__gt=at + NOT_BEFORE).standing().order_by("starts_at", "pk")
    if values.get("series"):
        coming = coming.filter(series=int(values["series"]))
    found = list(coming.prefetch_related("co_hosts")[:20])
    people = Member.objects.select_related("space").in_bulk([act.person_id for act in acts])
    known = set(Registration.objects.filter(event__in=found, member__in=people).values_list("event_id", "member_id"))
    in_vain = []
    for act in acts:
        away = kept_from(act.person_id, {pk for event in found for pk in event.hosts})
        event = next((one for one in found if not one.hosts & {act.person_id, *away} and (one.pk, act.person_id) not in known), None)
        if act.person_id not in people or event is None:
            in_vain.append(act.id)
            continue
        tell(
            member=people[act.person_id],
            category=HINTS,
            thread=f"event:{event.pk}",
            key=f"rule:{act.id}",
            at=at,
            text="event.suggested",
            context={"event": event.pk},
            path=address("inspire:event", space.slug, event.pk),
        )
    return in_vain


subject(
    EVENT,
    gettext_lazy("An event"),
    pgettext_lazy("rule", "an event"),
    spoken_of,
    shown=shown,
    reads=(TABLE,),
    people=owners,
    titled=True,
)

condition(
    "events.begins",
    EVENT,
    gettext_lazy("Begins soon"),
    gettext_lazy("begins within %(days)s"),
    gettext_lazy("does not begin within %(days)s"),
    begins,
    reads=(TABLE,),
    fields=(Field("days", gettext_lazy("Days"), DAYS, 5),),
)
condition(
    "events.ended",
    EVENT,
    gettext_lazy("Is over"),
    gettext_lazy("has been over for no longer than %(days)s"),
    gettext_lazy("is not over, or has been over for longer than %(days)s"),
    ended,
    reads=(TABLE,),
    fields=(Field("days", gettext_lazy("Days"), DAYS, 2, most=59),),
)
condition(
    "events.taken",
    EVENT,
    gettext_lazy("Has some seats taken"),
    gettext_lazy("has at least %(seats)s seats taken"),
    gettext_lazy("has fewer than %(seats)s seats taken"),
    taken,
    reads=(TABLE, COMING),
    fields=(Field("seats", gettext_lazy("Seats"), COUNT, 4, least=2, most=500),),
)
condition(
    "events.full",
    EVENT,
    gettext_lazy("Is full"),
    gettext_lazy("is full"),
    gettext_lazy("still has seats"),
    full,
    reads=(TABLE, COMING),
)
condition(
    "events.public",
    EVENT,
    gettext_lazy("Is open to people from outside"),
    gettext_lazy("is open to people from outside"),
    gettext_lazy("is for the house only"),
    now(public),
    reads=(TABLE,),
    remembers=False,
)
condition(
    "events.been",
    MEMBER,
    gettext_lazy("Was at an event lately"),
    gettext_lazy("was at an event in the last %(days)s"),
    gettext_lazy("was at no event in the last %(days)s"),
    lately(lambda look: look.once(been)),
    reads=(TABLE, COMING),
    fields=(Field("days", gettext_lazy("Days"), DAYS, 60, least=2),),
    private=True,
)
condition(
    "events.often",
    MEMBER,
    gettext_lazy("Was at several events lately"),
    gettext_lazy("was at events at least %(times)s in the last %(days)s"),
    gettext_lazy("was at events less than %(times)s in the last %(days)s"),
    lately(lambda look: look.once(been)),
    reads=(TABLE, COMING),
    fields=(Field("times", gettext_lazy("Events"), TIMES, 3, least=2, most=50), Field("days", gettext_lazy("Days"), DAYS, 60, least=2)),
    private=True,
)
condition(
    "events.hosted",
    MEMBER,
    gettext_lazy("Hosted an event lately"),
    gettext_lazy("hosted an event in the last %(days)s"),
    gettext_lazy("hosted no event in the last %(days)s"),
    lately(hosted),
    reads=(TABLE, "inspire.CoHost"),
    fields=(Field("days", gettext_lazy("Days"), DAYS, 30, least=2),),
)

action(
    "events.invite",
    gettext_lazy("Invite to an event"),
    gettext_lazy("the house invites them to an event (%(series)s)"),
    do=invite,
    writes=("members.Notice", "core.Job"),
    fields=(Field("series", gettext_lazy("To which?"), CHOICE, choices=series, table="inspire.EventSeries"),),
    subjects=(MEMBER,),
    reaches=True,
    names=False,
)
