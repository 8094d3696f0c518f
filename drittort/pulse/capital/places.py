"""Where the groups of all months stand: computed once for all of them, so that a group keeps its place while the months go by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from drittort.members.models import Company
from drittort.network.map.layout import Group, label_lines, place_groups
from drittort.network.map.picture import bent, box_of, radius_of, strongest
from drittort.spaces.models import Space


def places_of(space: Space, months: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Places for every group that ever was one, from what lay between the groups in the months in order.

    `width`, `height`; `groups`: [kind, key, x, y, radius]; `bands`: [one, other, path], positions in `groups`, those that belong to the strongest in some month, bent around the labels.
    A circle has room for the most people that the group ever had.
    """
    names = {str(pk): name for pk, name in Company.objects.filter(space=space).values_list("pk", "name")}
    most: dict[tuple[str, str], int] = {}
    for content in months:
        for kind, key, people in content["groups"]:
            most[kind, key] = max(people, most.get((kind, key), 0))
    order = sorted(most, key=lambda one: (-most[one], one))
    place = {one: k for k, one in enumerate(order)}
    table = np.zeros((len(order), len(order)), dtype=np.int64)
    drawn: set[tuple[int, int]] = set()
    for content in months:
        here = [place[kind, key] for kind, key, _people in content["groups"]]
        for a, b, step in content["bands"]:
            table[here[a], here[b]] += step
            if a != b:
                table[here[b], here[a]] += step
    groups = [Group(kind, key, names.get(key, "") if kind == "company" else "", ()) for kind, key in order]
    radius = np.array([radius_of(most[one]) for one in order])
    labels = [label_lines(group) for group in groups]
    x, y, width, height = place_groups(table, radius, labels)
    stand = [
        {"x": round(float(x[k]), 1), "y": round(float(y[k]), 1), "r": round(float(radius[k]), 1), "letter": ""} for k in range(len(order))
    ]
    for content in months:
        here = [place[kind, key] for kind, key, _people in content["groups"]]
        bands = [{"a": a, "b": b, "step": step, "bridge": False} for a, b, step in content["bands"] if a != b]
        drawn |= {
            (min(here[one["a"]], here[one["b"]]), max(here[one["a"]], here[one["b"]])) for one in strongest(bands, [stand[k] for k in here])
        }
    pairs = sorted(drawn)
    boxes = [box_of(group, lines) for group, lines in zip(stand, labels, strict=True)]
    paths = bent(stand, [{"a": a, "b": b} for a, b in pairs], boxes)
    return {
        "width": round(float(width), 1),
        "height": round(float(height), 1),
        "groups": [[kind, key, stand[k]["x"], stand[k]["y"], stand[k]["r"]] for k, (kind, key) in enumerate(order)],
        "bands": [[a, b, path] for (a, b), path in zip(pairs, paths, strict=True)],
    }
