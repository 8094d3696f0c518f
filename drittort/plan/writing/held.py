"""What the parts of a plan are called on everybody's own page, and in the copy of their data."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.plan.writing import queries
from drittort.plan.writing.models import PlanPaper, PlanPart, PlanVersion

privacy.words(
    PlanPart,
    key=pgettext_lazy("field", "part of the plan"),
    owner=pgettext_lazy("field", "looked after by"),
    begun_at=pgettext_lazy("field", "begun"),
    stands_at=pgettext_lazy("field", "stands since"),
    review_on=pgettext_lazy("field", "to be looked at on"),
)
privacy.words(
    PlanVersion,
    part=pgettext_lazy("field", "part of the plan"),
    number=pgettext_lazy("field", "version"),
    rows=pgettext_lazy("field: rows of the plan", "table"),
    note=pgettext_lazy("field", "what was changed"),
    member=pgettext_lazy("field", "written by"),
    stands=pgettext_lazy("field", "stands now"),
)
privacy.words(
    PlanPaper,
    recipient=pgettext_lazy("field", "for whom"),
    parts=pgettext_lazy("field", "parts of the plan"),
    asked_by=pgettext_lazy("field", "asked for by"),
)


def parts_read(rows: list[dict[str, Any]], person: Any) -> list[str]:
    """Which part each row is."""
    return [", ".join(queries.titles([row["key"]])) for row in rows]


def chosen_read(rows: list[dict[str, Any]], person: Any) -> list[str]:
    """Which parts each paper has."""
    return [", ".join(queries.titles(row["parts"])) for row in rows]


def sheet_read(rows: list[dict[str, Any]], person: Any) -> list[str]:
    """The rows of each table in a line."""
    return ["; ".join(line(row) for row in version["rows"]) for version in rows]


def line(row: Sequence[str]) -> str:
    """One row of a table."""
    return " · ".join(cell for cell in row if cell)


privacy.reads(PlanPart, "key", parts_read)
privacy.reads(PlanPaper, "parts", chosen_read)
privacy.reads(PlanVersion, "rows", sheet_read)
privacy.called(PlanPart, "key")
for table, title, page in (
    (PlanPart, _("Parts of the plan that you look after"), "plan:writing"),
    (PlanVersion, _("What you wrote on the plan"), ""),
    (PlanPaper, _("Plans on paper that you asked for"), "plan:plan_papers"),
):
    privacy.entitle(table, title, page)
privacy.own_words(PlanVersion, "text note")
