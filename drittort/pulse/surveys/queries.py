"""Results as pages show them, and the wave behind a link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.errors import YES, NotFound
from drittort.core.numbers import hundredth, signed, span, tenth
from drittort.engine.scale import ELEMENTS, LEAST, TOTAL
from drittort.members.models import Member
from drittort.members.quiet_hours import quiet_hours
from drittort.pulse.surveys import beside, groups, rules, words
from drittort.pulse.surveys.beside import Beside
from drittort.pulse.surveys.models import SurveyChange, SurveyFigure, SurveyPlan, SurveyTally, SurveyText, SurveyToken, SurveyWave
from drittort.pulse.surveys.picture import Lane, Picture, lanes
from drittort.pulse.surveys.tokens import mark_of
from drittort.pulse.surveys.words import SCALE, TEXT
from drittort.spaces.models import Space

LANGUAGES = (("de", "Deutsch"), ("en", "English"))
A_MINUTE = timedelta(minutes=1)
SHOWN = 12
"""So many waves have a tab and a place in a trend."""
STEP = 5


@dataclass(frozen=True, slots=True)
class WaveTab:
    """A wave to choose."""

    number: int
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Running:
    """The wave that is open: until when, and what of it may be known already."""

    number: int
    until: str
    state: str


@dataclass(frozen=True, slots=True)
class ElementShown:
    """One element in finished words."""

    element: str
    label: str
    value: str
    sentence: str
    interval: str
    people: str
    change: str
    change_interval: str
    direction: str
    verdict: str
    points: list[float | None]
    trend: str
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A group's mean of an element, and how it lies to all others."""

    label: str
    value: str
    against: str


@dataclass(frozen=True, slots=True)
class GroupShown:
    """One group: its name, how many, and a cell for each element."""

    name: str
    people: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class GroupingShown:
    """One way to tell groups apart, with its picture of the whole score."""

    label: str
    rows: tuple[GroupShown, ...]
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class OwnShown:
    """One of the house's own questions: bars, or words."""

    text: str
    people: str
    bars: tuple[dict[str, object], ...]
    texts: tuple[tuple[str, str], ...]
    silent: str


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """What was changed."""

    id: int
    element: str
    text: str
    language: str
    on: str


@dataclass(frozen=True, slots=True)
class Results:
    """The whole page."""

    waves: tuple[WaveTab, ...]
    shown: WaveTab | None
    rate: str
    why_none: str
    elements: tuple[ElementShown, ...]
    picture: Picture | None
    said: str
    groupings: tuple[GroupingShown, ...]
    own: tuple[OwnShown, ...]
    changes: tuple[ChangeShown, ...]
    reliable: str
    running: Running | None
    runs: bool
    may_open: bool
    why_not: str
    begins: str
    plan: str

    @property
    def columns(self) -> list[str]:
        """The heads of the tables of groups."""
        return [str(words.LABELS[element]) for element in (*ELEMENTS, TOTAL)]

    @property
    def has_beside(self) -> bool:
        """Whether something is done for any element."""
        return any(one.beside for one in self.elements)


def wave_behind(token: str, at: datetime) -> SurveyWave | None:
    """The open wave that a link belongs to; None where it is used up, over, or no link at all. One query."""
    found = SurveyToken.objects.filter(mark=mark_of(token), wave__in=SurveyWave.objects.open(at)).select_related("wave__space").first()
    return found.wave if found is not None else None


def last_day(wave: SurveyWave) -> str:
    """Until when one may answer."""
    return date_format((wave.closes_at - A_MINUTE).astimezone(wave.space.zone), "DATE_FORMAT")


def wave_as_planned(space: Space, at: datetime) -> SurveyWave:
    """A wave as it would begin now, for looking at. Written nowhere."""
    plan = rules.plan_of(space)
    ends = datetime.combine(space.day(at) + timedelta(days=plan.days + 1), time(), tzinfo=space.zone)
    return SurveyWave(
        space=space, opened_at=at, closes_at=ends.astimezone(UTC), groups=groups.written_down(space, plan.groupings), questions=plan.questions,
        language=space.language,
    )  # fmt: skip


