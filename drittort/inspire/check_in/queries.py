"""The list at the door, and one's own code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from drittort.core.errors import NotFound, require
from drittort.inspire.check_in import tokens
from drittort.inspire.events import queries as events
from drittort.inspire.events import rules, words
from drittort.inspire.events.models import Registration
from drittort.members.models import Member
from drittort.members.people.printing import qr_code
from drittort.members.people.queries import Face, faces


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody on the list: a member with a face, or a guest with a name."""

    id: int
    face: Face | None
    name: str
    further: str
    came: bool
    walked_in: bool


@dataclass(frozen=True, slots=True)
class Door:
    """The list at the door, and how many are there."""

    id: int
    title: str
    language: str
    when: str
    expected: tuple[Expected, ...]
    scanned: Expected | None
    unknown_code: bool
    people: int
    there: int
    others: int
    found: tuple[Face, ...]
    asked: str


@dataclass(frozen=True, slots=True)
class Code:
    """One's own code."""

    id: int
    title: str
    when: str
    drawing: SafeString
    there: bool


def door(reader: Member, event_id: int, at: datetime, *, code: str = "", asked: str = "") -> Door:
    """The list at the door, by name. `code` is what a telephone read, `asked` the beginning of a name that is not on it. Raises NotFound, NotAllowed."""
    event = events.found(reader, event_id)
    require(rules.may_check_in(reader, event, at))
    rows = list(Registration.objects.going().filter(event=event).select_related("guest"))
    known = faces(reader.space_id, [row.member_id for row in rows if row.member_id])
    expected = sorted((one for row in rows if (one := on_list(row, known)) is not None), key=lambda one: one.name.casefold())
    scanned = next((one for one in expected if one.id == tokens.read(code)), None) if code else None
    return Door(
        id=event.pk, title=event.title, language=event.language, when=words.when(event, reader.space.zone), expected=tuple(expected), scanned=scanned,
        unknown_code=bool(code) and scanned is None, people=sum(row.seats for row in rows if not row.walked_in), there=sum(one.came for one in expected) + event.others_came,
        others=event.others_came, found=events.by_name(reader, asked, {row.member_id for row in rows if row.member_id}), asked=asked,
    )  # fmt: skip


def on_list(row: Registration, known: dict[int, Face]) -> Expected | None:
    """Somebody on the list; None for who has left the house."""
    face, guest = known.get(row.member_id or 0), row.guest
    if face is None and guest is None:
        return None
    name = face.name if face is not None else guest.name if guest is not None else ""
    return Expected(row.pk, face, name, f"+ {row.seats - 1}" if row.seats > 1 else "", row.came_at is not None, row.walked_in)


def own_code(reader: Member, event_id: int) -> Code:
    """The reader's own code. Raises NotFound where they have no seat."""
    event = events.found(reader, event_id)
    mine = Registration.objects.going().filter(event=event, member=reader).first()
    if mine is None or event.cancelled_at is not None:
        raise NotFound
    drawing = qr_code(tokens.link(mine, reader.space.slug), _("Your code for the door"))
    return Code(event.pk, event.title, words.when(event, reader.space.zone), drawing, mine.came_at is not None)
