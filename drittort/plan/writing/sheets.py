"""What is structured in a part: the comparison with three alternatives, and the risks. Kept as rows of short texts, shown as a table.

A comparison begins with a row of the three alternatives; each further row holds what is compared, then the house and the three. A risk is what may happen, how
likely and how grave it is (1 to 3), and what is done then.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from drittort.core.errors import Invalid
from drittort.plan.appendix import Table
from drittort.plan.writing.guide import Part
from drittort.plan.writing.rules import LONGEST_CELL

COMPARISON, RISKS = "comparison", "risks"
ALTERNATIVES, MOST_ROWS = 3, 12
LIKELY = {"1": pgettext_lazy("risk", "unlikely"), "2": pgettext_lazy("risk", "possible"), "3": pgettext_lazy("risk", "likely")}
GRAVE = {"1": pgettext_lazy("risk", "bearable"), "2": pgettext_lazy("risk", "painful"), "3": pgettext_lazy("risk", "a danger to the house")}

Rows = Sequence[Sequence[str]]


def cell(text: str) -> str:
    """A short text as it is kept."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST_CELL]


def fitting(kind: str, rows: Rows) -> list[list[str]]:
    """Rows as they are kept, without those that say nothing. Raises Invalid for what is no sheet of this kind."""
    told = [[cell(one) for one in row] for row in rows]
    if kind == COMPARISON:
        said = [row for row in told[1:] if any(row[1:])]
        if any(len(row) != ALTERNATIVES + 2 for row in said) or (told and len(told[0]) != ALTERNATIVES):
            raise Invalid
        found = [told[0], *said] if said else []
    elif kind == RISKS:
        found = [row for row in told if row and row[0]]
        if any(len(row) != 4 or row[1] not in LIKELY or row[2] not in GRAVE for row in found):
            raise Invalid
    else:
        found = []
    if len(found) > MOST_ROWS + (kind == COMPARISON):
        raise Invalid(_("Twelve rows are enough; more nobody reads."))
    return found


def beginning(part: Part, language: str) -> list[list[str]]:
    """The rows with which an empty sheet begins: nothing said yet, but what could be compared."""
    told = part.told(language)
    return [list(told.columns), *([line, "", "", "", ""] for line in told.lines)] if part.sheet == COMPARISON else []


def table(part: Part, rows: Rows, house: str) -> Table | None:
    """The rows of a part as a table in the active language, the gravest risk on top; None without any."""
    if not rows or not part.sheet:
        return None
    if part.sheet == COMPARISON:
        return Table(_("Compared with what else there is"), ("", house, *rows[0]), tuple(tuple(row) for row in rows[1:]))
    by_weight = sorted(rows, key=lambda row: -int(row[1]) * int(row[2]))
    head = (_("What may happen"), _("How likely"), _("How grave"), _("What we do"))
    return Table(
        pgettext("plan", "Risks"), head, tuple((row[0], str(LIKELY[row[1]]), str(GRAVE[row[2]]), row[3]) for row in by_weight)
    )  # fmt: skip


def whole(text: str, shown: Table | None) -> str:
    """A text with its table as lines below it, to be compared with another state of both."""
    lines = ["  ·  ".join(row) for row in (shown.head, *shown.rows)] if shown else []
    return "\n\n".join([text, *lines])