def people_in(number: int) -> str:
    """How many."""
    return ngettext("%(n)s person", "%(n)s people", number) % {"n": number}


def results(reader: Member, number: int | None, at: datetime) -> Results:
    """What came back, the newest wave first; groups and free texts for those who run it. Raises NotFound for a wave that is not there."""
    space, runs = reader.space, rules.runs(reader)
    waves = list(rules.visible_to(reader).order_by("-number")[: SHOWN + 1])
    for wave in waves:
        wave.space = space
    published = [wave for wave in waves if wave.closed_at is not None]
    running = next((wave for wave in waves if wave.closed_at is None), None)
    chosen = next((wave for wave in published if number in (None, wave.number)), None)
    if number is not None and chosen is None:
        raise NotFound
    verdict = rules.may_open(space, at) if runs else YES
    tabs = tuple(WaveTab(wave.number, name_of(wave), wave is chosen) for wave in published)
    figures: dict[int, list[SurveyFigure]] = defaultdict(list)
    earlier = [wave for wave in published if chosen is not None and wave.number <= chosen.number]
    for row in SurveyFigure.objects.filter(wave__in=earlier).order_by("pk"):
        figures[row.wave_id].append(row)
    mine = figures[chosen.pk] if chosen is not None else []
    house = {row.element: row for row in mine if row.grouping == ""}
    past = [{row.element: row for row in figures[wave.pk] if row.grouping == ""} for wave in reversed(earlier)]
    elements = elements_of(house, past, beside.of_elements(reader) if house else {})
    return Results(
        waves=tabs, shown=next((tab for tab in tabs if tab.chosen), None), rate=rate_of(chosen) if chosen else "", why_none=why_none(chosen, house),
        elements=elements, picture=picture_of(house), said=said_of(house),
        groupings=groupings_of(chosen, mine) if chosen is not None and runs else (), own=own_of(chosen, runs) if chosen is not None else (),
        changes=changes_of(published, space), reliable=reliable_of(chosen), running=running_of(running, at), runs=runs, may_open=bool(verdict),
        why_not=str(verdict.reason), begins=begins(space, at) if runs and verdict else "", plan=plan_in_words(rules.plan_of(space)) if runs else "",
    )  # fmt: skip


def name_of(wave: SurveyWave) -> str:
    """A wave by the month in which it was published."""
    assert wave.closed_at is not None
    return date_format(wave.closed_at.astimezone(wave.space.zone), "F Y")


def rate_of(wave: SurveyWave) -> str:
    """How many took part."""
    answered, invited = wave.answered or 0, wave.invited or 0
    if not invited:
        return ""
    share = round(100 * answered / invited)
    return _("%(answered)s of %(invited)s answered, %(share)s %%") % {"answered": answered, "invited": invited, "share": share}


def why_none(wave: SurveyWave | None, house: dict[str, SurveyFigure]) -> str:
    """Why a published wave has no figures."""
    if wave is None or house:
        return ""
    return _("Fewer than eight people answered enough to have a score, so nothing is told.")


def elements_of(
    house: dict[str, SurveyFigure], past: Sequence[dict[str, SurveyFigure]], alongside: dict[str, list[Beside]]
) -> tuple[ElementShown, ...]:
    """The elements in the order of the scale, the whole first."""
    found = []
    for element in (TOTAL, *ELEMENTS):
        row = house.get(element)
        if row is None:
            continue
        points: list[float | None] = [each[element].mean if element in each else None for each in past]
        direction, verdict, change, change_span = changed(row)
        trend = _("%(element)s over %(n)s surveys: from %(first)s to %(last)s") % {
            "element": words.LABELS[element], "n": len(points), "first": tenth(next(p for p in points if p is not None)), "last": tenth(row.mean),
        }  # fmt: skip
        found.append(
            ElementShown(
                element,
                str(words.LABELS[element]),
                tenth(row.mean),
                str(words.MEANINGS[element]),
                span(row.low, row.high, hundredth),
                str(row.people),
                change,
                change_span,
                direction,
                verdict,
                points if len(points) > 1 else [],
                trend,
                tuple(alongside.get(element, ())),
            )
        )
    return tuple(found)


