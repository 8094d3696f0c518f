"""What was published of the months, as pages and files show it. Reads only what the worker stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from drittort.core.errors import NotFound, require
from drittort.core.numbers import about, percent, signed, span, whole
from drittort.members.models import Company, Member
from drittort.network.map.picture import radius_of, seat, wrapped
from drittort.network.map.queries import band_words, group_title
from drittort.network.queries import Published, published
from drittort.network.report.words import BY_NAME, Words
from drittort.pulse.capital import pictures, rules
from drittort.pulse.capital.models import CapitalMonth, MonthDrawing
from drittort.pulse.capital.pictures import Picture
from drittort.web.charts import Plot

MOST_MONTHS = 36
BONDING = ("transitivity", "constraint", "mean_ties")
BRIDGING = ("company.inside_ties", "local_bridges", "efficiency")
GROUPINGS = {
    "company": gettext_lazy("Between companies"),
    "industry": gettext_lazy("Between industries"),
    "location": gettext_lazy("Between locations"),
}
MOST_TILES = 12
MOST_HALVES = 4


@dataclass(frozen=True, slots=True)
class Trend:
    """One measure over the months, ready to be read."""

    key: str
    label: str
    value: str
    sentence: str
    points: list[float | None]
    trend: str
    change: str
    direction: str
    verdict: str
    how: str


@dataclass(frozen=True, slots=True)
class Table:
    """A picture in numbers: what it is called, its columns, and its rows with the first cell as their name."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its sentence and its table; `name` is that of its files."""

    name: str
    title: str
    sentence: str
    plot: Plot | None
    table: Table


@dataclass(frozen=True, slots=True)
class Row:
    """One group of the matrix in words; their order is their number."""

    name: str
    people: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix of groups and the same in words."""

    picture: Picture
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class CapitalPage:
    """Everything of the page; `month` is empty before the first month was published."""

    month: str
    lead: str
    bonding: tuple[Trend, ...]
    bridging: tuple[Trend, ...]
    between: tuple[Chart, ...]
    resilience: tuple[Chart, ...]
    newcomers: tuple[Chart, ...]
    alone: str
    matrix: Matrix | None


@dataclass(frozen=True, slots=True)
class Told:
    """The months of a house: the published contents in order, and the figures beside them."""

    months: tuple[date, ...]
    contents: tuple[dict[str, Any], ...]
    figures: dict[str, list[Published]]

    @property
    def cohorts(self) -> list[dict[str, Any]]:
        """The newest half-years of newcomers, each from the month in which it was told of."""
        return [each for content in reversed(self.contents) for each in content["newcomers"]][:MOST_HALVES]

    def line(self, measure: str) -> list[tuple[date, float]]:
        """A figure by month."""
        return [(each.month, each.value) for each in self.figures.get(measure, ())]


def told(member: Member) -> Told:
    """The last months of the reader's house. Two questions. Raises NotAllowed with the reason."""
    require(rules.may_read(member))
    rows = list(CapitalMonth.objects.filter(space=member.space_id).order_by("-month").values_list("month", "content")[:MOST_MONTHS])[::-1]
    figures = published(member.space_id, rows[0][0]) if rows else {}
    return Told(tuple(row[0] for row in rows), tuple(row[1] for row in rows), figures)


def capital_page(member: Member) -> CapitalPage:
    """How the house held together, month by month, for those who may read it."""
    found = told(member)
    if not found.months:
        return CapitalPage("", "", (), (), (), (), (), "", None)
    newest = found.contents[-1]
    lead = _("%(people)s people were counted at the end of the month, %(active)s of them had a tie. A month is published once and stays as it is.") % {
        "people": capfirst(about(newest["people"])), "active": about(newest["active"]),
    }  # fmt: skip
    return CapitalPage(
        month_name(found.months[-1]),
        lead,
        trends(BONDING, found.figures),
        trends(BRIDGING, found.figures),
        tuple(chart for name in GROUPINGS if (chart := between(found, name))),
        resilience(found),
        newcomers(found.cohorts),
        alone(found.figures),
        matrix(member, between_groups(member, found.months[-1])),
    )


