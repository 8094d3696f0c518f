"""Plots on paper: the shapes of the pages in a file that stands alone, with the colours of paper and the names of its lines below."""

from __future__ import annotations

from django.utils.html import conditional_escape

from drittort.web.charts import DASHES, Plot, mark
from drittort.web.colours import VOICES, by_day

NAME_TALL = 16.0
ON_PAPER = f"""
text {{ font-family: "Libertinus Serif"; font-size: 10.5px; fill: {by_day("ink-soft")}; }}
.plot-grid {{ stroke: {by_day("line")}; stroke-width: 0.8; fill: none; }}
.plot-line {{ fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }}
.plot-band {{ fill-opacity: 0.16; stroke: none; }}
.plot-end {{ stroke: #ffffff; stroke-width: 1.2; }}
"""


def on_paper(plot: Plot) -> str:
    """A plot as an SVG of its own."""
    wide, tall = (float(one) for one in plot.box.split()[2:])
    names = "".join(
        f'<g transform="translate(60 {tall + NAME_TALL * (k + 0.5):g})"><path class="plot-line voice-{voice}" d="M-18 0H18"/>'
        f'<g class="plot-end voice-{voice}">{mark(voice)}</g><text x="26" y="3.5">{conditional_escape(name)}</text></g>'
        for k, (voice, name) in enumerate(plot.names if len(plot.names) > 1 else ())
    )
    below = NAME_TALL * len(plot.names) + 6 if names else 0
    box = f"0 0 {wide:g} {tall + below:g}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><style>{ON_PAPER}{voices()}</style>{plot.shapes}{names}</svg>'


def voices() -> str:
    """The colours and dashes of the lines, as the style sheet of the pages has them."""
    return "".join(
        f".plot-line.voice-{k} {{ stroke: {colour}; stroke-dasharray: {dashes or 'none'}; }} .plot-band.voice-{k}, .plot-end.voice-{k} {{ fill: {colour}; }}"
        for k, (colour, dashes) in enumerate(zip(map(by_day, VOICES), DASHES, strict=True))
    )
