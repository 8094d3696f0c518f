"""The programs of a house as its plan shows them below what it says of them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from drittort.plan import appendix
from drittort.plan.appendix import Table
from drittort.plan.programs import words
from drittort.plan.programs.models import Program
from drittort.spaces.models import Space


def running(space: Space) -> list[Table]:
    """What was started and goes on: a table for each kind, in one question."""
    rows = list(Program.objects.standing().filter(space=space).select_related("owner").order_by("name", "pk"))
    head = (_("Program"), _("How often"), _("Goal"), _("What it may cost"), _("Looked after by"))
    return [
        Table(
            str(kind.label), head,
            tuple(
                (
                    row.name, str(row.get_cadence_display()), words.goal(row) or "–", words.cost(row) or _("nothing"),
                    row.owner.name if row.owner else "–",
                )
                for row in rows if row.kind == kind
            ),
        )
        for kind in Program.Kind
        if any(row.kind == kind for row in rows)
    ]  # fmt: skip


appendix.register("programs", running)