def month_name(month: date) -> str:
    """A month with its year, as one says it."""
    return _named(month, get_language() or "")


@lru_cache(maxsize=256)
def _named(month: date, language: str) -> str:
    # Each stands in every table of the page.
    return date_format(month, "F Y")


def trends(names: Iterable[str], figures: Mapping[str, list[Published]]) -> tuple[Trend, ...]:
    """Measures of the report over the published months, those that were published at all."""
    return tuple(trend(BY_NAME[name], figures[name]) for name in names if name in figures)


def trend(words: Words, line: Sequence[Published]) -> Trend:
    """One measure in its last month, and the way there."""
    values = [1 - each.value if words.inverse else each.value for each in line]
    write, value = words.written, values[-1]
    sentence = str(words.says) % {"value": write(value), "n": about(line[-1].people), "share": percent(value / max(line[-1].people, 1))}
    way = _("%(value)s in %(month)s") % {"value": write(values[0]), "month": month_name(line[0].month)}
    if len(values) > 1:
        way = _("%(before)s in %(month)s, %(now)s now") % {
            "before": write(values[0]),
            "month": month_name(line[0].month),
            "now": write(value),
        }
    how = str(words.how).replace("%%", "%")
    if len(values) < 2 or write(values[-2]) == write(value):
        steady = _("As in %(month)s") % {"month": month_name(line[-2].month)} if len(values) > 1 else ""
        return Trend(words.name, str(words.label), write(value), sentence, [*values], way, steady, "steady", "", how)
    direction = "up" if value > values[-2] else "down"
    verdict = "" if not words.good else "good" if words.good == direction else "bad"
    change = _("before: %(value)s (%(month)s)") % {"value": write(values[-2]), "month": month_name(line[-2].month)}
    return Trend(words.name, str(words.label), write(value), sentence, [*values], way, change, direction, verdict, how)


def between(found: Told, name: str) -> Chart | None:
    """The E-I index of one grouping beside what chance would give; None where it was never published."""
    line = found.line(f"{name}.ei_index")
    parts = {
        month: content["groupings"][name]
        for month, content in zip(found.months, found.contents, strict=True)
        if name in content["groupings"]
    }
    if not line or line[-1][0] not in parts:
        return None
    chance = [(month, *part["chance"]) for month, part in parts.items() if "chance" in part]
    month, value = line[-1]
    across = (1 + value) / 2
    part = parts[month]
    said = _("%(across)s of %(ties)s ties lead outward: the index stands at %(value)s.") % {
        "across": percent(across), "ties": about(part["ties"]), "value": signed(value),
    }  # fmt: skip
    sentence = f"{said} {beside_chance(value, part.get('chance'))}".strip()
    rows = tuple(
        (
            month_name(month),
            signed(value),
            chance_span(parts[month]),
            whole(parts[month]["ties"]),
            whole(parts[month]["people"]),
        )
        for month, value in reversed(line)
        if month in parts
    )
    columns = (_("Month"), _("E-I index"), _("By chance"), _("Ties, in fives"), _("People, in fives"))
    by_chance = (
        _("By chance"),
        [(month, mean) for month, mean, _low, _high in chance],
        [(month, low, high) for month, _mean, low, high in chance],
    )
    plot = pictures.by_month([(_("E-I index"), line, ()), *([by_chance] if chance else [])], signed)
    return Chart(name, str(GROUPINGS[name]), sentence, plot, Table(str(GROUPINGS[name]), columns, rows))


def chance_span(part: Mapping[str, Any]) -> str:
    """What chance gives, from one number to another; a dash where that is not known."""
    if "chance" not in part:
        return "–"
    _mean, low, high = part["chance"]
    return span(low, high, signed)


