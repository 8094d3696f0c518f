"""What files are for: a registry, filled by the modules above. A purpose says who may see a file and what a picture is made into."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from drittort.core.files.models import StoredFile

MaySee = Callable[[Any, StoredFile], bool]
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Shape:
    """What a picture is made into: the widths of its sizes by name, and the width to height that it is cut to (None: whole)."""

    widths: tuple[tuple[str, int], ...]
    ratio: float | None = None
    keeps_whole: bool = False


FACE = Shape((("s", 96), ("m", 192), ("l", 384)), ratio=5 / 6, keeps_whole=True)
PICTURE = Shape((("s", 480), ("m", 960), ("l", 1600)))


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose: `may_see(member, file)` is asked for each request. `made`: by the house itself, so it counts as nobody's upload."""

    name: str
    may_see: MaySee
    shape: Shape
    most_bytes: int
    used: Callable[[Collection[int]], set[int]] | None
    made: bool = False


PURPOSES: dict[str, Purpose] = {}


def purpose(
    name: str,
    *,
    may_see: MaySee,
    shape: Shape = PICTURE,
    most_bytes: int = 12 * MEGABYTE,
    used: Callable[[Collection[int]], set[int]] | None = None,
    made: bool = False,
) -> str:
    """Register what files are for; returns its name. `used(ids)` says which of some files are still in use: the others are swept after a day."""
    PURPOSES[name] = Purpose(name, may_see, shape, most_bytes, used, made)
    return name


def made() -> list[str]:
    """The purposes of files that the house made itself."""
    return [each.name for each in PURPOSES.values() if each.made]
