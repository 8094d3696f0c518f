"""Chooses a drawn face for every person of the demo: `python -m drittort.demo.casting` writes the seeds into texts/portraits.toml."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from drittort.demo import texts
from drittort.web.portraits import GREYS, HAIRS, Traits, traits

# Places in the styles of the drawing.
LONG = frozenset({3, 4, 5, 6, 7, 10, 11, 12, 13, 16})
SHORT = frozenset({0, 1, 2, 6, 7, 8, 9, 14, 15})
BALDING = frozenset({8, 9})
GIRLISH = frozenset({12})
CURLS = frozenset({6})
STRAIGHT = frozenset({0, 1, 3, 4, 5, 11, 14, 16})
SKINS = {"deep": range(6, 9), "brown": range(4, 7), "olive": range(2, 5)}
DARK = HAIRS[:4]


def given(name: str) -> str:
    """The first name, without a title."""
    return name.removeprefix("Dr. ").split(" ")[0]


def suits(first: str, face: Traits, wishes: dict[str, Any]) -> bool:
    """Tell whether a face keeps to the lists for a first name."""

    def told(name: str) -> bool:
        return first in wishes[name]

    light = range(4)
    skins = next((skins for name, skins in SKINS.items() if told(name)), light)
    head = "headscarf" if told("headscarf") else "cap" if told("cap") else "hair"
    styles = LONG if told("beardless") else SHORT
    grey = face.colour in GREYS
    if face.skin not in skins or face.head != head:
        return False
    if told("beardless") and face.beard:
        return False
    if not told("beardless") and (face.earrings or face.clothes == "neckerchief"):
        return False
    if (told("grey") and not (grey and face.older)) or (face.older and not told("grey") and not told("ripe")):
        return False
    if not grey and skins is not light and face.colour not in DARK:
        return False
    if told("straight") and (face.hair not in STRAIGHT or face.colour not in DARK[:2]):
        return False
    if face.hair is None:
        return True
    aged = told("grey") or told("ripe")
    return (
        face.hair in styles
        and not (face.hair in BALDING and not aged)
        and not (face.hair in GIRLISH and aged)
        and (face.hair not in CURLS or told("deep") or told("brown"))
    )


def cast() -> dict[str, str]:
    """A seed for every person's key; no two faces with the same head, hair, colour and skin as long as there are others."""
    wishes = texts.read("portraits")
    seeds: dict[str, str] = {}
    seen: dict[tuple[object, ...], int] = {}
    for place, person in enumerate(texts.people()):
        first = given(person["name"])
        for number in count():
            seed = str(place * 10_000 + number)
            face = traits(seed)
            look = (face.head, face.hair, face.skin, face.colour)
            if suits(first, face, wishes) and seen.get(look, 0) <= number // 2_000:
                seen[look] = seen.get(look, 0) + 1
                seeds[person.get("key") or texts.key(person["name"])] = seed
                break
    return seeds


def main() -> None:
    """Write the table."""
    file = texts.FOLDER / "portraits.toml"
    lists, _ = file.read_text(encoding="utf-8").split("[seeds]\n")
    table = "".join(f"{json.dumps(key)} = {json.dumps(seed)}\n" for key, seed in cast().items())
    file.write_text(f"{lists}[seeds]\n{table}", encoding="utf-8")


if __name__ == "__main__":
    main()