def beside_chance(value: float, chance: Sequence[float] | None) -> str:
    """Whether a value is more or less than chance alone would give; empty where that is not known."""
    if chance is None:
        return ""
    _mean, low, high = chance
    words = {"low": signed(low), "high": signed(high)}
    if value < low:
        return _("People keep to themselves more than chance alone would make them (%(low)s to %(high)s).") % words
    if value > high:
        return _("That is more openness than chance alone would give (%(low)s to %(high)s).") % words
    return _("That is what chance alone would give, too (%(low)s to %(high)s).") % words


def resilience(found: Told) -> tuple[Chart, ...]:
    """What would be left without the best connected, beside what would be left without any others."""
    newest = found.contents[-1]
    taken = newest["taken"]
    best = _("without the %(n)s best connected") % {"n": taken}
    any_others = _("without any %(n)s others") % {"n": taken}
    giant = newest["giant"]
    share = {
        "n": taken,
        "without": percent(giant["without"]),
        "chance": percent(giant["chance"]),
        "span": span(giant["low"], giant["high"], percent),
    }
    said = _(
        "If the %(n)s people with the most ties left, %(without)s of the others could still reach each other. If any %(n)s left, it would be %(chance)s (%(span)s)."
    ) % share  # fmt: skip
    short = newest["efficiency"]
    ways = _("Short ways: %(before)s as it is, %(without)s without the %(n)s best connected, %(chance)s without any %(n)s others (%(span)s).") % {
        "n": taken, "before": percent(short["before"]), "without": percent(short["without"]), "chance": percent(short["chance"]),
        "span": span(short["low"], short["high"], percent),
    }  # fmt: skip
    titles = {"giant": (_("Who could still reach each other"), said), "efficiency": (_("How short the ways would be"), ways)}
    return tuple(
        Chart(
            f"without-{key}",
            title,
            sentence,
            pictures.by_month(
                [
                    (_("as it is"), [(m, c[key]["before"]) for m, c in zip(found.months, found.contents, strict=True)], ()),
                    (best, [(m, c[key]["without"]) for m, c in zip(found.months, found.contents, strict=True)], ()),
                    (
                        any_others,
                        [(m, c[key]["chance"]) for m, c in zip(found.months, found.contents, strict=True)],
                        [(m, c[key]["low"], c[key]["high"]) for m, c in zip(found.months, found.contents, strict=True)],
                    ),
                ],
                percent,
            ),
            Table(
                title,
                (_("Month"), _("as it is"), best, any_others, _("95 of 100 draws")),
                tuple(
                    (
                        month_name(m),
                        percent(c[key]["before"]),
                        percent(c[key]["without"]),
                        percent(c[key]["chance"]),
                        span(c[key]["low"], c[key]["high"], percent),
                    )
                    for m, c in reversed(list(zip(found.months, found.contents, strict=True)))
                ),
            ),
        )
        for key, (title, sentence) in titles.items()
    )


def half_name(half: str) -> str:
    """A half-year, as one says it."""
    year, part = half.split("-")
    return (_("first half of %(year)s") if part == "1" else _("second half of %(year)s")) % {"year": year}


def newcomers(told: Iterable[Mapping[str, Any]]) -> tuple[Chart, ...]:
    """How long those who came in each half-year waited for their first and their third tie."""
    cohorts = [each for each in told if len(each["curves"]["1"]) > 1]
    if not cohorts:
        return ()
    titles = {"1": ("first-tie", _("Still without a first tie")), "3": ("third-tie", _("Still without a third tie"))}
    charts = []
    for which, (name, title) in titles.items():
        lines = [(half_name(each["half"]), each["curves"][which]) for each in cohorts]
        marks = [week for week in (2, 4, 8, 12) if any(len(points) > week for _name, points in lines)]
        rows = tuple(
            (
                half_name(each["half"]),
                _("%(n)s and more") % {"n": whole(each["people"])},
                *(still(each["curves"][which], week) for week in marks),
                half_way(each["curves"][which]),
            )
            for each in cohorts
        )
        columns = (
            _("Came in the"),
            _("People"),
            *(_("after %(weeks)s weeks") % {"weeks": week} for week in marks),
            _("Half of them had it"),
        )
        charts.append(
            Chart(
                name,
                title,
                newcomers_words(cohorts[0], which),
                pictures.curves(lines, percent, weeks),
                Table(title, columns, rows),
            )
        )
    return tuple(charts)


