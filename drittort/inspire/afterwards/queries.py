"""What pages show after an event. A host reads sums of answers from five on, words without names; one's own marks are read by oneself alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core import sums
from drittort.core.errors import NotFound
from drittort.core.files.models import StoredFile
from drittort.core.files.queries import address_of
from drittort.inspire.afterwards import rules
from drittort.inspire.afterwards.models import EventFeedback, EventMeeting, EventPhoto
from drittort.inspire.events import queries as events
from drittort.inspire.events.models import Event
from drittort.inspire.events.rules import visible_to
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces


@dataclass(frozen=True, slots=True)
class Sum:
    """What was answered: each answer with how many gave it, and words in no order. Empty before five have answered."""

    counts: tuple[tuple[str, int], ...]
    texts: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture: its file, who is in it, and what the reader may do."""

    id: int
    source: str
    width: int
    height: int
    text: str
    people: str
    waits: bool
    asks_me: bool
    shows_me: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Looking:
    """Everything that the page after an event shows."""

    id: int
    title: str
    language: str
    minutes: str
    can_write_minutes: bool
    can_look_back: bool
    again: str
    text: str
    people: tuple[Face, ...]
    met: frozenset[int]
    photos: tuple[Photo, ...]
    sum: Sum | None


def one(reader: Member, event_id: int, at: datetime) -> Looking:
    """What stays of an event, as its reader sees it. Raises NotFound, NotAllowed before it began."""
    event = events.found(reader, event_id)
    if event.published_at is None or event.cancelled_at is not None or at < event.starts_at:
        raise NotFound
    may = rules.may_look_back(reader, event, at)
    others = rules.others_there(reader, event) if may else set()
    mine = EventFeedback.objects.filter(event=event, member=reader).first()
    met = frozenset(EventMeeting.objects.filter(event=event, member=reader).values_list("other_id", flat=True)) if may else frozenset()
    pictures, shown = photos(reader, event)
    known = faces(reader.space_id, {*others, *shown})
    ordered = sorted((known[pk] for pk in others if pk in known), key=lambda face: face.name.casefold())
    return Looking(
        id=event.pk, title=event.title, language=event.language, minutes=event.minutes, can_write_minutes=bool(rules.may_write_minutes(reader, event, at)),
        can_look_back=bool(may), again=mine.again if mine else "", text=mine.text if mine else "", people=tuple(ordered), met=met,
        photos=tuple(photo(reader, one, {pk: face.name for pk, face in known.items()}) for one in pictures), sum=summed(event) if reader.pk in event.hosts else None,
    )  # fmt: skip


def photos(reader: Member, event: Event) -> tuple[list[EventPhoto], set[int]]:
    """The pictures of an event that the reader sees, and whom those show."""
    rows = list(EventPhoto.objects.filter(event=event).select_related("file").prefetch_related("faces").order_by("at", "pk"))
    seen = [row for row in rows if row.shown_at is not None or row.member_id == reader.pk or is_asked(reader, row)]
    return seen, {face.member_id for row in seen for face in row.faces.all()}


def is_asked(reader: Member, row: EventPhoto) -> bool:
    """Whether the reader is in a picture and was asked about it."""
    return any(face.member_id == reader.pk and not face.withheld and face.declined_at is None for face in row.faces.all())


def photo(reader: Member, row: EventPhoto, names: dict[int, str]) -> Photo:
    """One picture. Who is in one that waits is between whoever added it and each of them."""
    of = [face for face in row.faces.all() if row.shown_at is not None or row.member_id == reader.pk or face.member_id == reader.pk]
    own = next((face for face in of if face.member_id == reader.pk), None)
    return Photo(
        row.pk, address_of(reader.space.slug, row.file), row.file.width or 0, row.file.height or 0, row.text, ", ".join(names[face.member_id] for face in of if face.member_id in names),
        row.shown_at is None, own is not None and own.agreed_at is None, own is not None and own.agreed_at is not None, row.member_id == reader.pk,
    )  # fmt: skip


def summed(event: Event) -> Sum:
    """What was answered, by the rule of five."""
    rows = list(EventFeedback.objects.filter(event=event))
    if not sums.enough([sums.of_people([row.member_id]) for row in rows]):
        return Sum((), (), _("As soon as enough have answered that nobody can be told from it, you read here what they say."))
    found = Counter(row.again for row in rows)
    return Sum(
        tuple((str(EventFeedback.Again(kind).label), found[kind]) for kind in EventFeedback.Again.values),
        tuple(sorted(row.text for row in rows if row.text)),
        ngettext("One answer", "%(n)s answers", len(rows)) % {"n": len(rows)},
    )


def may_see_photo(reader: Member, file: StoredFile) -> bool:
    """Whether somebody may fetch the bytes of a picture."""
    row = EventPhoto.objects.filter(file=file).prefetch_related("faces").first()
    if row is None or not visible_to(reader).filter(pk=row.event_id).exists():
        return False
    return row.shown_at is not None or row.member_id == reader.pk or is_asked(reader, row)


def used(ids: Collection[int]) -> set[int]:
    """Which of some files are pictures of events."""
    return set(EventPhoto.objects.filter(file__in=ids).values_list("file_id", flat=True))
