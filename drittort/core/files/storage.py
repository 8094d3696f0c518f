"""Where the bytes lie: `files/` in the data folder, under random names, in folders by house."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from django.conf import settings

from drittort.core.files.models import StoredFile


def root() -> Path:
    """The folder of all files of this machine."""
    options: Any = cast(Any, settings.STORAGES)["default"]["OPTIONS"]
    return Path(options["location"])


def place(space_id: int, token: str, part: str) -> Path:
    """The path of one part (a size, or "file"). Token and part come from our own rows, never from an address."""
    return root() / str(int(space_id)) / token[:2] / f"{token}-{part}"


def write(space_id: int, token: str, parts: Mapping[str, bytes]) -> None:
    """Write the parts of a new file, each whole or not at all."""
    for part, content in parts.items():
        path = place(space_id, token, part)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(".new")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(content)
        draft.replace(path)


def take(space_id: int, token: str, made: Path) -> None:
    """Move a finished file of this disk into place."""
    path = place(space_id, token, "file")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made.chmod(0o600)
    made.replace(path)


def parts_of(file: StoredFile) -> tuple[str, ...]:
    """The names of the parts of a stored file."""
    return tuple(file.sizes) or ("file",)


def path_of(file: StoredFile, part: str) -> Path:
    """Where one part of a file lies. KeyError for a part that it does not have."""
    if part not in parts_of(file):
        raise KeyError(part)
    return place(file.space_id, file.token, part)


def remove(files: Iterable[StoredFile]) -> None:
    """Remove the bytes of some files; what is gone already is no error."""
    for file in files:
        for part in parts_of(file):
            place(file.space_id, file.token, part).unlink(missing_ok=True)


def lying() -> Iterator[tuple[str, Path]]:
    """Every file on the disk with the token in its name."""
    for path in root().glob("*/??/*"):
        if path.is_file():
            yield path.name.partition("-")[0], path
