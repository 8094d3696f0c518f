"""What came of it as a picture: beginnings on the left, what they became on the right, bands as wide as they are many. Shapes, classes and labels only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

WIDE, TALL = 400, 260
LEFT, RIGHT, BAR = 124, 268, 8
SLOT, GAP, LEAST = 44.0, 12.0, 2.0
COLOURS = 6


@dataclass(frozen=True, slots=True)
class Flow:
    """So many of an origin (its place) became an outcome (its place)."""

    origin: int
    outcome: int
    count: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The box and the inside of the SVG."""

    box: str
    shapes: SafeString


@dataclass(frozen=True, slots=True)
class Node:
    """A bar: where it begins, how tall it is, and how many it stands for."""

    top: float
    tall: float
    count: int


def column(counts: Sequence[int], scale: float) -> tuple[list[Node], float]:
    """Bars below each other, each with room for its two lines of words; and where the column ends."""
    found, y = [], 0.0
    for count in counts:
        tall = max(LEAST, count * scale)
        room = max(tall, SLOT)
        found.append(Node(y + (room - tall) / 2, tall, count))
        y += room + GAP
    return found, y - GAP


def drawn(origins: Sequence[str], outcomes: Sequence[str], flows: Sequence[Flow]) -> Picture | None:
    """The picture of some flows between named origins and outcomes; None without any."""
    if not flows:
        return None
    scale = TALL / sum(flow.count for flow in flows)
    out = [sum(flow.count for flow in flows if flow.origin == k) for k in range(len(origins))]
    into = [sum(flow.count for flow in flows if flow.outcome == k) for k in range(len(outcomes))]
    left, left_end = column(out, scale)
    right, right_end = column(into, scale)
    high = max(left_end, right_end)
    left = [Node(n.top + (high - left_end) / 2, n.tall, n.count) for n in left]
    right = [Node(n.top + (high - right_end) / 2, n.tall, n.count) for n in right]
    parts = bands(left, right, flows, scale)
    for k, (node, name) in enumerate(zip(left, origins, strict=True)):
        parts.append(f'<rect class="flow-{k % COLOURS}" x="{LEFT - BAR}" y="{node.top:.1f}" width="{BAR}" height="{node.tall:.1f}"/>')
        parts.append(label(LEFT - BAR - 8, node, name, "end"))
    for node, name in zip(right, outcomes, strict=True):
        parts.append(f'<rect class="flow-end" x="{RIGHT}" y="{node.top:.1f}" width="{BAR}" height="{node.tall:.1f}"/>')
        parts.append(label(RIGHT + BAR + 8, node, name, "start"))
    return Picture(f"0 0 {WIDE} {high:.0f}", SafeString("".join(parts)))


def bands(left: Sequence[Node], right: Sequence[Node], flows: Sequence[Flow], scale: float) -> list[str]:
    """One band for each flow, in the order of both columns, so that none crosses another more than it must."""
    starts, ends = [node.top for node in left], [node.top for node in right]
    middle = (LEFT + RIGHT) / 2
    begun: Mapping[Flow, float] = {}
    for flow in sorted(flows, key=lambda flow: (flow.origin, flow.outcome)):
        begun = {**begun, flow: starts[flow.origin]}
        starts[flow.origin] += flow.count * scale
    found = []
    for flow in sorted(flows, key=lambda flow: (flow.outcome, flow.origin)):
        y0, y1, wide = begun[flow], ends[flow.outcome], flow.count * scale
        ends[flow.outcome] += wide
        found.append(
            f'<path class="flow flow-{flow.origin % COLOURS}" d="M{LEFT} {y0:.1f}C{middle} {y0:.1f} {middle} {y1:.1f} {RIGHT} {y1:.1f}'
            f'V{y1 + wide:.1f}C{middle} {y1 + wide:.1f} {middle} {y0 + wide:.1f} {LEFT} {y0 + wide:.1f}Z"/>'
        )
    return found


def label(x: float, node: Node, name: str, anchor: str) -> str:
    """Two lines beside a bar: the number, and what it is."""
    y = node.top + node.tall / 2
    return (
        f'<text class="flow-count" x="{x}" y="{y - 2:.1f}" text-anchor="{anchor}">{node.count}</text>'
        f'<text class="flow-name" x="{x}" y="{y + 15:.1f}" text-anchor="{anchor}">{conditional_escape(name)}</text>'
    )
