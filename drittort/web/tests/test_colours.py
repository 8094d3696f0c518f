"""Whatever hue a house chooses, every pair of its colours is readable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from drittort.web import colours
from drittort.web.charts import DASHES
from drittort.web.tests import test_contrast as tokens


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_hue_of_the_circle_is_readable_in_every_pair(theme: str) -> None:
    """Judged by the other implementation, that of the tokens' own test, and by the pairs of the design system."""
    own = tokens.tokens()[theme]
    for hue in colours.HUES:
        made = getattr(colours.accent(hue), theme)
        # As the stylesheet says it: three digits.
        held = {**own, **{name: tuple(float(f"{part:.3f}") for part in colour) for name, colour in made.items()}}
        for first, second, least in tokens.PAIRS:
            assert tokens.contrast(held[first], held[second]) >= least - 0.02, (hue, first, second)
        for name in made:
            assert all(-0.002 <= part <= 1.002 for part in tokens.linear(*held[name])), (hue, name)


def test_the_constants_are_those_of_the_tokens() -> None:
    held = tokens.tokens()
    for name, (light, dark) in {**colours.DOOR, **colours.MET}.items():
        assert held["light"][name] == pytest.approx(light), name
        assert held["dark"][name] == pytest.approx(dark), name
    for name, light in colours.PICTURED.items():
        assert held["light"][name] == pytest.approx(light), name


def test_pictures_that_leave_the_pages_have_their_colours_and_dashes() -> None:
    sheets = Path(__file__).parents[1] / "css"
    chart = (sheets / "components/chart.css").read_text()
    drawn = re.findall(r"\.voice-(\d) \{\s+--voice: var\(--([\w-]+)\);(?:\s+stroke-dasharray: ([\d ]+);)?", chart)
    assert [(int(k), name, dash) for k, name, dash in drawn] == [
        (k, name, dash) for k, (name, dash) in enumerate(zip(colours.VOICES, DASHES, strict=True))
    ]
    mixed = re.findall(
        r"\.tone-\d \{\s+--tone: (?:color-mix\(in oklab, )?var\(--door\)(?: (\d+)%, var\(--paper-raised\)\))?;",
        (sheets / "rooms/capital.css").read_text(),
    )
    assert [int(part or 100) / 100 for part in mixed] == list(colours.TONES[1:])
    assert colours.tone(1) == colours.by_day("door")
    assert colours.tone(0) == colours.by_day("paper-raised")


def test_the_hue_of_the_door_gives_the_door_back() -> None:
    made = colours.accent(colours.BASE)
    for name, (light, dark) in colours.DOOR.items():
        assert made.light[name] == pytest.approx(light, abs=0.02), name
        assert made.dark[name] == pytest.approx(dark, abs=0.02), name


@pytest.mark.parametrize(("text", "darker"), [("#1d4e89", False), ("#ffd800", True), ("#b3131b", False), ("#9ad1ff", True)])
def test_a_free_colour_keeps_its_hue(text: str, darker: bool) -> None:
    taken = colours.take(text)
    assert taken.darker is darker
    assert abs(taken.hue - colours.from_hex(text)[2]) <= 0.5
    for colour in colours.accent(taken.hue).light.values():
        assert colours.to_hex(colour).startswith("#")


@pytest.mark.parametrize("text", ["#777777", "#ffffff", "#000000", "red", "", "#12345", "#gggggg"])
def test_greys_and_what_is_no_colour_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        colours.take(text)


def test_hex_comes_back_from_where_it_went() -> None:
    for text in ("#1d4e89", "#ffd800", "#b3131b", "#2f7257", "#0000ff"):
        assert colours.to_hex(colours.from_hex(text)) == text


def test_the_stylesheet_is_kept_for_a_year_and_other_numbers_are_not_there() -> None:
    answer = Client().get("/-/colours/250.css")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/css"
    assert "immutable" in answer["Cache-Control"]
    assert b"--door: light-dark(oklch(" in answer.content
    assert Client().get("/-/colours/360.css").status_code == 404
