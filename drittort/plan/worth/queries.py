"""What the page says of the worth of community: stays, business, help, and a calculation with every assumption in sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.connect.deals.models import DealSum
from drittort.connect.needs.models import Need
from drittort.core.errors import require
from drittort.core.numbers import about, euros, number, percent
from drittort.core.sums import enough, of_people
from drittort.members.models import Member
from drittort.plan.forecast.actuals import standing_figures
from drittort.plan.forecast.models import PlannedCost
from drittort.plan.forecast.words import month
from drittort.plan.programs.models import Program
from drittort.plan.rules import may_read
from drittort.plan.worth.models import StayMonth
from drittort.web.charts import Line, Plot, plot

YEAR = timedelta(days=365)
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
LEAST_MONTHS = 3
HOURS, HOUR = 2, 45
"""What an answer saves and an hour is worth, until somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Stays:
    """How long people stay, in words, as a picture and as a table."""

    on: str
    sentence: str
    ratio: str
    plot: Plot
    columns: tuple[str, str, str]
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What a calculation comes to: its steps in words, and the sentence at the end."""

    steps: tuple[tuple[str, str], ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page."""

    stays: Stays | None
    business: str
    help: str
    begins: str
    start: Mapping[str, Any]


def worth(member: Member, at: datetime) -> Page:
    """What was published and counted; and what the calculator begins with. About seven queries."""
    require(may_read(member))
    row = StayMonth.objects.filter(space_id=member.space_id).order_by("-month").first()
    helped = answers(member, at)
    return Page(
        stays=stays(row) if row else None,
        business=business(member, at),
        help=help_words(helped),
        begins=begins(row),
        start=start(member, row, helped, at),
    )


def stays(row: StayMonth) -> Stays:
    """Both curves."""
    names = {"connected": _("Connected after 90 days"), "others": _("Not connected after 90 days")}
    lines = [
        Line(
            names[key],
            [(float(k), point[0]) for k, point in enumerate(row.curves[key]) if point],
            [(float(k), point[1], point[2]) for k, point in enumerate(row.curves[key]) if point],
        )
        for key in names
    ]
    last = known_months(row)
    shares = {key: row.curves[key][last][0] for key in names} if last else {}
    sentence = (
        ngettext(
            "Of %(connected)s people who were connected 90 days after they came, %(with)s were still here a month later; of %(others)s who were not, %(without)s.",
            "Of %(connected)s people who were connected 90 days after they came, %(with)s were still here %(months)s months later; of %(others)s who were not, %(without)s.",
            last,
        )
        % {
            "connected": about(row.connected), "others": about(row.others), "months": last, "with": percent(shares["connected"]), "without": percent(shares["others"]),
        }
        if shares
        else _("Too few are watched long enough to tell.")
    )  # fmt: skip
    across = [(float(k), str(k)) for k in (0, 3, 6, 9, 12)]
    up = [(share, percent(share)) for share in SHARES]
    rows = tuple((str(k), cell(row.curves["connected"][k]), cell(row.curves["others"][k])) for k in range(len(row.curves["connected"])))
    columns = (_("Months"), _("Connected"), _("Not connected"))
    return Stays(month(row.month), sentence, ratio_words(row.hazard), plot(lines, across, up), columns, rows)


def known_months(row: StayMonth) -> int:
    """For how many months both curves are known."""
    return max((k for k, points in enumerate(zip(row.curves["connected"], row.curves["others"], strict=True)) if all(points)), default=0)


def a_year(row: StayMonth | None, key: str, otherwise: float) -> float:
    """Which share stays a year: what is known of both curves for the same months, carried on as it went; with less than three months something to begin with."""
    months = known_months(row) if row else 0
    return float(row.curves[key][months][0] ** (12 / months)) if row and months >= LEAST_MONTHS else otherwise


def begins(row: StayMonth | None) -> str:
    """With which shares of those who stay the calculator begins."""
    if row and known_months(row) >= LEAST_MONTHS:
        return _("It begins with the curves above, carried on to a year.")
    return _("No curve reaches far enough yet: both shares are plain numbers to begin with, of no house.")


def cell(point: list[float] | None) -> str:
    """A share with its interval."""
    if point is None:
        return "–"
    return _("%(share)s (%(low)s to %(high)s)") % {"share": percent(point[0]), "low": percent(point[1]), "high": percent(point[2])}


