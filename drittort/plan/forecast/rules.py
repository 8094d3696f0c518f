"""Who reads the forecast and who writes it: as the plan."""

from __future__ import annotations

from django.db.models import QuerySet

from drittort.members.models import Member
from drittort.plan.forecast.models import ActualFile, PlannedCost, PlannedLoan, PlannedTariff
from drittort.plan.rules import may_read, may_write

__all__ = ["COST", "LOAN", "MOST_LINES", "TABLES", "TARIFF", "Line", "files_of", "lines_of", "may_read", "may_write"]

Line = PlannedTariff | PlannedCost | PlannedLoan
TARIFF, COST, LOAN = "tariff", "cost", "loan"
TABLES: dict[str, type[Line]] = {TARIFF: PlannedTariff, COST: PlannedCost, LOAN: PlannedLoan}
MOST_LINES = 60


def lines_of(member: Member, kind: str) -> QuerySet[Line]:
    """The lines of a kind that somebody may read."""
    rows: QuerySet[Line] = TABLES[kind]._default_manager.filter(space_id=member.space_id)
    return rows if may_read(member) else rows.none()


def files_of(member: Member) -> QuerySet[ActualFile]:
    """The tables of actual figures, for those who write the plan."""
    rows = ActualFile.objects.filter(space_id=member.space_id)
    return rows if may_write(member) else rows.none()
