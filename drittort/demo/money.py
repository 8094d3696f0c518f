"""What the demo house planned fourteen months ago, and what came of it: written by what its people really did, so that figures and faces agree."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from random import Random

from drittort.members.models import Member
from drittort.plan.forecast.models import ActualFigure, ActualFile, Forecast, PlannedCost, PlannedLoan, PlannedTariff
from drittort.plan.forecast.planned import chance_of, month_at, rows_of
from drittort.plan.worth.actions import publish
from drittort.pulse.proof.rules import SETTING
from drittort.spaces.models import Space

PAST, BUILT = 14, 19
CASH, RATE, PLACES_EACH = 31_000, 1_235, 0.74
"""Cash at the start, the rate of the loan, and the places that a member takes on average."""
TARIFFS = (
    ("Faden", 149, 8, "4.5", 34, "0.4", "0.30"), ("Spule", 199, 10, "3.8", 32, "0.7", "0.30"), ("Fester Tisch", 259, 14, "2.8", 20, "1", "0.26"),
    ("Teamraum", 840, 45, "2", 2, "4", "0.04"), ("Werkbank", 60, 4, "5", 12, "0.1", "0.10"),
)  # fmt: skip
"""Name, price, cost, churn, share of new members, places, share of those who are there at the start."""
COSTS = (("Miete und Nebenkosten", "rent", "0.35", 19), ("Zwei halbe Stellen", "staff", "0.39", 0), ("Versicherung, Netz, Reinigung", "other", "0.12", 19), ("Mittagstisch und Abende", "programs", "0.03", 7))  # fmt: skip
"""Name, kind, share of the revenue of the first month, VAT."""


def there(spans: list[tuple[date, date | None]], day: date) -> int:
    """How many people were members on a day."""
    return sum(1 for joined, left in spans if joined <= day and (left is None or left > day))


def load_money(space: Space, at: datetime) -> None:
    """The forecast, and fourteen months of actual figures out of one table."""
    begins = month_at(space.day(at).replace(day=1), -PAST)
    spans = list(Member.objects.filter(space=space).values_list("joined_on", "left_on"))
    start = max(there(spans, begins), 12)
    came = [there(spans, month_at(begins, k + 1)) for k in range(PAST)]
    joined = [sum(1 for day, _left in spans if month_at(begins, k) <= day < month_at(begins, k + 1)) for k in range(PAST)]
    left = [sum(1 for _joined, day in spans if day and month_at(begins, k) <= day < month_at(begins, k + 1)) for k in range(PAST)]
    PlannedTariff.objects.bulk_create(
        PlannedTariff(
            space=space, name=name, price=price, cost=cost, churn=Decimal(churn), share=share, places=Decimal(places), members=round(start * float(part))
        )
        for name, price, cost, churn, share, places, part in TARIFFS
    )  # fmt: skip
    mean = sum(price * float(part) for _name, price, _cost, _churn, _share, _places, part in TARIFFS)
    costs = [(name, kind, round(start * mean * float(part) / 50) * 50, vat) for name, kind, part, vat in COSTS]
    PlannedCost.objects.bulk_create(
        PlannedCost(space=space, name=name, kind=kind, amount=amount, vat=vat, from_on=begins) for name, kind, amount, vat in costs
    )
    PlannedCost.objects.create(
        space=space, name="Telefonzellen und Küche", kind="investment", amount=14_500, vat=19, from_on=month_at(begins, 4), years=8
    )
    PlannedLoan.objects.create(
        space=space, name="Sparkasse", amount=20_000, interest=Decimal("4.9"), from_on=month_at(begins, 3), months=60, free=6
    )
    build_out(space, begins)
    one = Forecast.objects.create(
        space=space, begins_on=begins, cash=CASH, places=124, leads=round(start * 0.19, 1), conversion=25, more_leads=8, dearer=3, costlier=2,
        taxes=30, seed=space.pk, changed_at=at,
    )  # fmt: skip
    rows = rows_of(space.pk)
    if rows is not None:
        one.chance = chance_of(rows)
        one.save(update_fields=["chance"])
    load_actuals(space, begins, at, came=came, joined=joined, left=left, costs=costs, mean=mean)


def build_out(space: Space, begins: date) -> None:
    """The mezzanine for which the plan asks the bank: two bills, less the grant, and the loan over ten years. What its desks will bring is left out, to be on the safe side."""
    for name, months in (("Zwischengeschoss, erster Abschnitt, nach Zuschuss", BUILT), ("Zwischengeschoss, zweiter Abschnitt", BUILT + 2)):
        PlannedCost.objects.create(
            space=space, name=name, kind="investment", amount=78_000, vat=19, from_on=month_at(begins, months), years=15
        )
    PlannedLoan.objects.create(
        space=space, name="Förderdarlehen", amount=110_000, interest=Decimal("4.7"), from_on=month_at(begins, BUILT - 1), months=120, free=0
    )


def measure(space: Space, at: datetime) -> None:
    """The house begins to draw lots for introductions from now on, and publishes how long people stay."""
    space.settings = {**space.settings, SETTING: 20}
    space.save(update_fields=["settings"])
    publish(space=space, at=at)


def load_actuals(
    space: Space,
    begins: date,
    at: datetime,
    *,
    came: list[int],
    joined: list[int],
    left: list[int],
    costs: list[tuple[str, str, int, int]],
    mean: float,
) -> None:
    """What came: members as they really were, money around what they pay, drawn with a seed."""
    draw = Random(7)
    file = ActualFile.objects.create(space=space, name="BWA-Auszug.csv", text="", made_at=at, brought_at=at)
    figures, cash = [], float(CASH)
    for k in range(PAST):
        month = month_at(begins, k)
        summer = 0.96 if month.month in (7, 8) else 1.0
        revenue = round(came[k] * mean * (1.0 + 0.03 * (k // 12)) * summer * draw.uniform(0.97, 1.03), 2)
        spent = {kind: round(amount * draw.uniform(0.98, 1.06), 2) for _name, kind, amount, _vat in costs}
        cash += revenue * 0.94 - sum(spent.values()) - RATE - (14_920 if k == 4 else 0)
        told = {
            "revenue": revenue, "members": came[k], "joined": joined[k], "left": left[k], "leads": round(joined[k] * draw.uniform(2.6, 4.2) + 2),
            "occupancy": round(min(came[k] * PLACES_EACH / 124, 1) * 100), **spent, "cash": round(cash, 2),
        }  # fmt: skip
        figures += [ActualFigure(space=space, file=file, month=month, name=name, value=Decimal(str(value))) for name, value in told.items()]
    ActualFigure.objects.bulk_create(figures)
    file.figures = len(figures)
    file.save(update_fields=["figures"])
