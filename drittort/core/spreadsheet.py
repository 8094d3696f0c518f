"""Tables as files that a spreadsheet of the reader's language opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.translation import get_language

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(columns: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> str:
    """Rows as CSV: with semicolons and commas in numbers where one counts so, and no cell that a spreadsheet would take for a formula."""
    german = (get_language() or "de").startswith("de")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if german else ",", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(value, german) for value in row])
    return "\ufeff" + out.getvalue()


def cell(value: str | float | None, german: bool) -> str:
    """One cell: a number in the way of the language, words as they are."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    text = f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return text.replace(".", ",") if german else text
