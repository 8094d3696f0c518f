"""The pictures as files: SVG that stands alone."""

from __future__ import annotations

from django.utils.html import conditional_escape

from drittort.pulse.capital.pictures import Picture
from drittort.web.charts import DASHES, Plot, mark
from drittort.web.colours import TONES, VOICES, by_day, tone

# By day, for whoever prints it or puts it into a report.
INK, SOFT, LINE, PAPER, DOOR = (by_day(name) for name in ("ink", "ink-soft", "line", "paper", "door"))
STYLE = "".join(
    (
        f"svg{{background:{PAPER};font-family:'Source Sans 3','Segoe UI',sans-serif}}",
        f".plot-words,.ties-number{{fill:{SOFT};font-size:11px}}.plot-grid{{fill:none;stroke:{LINE}}}.plot-line{{fill:none;stroke-width:2}}",
        f".plot-band{{fill-opacity:.14;stroke:none}}.plot-end{{stroke:{PAPER};stroke-dasharray:none}}.plot-name{{fill:{INK};font-size:11px}}",
        *(f".plot-line.voice-{k}{{stroke:{c};stroke-dasharray:{DASHES[k] or 'none'}}}" for k, c in enumerate(map(by_day, VOICES))),
        *(f".plot-band.voice-{k},.plot-end.voice-{k}{{fill:{c}}}" for k, c in enumerate(map(by_day, VOICES))),
        *(f".ties-field.tone-{k}{{fill:{c}}}.month-band.tone-{k}{{stroke:{c}}}" for k, c in enumerate(map(tone, TONES))),
        f".ties-words{{font-size:12px;fill:{INK}}}.ties-words.tone-4,.ties-words.tone-5{{fill:#fff}}",
        f".month-band{{fill:none}}.month-group{{fill:{tone(TONES[1])};stroke:{DOOR};stroke-width:2}}",
        f".map-labels{{text-anchor:middle;font-size:17px;font-weight:600;fill:{INK}}}.map-size{{font-weight:400;fill:{SOFT}}}",
        *(f".month-band.tone-{k}{{stroke-width:{width}}}" for k, width in enumerate((0, 1.5, 3, 6, 10, 15))),
    )
)


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
