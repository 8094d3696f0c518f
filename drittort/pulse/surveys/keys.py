"""Two secrets of an open wave, in files that no backup takes along: by one the links of people are made, by the other the box is opened.

They lie beside the database and never in it, so that no copy of the database, however it was taken, holds one. The first goes when all letters have left, the
second when the wave is counted.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from drittort.pulse.surveys import box

FOLDER = "not-in-backups"
TAG = "CACHEDIR.TAG"
WIPE = "to-be-wiped"
TAGGED = "Signature: 8a477f597d28d172789f06886806bc55\n# Secrets of open surveys. They are gone when a survey is counted, and no copy may keep them.\n"
"""By this file programs for backups know folders that are not worth keeping (restic and borg with --exclude-caches, tar with --exclude-caches)."""
LINKS, BOX = "links", "box"
A_DAY = timedelta(days=1)


def folder() -> Path:
    """Where the secrets lie; made when there is the first, for its owner only. The tag is looked for each time: without it a backup would take the secrets along."""
    found = settings.DATA / FOLDER
    found.mkdir(parents=True, mode=0o700, exist_ok=True)
    if not (found / TAG).exists():
        (found / TAG).write_text(TAGGED, encoding="ascii")
    return found


def path_of(what: str, name: str) -> Path:
    """The file of a secret."""
    return folder() / f"survey-{name}.{what}"


def kept(what: str, name: str) -> bytes | None:
    """A secret; None where it is gone."""
    try:
        return path_of(what, name).read_bytes()
    except FileNotFoundError:
        return None


def make(what: str, name: str) -> bytes:
    """A secret, made where there is none yet, whole or not at all; twice is once."""
    target = path_of(what, name)
    if not target.exists():
        draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}.new")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(box.new_key() if what == BOX else secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            # Whoever comes second takes what the first one made.
            os.link(draft, target)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return target.read_bytes()


def wipe_later() -> None:
    """Ballots are about to be deleted: what of them stays in the folds of the database is wiped by the worker, also when this process dies in between."""
    (folder() / WIPE).touch(mode=0o600)


def to_wipe() -> bool:
    """Whether something is still to be wiped."""
    return (settings.DATA / FOLDER / WIPE).exists()


def wiped() -> None:
    """It is done."""
    (folder() / WIPE).unlink(missing_ok=True)


def sweep(names: Collection[str], at: datetime) -> None:
    """Secrets of other waves than those named, older than a day, go: of a house that is gone, or of a database that is another one now."""
    if not (settings.DATA / FOLDER).exists():
        return
    for found in folder().glob("survey-*"):
        name, _dot, what = found.name.removeprefix("survey-").partition(".")
        if name not in names and found.stat().st_mtime < (at - A_DAY).timestamp():
            destroy(what, name)


def destroy(what: str, name: str) -> None:
    """Nobody has this secret any more. Written over first, as far as the disk lets us."""
    target = path_of(what, name)
    try:
        with open(target, "r+b") as file:
            file.write(bytes(target.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        target.unlink()
    except FileNotFoundError:
        return