def weeks(number: int) -> str:
    """So many weeks."""
    return ngettext("%(n)s week", "%(n)s weeks", number) % {"n": number}


def still(points: Sequence[Sequence[float]], week: int) -> str:
    """The share that still waits after so many weeks with its interval; a dash where that was not seen."""
    if len(points) <= week:
        return "–"
    share, low, high = points[week]
    return f"{percent(share)} ({span(low, high, percent)})"


def half_way(points: Sequence[Sequence[float]]) -> str:
    """The week within which half of them had it."""
    for week, (share, _low, _high) in enumerate(points):
        if share <= 0.5:
            return ngettext("within the first week", "within %(weeks)s weeks", max(week, 1)) % {"weeks": max(week, 1)}
    return _("not yet")


def newcomers_words(cohort: Mapping[str, Any], which: str) -> str:
    """The newest half-year in a sentence."""
    points = cohort["curves"][which]
    week = min(4, len(points) - 1)
    share, low, high = points[week]
    words = {
        "people": whole(cohort["people"]), "half": half_name(cohort["half"]), "weeks": week, "share": percent(1 - share), "span": span(1 - high, 1 - low, percent),
    }  # fmt: skip
    if which == "1":
        return (
            ngettext(
                "Of the %(people)s and more people who came in the %(half)s, %(share)s had their first tie after a week (95%% interval: %(span)s).",
                "Of the %(people)s and more people who came in the %(half)s, %(share)s had their first tie after %(weeks)s weeks (95%% interval: %(span)s).",
                week,
            )
            % words
        )
    return (
        ngettext(
            "Of the same people %(share)s had their third tie after a week (%(span)s).",
            "Of the same people %(share)s had their third tie after %(weeks)s weeks (%(span)s).",
            week,
        )
        % words
    )


def alone(figures: Mapping[str, list[Published]]) -> str:
    """How many have no tie, in a sentence."""
    line = figures.get("isolates", [])
    return trend(BY_NAME["isolates"], line).sentence if line and line[-1].value > 1 else single(line)


def single(line: Sequence[Published]) -> str:
    """The same where it is nobody or one."""
    if not line:
        return ""
    words = BY_NAME["isolates"]
    return str(words.one if line[-1].value == 1 else words.zero) % {"n": about(line[-1].people)}


def titles_of(space_id: int, groups: Iterable[Sequence[Any]]) -> list[str]:
    """What groups ([kind, key, ...]) are called, companies by their present names. One question."""
    groups = list(groups)
    keys = {int(group[1]) for group in groups if group[0] == "company"}
    names = {str(pk): name for pk, name in Company.objects.filter(space=space_id, pk__in=keys).values_list("pk", "name")}
    gone = _("A company that is gone")
    return [group_title({"kind": group[0], "key": group[1], "name": names.get(group[1], gone)}) for group in groups]


def between_groups(member: Member, month: date) -> dict[str, Any]:
    """The groups of a month and the bands between them. One question."""
    return dict(CapitalMonth.objects.filter(space=member.space_id, month=month).values_list("between", flat=True).get())


