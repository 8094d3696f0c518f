"""What pages show after an event. A host reads sums of answers from five on, words without names; one's own marks are read by oneself alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core import sums
from drittort.core.errors import NotFound
from drittort.core.files.queries import address_of
from drittort.inspire.afterwards import rules
from drittort.inspire.afterwards.models import EventFeedback, EventMaterial, EventMeeting
from drittort.inspire.events import queries as events
from drittort.inspire.events.models import Event
from drittort.inspire.events.rules import sees_names
from drittort.inspire.pictures.queries import InAlbum, album
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces


@dataclass(frozen=True, slots=True)
class Sum:
    """What was answered: each answer with how many gave it, and words in no order. Empty before five have answered."""

    counts: tuple[tuple[str, int], ...]
    texts: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Material:
    """A document: its name, how large it is, and its address."""

    id: int
    name: str
    size: str
    url: str


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
    pictures: tuple[InAlbum, ...]
    materials: tuple[Material, ...]
    sum: Sum | None


def one(reader: Member, event_id: int, at: datetime) -> Looking:
    """What stays of an event, as its reader sees it. Raises NotFound, NotAllowed before it began."""
    event = events.found(reader, event_id)
    if event.published_at is None or event.cancelled_at is not None or at < event.starts_at:
        raise NotFound
    may = rules.may_look_back(reader, event, at)
    others = rules.others_there(reader, event) if may else set()
    hosts = reader.pk in event.hosts
    said = EventFeedback.objects.filter(event=event)
    answers = list(said if hosts else said.filter(member=reader))
    mine = next((row for row in answers if row.member_id == reader.pk), None)
    met = frozenset(EventMeeting.objects.filter(event=event, member=reader).values_list("other_id", flat=True)) if may else frozenset()
    ordered = sorted(faces(reader.space_id, others).values(), key=lambda face: face.name.casefold())
    return Looking(
        id=event.pk, title=event.title, language=event.language, minutes=event.minutes, can_write_minutes=bool(rules.may_write_minutes(reader, event, at)),
        can_look_back=bool(may), again=mine.again if mine else "", text=mine.text if mine else "", people=tuple(ordered), met=met,
        pictures=album(reader, f"event:{event.pk}", answers_for=sees_names(reader, event)), materials=materials(reader, event), sum=summed(answers) if hosts else None,
    )  # fmt: skip


def materials(reader: Member, event: Event) -> tuple[Material, ...]:
    """The documents of an event, the oldest first. One query."""
    rows = EventMaterial.objects.filter(event=event).select_related("file").order_by("at", "pk")
    return tuple(Material(row.pk, row.file.name, filesizeformat(row.file.size), address_of(reader.space.slug, row.file)) for row in rows)


def summed(rows: Sequence[EventFeedback]) -> Sum:
    """What was answered, by the rule of five."""
    if not sums.enough([sums.of_people([row.member_id]) for row in rows]):
        return Sum((), (), _("As soon as enough have answered that nobody can be told from it, you read here what they say."))
    found = Counter(row.again for row in rows)
    return Sum(
        tuple((str(EventFeedback.Again(kind).label), found[kind]) for kind in EventFeedback.Again.values),
        tuple(sorted(row.text for row in rows if row.text)),
        ngettext("One answer", "%(n)s answers", len(rows)) % {"n": len(rows)},
    )