def changed(row: SurveyFigure) -> tuple[str, str, str, str]:
    """Which way a mean went, whether that is more than chance, and in words."""
    if row.difference is None or row.difference_low is None or row.difference_high is None:
        return "steady", "", "", ""
    told = {"value": signed(row.difference)}
    apart = span(row.difference_low, row.difference_high, signed)
    if row.difference_low > 0:
        return "up", "good", _("%(value)s since the last time") % told, apart
    if row.difference_high < 0:
        return "down", "bad", _("%(value)s since the last time") % told, apart
    return "steady", "", _("%(value)s since the last time, which may be chance") % told, apart


def picture_of(house: dict[str, SurveyFigure]) -> Picture | None:
    """The elements as lanes, with the wave before as open rings."""
    rows = [house[element] for element in (*ELEMENTS, TOTAL) if element in house]
    return lanes(
        [
            Lane(str(words.LABELS[row.element]), tenth(row.mean), row.mean, row.low, row.high, None if row.difference is None else row.mean - row.difference)
            for row in rows
        ]
    )  # fmt: skip


def said_of(house: dict[str, SurveyFigure]) -> str:
    """What the picture shows, in a sentence."""
    rows = sorted((house[element] for element in ELEMENTS if element in house), key=lambda row: row.mean)
    if len(rows) < 2:
        return ""
    return _("Strongest is %(best)s with %(high)s of 5, weakest %(worst)s with %(low)s.") % {
        "best": words.LABELS[rows[-1].element], "high": tenth(rows[-1].mean), "worst": words.LABELS[rows[0].element], "low": tenth(rows[0].mean),
    }  # fmt: skip


def groupings_of(wave: SurveyWave, rows: Sequence[SurveyFigure]) -> tuple[GroupingShown, ...]:
    """The groups of a wave, in the order of the form."""
    found = []
    for kept in wave.groups:
        grouping = groups.read(kept)
        shown, drawn = [], []
        for option, label in grouping.options.items():
            mine = {row.element: row for row in rows if row.grouping == kept["name"] and row.option == option}
            if not mine:
                continue
            order = [mine[element] for element in (*ELEMENTS, TOTAL) if element in mine]
            cells = tuple(Cell(str(words.LABELS[row.element]), tenth(row.mean), compared(row)) for row in order)
            shown.append(GroupShown(str(label), str(order[-1].people), cells))
            last = order[-1]
            drawn.append(Lane(str(label), tenth(last.mean), last.mean, last.low, last.high))
        found.append(GroupingShown(str(grouping.label), tuple(shown), lanes(drawn)))
    return tuple(found)


def compared(row: SurveyFigure) -> str:
    """How a group lies to all others: higher or lower only where the interval says so."""
    if row.difference_low is not None and row.difference_low > 0:
        return _("higher than the others")
    if row.difference_high is not None and row.difference_high < 0:
        return _("lower than the others")
    return _("no clear difference")


def own_of(wave: SurveyWave, runs: bool) -> tuple[OwnShown, ...]:
    """The house's own questions: everybody reads the figures, free texts those who run it."""
    tallies: dict[int, dict[int, int]] = defaultdict(dict)
    texts: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if wave.questions:
        for row in SurveyTally.objects.filter(wave=wave):
            tallies[row.question][row.option] = row.people
        if runs:
            # The primary key is drawn by chance, so this order says nothing.
            for text in SurveyText.objects.filter(wave=wave).order_by("pk"):
                texts[text.question].append((str(text.pk), text.text))
    found = []
    for place, question in enumerate(wave.questions):
        if question["kind"] == TEXT:
            if runs:
                silent = "" if texts[place] else _("Fewer than eight people wrote something, so nothing is shown.")
                found.append(OwnShown(question["text"], "", (), tuple(texts[place]), silent))
            continue
        options = [said for _value, said in reversed(words.ANSWERS)] if question["kind"] == SCALE else question["options"]
        counts = tallies[place]
        silent = "" if counts else _("Too few answered, or all said the same; so nothing is shown.")
        bars = tuple({"label": str(label), "value": counts[k], "text": str(counts[k])} for k, label in enumerate(options)) if counts else ()
        found.append(OwnShown(question["text"], people_in(sum(counts.values())) if counts else "", bars, (), silent))
    return tuple(found)


