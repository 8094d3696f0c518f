"""The agreements as they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format

from drittort.spaces.agreements.models import Agreement, AgreementVersion
from drittort.spaces.models import Space
from drittort.spaces.settings import setting


@dataclass(frozen=True, slots=True)
class Said:
    """One agreement in the reader's language, or in the house's where nobody wrote it in the reader's."""

    position: int
    language: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version with its sentences. `published_by` is the id of a member, perhaps of one who is gone."""

    id: int
    number: int
    since: str
    change: str
    published_by: int | None
    sentences: tuple[Said, ...]


def latest(space_id: int) -> AgreementVersion | None:
    """The version that counts."""
    return AgreementVersion.objects.filter(space_id=space_id).order_by("-number").first()


def version_of(space: Space, row: AgreementVersion, language: str) -> Version:
    """A version for a reader. One query."""
    by_place: dict[int, dict[str, Agreement]] = {}
    for each in row.agreements.all():
        by_place.setdefault(each.position, {})[each.language] = each
    said = []
    for position, found in sorted(by_place.items()):
        best = found.get(language) or found.get(space.language) or next(iter(found.values()))
        said.append(Said(position, best.language, best.text, best.why))
    return Version(row.pk, row.number, date_format(space.day(row.published_at), "DATE_FORMAT"), row.change, row.published_by, tuple(said))


def as_written(space_id: int) -> tuple[int, list[dict[str, tuple[str, str]]]]:
    """Number and sentences of the latest version in all their languages, to go on writing; (0, []) where there is none."""
    row = latest(space_id)
    if row is None:
        return 0, []
    by_place: dict[int, dict[str, tuple[str, str]]] = {}
    for each in row.agreements.all():
        by_place.setdefault(each.position, {})[each.language] = (each.text, each.why)
    return row.number, [by_place[position] for position in sorted(by_place)]


def months_later(day: date, months: int) -> date:
    """The same day some months on, or the last one of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    for last in (day.day, 30, 29, 28):
        try:
            return date(count // 12, count % 12 + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)


def review_on(space: Space, looked_at: datetime) -> date:
    """The day on which the agreements ask to be looked at again."""
    return months_later(space.day(looked_at), int(setting(space, "review_months")))
