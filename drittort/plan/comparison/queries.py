"""What changed after programs began: for each with a figure of its own, the row of its months before and after. No lot was drawn here, and the words say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from drittort.core.addresses import address
from drittort.core.errors import require
from drittort.core.later import Later
from drittort.core.metrics import METRICS, SHARE, Metric, months_from
from drittort.members.models import Member
from drittort.plan.metrics.queries import Kept, kept
from drittort.plan.metrics.words import month_name, short_month, written
from drittort.plan.programs.models import Program
from drittort.plan.rules import may_read
from drittort.pulse.proof.words import ROW, said
from drittort.web.charts import Line, Plot, plot, ticks

if TYPE_CHECKING:
    from drittort.engine import uplift
else:
    uplift = Later("drittort.engine.uplift")


@dataclass(frozen=True, slots=True)
class Compared:
    """One program beside its figure: names and addresses, since when, the sentence, what it rests on, and the months as a picture (None where nothing can be said)."""

    program: str
    url: str
    language: str
    figure: str
    figure_url: str
    since: str
    sentence: str
    rests: str
    plot: Plot | None


def comparisons(member: Member) -> tuple[Compared, ...]:
    """Every program that began and has a figure, the newest first. Two queries."""
    require(may_read(member))
    rows = [
        row
        for row in Program.objects.filter(space_id=member.space_id, started_at__isnull=False)
        .exclude(metric="")
        .order_by("-starts_on", "pk")
        if row.metric in METRICS
    ]
    months = kept(member.space, {row.metric for row in rows}) if rows else {}
    return tuple(compared(member, row, METRICS[row.metric], months.get(row.metric, [])) for row in rows)


def compared(member: Member, row: Program, metric: Metric, months: Sequence[Kept]) -> Compared:
    """One program beside the months of its figure."""
    told = {each.month: each.figure.value for each in months if each.closed and each.figure.value is not None}
    begun = (row.starts_on or row.made_at.date()).replace(day=1)
    run = around(told, begun)
    at = run.index(begun) if begun in run else len(run)
    scale = 100.0 if metric.unit == SHARE else 1.0
    found = uplift.interrupted([scale * (told[each] or 0.0) for each in run], at)
    return Compared(
        program=row.name, url=address("plan:program", member.space.slug, row.pk), language=row.language, figure=str(metric.label),
        figure_url=address("plan:metric", member.space.slug, metric.name), since=month_name(begun), sentence=sentence(found, metric),
        rests=rests(found, at, len(run) - at), plot=picture(metric, told, run, begun) if found else None,
    )  # fmt: skip


def around(told: dict[date, Any], begun: date) -> list[date]:
    """The months without a gap around the one in which a program began; those after a gap, or before one, say nothing of it."""
    if not told:
        return []
    every = months_from(min(told), max(told))
    gaps = [k for k, each in enumerate(every) if each not in told]
    middle = next((k for k, each in enumerate(every) if each >= begun), len(every))
    first = max((k + 1 for k in gaps if k < middle), default=0)
    last = min((k for k in gaps if k >= middle), default=len(every))
    return every[first:last]


def sentence(found: uplift.Interrupted | None, metric: Metric) -> str:
    """What may be said."""
    if found is None:
        return _("Nothing can be said yet.")
    unit = " " + _("points") if metric.unit == SHARE else ""
    return said(ROW, uplift.Interval(found.level.value, found.level.low, found.level.high), unit)


def rests(found: uplift.Interrupted | None, before: int, after: int) -> str:
    """How many months it rests on, or how many it would take."""
    months = {
        "before": ngettext("%(n)s month before", "%(n)s months before", before) % {"n": before},
        "after": ngettext("%(n)s month after", "%(n)s months after", after) % {"n": after},
    }
    if found is None:
        return _("%(before)s, %(after)s") % months
    return _("%(before)s, %(after)s; interval of about 95 %%, for months that hang together.") % months


def takes() -> str:
    """How many months it takes."""
    return _("It takes %(least)s months before and %(then)s after, without a gap.") % {
        "least": uplift.LEAST_BEFORE,
        "then": uplift.LEAST_AFTER,
    }


def picture(metric: Metric, told: dict[date, Any], run: Sequence[date], begun: date) -> Plot:
    """The months before and after as two lines."""
    at = run.index(begun)
    values = [float(told[each]) for each in run]
    marks = ticks(min(0.0, *values), max(values))
    across = [(float(k), short_month(run[k])) for k in sorted({0, at, len(run) - 1})]
    lines = [
        Line(pgettext("months", "Before"), [(float(k), values[k]) for k in range(at)]),
        Line(pgettext("months", "After"), [(float(k), values[k]) for k in range(at, len(run))]),
    ]
    return plot(lines, across, [(value, written(metric, value)) for value in marks])