def matrix(member: Member, between: Mapping[str, Any]) -> Matrix | None:
    """The groups of a month against each other; None without any."""
    groups, bands = between["groups"], between["bands"]
    if not groups:
        return None
    titles = titles_of(member.space_id, groups)
    beside: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for a, b, step in bands:
        beside[a].append((step, b))
        if a != b:
            beside[b].append((step, a))
    rows = []
    for k, group in enumerate(groups):
        parts = []
        inside = next((step for step, other in beside[k] if other == k), 0)
        if inside:
            parts.append(_("inside: %(ties)s") % {"ties": band_words(inside)})
        for step in range(5, 0, -1):
            others = [titles[other] for strength, other in sorted(beside[k]) if strength == step and other != k]
            if others:
                parts.append(f"{band_words(step)}: {', '.join(others)}")
        rows.append(Row(titles[k], _("%(count)s people") % {"count": about(group[2])}, " · ".join(parts) or _("still by itself")))
    return Matrix(pictures.matrix(len(groups), bands), tuple(rows))


@dataclass(frozen=True, slots=True)
class Tile:
    """One month as a small picture."""

    month: str
    words: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class MonthsPage:
    """The map through the months: the newest in full, some of them small, and how many there are."""

    month: str
    words: str
    picture: Picture | None
    tiles: tuple[Tile, ...]
    count: int
    people: bool
    table: Table | None


@dataclass(frozen=True, slots=True)
class Strip:
    """All months over the same places: for each the places of its own groups, how many people they have together, then the people of every place and the step of every band.
    How many people stands in fives."""

    places: dict[str, Any]
    months: tuple[date, ...]
    groups: tuple[list[int], ...]
    together: tuple[int, ...]
    people: tuple[list[int], ...]
    steps: tuple[list[int], ...]


def strip(member: Member) -> Strip | None:
    """The months that have a place, for those who may read them; None before the first. One question."""
    require(rules.may_read(member))
    rows = list(
        CapitalMonth.objects.filter(space=member.space_id).order_by("-month").values_list("month", "between", "places")[:MOST_MONTHS]
    )[::-1]
    places = next((row[2] for row in reversed(rows) if row[2]), None)
    if places is None:
        return None
    at = {(kind, key): k for k, (kind, key, *_rest) in enumerate(places["groups"])}
    lines = {(a, b): k for k, (a, b, _path) in enumerate(places["bands"])}
    months, groups, together, people, steps = [], [], [], [], []
    for month, between, _places in rows:
        here = [at[kind, key] for kind, key, _count in between["groups"] if (kind, key) in at]
        if len(here) < len(between["groups"]):
            # A month that was published since the places were found: they come at the end of the same night.
            continue
        counts, widths = [0] * len(at), [0] * len(lines)
        for k, (_kind, _key, count) in zip(here, between["groups"], strict=True):
            counts[k] = count
        for a, b, step in between["bands"]:
            band = lines.get((min(here[a], here[b]), max(here[a], here[b])))
            if band is not None:
                widths[band] = step
        months.append(month)
        groups.append(here)
        together.append(between["people"])
        people.append(counts)
        steps.append(widths)
    return Strip(places, tuple(months), tuple(groups), tuple(together), tuple(people), tuple(steps))


def radii(people: Sequence[int]) -> list[float]:
    """The circles of so many people each; none for none."""
    return [round(radius_of(count), 1) if count else 0.0 for count in people]


def month_words(found: Strip, k: int) -> str:
    """One of the months of the map in a sentence."""
    groups, bands = sum(1 for count in found.people[k] if count), sum(1 for step in found.steps[k] if step)
    told = {"people": about(found.together[k]), "groups": whole(groups), "bands": whole(bands)}
    people = capfirst(ngettext("%(people)s people in one group", "%(people)s people in %(groups)s groups", groups) % told)
    if groups < 2:
        return people
    if not bands:
        return people + ", " + _("no strong band between them")
    return people + ", " + ngettext("one strong band between them", "%(bands)s strong bands between them", bands) % told


