"""What the page shows: the file, what is left of the budget, and the own figures beside the mean of other houses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from math import sqrt

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.errors import require
from drittort.core.numbers import hundredth, percent, whole
from drittort.engine import noise
from drittort.members.models import Member
from drittort.pulse.science import rules, signing
from drittort.pulse.science.models import ComparisonFile, ComparisonRelease, ScienceExport
from drittort.pulse.science.sources import COMPARED, SOURCES, Compared

Z = 1.959964
"""Between minus and plus so many standard deviations lie 95 %."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another house whose file is here."""

    id: int
    house: str
    newest: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: our own, the mean of the others, and by how much noise may have moved it."""

    label: str
    own: str
    others: str
    noise: str
    silent: str


@dataclass(frozen=True, slots=True)
class Science:
    """The whole page."""

    contents: tuple[str, ...]
    making: bool
    file: str
    name: str
    size: int
    made: str
    lines: tuple[Line, ...]
    houses: tuple[Other, ...]
    enough: str
    quarter: str
    given: str
    left: str
    may_give_more: bool
    fingerprint: str


def science(reader: Member, at: datetime) -> Science:
    """Everything for those who may give figures away. Raises NotAllowed."""
    require(rules.may_give(reader))
    space = reader.space
    today = space.day(at)
    quarter = rules.last_over(today)
    exports = list(ScienceExport.objects.filter(space=space, asked_at__gt=at - rules.KEPT).select_related("file").order_by("-asked_at"))
    ready = next((row for row in exports if row.file is not None and row.done_at is not None), None)
    file = ready.file if ready is not None else None
    releases = list(ComparisonRelease.objects.filter(space=space).order_by("-quarter"))
    mine = next((row for row in releases if row.quarter == quarter), None)
    rest = noise.left([(row.made_on, Fraction(row.epsilon)) for row in releases], today, rules.BUDGET)
    files = list(ComparisonFile.objects.filter(space=space).order_by("-quarter", "house"))
    newest = {row.key: row for row in reversed(files)}
    return Science(
        contents=tuple(str(one.label) for one in SOURCES.values()), making=any(row.done_at is None and row.asked_at > at - rules.MADE_WITHIN for row in exports),
        file=file.token if file is not None else "",
        name=file.name if file is not None else "", size=file.size if file is not None else 0,
        made=date_format(ready.done_at.astimezone(space.zone), "DATE_FORMAT") if ready is not None and ready.done_at is not None else "",
        lines=lines(reader, files, quarter), enough=missing(len(newest)), quarter=quarter_name(quarter), given=quarter_name(quarter) if mine else "",
        houses=tuple(
            Other(row.pk, row.house, quarter_name(row.quarter), signing.fingerprint(row.key)) for row in sorted(newest.values(), key=lambda row: row.house)
        ),
        left=_("%(left)s of %(all)s") % {"left": whole(float(rest)), "all": whole(float(rules.BUDGET))},
        may_give_more=mine is None and rest >= rules.EPSILON, fingerprint=signing.fingerprint(signing.public(space)),
    )  # fmt: skip


def missing(houses: int) -> str:
    """How many houses are missing until something is shown."""
    left = rules.LEAST_HOUSES - houses
    return ngettext("%(n)s more house, and the means of the others are shown.", "%(n)s more houses, and the means of the others are shown.", left) % {
        "n": left
    } if left > 0 else ""  # fmt: skip


def quarter_name(first: date) -> str:
    """A quarter in words."""
    return _("quarter %(n)s of %(year)s") % {"n": (first.month + 2) // 3, "year": first.year}


def lines(reader: Member, files: Sequence[ComparisonFile], quarter: date) -> tuple[Line, ...]:
    """Each figure of the last quarter beside the newest of each other house of the last four."""
    since = quarter
    for _back in range(rules.A_YEAR - 1):
        since = rules.quarter_before(since)
    found = []
    for name, one in COMPARED.items():
        sums = one.sums(reader.space, quarter)
        own = shown(one, one.clamp.mean(sums.steps, sums.people)) if sums is not None and sums.people >= rules.LEAST else "–"
        theirs: dict[str, Mapping[str, int]] = {}
        for row in files:
            # Of fewer people than may be told of there is nothing but noise.
            if since <= row.quarter <= quarter and row.figures.get(name, {"people": 0})["people"] >= rules.LEAST:
                theirs.setdefault(row.key, row.figures[name])
        found.append(line(one, own, list(theirs.values())))
    return tuple(found)


def line(one: Compared, own: str, theirs: Sequence[Mapping[str, int]]) -> Line:
    """One figure; nothing of the others where they are too few."""
    people = sum(each["people"] for each in theirs)
    if len(theirs) < rules.LEAST_HOUSES or people < rules.LEAST * rules.LEAST_HOUSES:
        return Line(str(one.label), own, "", "", _("Too few houses give it."))
    mean = one.clamp.mean(sum(each["steps"] for each in theirs), people)
    off = pooled_noise(one, mean, people, len(theirs))
    return Line(str(one.label), own, shown(one, mean), _("± %(off)s by the noise") % {"off": shown(one, off)}, "")


def pooled_noise(one: Compared, mean: float, people: int, houses: int) -> float:
    """Within how much of the mean its noise stays with 95 %: that of the sums, and that of the numbers of people, which weighs as far as the mean is from the middle."""
    of_sums = one.clamp.step * noise.deviation(rules.EPSILON * one.share, one.clamp.reach)
    of_people = (mean - one.clamp.middle) * noise.deviation(rules.EPSILON * one.count_share, 1)
    return Z * sqrt(houses * (of_sums**2 + of_people**2)) / people


def shown(one: Compared, value: float) -> str:
    """A mean as people read it."""
    return percent(value, 0) if one.percent else hundredth(value)


def given_file(reader: Member, at: datetime) -> tuple[str, bytes] | None:
    """The signed file of the last quarter, with its name; None where none was given. Raises NotAllowed."""
    require(rules.may_give(reader))
    quarter = rules.last_over(reader.space.day(at))
    row = ComparisonRelease.objects.filter(space=reader.space_id, quarter=quarter).first()
    return None if row is None else (f"{reader.space.slug}-{quarter}.comparison.json", signing.signed(reader.space, row.content))
