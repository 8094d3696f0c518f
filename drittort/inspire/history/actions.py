"""Writing the history: proposing, taking up, handing back, putting away; and what the house notes itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.inspire.events.models import Event
from drittort.inspire.history import rules
from drittort.inspire.history.models import LONGEST, HistoryEntry
from drittort.inspire.pictures.actions import forget_things
from drittort.inspire.stories.models import Story
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, may_use
from drittort.spaces.models import Space

PROPOSED, PUBLISHED, RETURNED, CHANGED, OFF, NOTED = (
    "history.proposed",
    "history.published",
    "history.returned",
    "history.changed",
    "history.off",
    "history.noted",
)
COUNTS = (25, 50, 100, 150, 200, 300, 500)
"""So many people make an entry, once each."""


def checked(actor: Member, year: int, on: date | None, title: str, text: str, at: datetime) -> tuple[str, str]:
    """The words as they are kept. Raises Invalid for days that are not, and without a title."""
    verdict = rules.comes_true(year, on, actor.space.day(at))
    if not verdict:
        raise Invalid(verdict.reason)
    title, text = " ".join(title.split()), text.strip()
    if not title or len(title) > 120 or len(text) > LONGEST:
        raise Invalid(_("A title, please, and at most 2,000 letters beside it."))
    return title, text


def write_entry(*, actor: Member, year: int, on: date | None, title: str, text: str, language: str, at: datetime) -> HistoryEntry:
    """Write an entry: who keeps the history puts it up at once, everybody else proposes it."""
    require(may_use(actor, POSTS, at))
    title, text = checked(actor, year, on, title, text, at)
    keeps = rules.keeps(actor)
    with transaction.atomic():
        entry = HistoryEntry.objects.create(
            space_id=actor.space_id, member=actor, year=year, on=on, title=title, text=text, language=language, made_at=at,
            published_at=at if keeps else None, published_by=actor if keeps else None,
        )  # fmt: skip
        record(PUBLISHED if keeps else PROPOSED, entry, actor.pk, at, ledger.EVERYONE if keeps else ledger.MANAGERS)
    return entry


def record(kind: str, entry: HistoryEntry, actor_id: int | None, at: datetime, audience: str = ledger.NOBODY) -> None:
    """One row in the ledger."""
    ledger.record(space_id=entry.space_id, at=at, kind=kind, actor_id=actor_id, subject_id=entry.pk, audience=audience)


def held(actor: Member, entry_id: int) -> HistoryEntry:
    """An entry that the actor reads, locked. Raises NotFound."""
    if not rules.visible_to(actor).filter(pk=entry_id).exists():
        raise NotFound
    entry = locked(HistoryEntry.objects.filter(pk=entry_id)).first()
    if entry is None:
        raise NotFound
    return entry


def change_entry(
    *, actor: Member, entry_id: int, year: int, on: date | None, title: str, text: str, language: str, at: datetime
) -> HistoryEntry:
    """Say something else; what had come back is proposed anew with it."""
    title, text = checked(actor, year, on, title, text, at)
    with transaction.atomic():
        entry = held(actor, entry_id)
        require(rules.may_change(actor, entry))
        entry.year, entry.on, entry.title, entry.text, entry.language = year, on, title, text, language
        again = entry.returned_at is not None and entry.member_id == actor.pk
        if again:
            entry.returned_at, entry.returned_with = None, ""
        entry.save()
        record(PROPOSED if again else CHANGED, entry, actor.pk, at, ledger.MANAGERS if again else ledger.NOBODY)
    return entry


def publish_entry(*, actor: Member, entry_id: int, at: datetime) -> HistoryEntry:
    """Take a proposal up. Twice is once."""
    with transaction.atomic():
        entry = keeping(actor, entry_id)
        if entry.published_at is None:
            entry.published_at, entry.published_by, entry.returned_at, entry.returned_with = at, actor, None, ""
            entry.save(update_fields=["published_at", "published_by_id", "returned_at", "returned_with"])
            record(PUBLISHED, entry, actor.pk, at, ledger.EVERYONE)
    return entry


def return_entry(*, actor: Member, entry_id: int, text: str, at: datetime) -> HistoryEntry:
    """Hand a proposal back with a few words, which only its writer reads. Raises Invalid without words."""
    text = " ".join(text.split())[:500]
    if not text:
        raise Invalid(_("Write a few words first: what is missing?"))
    with transaction.atomic():
        entry = keeping(actor, entry_id)
        if entry.published_at is None:
            entry.returned_at, entry.returned_with = at, text
            entry.save(update_fields=["returned_at", "returned_with"])
            record(RETURNED, entry, actor.pk, at)
    return entry


def keeping(actor: Member, entry_id: int) -> HistoryEntry:
    """An entry for somebody who keeps the history, locked. Raises NotFound, NotAllowed."""
    entry = held(actor, entry_id)
    if not rules.keeps(actor):
        raise NotFound
    return entry


def put_away(*, actor: Member, entry_id: int, off: bool, at: datetime) -> None:
    """Put an entry away, or bring it back; what the house noted itself is not noted again. Twice is once."""
    with transaction.atomic():
        entry = keeping(actor, entry_id)
        if off != (entry.off_at is not None):
            entry.off_at = at if off else None
            entry.save(update_fields=["off_at"])
            record(OFF, entry, actor.pk, at)


def withdraw_entry(*, actor: Member, entry_id: int, at: datetime) -> None:
    """Take a proposal of one's own back; its pictures go with it. Twice is once."""
    with transaction.atomic():
        entry = locked(HistoryEntry.objects.filter(pk=entry_id, member=actor, published_at=None)).first()
        if entry is not None:
            forget_things(f"history:{entry.pk}", at)
            entry.delete()


def note_firsts(*, space: Space, at: datetime) -> int:
    """Note what the house did for the first time, each once; returns how many. It tells of no single person."""
    known = set(HistoryEntry.objects.filter(space=space).exclude(noted="").values_list("noted", flat=True))
    new: list[dict[str, Any]] = [{"noted": name, "on": on} for name, on in firsts_of(space, at) if name not in known]
    if new:
        with transaction.atomic():
            HistoryEntry.objects.bulk_create(
                [
                    HistoryEntry(space=space, year=one["on"].year, language=space.language, made_at=at, published_at=at, **one)
                    for one in new
                ],
                ignore_conflicts=True,
            )
            ledger.record(
                space_id=space.pk, at=at, kind=NOTED, actor_id=None, subject_id=None, audience=ledger.NOBODY, facts={"count": len(new)}
            )
    return len(new)


def firsts_of(space: Space, at: datetime) -> Iterator[tuple[str, date]]:
    """The firsts of a house with their days, as far as they have come."""
    today = space.day(at)
    yield "opened", space.day(space.created_at)
    event = Event.objects.standing().filter(space=space, ends_at__lte=at).order_by("ends_at").values_list("ends_at", flat=True).first()
    if event is not None:
        yield "event", space.day(event)
    story = Story.objects.shown().filter(space=space).order_by("shown_at").values_list("shown_at", flat=True).first()
    if story is not None:
        yield "story", space.day(story)
    joined = sorted(Member.objects.filter(space=space, joined_on__lte=today).values_list("joined_on", flat=True))
    for count in COUNTS:
        if len(joined) >= count:
            yield f"people-{count}", joined[count - 1]