def months_page(member: Member) -> MonthsPage:
    """The map through the months."""
    found = strip(member)
    if found is None or not found.months:
        return MonthsPage("", "", None, (), 0, False, None)
    titles = titles_of(member.space_id, found.places["groups"])
    labels = [wrapped(title) for title in titles]
    last = len(found.months) - 1
    whole_picture = pictures.month_map(found.places, found.people[last], radii(found.people[last]), found.steps[last], labels)
    count = min(MOST_TILES, len(found.months))
    chosen = sorted({last - round(k * last / max(count - 1, 1)) for k in range(count)})
    tiles = tuple(
        Tile(
            month_name(found.months[k]),
            month_words(found, k),
            pictures.month_map(found.places, found.people[k], radii(found.people[k]), found.steps[k]),
        )
        for k in chosen
    )
    table = Table(
        _("People of each group, in fives"),
        (_("Group"), *(date_format(found.months[k], "M y") for k in chosen)),
        tuple(
            (title, *(whole(found.people[k][place]) if found.people[k][place] else "–" for k in chosen))
            for place, title in enumerate(titles)
        ),
    )
    seen = MonthDrawing.objects.filter(space=member.space_id).exists()
    return MonthsPage(
        month_name(found.months[last]),
        month_words(found, last),
        whole_picture,
        tiles,
        len(found.months),
        seen,
        table,
    )


def frames(member: Member) -> dict[str, Any]:
    """All months as the map in the browser moves through them: plain values. Raises NotFound before the first.

    `months`: name, sentence, radius and people of each group, step of each band, `dots` (seats that are taken) and `ties` (pairs of seats, one after the other). `seats`: [x, y, name], one for each
    person and group in which they ever sat. People are those who agreed to be drawn and belong to the house now; their consents are looked up now.
    """
    found = strip(member)
    if found is None:
        raise NotFound
    names: dict[int, str] = dict(rules.wants_to_be_drawn(member.space).here().values_list("pk", "name"))
    drawings = dict(MonthDrawing.objects.filter(space=member.space_id, month__in=found.months).values_list("month", "content"))
    # Who came first sits in the middle, so that a circle that was small then holds its people.
    sitting: dict[int, dict[int, int]] = defaultdict(dict)
    where: list[dict[int, int]] = []
    for month, groups in zip(found.months, found.groups, strict=True):
        here = {pk: groups[group] for pk, group in drawings.get(month, {"people": []})["people"] if pk in names}
        for pk, group in here.items():
            sitting[group].setdefault(pk, len(sitting[group]))
        where.append(here)
    seats, place = seats_of(found.places["groups"], sitting, names)
    months = []
    for k, month in enumerate(found.months):
        here = where[k]
        pairs = [(a, b) for a, b in drawings.get(month, {"ties": []})["ties"] if a in here and b in here]
        months.append(
            {
                "name": month_name(month),
                "words": month_words(found, k),
                "r": radii(found.people[k]),
                "people": found.people[k],
                "steps": found.steps[k],
                "dots": [place[pk, group] for pk, group in here.items()],
                "ties": [end for a, b in pairs for end in (place[a, here[a]], place[b, here[b]])],
            }
        )
    return {"months": months, "seats": seats}


def seats_of(
    groups: Sequence[Sequence[Any]], sitting: Mapping[int, Mapping[int, int]], names: Mapping[int, str]
) -> tuple[list[list[Any]], dict[tuple[int, int], int]]:
    """A seat for each person in each group in which they ever were: [x, y, name], and its number by person and group."""
    seats: list[list[Any]] = []
    place: dict[tuple[int, int], int] = {}
    for group, people in sorted(sitting.items()):
        _kind, _key, x, y, most = groups[group]
        for pk, k in people.items():
            dx, dy = seat(k, len(people), most)
            place[pk, group] = len(seats)
            seats.append([round(x + dx, 1), round(y + dy, 1), names[pk]])
    return seats, place


