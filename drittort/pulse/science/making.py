"""Making the file for science: tables as CSV, the same as JSON, and the method in both languages. In the worker."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from drittort import __version__
from drittort.core.database import one_look
from drittort.core.metrics import METRICS
from drittort.pulse.science.sources import SOURCES, Source

COLUMNS = ("on", "measure", "group", "value", "low", "high", "n", "suppressed")
STILL = (1980, 1, 1, 0, 0, 0)
METHODS = (("METHODE.md", "de"), ("METHOD.md", "en"))
DIGITS = 6


def told(source: Source, space: Any) -> Iterator[dict[str, Any]]:
    """The rows of a source as the file has them: what rests on too few has neither value nor number."""
    for row in source.rows(space):
        hidden = row.private or (row.value is not None and row.people < source.least)
        yield {
            "on": row.on.isoformat(), "measure": row.measure, "group": row.group, "value": None if hidden else rounded(row.value), "low": None if hidden else rounded(row.low),
            "high": None if hidden else rounded(row.high), "n": None if hidden else row.people, "suppressed": hidden,
        }  # fmt: skip


def rounded(value: float | None) -> float | None:
    """A value with six digits."""
    return None if value is None else round(float(value), DIGITS)


def as_csv(rows: Iterable[dict[str, Any]]) -> str:
    """Rows as a statistics program reads them, in every language alike: commas, points, one header, UTF-8. (For spreadsheets there is `core.spreadsheet`.)"""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "suppressed": int(row["suppressed"])} for row in rows)
    return out.getvalue()


def write(space: Any, target: Path, on: str) -> None:
    """The whole file. Of the house it holds no name of a person, no address and no word that somebody wrote."""
    with one_look():
        tables = {name: list(told(source, space)) for name, source in sorted(SOURCES.items())}
    measured = sorted({row["measure"] for rows in tables.values() for row in rows} & METRICS.keys())
    head = {"house": space.name, "made_on": on, "drittort": __version__, "columns": COLUMNS}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            put(archive, f"{name}.csv", as_csv(rows))
        put(archive, "data.json", json.dumps({**head, "tables": tables}, ensure_ascii=False, indent=1))
        for file, language in METHODS:
            with translation.override(language):
                words = {
                    "house": space.name,
                    "on": on,
                    "sources": [(s.name, s.label, s.least) for s in SOURCES.values()],
                    "measures": [(name, METRICS[name].unit, METRICS[name].label, METRICS[name].definition) for name in measured],
                    "version": __version__,
                }
                put(archive, file, render_to_string("pulse/science/method.txt", words))


def put(archive: zipfile.ZipFile, name: str, text: str) -> None:
    """One part, without the moment at which it was packed."""
    archive.writestr(zipfile.ZipInfo(name, STILL), text.encode(), zipfile.ZIP_DEFLATED)
