"""The stored report as a page, a text or a file shows it. One query."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from drittort.core.errors import require
from drittort.core.models import Job
from drittort.core.numbers import about, percent, whole
from drittort.core.sums import LEAST, at_least
from drittort.members.models import Member
from drittort.network.report import rules
from drittort.network.report.words import GROUPINGS, METHODS, OF, PARTS, REASONS, Words
from drittort.network.snapshots import REPORT, newest
from drittort.spaces.industries import section_name

JOBS = ("network.rebuild", "network.snapshot")


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """One measure, ready to be read. `value` is empty where there is none, and `sentence` then says why."""

    key: str
    label: str
    value: str
    unit: str
    sentence: str
    chance: str
    interval: str
    rests_on: str
    how: str
    method: str
    points: list[float | None]
    trend: str
    change: str
    direction: str
    verdict: str


@dataclass(frozen=True, slots=True)
class GroupShown:
    """One group of five or more people."""

    name: str
    people: str
    inside: str
    outside: str
    share: str


@dataclass(frozen=True, slots=True)
class TableShown:
    """The groups of one grouping."""

    title: str
    caption: str
    rows: list[GroupShown]


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part of the report."""

    key: str
    title: str
    note: str
    measures: list[MeasureShown]
    tables: list[TableShown] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReportShown:
    """The report in the reader's language."""

    as_of: str
    as_of_iso: str
    coverage: str
    lead: str
    enough: bool
    parts: list[PartShown]
    method: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What the page shows: the report, or whether one is being computed."""

    report: ReportShown | None
    computing: bool


def report_page(member: Member) -> ReportPage:
    """The newest report, for those who may read it. Raises NotAllowed with the reason."""
    require(rules.may_read_report(member))
    stored = newest(member.space_id, REPORT)
    if stored is None:
        waiting = Job.objects.filter(space_id=member.space_id, name__in=JOBS, done_at=None, dead_at=None).exists()
        return ReportPage(None, waiting)
    return ReportPage(shown(stored.content), False)


def shown(report: dict[str, Any]) -> ReportShown:
    """A computed report in the present language. Reads nothing."""
    day = date.fromisoformat(report["as_of"])
    members = report["members"]
    # Told in fives they may be more than there are.
    people = min(report["people"], at_least(members))
    measures, groups, past = report["capital"]["measures"], report["capital"]["groups"], report["history"]
    parts = []
    for part in PARTS if people >= LEAST else ():
        lines = [_measure(words, measures, groups, past, day) for words in part.measures]
        # Without enough people one sentence at the top says so once, in place of thirty silences.
        kept = [line for line in lines if line is not None and (line.value or report["enough"])]
        tables = _tables(report["groups"]) if part.key == "groups" else []
        if kept or tables:
            parts.append(PartShown(part.key, str(part.title), str(part.note), kept, tables))
    settings = {"days": whole(report["capital"]["half_life"])}
    return ReportShown(
        date_format(day, "DATE_FORMAT"),
        report["as_of"],
        _("%(people)s of %(members)s people are counted") % {"people": about(people), "members": whole(members)},
        _lead(report),
        report["enough"],
        parts,
        _(
            "Every contact that both sides agreed to have counted gives a day of contact; after %(days)s days it weighs half. From a certain strength on "
            "it is called a tie. Only days, channels and directions are kept, never what was said."
        )
        % settings,
    )


def _lead(report: dict[str, Any]) -> str:
    if report["people"] < LEAST:
        return _(
            "Fewer than five people have agreed to be counted so far, so there is nothing to report. Each member decides alone, on the page of consents."
        )
    if not report["enough"]:
        return _(
            "So far %(active)s of the counted people have a tie. Below %(least)s any measure of the whole would swing by chance: "
            "it appears when there are enough."
        ) % {"active": about(report["active"]), "least": report["least"]}
    ties = report["capital"]["measures"]["ties"]["value"]
    return _("%(people)s people, %(ties)s ties. Groups of fewer than five people are never shown.") % {
        "people": capfirst(about(report["people"])),
        "ties": about(ties),
    }


def _measure(words: Words, measures: dict[str, Any], groups: dict[str, Any], past: dict[str, Any], day: date) -> MeasureShown | None:
    entry = groups.get(words.attribute, {}).get(words.key) if words.attribute else measures.get(words.key)
    if entry is None or (words.attribute == "location" and entry["reason"]):
        return None
    if entry["reason"] == "not_given":
        return None
    rests = _("Rests on %(n)s.") % {"n": str(OF[entry["of"]]) % {"n": about(entry["n"])}}
    method = str(METHODS[entry["method"]]) % {"samples": entry["samples"]}
    raw = entry["value"]
    if raw is None:
        because = str(REASONS.get(entry["reason"]) or _("There is no value."))
        return MeasureShown(words.name, str(words.label), "", "", because, "", "", rests, str(words.how), method, [], "", "", "steady", "")
    value = _turned(words, raw)
    write = words.written
    beside = measures.get(words.beside, {}).get("value")
    other = "" if beside is None else (percent(beside) if words.beside == "reciprocity_binary" else whole(beside))
    fields = {"value": write(value), "n": about(entry["n"]), "other": other, "share": percent(value / entry["n"]) if entry["n"] else ""}
    special = words.zero if value == 0 else words.one if value == 1 else ""
    sentence = str(special or words.says) % fields
    line = [(month, _turned(words, amount)) for month, amount, _people in past.get(words.name, [])]
    trend, change, direction, verdict = _trend(words, line, value)
    return MeasureShown(
        words.name,
        str(words.label),
        write(value),
        str(words.unit) if value != 1 else "",
        sentence,
        _chance(entry, value, words),
        _interval(entry, words),
        rests,
        str(words.how).replace("%%", "%"),
        method,
        [*(amount for _month, amount in line), value] if line else [],
        trend,
        change,
        direction,
        verdict,
    )


def _turned(words: Words, value: float) -> float:
    """The value as it is shown: the engine tells the share inside, the page the share across."""
    return 1 - value if words.inverse else value


def _chance(entry: dict[str, Any], value: float, words: Words) -> str:
    chance = entry["chance"]
    if chance is None:
        return ""
    low, high = (1 - chance["high"], 1 - chance["low"]) if words.inverse else (chance["low"], chance["high"])
    span = {"low": words.written(low), "high": words.written(high)}
    if value < low:
        return _("Clearly less than chance alone would give (%(low)s to %(high)s).") % span
    if value > high:
        return _("Clearly more than chance alone would give (%(low)s to %(high)s).") % span
    return _("Within what chance alone would give (%(low)s to %(high)s).") % span


def _interval(entry: dict[str, Any], words: Words) -> str:
    if entry["interval"] is None or None in entry["interval"]:
        return ""
    low, high = entry["interval"]
    low, high = (1 - high, 1 - low) if words.inverse else (low, high)
    return _("95%% interval: %(low)s to %(high)s.") % {"low": words.written(low), "high": words.written(high)}


def _trend(words: Words, line: list[tuple[str, float]], value: float) -> tuple[str, str, str, str]:
    """The way here in words, the change since the last month, its direction, and whether it is welcome."""
    if not line:
        return "", "", "steady", ""
    first_month, first = line[0]
    last = line[-1][1]
    month = date_format(date.fromisoformat(first_month), "F Y")
    before, after, now = words.written(first), words.written(last), words.written(value)
    trend = _("%(before)s in %(month)s, %(now)s now") % {"before": before, "month": month, "now": now}
    if after == now:
        return trend, _("As at the end of last month"), "steady", ""
    direction = "up" if value > last else "down"
    verdict = "" if not words.good else "good" if words.good == direction else "bad"
    return trend, _("%(after)s at the end of last month") % {"after": after}, direction, verdict


def step(bounds: list[int | None]) -> str:
    """A rough number in words, such as 3\u20135."""
    low, high = bounds
    return _("over %(n)s") % {"n": whole((low or 1) - 1)} if high is None else f"{whole(low or 0)}\u2013{whole(high)}"


def _tables(groups: dict[str, Any]) -> list[TableShown]:
    return [
        TableShown(
            str(GROUPINGS[grouping]),
            _("%(groups)s of five and more people") % {"groups": GROUPINGS[grouping]},
            [
                GroupShown(
                    section_name(row["key"]) if grouping == "industry" else row["name"],
                    about(row["people"]),
                    step(row["inside"]),
                    step(row["outside"]),
                    "\u2013" if row["share"] is None else _("about %(percent)s") % {"percent": percent(row["share"] / 100)},
                )
                for row in groups[grouping]
            ],
        )
        for grouping in GROUPINGS
        if grouping in groups
    ]


def report_text(report: dict[str, Any], language: str) -> str:
    """A computed report as plain text of at most 100 columns, in a language: for the terminal and for mail."""
    with translation.override(language):
        return _text(shown(report))


def report_file(house: str, report: dict[str, Any], language: str) -> str:
    """A computed report as one HTML page that stands alone: no other file, nothing folded away, so that it can be sent and printed."""
    with translation.override(language):
        return render_to_string(
            "network/report/file.html", {"house": house, "report": shown(report), "language": language, "unfolded": True}
        )


def _text(report: ReportShown) -> str:
    def block(text: str, indent: str = "    ") -> list[str]:
        return textwrap.wrap(text, 100, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)

    lines = [_("Report of %(day)s") % {"day": report.as_of}, report.coverage, "", *block(report.lead, "")]
    for part in report.parts:
        lines += ["", part.title.upper(), *block(part.note, "")]
        for measure in part.measures:
            lines += ["", f"  {measure.label}: {measure.value} {measure.unit}".rstrip() if measure.value else f"  {measure.label}"]
            for sentence in (measure.sentence, measure.chance, measure.interval, measure.trend):
                lines += block(sentence) if sentence else []
            lines += block(f"({measure.rests_on} {measure.how} {measure.method})")
        for table in part.tables:
            head = (table.title, _("People"), _("Ties inside"), _("Ties outside"), _("Outside"))
            rows = [(g.name, g.people, g.inside, g.outside, g.share) for g in table.rows]
            wide = [max(len(row[k]) for row in (head, *rows)) for k in range(5)]
            lines.append("")
            for row in (head, *rows):
                lines.append("  " + row[0].ljust(wide[0]) + "".join("  " + row[k].rjust(wide[k]) for k in range(1, 5)))
    return "\n".join([*lines, "", *block(report.method, ""), ""])
