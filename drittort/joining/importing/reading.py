"""A list read by its mapping, as the house may take it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from drittort.joining.importing.models import ImportFile
from drittort.members.importing import foreign
from drittort.members.importing.forms import PersonRow, Rows
from drittort.members.importing.queries import Known
from drittort.members.models import Company
from drittort.spaces.models import Location


def read(row: ImportFile, at: datetime) -> foreign.Reading:
    """The list by its mapping."""
    places = list(Location.objects.filter(space_id=row.space_id).standing().values_list("name", flat=True))
    return foreign.read(
        row.name, row.text, row.mapping, system=row.system, today=row.space.day(at), prefers_day_first=row.day_first, locations=places
    )  # fmt: skip


def bit(row: ImportFile, reading: foreign.Reading, people: tuple[PersonRow, ...], known: list[Known]) -> Rows:
    """Some of the people, as a house with those who are `known` may take them; the companies come with the first."""
    firms = reading.rows.companies if not row.done else ()
    part = replace(reading, rows=replace(reading.rows, people=people, companies=firms))
    return foreign.gently(part, known, Company.objects.filter(space_id=row.space_id).values_list("name", flat=True))
