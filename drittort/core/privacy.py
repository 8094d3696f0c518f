"""The privacy register: every field of every table says what it is for, on what basis, how long, and how it is exported and erased.

Export, erasure and the record of processing are generated from it; a field without a mark fails the build.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True, slots=True)
class Mark:
    """What a field is for, in words that stand in the record of processing."""

    purpose: str
    basis: str
    retention: str
    export: bool
    erasure: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A table's marks, and the columns by which its rows belong to a person."""

    model: type[models.Model]
    marks: dict[str, Mark]
    person: tuple[str, ...]


REGISTER: dict[str, Registered] = {}


def register(model: type[models.Model], mark: Mark, fields: str, *, person: str = "") -> None:
    """Mark the named `fields` (names separated by spaces). May be called several times for one table."""
    label = model._meta.label
    known = REGISTER.get(label)
    marks = {**(known.marks if known else {}), **dict.fromkeys(fields.split(), mark)}
    REGISTER[label] = Registered(model, marks, tuple(person.split()) or (known.person if known else ()))


def unmarked(tables: Iterable[type[models.Model]]) -> list[str]:
    """Fields that no module has marked, as `app.Model.field`; the build fails on any."""
    missing = []
    for model in tables:
        marks = REGISTER[model._meta.label].marks if model._meta.label in REGISTER else {}
        missing += [f"{model._meta.label}.{f.name}" for f in model._meta.concrete_fields if f.name not in marks and f.attname not in marks]
    return missing


def held_on(person_id: int) -> dict[str, list[dict[str, object]]]:
    """Everything that is marked for export and belongs to one member, by table: rows of field to value."""
    held: dict[str, list[dict[str, object]]] = {}
    for label, entry in sorted(REGISTER.items()):
        if not entry.person:
            continue
        mine = models.Q()
        for column in entry.person:
            mine |= models.Q(**{column: person_id})
        fields = [f.attname for f in entry.model._meta.concrete_fields if (entry.marks.get(f.name) or entry.marks[f.attname]).export]
        rows = list(entry.model._default_manager.filter(mine).values(*fields))
        if rows and fields:
            held[label] = rows
    return held


RECORD = """\
# Record of processing

What this software stores, field by field, written by `bin/drittort privacy` from the marks in the code (`registrations.py` of each
module). A test compares the two, and a field without a mark fails the build, so this page is complete.

It is the technical half of a record of processing activities (Art. 30 GDPR). Who runs a house adds the other half: name and contact of
the controller, the processors (hosting, mail), and the measures of security of their machine.

Besides the pages that members open, personal data leave the machine by mail only, and only to members of the house and to those
whom somebody invites. The address of one
member reaches another when both said yes to an introduction, or when one answers the need of the other. No page loads anything from
elsewhere.

*Kept* is what a house promises. The worker removes what is older, every day; a house that is a sample of public research data keeps its
people and their contacts. What a member or a house takes along goes when they are deleted. *In the export* says whether a field belongs to what a person is
given of their own data.
"""


def record_of_processing() -> str:
    """The register as a page of markdown: a chapter for each module, a table for each model, fields of the same mark in one row."""
    parts = [RECORD]
    chapter = ""
    for label, entry in sorted(REGISTER.items()):
        module, _, name = label.partition(".")
        if module != chapter:
            chapter = module
            parts.append(f"\n## {module}\n")
        about = (inspect.getdoc(entry.model) or "").partition("\n\n")[0]
        parts.append(f"\n### {name}\n\n{' '.join(about.split())}\n")
        if entry.person:
            parts.append(f"\nA row belongs to the person in {_listed(entry.person)}.\n")
        parts.append("\n| fields | purpose | legal basis | kept | in the export | erasure |\n|---|---|---|---|---|---|\n")
        for mark, fields in _by_mark(entry).items():
            cells = (_listed(fields), mark.purpose, mark.basis, mark.retention, "yes" if mark.export else "no", mark.erasure)
            parts.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n")
    return "".join(parts)


def _by_mark(entry: Registered) -> dict[Mark, list[str]]:
    """Fields in the order of the table, gathered under their marks."""
    found: dict[Mark, list[str]] = {}
    for field in entry.model._meta.concrete_fields:
        mark = entry.marks.get(field.name) or entry.marks.get(field.attname)
        if mark is not None:
            found.setdefault(mark, []).append(field.name)
    return found


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