def ratio_words(hazard: Mapping[str, Any]) -> str:
    """How often connected people leave compared with others; what may be behind it is named, since nobody drew lots for who is connected."""
    if hazard and "ratio" not in hazard:
        return _("How much more seldom the connected leave cannot be put into a number: those who left are nearly all of one group.")
    if not hazard:
        return _("How much more seldom the connected leave cannot be said yet: too few have left.")
    told = {
        "share": percent(abs(1 - hazard["ratio"])), "ratio": number(hazard["ratio"], 2), "low": number(hazard["low"], 2), "high": number(hazard["high"], 2),
        "left": about(hazard["left"]),
    }  # fmt: skip
    first = (
        _(
            "Connected members left %(share)s more seldom than the others (hazard ratio %(ratio)s, 95 %% interval %(low)s to %(high)s; %(left)s left)."
        )
        if hazard["ratio"] <= 1
        else _(
            "Connected members left %(share)s more often than the others (hazard ratio %(ratio)s, 95 %% interval %(low)s to %(high)s; %(left)s left)."
        )
    ) % told
    if hazard["low"] <= 1 <= hazard["high"]:
        first += " " + _("So there may be no difference.")
    if hazard["adjusted"]:
        first += " " + _("How many weekdays somebody comes is taken into account.")
    return first


def answers(member: Member, at: datetime) -> int | None:
    """How many needs members answered for each other in a year; None where that would tell of single people. One query."""
    rows = Need.objects.filter(space_id=member.space_id, answered_at__gt=at - YEAR, answered_by__isnull=False).values_list(
        "member_id", "answered_by_id"
    )
    things = [of_people(pair) for pair in rows]
    return len(things) if enough(things) else None


def help_words(helped: int | None) -> str:
    """The answers in words."""
    if helped is None:
        return _("Too few answers in the last year to tell of them without telling of somebody.")
    return _("Members answered %(n)s needs of each other in the last twelve months.") % {"n": number(helped)}


def business(member: Member, at: datetime) -> str:
    """Deals of the last year, as far as their sums were published. One query."""
    since = member.space.day(at - YEAR)
    sums = list(DealSum.objects.filter(space_id=member.space_id, until_on__gt=since))
    if not sums:
        return _("No sum of deals was published in the last year: fewer than five, or too few people.")
    deals, low = sum(one.deals for one in sums), sum(one.low or 0 for one in sums)
    if not low:
        return _("Deals between members in the last year: %(n)s.") % {"n": number(deals)}
    return _("Deals between members in the last year: %(n)s, together at least %(low)s. Only sums are told, and amounts only where enough people named one.") % {
        "n": number(deals), "low": euros(low),
    }  # fmt: skip


def start(member: Member, row: StayMonth | None, helped: int | None, at: datetime) -> dict[str, Any]:
    """What the calculator begins with: figures of the house where there are any, else plain numbers to be changed. Three queries."""
    came = standing_figures(member.space_id, member.space.day(at - YEAR))
    prices = [values["revenue"] / values["members"] for values in came.values() if values.get("members") and "revenue" in values]
    spent = [values["programs"] for values in came.values() if "programs" in values]
    planned = PlannedCost.objects.filter(space_id=member.space_id, kind=PlannedCost.Kind.PROGRAMS).values_list("amount", flat=True)
    programs = list(Program.objects.standing().filter(space_id=member.space_id).values_list("money", "hours"))
    money = sum(spent) / len(spent) if spent else float(sum(money for money, _hours in programs) or sum(planned))
    cost = (money + float(sum(hours for _money, hours in programs)) * HOUR) * 12
    return {
        "more": 10, "price": round(sum(prices) / len(prices)) if prices else 180, "stay_connected": round(a_year(row, "connected", 0.85) * 100, 1),
        "stay_others": round(a_year(row, "others", 0.7) * 100, 1), "cause": 50, "helped": helped or 0, "hours": HOURS, "hour": HOUR, "cost": round(cost),
    }  # fmt: skip


def reckoned(told: Mapping[str, Any]) -> Result:
    """The calculation, step by step: people who stay because of it, half a year's price each on average in the first year, hours, and the programs' cost."""
    values = {name: float(value) for name, value in told.items()}
    kept = values["more"] * max(values["stay_connected"] - values["stay_others"], 0.0) / 100 * values["cause"] / 100
    revenue = kept * values["price"] * 6
    saved = values["helped"] * values["hours"]
    worth_ = saved * values["hour"]
    balance = revenue - values["cost"]
    steps = (
        (_("Members who stay because of it"), number(kept, 1)),
        (_("Revenue kept in the first year, as they leave half a year in on average"), euros(revenue)),
        (_("Hours that members saved each other"), number(saved)),
        (_("Worth to the members, not to the house"), euros(worth_)),
        (_("Cost of the programs"), euros(values["cost"])),
    )
    words = _("With these assumptions the programs bring the house %(sum)s more than they cost in the first year.") if balance >= 0 else _("With these assumptions the programs cost the house %(sum)s more than they bring it in the first year.")  # fmt: skip
    return Result(steps, words % {"sum": euros(abs(balance))})