def changes_of(waves: Sequence[SurveyWave], space: Space) -> tuple[ChangeShown, ...]:
    """What was changed because of surveys, the newest first."""
    rows = SurveyChange.objects.filter(wave__in=waves).order_by("-told_at", "-pk")[:SHOWN]
    return tuple(
        ChangeShown(
            row.pk,
            str(words.LABELS[row.element]) if row.element else "",
            row.text,
            row.language,
            date_format(row.told_at.astimezone(space.zone), "DATE_FORMAT"),
        )
        for row in rows
    )


def reliable_of(wave: SurveyWave | None) -> str:
    """How well the eight sentences hang together, in a sentence."""
    if wave is None or wave.alpha is None:
        return ""
    value = hundredth(wave.alpha)
    if wave.alpha >= 0.7:
        return _("The eight sentences hang together well (Cronbach's alpha %(value)s).") % {"value": value}
    return _("The eight sentences hang together loosely this time (Cronbach's alpha %(value)s): read the whole with care.") % {
        "value": value
    }


def running_of(wave: SurveyWave | None, at: datetime) -> Running | None:
    """The open wave. How many answered is said in steps, so that nobody watches a number while somebody fills in the form."""
    if wave is None:
        return None
    if wave.closes_at <= at:
        return Running(wave.number, last_day(wave), _("It is being counted."))
    if wave.invited is None:
        return Running(wave.number, last_day(wave), _("The letters with the links leave as soon as mail may come."))
    answered = wave.invited - wave.tokens.count()
    state = (
        _("At least %(n)s of %(invited)s have answered.") % {"n": answered // STEP * STEP, "invited": wave.invited}
        if answered >= LEAST
        else _("%(invited)s people were asked. How many answered is said from eight on.") % {"invited": wave.invited}
    )
    return Running(wave.number, last_day(wave), state)


def begins(space: Space, at: datetime) -> str:
    """What happens when somebody begins now: to how many letters go, when, and until when they may answer. Three queries."""
    quiet, many = quiet_hours(space), rules.asked(space, at).count()
    letters = ngettext("%(n)s person gets a link of their own by mail", "%(n)s people get a link of their own by mail", many) % {"n": many}
    if quiet.is_open(at):
        when = _("at once")
    else:
        morning = quiet.next_morning(at).astimezone(space.zone)
        when = _("on %(day)s from %(hour)s on") % {
            "day": date_format(morning, "l, ") + date_format(morning, "DATE_FORMAT"),
            "hour": date_format(morning, "TIME_FORMAT"),
        }
    return _("%(letters)s, %(when)s. Answers are taken until %(until)s; half-way everybody is reminded once.") % {
        "letters": letters, "when": when, "until": last_day(wave_as_planned(space, at)),
    }  # fmt: skip


def plan_in_words(plan: SurveyPlan) -> str:
    """How the house asks, in a sentence."""
    often = {0: _("when you begin it"), 3: _("every quarter"), 6: _("twice a year"), 12: _("once a year")}[plan.every]
    many = len(plan.questions)
    own = (
        ngettext("%(n)s question of your own", "%(n)s questions of your own", many) % {"n": many} if many else _("no question of your own")
    )
    return _("Asked %(often)s, open for %(days)s days, %(own)s.") % {"often": often, "days": plan.days, "own": own}
