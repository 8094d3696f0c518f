"""The picture of what came of it, from what was published."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.connect.outcomes.models import QUARTERS, OutcomeFigure
from drittort.connect.outcomes.picture import Flow, Picture, drawn
from drittort.connect.outcomes.sources import OPEN, ORIGINS, OUTCOMES
from drittort.members.models import Member


@dataclass(frozen=True, slots=True)
class Period:
    """A time to choose: its word in the address, and its name."""

    word: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: where it began, and how many became what; `open` for what is open or too few to tell."""

    origin: str
    parts: tuple[tuple[str, str], ...]
    open: str


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Everything of the page."""

    periods: tuple[Period, ...]
    span: str
    picture: Picture | None
    rows: tuple[Row, ...]
    totals: tuple[tuple[str, str], ...]


def quarter_name(first: date) -> str:
    """A quarter by its months."""
    last = date(first.year, first.month + 2, 1)
    return _("%(first)s to %(last)s") % {"first": date_format(first, "F"), "last": date_format(last, "F Y")}


def outcomes(member: Member, chosen: str = "") -> Outcomes:
    """What came of it in one of the last four published quarters, or in all of them together. Two queries."""
    firsts = sorted(OutcomeFigure.objects.filter(space_id=member.space_id).values_list("from_on", flat=True).distinct(), reverse=True)[
        :QUARTERS
    ]
    word = chosen if chosen in {first.isoformat() for first in firsts} else ""
    periods = [Period("", _("The last year"), not word)] if len(firsts) > 1 else []
    periods += [Period(first.isoformat(), quarter_name(first), first.isoformat() == word) for first in firsts]
    wanted = [date.fromisoformat(word)] if word else firsts
    told: dict[tuple[str, str], int] = defaultdict(int)
    for origin, outcome, count in OutcomeFigure.objects.filter(space_id=member.space_id, from_on__in=wanted).values_list(
        "origin", "outcome", "count"
    ):
        told[origin, outcome] += count
    span = ""
    if wanted:
        first, last = min(wanted), max(wanted)
        end = date(last.year, last.month + 2, 1)
        span = _("%(first)s to %(last)s") % {"first": date_format(first, "F Y"), "last": date_format(end, "F Y")}
    return Outcomes(tuple(periods), span, picture(told), rows(told), totals(told))


def picture(told: dict[tuple[str, str], int]) -> Picture | None:
    """The flows, without what is open."""
    pairs = {key: count for key, count in told.items() if key[1] != OPEN and key[0] in ORIGINS and key[1] in OUTCOMES}
    origins = [name for name in ORIGINS if any(key[0] == name for key in pairs)]
    ends = [name for name in OUTCOMES if any(key[1] == name for key in pairs)]
    flows = [Flow(origins.index(origin), ends.index(outcome), count) for (origin, outcome), count in pairs.items()]
    return drawn([str(ORIGINS[name]) for name in origins], [str(OUTCOMES[name]) for name in ends], flows)


def rows(told: dict[tuple[str, str], int]) -> tuple[Row, ...]:
    """The same in words, origin by origin."""
    found = []
    for name, label in ORIGINS.items():
        mine = {outcome: count for (origin, outcome), count in told.items() if origin == name}
        if not mine:
            continue
        parts = tuple((str(label), str(mine[outcome])) for outcome, label in OUTCOMES.items() if outcome in mine)
        found.append(Row(str(label), parts, str(mine[OPEN]) if OPEN in mine else ""))
    return tuple(found)


def totals(told: dict[tuple[str, str], int]) -> tuple[tuple[str, str], ...]:
    """How many meetings, how much help, how many projects, how much business, in all."""
    sums = {name: sum(count for (_origin, outcome), count in told.items() if outcome == name) for name in OUTCOMES}
    return tuple((str(OUTCOMES[name]), str(count)) for name, count in sums.items() if count)
