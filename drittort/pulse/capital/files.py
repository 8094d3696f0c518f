"""The pictures and their tables as files: SVG that stands alone, and CSV as a spreadsheet of the reader's language opens it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.html import conditional_escape
from django.utils.translation import get_language

from drittort.pulse.capital.pictures import Picture
from drittort.web.charts import Plot, mark

# By day, for whoever prints it or puts it into a report: the tokens of the house as plain colours (web/css/tokens.css).
INK, SOFT, LINE, PAPER = "#16251d", "#4d5448", "#d5cfbf", "#f9f6ef"
VOICES = ("#154b36", "#93301d", "#2f5a78", "#6b3a59", "#6b4a12", "#4d5448")
DASHES = ("", "9 4", "2 5", "10 4 2 4", "5 3", "14 5")
TONES = ("#efebe0", "#d7e2d8", "#adc6b6", "#79a18c", "#44735c", "#154b36")
STYLE = "".join(
    (
        f"svg{{background:{PAPER};font-family:'Source Sans 3','Segoe UI',sans-serif}}",
        f".plot-words,.ties-number{{fill:{SOFT};font-size:11px}}.plot-grid{{fill:none;stroke:{LINE}}}.plot-line{{fill:none;stroke-width:2}}",
        f".plot-band{{fill-opacity:.14;stroke:none}}.plot-end{{stroke:{PAPER};stroke-dasharray:none}}.plot-name{{fill:{INK};font-size:11px}}",
        *(f".plot-line.voice-{k}{{stroke:{c};stroke-dasharray:{DASHES[k] or 'none'}}}" for k, c in enumerate(VOICES)),
        *(f".plot-band.voice-{k},.plot-end.voice-{k}{{fill:{c}}}" for k, c in enumerate(VOICES)),
        *(f".ties-field.tone-{k}{{fill:{c}}}.month-band.tone-{k}{{stroke:{c}}}" for k, c in enumerate(TONES)),
        f".ties-words{{font-size:12px;fill:{INK}}}.ties-words.tone-4,.ties-words.tone-5{{fill:#fff}}",
        f".month-band{{fill:none}}.month-group{{fill:#d7e2d8;stroke:{VOICES[0]};stroke-width:2}}",
        f".map-labels{{text-anchor:middle;font-size:17px;font-weight:600;fill:{INK}}}.map-size{{font-weight:400;fill:{SOFT}}}",
        *(f".month-band.tone-{k}{{stroke-width:{width}}}" for k, width in enumerate((0, 1.5, 3, 6, 10, 15))),
    )
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def alone(picture: Picture | Plot, title: str) -> str:
    """A picture with its colours in it, its name, and the names of its lines below."""
    _x, _y, wide, tall = (float(part) for part in picture.box.split())
    names = picture.names if isinstance(picture, Plot) else ()
    below = "".join(
        f'<g transform="translate(24 {tall + 14 + 18 * k:g})"><path class="plot-line voice-{voice}" d="M-16 0H16"/><g class="plot-end voice-{voice}">{mark(voice)}</g>'
        f'<text class="plot-name" x="26" y="4">{conditional_escape(name)}</text></g>'
        for k, (voice, name) in enumerate(names)
    )
    high = tall + (18 * len(names) + 10 if names else 0)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{2 * wide:g}" height="{2 * high:g}" role="img">'
        f"<title>{conditional_escape(title)}</title><style>{STYLE}</style>{picture.shapes}{below}</svg>"
    )


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
