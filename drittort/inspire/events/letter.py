"""The events of the next seven days in the house letter, each with an answer by one tap. They name no host: nobody has to be left out of anybody's week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from drittort.core import letter
from drittort.core.addresses import address
from drittort.core.letter import MOST_MADE, Item
from drittort.inspire.events import tokens, words
from drittort.inspire.events.actions import REGISTERED
from drittort.inspire.events.models import Event, Registration
from drittort.spaces.models import Space

AHEAD = timedelta(days=7)


def coming(space: Space, since: datetime, until: datetime) -> Iterator[Item]:
    """What is on in the week after the letter, the soonest first; not told to those who come anyway. One of a series is no news."""
    rows = Event.objects.standing().filter(space=space, starts_at__gt=until, starts_at__lte=until + AHEAD).select_related("location")
    events = list(rows.order_by("starts_at", "pk")[:MOST_MADE])
    known: dict[int, set[int]] = defaultdict(set)
    for event_id, member in Registration.objects.filter(event__in=events).alive().values_list("event_id", "member_id"):
        known[event_id].add(member)
    for event in events:
        begins = event.starts_at.astimezone(space.zone)
        yield Item(
            event.pk, event.title, words.opening(event.text), f"{words.when(event, space.zone)} · {words.where(event)}".strip(" ·"), f"{begins.day}.", event.language,
            not_for=frozenset(known[event.pk] | ({event.host_id} if event.host_id else set())),
            fresh=event.series_id is None or (event.published_at is not None and event.published_at > since), on_wall=True,
        )  # fmt: skip


def path(slug: str, thing: int) -> str:
    """The page of an event."""
    return address("inspire:event", slug, thing)


def link(thing: int, member: int) -> str:
    """Where a reader says with one tap that they come."""
    return f"{tokens.link(thing, member)}?says=going"


letter.block(
    "events", _("This week in the house"), coming, kind="event", path=path, place=20, most=8, in_order=True, button=_("I'll come"), link=link, answered=REGISTERED,
    counted=ngettext_lazy("one event", "%(n)s events", "n"),
)  # fmt: skip
