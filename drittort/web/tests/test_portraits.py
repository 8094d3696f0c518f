"""Faces and signs: the same for the same seed, well-formed, small, and as different as people are."""

from __future__ import annotations

import re
import struct
from collections import Counter
from xml.etree import ElementTree

import pytest

from drittort.web.portraits import SKINS, mark_svg, portrait_png, portrait_svg

SEEDS = [f"seed {n}" for n in range(600)]
FACES = {seed: portrait_svg(seed) for seed in SEEDS}


def test_a_seed_keeps_its_face_and_its_sign() -> None:
    for seed in ("", "Ada", "Ünal ☕", "\ud800", "x" * 5000):
        assert portrait_svg(seed) == portrait_svg(seed)
        assert mark_svg(seed) == mark_svg(seed)


def test_different_seeds_look_different() -> None:
    assert len(set(FACES.values())) == len(SEEDS)
    assert len({mark_svg(seed) for seed in SEEDS}) > 0.95 * len(SEEDS)


def test_all_are_well_formed_small_and_without_script_or_style() -> None:
    for svg in [*FACES.values(), *(mark_svg(seed) for seed in SEEDS[:100])]:
        root = ElementTree.fromstring(svg)
        assert root.tag.endswith("svg")
        assert root.get("viewBox")
        assert "<script" not in svg
        assert "style" not in svg
        assert "<text" not in svg
    sizes = [len(svg.encode()) for svg in FACES.values()]
    assert max(sizes) < 2600
    assert sum(sizes) / len(sizes) < 2000


def test_every_skin_appears_about_equally_often() -> None:
    # 600 faces, nine skins: 67 expected each; four standard deviations are 31.
    shown = Counter(next(i for i, (skin, _) in enumerate(SKINS) if f'fill="{skin}"' in svg) for svg in FACES.values())
    assert set(shown) == set(range(len(SKINS)))
    assert all(36 <= count <= 98 for count in shown.values())


def test_glasses_do_not_follow_skin() -> None:
    light = {skin for skin, _ in SKINS[:4]}
    worn: dict[bool, list[bool]] = {True: [], False: []}
    for svg in FACES.values():
        glasses = "a5.3 5.3" in svg or "H38.6V45" in svg
        worn[any(f'fill="{skin}"' in svg for skin in light)].append(glasses)
    shares = [sum(group) / len(group) for group in worn.values()]
    assert all(0.2 < share < 0.4 for share in shares)


def test_a_face_for_mail_is_a_png_in_the_shape_of_the_arch() -> None:
    png = portrait_png("mira", size=144)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, colours = struct.unpack(">IIBB", png[16:26])
    assert (width, height, depth, colours) == (144, 173, 8, 6)  # colour type 6: with a clear background
    assert png == portrait_png("mira", size=144) != portrait_png("jonas", size=144)


def test_letters_are_escaped_cut_and_optional() -> None:
    assert ">&lt;&amp;</text>" in mark_svg("firm", letters="<&>")
    assert ">VP</text>" in mark_svg("firm", letters=" VP ")
    assert "<text" not in mark_svg("firm", letters="  ")
    ElementTree.fromstring(mark_svg("firm", letters="<&"))


@pytest.mark.parametrize("draw", [portrait_svg, mark_svg])
def test_size_is_written_and_checked(draw) -> None:  # type: ignore[no-untyped-def]
    assert re.search(r'height="240"', draw("a", size=240))
    with pytest.raises(ValueError, match="at least 1"):
        draw("a", size=0)
