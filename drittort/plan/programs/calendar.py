"""The calendar of programs: weeks beside each other, what each program brings in them, and what that is for one member and for the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.addresses import address
from drittort.core.sums import LEAST
from drittort.members.models import Member
from drittort.members.notices.brought import week_of
from drittort.plan.programs import picture, queries, rules, words
from drittort.plan.programs.models import DRAFT, Program, ProgramOverlap, ProgramWeek, rests, stage

BEFORE, AFTER = 4, 11
"""Weeks before and after the one that the calendar begins with."""
STEP = 8
FARTHEST = 104
DAYS = timedelta(days=6)
WEEKS_A_MONTH = 52 / 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One program in one week. `mails` for a reader, None where too few read to say it; `over` its budget. Nothing where it does not run."""

    runs: bool
    rests: bool = False
    counted: bool = False
    mails: float | None = None
    meetings: int = 0
    over: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One program with its weeks."""

    line: queries.Line
    cells: tuple[Cell, ...]
    hours: float


@dataclass(frozen=True, slots=True)
class Week:
    """One week: its Monday, what one member gets at most (None: no audience of five), how often people meet, and the hours of the team."""

    on: date
    label: str
    now: bool
    past: bool
    mails: float | None
    meetings: int
    hours: float
    over: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """The page: rows, weeks, the picture of both, a table that says the same, and what is too much."""

    rows: tuple[Row, ...]
    weeks: tuple[Week, ...]
    picture: picture.Picture | None
    sentence: str
    head: tuple[str, ...]
    table: tuple[tuple[str, tuple[str, ...]], ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...]
    warnings: tuple[str, ...]
    earlier: str
    later: str
    counted: bool


def allowed(program: Program) -> float:
    """How many mails a reader may get in one week: what was agreed on, and one where that is less, for half a mail cannot be sent."""
    return max(1.0, float(program.mails)) if program.mails else 0.0


def cell(program: Program, monday: date, today: date, told: ProgramWeek | None, last: date | None) -> Cell:
    """One program in one week: what was counted where it is over, what is planned where it is not."""
    pauses = list(program.pauses.all())
    if program.starts_on is None or program.starts_on > monday + DAYS or (last is not None and last < monday):
        return Cell(False)
    if rests(pauses, max(monday, program.starts_on), min(monday + DAYS, last or monday + DAYS)):
        return Cell(True, rests=True)
    meetings = told.meetings if told else 0
    if monday + DAYS >= today:
        return Cell(True, mails=float(program.mails), meetings=meetings)
    if told is None or not told.notices:
        return Cell(True, counted=True, mails=0.0, meetings=meetings)
    if told.readers < LEAST:
        return Cell(True, counted=True, mails=None, meetings=meetings)
    mails = told.mails / told.readers
    return Cell(True, counted=True, mails=mails, meetings=meetings, over=round(mails, 1) > allowed(program))


def most(cells: dict[int, Cell], overlaps: Sequence[ProgramOverlap]) -> float | None:
    """What somebody gets in one week who is in the audiences of most; groups of fewer than five are not known here."""
    sums = [sum(one.mails or 0.0 for pk in group.programs if (one := cells.get(pk)) is not None and one.runs) for group in overlaps]
    return max(sums, default=None)


def number(value: float | None) -> str:
    """Mails in a cell: as few digits as they need; "·" where too few read to say it."""
    if value is None:
        return "·"
    return picture.shortest(value)


def calendar(member: Member, at: datetime, shift: int = 0) -> Calendar:
    """The calendar around this week, or so many weeks later. Five questions."""
    today = member.space.day(at)
    this = week_of(today)
    first = this + timedelta(weeks=shift - BEFORE)
    mondays = [first + timedelta(weeks=k) for k in range(BEFORE + 1 + AFTER)]
    programs = [row for row in queries.rows_of(member) if stage(row, list(row.pauses.all()), today) != DRAFT]
    counted = {
        (row.program_id, row.week): row
        for row in ProgramWeek.objects.filter(program__in=programs, part="", week__gte=mondays[0], week__lte=mondays[-1])
    }
    overlaps = list(ProgramOverlap.objects.filter(space=member.space_id))
    lasts = {row.pk: row.last_day(member.space.zone) for row in programs}
    cells = {row.pk: [cell(row, monday, today, counted.get((row.pk, monday)), lasts[row.pk]) for monday in mondays] for row in programs}
    shown = [row for row in programs if any(one.runs for one in cells[row.pk])]
    rows = tuple(
        Row(line, tuple(cells[row.pk]), float(row.hours) / WEEKS_A_MONTH)
        for row, line in zip(shown, queries.lines(member, shown, today), strict=True)
    )
    weeks = tuple(week_at(k, monday, this, rows, overlaps) for k, monday in enumerate(mondays))
    path = address("plan:program_calendar", member.space.slug)
    return Calendar(
        rows, weeks, picture.drawn(rows, weeks), sentence(rows, weeks, member), tuple(week.label for week in weeks),
        tuple((row.line.name, tuple(said(one) for one in row.cells)) for row in rows), sums(weeks), tuple(warnings(rows, weeks)),
        f"{path}?from={shift - STEP}" if shift > -FARTHEST else "", f"{path}?from={shift + STEP}" if shift < FARTHEST else "", bool(overlaps),
    )  # fmt: skip


def week_at(k: int, monday: date, this: date, rows: Sequence[Row], overlaps: Sequence[ProgramOverlap]) -> Week:
    """One week over all programs."""
    here = {row.line.id: row.cells[k] for row in rows}
    mails = most(here, overlaps)
    awake = [row for row in rows if row.cells[k].runs and not row.cells[k].rests]
    return Week(
        monday, date_format(monday, _("j M")), monday == this, monday < this, mails, sum(row.cells[k].meetings for row in awake), sum(row.hours for row in awake),
        mails is not None and round(mails, 1) > rules.MOST_A_WEEK,
    )  # fmt: skip


def said(one: Cell) -> str:
    """A cell of the table in words."""
    if not one.runs:
        return "–"
    if one.rests:
        return str(words.STAGES["pauses"])
    told = _("too few readers") if one.mails is None else ngettext("%(n)s mail", "%(n)s mails", round(one.mails)) % {"n": number(one.mails)}
    dates = ngettext("%(n)s meeting", "%(n)s meetings", one.meetings) % {"n": one.meetings} if one.meetings else ""
    return ", ".join(part for part in (told, dates, _("too much") if one.over else "") if part)


def sums(weeks: Sequence[Week]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The last rows of the table."""
    return tuple((label, tuple(text or "0" for text, _over in values)) for label, values in picture.sums(weeks))


