"""How numbers inside words and lists are written anew when a house moves to other numbers."""

from __future__ import annotations

from typing import Any

from drittort.core.moving import registry
from drittort.core.moving.registry import Numbers
from drittort.core.notices import WORDINGS
from drittort.members.photos.rules import PHOTO

FILE, PERSON = "core.StoredFile", "members.Member"


def portrait(row: dict[str, Any], numbers: Numbers) -> None:
    """A photo is worn by the name of its file; a drawn face stays the face that it is."""
    if row["portrait"].startswith(PHOTO):
        row["portrait"] = PHOTO + numbers.name(FILE, row["portrait"].removeprefix(PHOTO))


def answer(row: dict[str, Any], numbers: Numbers) -> None:
    """A document in an answer is named by its number and by its random name."""
    if isinstance(row["value"], dict) and "file" in row["value"]:
        told = row["value"]
        row["value"] = {**told, "file": numbers.new(FILE, told["file"]), "token": numbers.name(FILE, told.get("token", ""))}


def subject(row: dict[str, Any], numbers: Numbers) -> None:
    """What was reported."""
    row["subject"] = numbers.thing(row["subject"])


def thread(row: dict[str, Any], numbers: Numbers) -> None:
    """What a thread is about."""
    row["thread"] = numbers.thing(row["thread"])


def notice(row: dict[str, Any], numbers: Numbers) -> None:
    """People and things of a notice. The page behind it has another number now: an old notice leads to the house itself."""
    thread(row, numbers)
    wording = WORDINGS.get(row["code"])
    tables = {**registry.THINGS, **(wording.refers if wording else {}), **dict.fromkeys(wording.people if wording else (), PERSON)}
    row["facts"] = {name: numbers.named(tables.get(name, ""), told) for name, told in row["facts"].items()}
    row["path"] = f"/{numbers.slug}/"