def picture_of(member: Member, name: str) -> tuple[Picture | Plot, str]:
    """One picture and its title, by the name of its file. Raises NotFound."""
    if name == "matrix":
        found = told(member)
        drawn = matrix(member, between_groups(member, found.months[-1])) if found.months else None
        if drawn:
            return drawn.picture, _("Groups against groups")
    elif name == "map":
        page = months_page(member)
        if page.picture:
            return page.picture, page.month
    else:
        page_of_charts = capital_page(member)
        for chart in (*page_of_charts.between, *page_of_charts.resilience, *page_of_charts.newcomers):
            if chart.name == name and chart.plot:
                return chart.plot, chart.title
    raise NotFound


Cells = tuple[tuple[str, ...], list[tuple[str | float | None, ...]]]


def numbers_of(member: Member, name: str) -> Cells:
    """The numbers behind the pictures, by the name of their file: their columns and rows. Raises NotFound."""
    tables = {"figures": figure_cells, "newcomers": newcomer_cells, "groups": group_cells}
    if name not in tables:
        raise NotFound
    return tables[name](member, told(member))


def figure_cells(member: Member, found: Told) -> Cells:
    """Every figure of every month, with its interval or what chance gives where it has one."""
    rows: list[tuple[str | float | None, ...]] = []
    bounds: dict[tuple[str, date], tuple[float, float]] = {}
    for month, content in zip(found.months, found.contents, strict=True):
        for grouping, part in content["groupings"].items():
            if "chance" in part:
                bounds[f"{grouping}.ei_index", month] = (part["chance"][1], part["chance"][2])
    for measure, line in found.figures.items():
        label = str(BY_NAME[measure].label) if measure in BY_NAME else ""
        rows += [
            (f"{one.month:%Y-%m}", measure, label, one.value, *bounds.get((measure, one.month), (None, None)), one.people) for one in line
        ]
    for month, content in zip(found.months, found.contents, strict=True):
        for key in ("giant", "efficiency"):
            loss, people = content[key], content["people"]
            rows.append((f"{month:%Y-%m}", f"{key}.without", _("without the best connected"), loss["without"], None, None, people))
            rows.append(
                (f"{month:%Y-%m}", f"{key}.by_chance", _("without as many others"), loss["chance"], loss["low"], loss["high"], people)
            )
    return (
        _("Month"),
        _("Key"),
        _("Figure"),
        _("Value"),
        pgettext("of an interval", "From"),
        pgettext("of an interval", "To"),
        _("People, in fives"),
    ), rows


def newcomer_cells(member: Member, found: Told) -> Cells:
    """The curves of the half-years that were told of, week by week."""
    rows: list[tuple[str | float | None, ...]] = [
        (half_name(each["half"]), int(which), week, share, low, high, each["people"])
        for each in found.cohorts
        for which, points in each["curves"].items()
        for week, (share, low, high) in enumerate(points)
    ]
    return (
        _("Came in the"),
        _("Tie"),
        _("Week"),
        _("Still without"),
        pgettext("of an interval", "From"),
        pgettext("of an interval", "To"),
        _("People, in fives"),
    ), rows


def group_cells(member: Member, found: Told) -> Cells:
    """The bands between the groups, month by month, as steps from one number to another."""
    bounds: tuple[tuple[int, int | None], ...] = ((0, 0), (1, 2), (3, 5), (6, 10), (11, 20), (21, None))
    months = list(
        CapitalMonth.objects.filter(space=member.space_id, month__in=found.months).order_by("month").values_list("month", "between")
    )
    known = sorted({(kind, key) for _month, between in months for kind, key, _people in between["groups"]})
    title = dict(zip(known, titles_of(member.space_id, known), strict=True))
    rows: list[tuple[str | float | None, ...]] = []
    for month, between in months:
        groups = between["groups"]
        for a, b, step in between["bands"]:
            one, other = groups[a], groups[b]
            rows.append((f"{month:%Y-%m}", title[one[0], one[1]], one[2], title[other[0], other[1]], other[2], *bounds[step]))
    fives = _("People, in fives")
    return (_("Month"), _("Group"), fives, _("Other group"), fives, _("Ties from"), _("Ties to")), rows
