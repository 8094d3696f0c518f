"""What the pages of an import show: columns with examples, and what would come of the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from drittort.core.errors import NotFound
from drittort.engine.tables import parse_records
from drittort.joining.importing import rules
from drittort.joining.importing.models import ImportFile
from drittort.joining.importing.reading import bit, read
from drittort.members.importing import foreign
from drittort.members.importing.problems import FileProblem
from drittort.members.importing.queries import people_of, plan
from drittort.members.models import Member
from drittort.members.profiles.models import About, Kind, ProfileField
from drittort.members.profiles.queries import label_of

SHOWN = 60
LABELS: dict[str, Any] = {
    "": gettext_lazy("leave it out"),
    "name": gettext_lazy("Name"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "email": gettext_lazy("E-mail address"),
    "company": gettext_lazy("Company"),
    "joined_on": gettext_lazy("First day"),
    "left_on": gettext_lazy("Last day"),
    "status": gettext_lazy("Active or gone"),
    "row_kind": gettext_lazy("Person or company"),
    "language": gettext_lazy("Language"),
    "location": gettext_lazy("Location"),
    "days": gettext_lazy("Usual days"),
    "industry": gettext_lazy("Industry (WZ 2008)"),
    "line": gettext_lazy("One sentence about the person"),
    "offers": pgettext_lazy("column of a list", "Offers"),
    "needs": pgettext_lazy("column of a list", "Looks for"),
    "id": gettext_lazy("Number in the other software"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list with a few of its values."""

    number: int
    name: str
    meaning: str
    examples: str
    is_money: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a list would bring: counts, and everything that is left out or cannot be read, line by line."""

    new: int
    changed: int
    unchanged: int
    companies: int
    notes: tuple[FileProblem, ...]
    more: int
    fatal: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A list that was handed in before."""

    id: int
    name: str
    when: str
    words: str


def file_of(actor: Member, file_id: int) -> ImportFile:
    """A list of the house. Raises NotFound."""
    row = rules.visible_to(actor).select_related("space").filter(pk=file_id).first()
    if row is None:
        raise NotFound
    return row


def meanings(space_id: int) -> list[tuple[str, str]]:
    """What a column may mean here, the house's own questions among it."""
    fields = ProfileField.objects.filter(space_id=space_id, about=About.PERSON, kind=Kind.TEXT, retired_at=None).order_by("position", "pk")
    return [(key, str(label)) for key, label in LABELS.items()] + [(f"{foreign.FIELD}{f.pk}", label_of(f)) for f in fields]


def columns(row: ImportFile) -> list[Column]:
    """The columns of a list, each with its first values."""
    parsed = parse_records(row.text, required=())
    return [
        Column(number, name, row.mapping.get(name, ""), " · ".join(dict.fromkeys(v[:40] for v in values if v))[:90], foreign.is_money(name))
        for number, (name, values) in enumerate(parsed.value.columns.items())
    ]


def preview(row: ImportFile, at: datetime) -> Found:
    """A dry run: what would be new, changed and unchanged, and what would be left out."""
    reading = read(row, at)
    if any(p.fatal for p in reading.rows.problems):
        return Found(0, 0, 0, 0, reading.rows.problems, 0, True)
    known = people_of(row.space)
    made = plan(space=row.space, rows=bit(row, reading, reading.rows.people, known), unknown=(), first_seen={}, at=at, known=known)
    notes = (*made.problems, *reading.notes)
    new = sum(person.pk is None for person in made.people)
    return Found(
        new, len(made.people) - new, made.people_unchanged, sum(c.pk is None for c in made.companies), notes[:SHOWN], max(0, len(notes) - SHOWN),
        bool(made.problems),
    )  # fmt: skip


def past(actor: Member) -> list[Past]:
    """The last lists."""

    def words(row: ImportFile) -> str:
        if row.done_at is not None:
            return _("%(n)s people brought in") % {"n": row.total}
        return (
            _("on its way: %(done)s of %(total)s") % {"done": row.done, "total": row.total} if row.confirmed_at else _("not brought in yet")
        )

    rows = rules.visible_to(actor).defer("text").order_by("-made_at", "-pk")[:10]
    return [Past(row.pk, row.name, date_format(row.made_at.astimezone(actor.space.zone), "DATE_FORMAT"), words(row)) for row in rows]
