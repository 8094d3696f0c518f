"""Events that come again: begun with the first, made ahead by a job, changed from one on with everybody's seats kept, and ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.inspire.events import actions, repeating, rules
from drittort.inspire.events.actions import Words
from drittort.inspire.events.index import event_changed
from drittort.inspire.events.models import Event, EventSeries, Registration
from drittort.members.models import Member
from drittort.spaces.models import Space

AHEAD = timedelta(days=56)
"""How far ahead the events of a series stand in the calendar."""


def draft_series(*, actor: Member, words: Words, rhythm: str, until_on: date | None, at: datetime) -> Event:
    """Write a series down as the draft of its first event: handed in, looked at and announced with it. Raises Invalid where it ends before it begins."""
    zone = actor.space.zone
    first = words.starts_at.astimezone(zone)
    rule = rule_for(rhythm, first.date())
    if until_on is not None and until_on < first.date():
        raise Invalid(_("It ends before it begins."))
    with transaction.atomic():
        event = actions.draft_event(actor=actor, words=words, at=at)
        event.series = EventSeries.objects.create(
            space_id=actor.space_id, host=actor, rule=rule, begins_on=first.date(), begins_at=first.time(),
            minutes=repeating.lasts(words.starts_at, words.ends_at, zone), until_on=until_on, made_at=at, changed_at=at, **said(words),
        )  # fmt: skip
        event.series_on = first.date()
        event.save(update_fields=["series_id", "series_on"])
    return event


def rule_for(rhythm: str, day: date) -> str:
    """The rule of a rhythm that begins on a day. Raises Invalid for a rhythm that nobody knows, and for one that leaves that very day out."""
    if rhythm not in repeating.Rhythm.values:
        raise Invalid
    rule = repeating.rule_of(rhythm, day)
    if next(repeating.days(rule, day)) != day:
        raise Invalid(_("That day is not the last such weekday of its month. Choose another day, or another rhythm."))
    return rule


def said(words: Words) -> dict[str, object]:
    """What a series says of its events: everything but their hours."""
    return {name: value for name, value in words.fields().items() if name not in ("starts_at", "ends_at")}


def words_on(series: EventSeries, day: date, space: Space) -> Words:
    """What the series says of its event on a day."""
    given: dict[str, Any] = {name: getattr(series, name) for name in Words.__dataclass_fields__ if name not in ("starts_at", "ends_at")}
    given |= {name: tuple(given[name]) for name in actions.LISTS}
    starts = repeating.begins(day, series.begins_at, space.zone)
    return Words(starts_at=starts, ends_at=repeating.ends(day, series.begins_at, series.minutes, space.zone), **given)


def begin(*, event: Event, at: datetime) -> None:
    """The first event of a series was announced: so is the series. A draft may have been changed since; the series says what its first event says."""
    if event.series_id is None:
        return
    with transaction.atomic():
        series = locked(EventSeries.objects.filter(pk=event.series_id, published_at=None)).first()
        if series is None:
            return
        first = event.starts_at.astimezone(event.space.zone)
        rhythm = repeating.rhythm_of(series.rule)
        # A draft that was moved away from the last weekday of its month comes in the same week of the next ones.
        moved = (
            rhythm == repeating.Rhythm.LAST and next(repeating.days(repeating.rule_of(rhythm, first.date()), first.date())) != first.date()
        )
        series.rule = repeating.rule_of(repeating.Rhythm.MONTHLY if moved else rhythm, first.date())
        take_over(series, event, first)
        series.published_at = series.changed_at = at
        series.save()
        Event.objects.filter(pk=event.pk).update(series_on=first.date(), apart_at=None)
    make_ahead(series_id=event.series_id, at=at)


def take_over(series: EventSeries, event: Event, first: datetime) -> None:
    """A series says from now on what one of its events says."""
    for name in Words.__dataclass_fields__:
        if name not in ("starts_at", "ends_at"):
            setattr(series, name, getattr(event, name))
    series.begins_on, series.begins_at = first.date(), first.time()
    series.minutes = repeating.lasts(event.starts_at, event.ends_at, event.space.zone)


def make_ahead(*, series_id: int, at: datetime) -> int:
    """Make the events of the next weeks that are not there yet; returns how many. Running twice makes none twice, and none comes back that was taken away."""
    with transaction.atomic():
        series = locked(EventSeries.objects.filter(pk=series_id, ended_at=None).exclude(published_at=None)).first()
        if series is None:
            return 0
        space = Space.objects.get(pk=series.space_id)
        last = space.day(at) + AHEAD
        there = set(Event.objects.filter(series=series).values_list("series_on", flat=True))
        after = series.made_until or series.begins_on - timedelta(days=1)
        made = [
            Event(
                space=space, host_id=series.host_id, series=series, series_on=day, made_at=at, proposed_at=at, published_at=at, changed_at=at,
                **words_on(series, day, space).fields(),
            )
            for day in repeating.days(series.rule, series.begins_on, min(last, series.until_on or last))
            if day > after and day not in there and repeating.begins(day, series.begins_at, space.zone) > at
        ]  # fmt: skip
        Event.objects.bulk_create(made)
        event_changed(made, at)
        series.made_until = max(after, last)
        if series.until_on is not None and series.until_on <= last:
            series.ended_at = at
        series.save(update_fields=["made_until", "ended_at"])
    return len(made)


def following(series: EventSeries, event: Event) -> list[Event]:
    """An event of a series and those that come after it, locked, in the order of the rule."""
    return list(locked(Event.objects.filter(series=series, series_on__gte=event.series_on)).order_by("series_on"))


def of_series(actor: Member, event_id: int, at: datetime) -> tuple[EventSeries, Event]:
    """A series with one of its events, both locked. Raises NotFound for what belongs to none, NotAllowed."""
    if not rules.visible_to(actor).filter(pk=event_id, series__isnull=False).exists():
        raise NotFound
    series_id = Event.objects.values_list("series_id", flat=True).get(pk=event_id)
    series = locked(EventSeries.objects.filter(pk=series_id)).get()
    event = actions.visible(actor, event_id)
    require(rules.may_change(actor, event, at))
    return series, event


def change_following(*, actor: Member, event_id: int, words: Words, rhythm: str, until_on: date | None, at: datetime) -> EventSeries:
    """Say something else of an event and of all that follow. Everybody keeps their seat: the second of them becomes the second of the new days.

    What goes its own way or was called off stays as it is. What has no day any more is called off where somebody comes, else taken away.
    Raises Invalid for fewer seats than are taken at one of them, and where it ends before it begins.
    """
    actions.checked(actor, words, at)
    first = words.starts_at.astimezone(actor.space.zone)
    rule = rule_for(rhythm, first.date())
    if until_on is not None and until_on < first.date():
        raise Invalid(_("It ends before it begins."))
    with transaction.atomic():
        series, event = of_series(actor, event_id, at)
        rows = following(series, event)
        for name, value in said(words).items():
            setattr(series, name, value)
        series.rule, series.begins_on, series.begins_at = rule, first.date(), first.time()
        series.minutes, series.until_on = repeating.lasts(words.starts_at, words.ends_at, actor.space.zone), until_on
        series.ended_at, series.changed_at, series.sequence = None, at, series.sequence + 1
        before = (
            Event.objects.filter(series=series, series_on__lt=event.series_on)
            .order_by("-series_on")
            .values_list("series_on", flat=True)
            .first()
        )
        if before is not None and first.date() <= before:
            raise Invalid(_("Another one of the series is on that day, or after it."))
        days = list(islice(repeating.days(series.rule, series.begins_on, until_on), len(rows)))
        # First all give up their day: two may change places.
        Event.objects.filter(pk__in=[row.pk for row in rows]).update(series_on=None)
        for place, row in enumerate(rows):
            row.series_on = days[place] if place < len(days) else None
            follow(series, row, actor, at, chosen=row.pk == event.pk)
        series.made_until = days[-1]
        series.save()
    if series.published_at is not None:
        make_ahead(series_id=series.pk, at=at)
    return series


def follow(series: EventSeries, row: Event, actor: Member, at: datetime, *, chosen: bool) -> None:
    """One event of a series that changed: on its new day, or no more."""
    if row.series_on is None:
        drop(row, actor, "", at)
    elif row.cancelled_at is not None or (row.apart_at is not None and not chosen):
        row.save(update_fields=["series_on"])
    else:
        row.apart_at = None
        actions.write_down(row, words_on(series, row.series_on, actor.space), actor.pk, at)


def drop(row: Event, actor: Member, text: str, at: datetime) -> None:
    """An event of a series that does not come any more: called off where somebody comes or would like to, else nothing stays of it."""
    if row.cancelled_at is not None:
        row.save(update_fields=["series_on"])
    elif Registration.objects.filter(event=row).alive().exists():
        row.save(update_fields=["series_on"])
        actions.call_off(row, actor.pk, text, at)
    else:
        event_changed([row], at)
        row.delete()


def end_series(*, actor: Member, event_id: int, text: str, at: datetime) -> None:
    """Call an event off and all that follow; none is made any more."""
    with transaction.atomic():
        series, event = of_series(actor, event_id, at)
        require(rules.may_cancel(actor, event, at))
        for row in following(series, event):
            if row.pk != event.pk:
                drop(row, actor, text, at)
            elif row.cancelled_at is None:
                actions.call_off(row, actor.pk, text, at)
        series.ended_at = series.changed_at = at
        series.until_on = (event.series_on or event.space.day(at)) - timedelta(days=1)
        series.sequence += 1
        series.save()