def sentence(rows: Sequence[Row], weeks: Sequence[Week], member: Member) -> str:
    """What the picture shows."""
    now = next((week for week in weeks if week.now), None)
    if not rows or now is None:
        return ""
    k = weeks.index(now)
    runs = sum(row.cells[k].runs and not row.cells[k].rests for row in rows)
    first = ngettext("One program runs this week.", "%(n)s programs run this week.", runs) % {"n": runs}
    hours = round(now.hours)
    second = ngettext("The team gives an hour to it", "The team gives %(n)s hours to them", hours) % {"n": hours}
    if now.mails is None:
        return f"{first} {second}."
    third = _("and one member gets %(n)s mails of them at most") % {"n": number(now.mails)}
    return f"{first} {second}, {third}."


def warnings(rows: Sequence[Row], weeks: Sequence[Week]) -> list[str]:
    """What is too much, in sentences: the weeks in which one member gets more than the house allows, and programs that send more than was agreed on."""
    found = []
    full = [week for week in weeks if week.over]
    if full:
        told = {"n": number(max(week.mails or 0 for week in full)), "most": rules.MOST_A_WEEK, "day": full[0].label}
        found.append(
            ngettext(
                "In the week of %(day)s somebody gets up to %(n)s mails of programs; %(most)s are the most that people bear.",
                "In %(weeks)s weeks, the first that of %(day)s, somebody gets up to %(n)s mails of programs; %(most)s are the most that people bear.", len(full),
            ) % {**told, "weeks": len(full)}
        )  # fmt: skip
    for row in rows:
        over = [(one, week) for one, week in zip(row.cells, weeks, strict=True) if one.over]
        if over:
            one, week = over[-1]
            found.append(
                _("“%(program)s” sent %(n)s mails to a reader in the week of %(day)s; agreed on: %(agreed)s.")
                % {"program": row.line.name, "n": number(one.mails), "day": week.label, "agreed": row.line.attention}
            )
    return found
