"""The list of who was erased, kept beside the database and not in it: a backup that is brought back would bring people back with it.

One line a person: the day, a fingerprint that says nothing without the key of this machine, and whether contributions stayed. The list is no part of
a backup and survives bringing one back.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

NAME = "erased.list"
KEPT = timedelta(days=3 * 366)


def path() -> Path:
    """Where the list lies."""
    return Path(settings.DATA) / NAME


def digest(fingerprint: tuple[object, ...]) -> str:
    """What stands in the list for somebody."""
    return salted_hmac("drittort.erased", "|".join(str(part) for part in fingerprint), algorithm="sha256").hexdigest()


def listed() -> dict[str, bool]:
    """Fingerprints of the erased, and whether their contributions stayed."""
    try:
        lines = path().read_text(encoding="ascii").split("\n")
    except FileNotFoundError:
        return {}
    parts = [line.split() for line in lines if line.count(" ") == 2]
    return {mark: kept == "kept" for _day, mark, kept in parts}


def note(fingerprint: tuple[object, ...], *, keeps: bool, at: datetime) -> None:
    """Write somebody into the list, once. Lines of three years ago go: no backup is that old."""
    mark = digest(fingerprint)
    since = (at - KEPT).date().isoformat()
    old = path().read_text(encoding="ascii").splitlines() if path().exists() else []
    lines = [line for line in old if line[:10] >= since and mark not in line]
    lines.append(f"{at.date().isoformat()} {mark} {'kept' if keeps else 'deleted'}")
    draft = path().with_suffix(".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
        out.write("\n".join(lines) + "\n")
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path())
