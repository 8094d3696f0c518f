"""Reads a Slack export, folder or zip. Who wrote to whom and when becomes interactions; what they wrote is neither kept nor logged.

A reply in a thread      reply     from the one who replies to the one who began the thread
A mention                message   from the one who writes to everybody named with @ (the author of the thread one replies to counts as reply only)
A reaction               thanks    from the one who reacts to the author, on the day of the message: an export does not say when somebody reacted
A direct message         message   from the one who writes to each of the others, divided by their number; only when asked for

Bots, workflows, deleted people and @channel are left out; so is everything from people to themselves.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from drittort.members.importing.forms import LONGEST_ID

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
SPEECH = frozenset({None, "", "thread_broadcast", "me_message", "file_share"})
DAY_FILE = re.compile(r"\d{4}-\d{2}-\d{2}\.json")

LARGEST_ENTRY = 256 << 20
LARGEST_EXPORT = 4 << 30
MOST_ENTRIES = 500_000

Row = tuple[str, str, float, str, float]


class Refused(Exception):
    """An export that cannot be read; the text is for the person who gave it."""


@dataclass(frozen=True, slots=True)
class User:
    """A person of the workspace."""

    id: str
    name: str
    email: str


@dataclass(slots=True)
class Export:
    """What an export says of people and contact. `skipped` counts messages without an author who is a person."""

    users: dict[str, User]
    rows: list[Row] = field(default_factory=list)
    messages: int = 0
    skipped: int = 0


class _Folder:
    """The JSON files of an unpacked export."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self) -> list[str]:
        return sorted(p.relative_to(self.path).as_posix() for p in self.path.rglob("*.json") if p.is_file())

    def read(self, name: str) -> bytes:
        path = self.path / name
        if path.stat().st_size > LARGEST_ENTRY:
            raise Refused(_too_large(name))
        return path.read_bytes()


class _Zip:
    """The JSON files of a zipped export; never unpacked to disk. What the zip says of sizes is checked while reading, not believed."""

    def __init__(self, path: Path) -> None:
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise Refused(_("The zip is damaged or not a zip: %(reason)s") % {"reason": error}) from error
        self.left = LARGEST_EXPORT
        if len(self.zip.infolist()) > MOST_ENTRIES:
            raise Refused(_("The zip holds more than %(limit)s files.") % {"limit": MOST_ENTRIES})

    def names(self) -> list[str]:
        return sorted({i.filename for i in self.zip.infolist() if i.filename.endswith(".json") and not i.is_dir()})

    def read(self, name: str) -> bytes:
        limit = min(LARGEST_ENTRY, self.left)
        try:
            with self.zip.open(name) as entry:
                raw = entry.read(limit + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise Refused(_("%(file)s in the zip cannot be read: %(reason)s") % {"file": name, "reason": error}) from error
        except Exception as error:  # zlib.error derives from Exception alone
            raise Refused(_("%(file)s in the zip cannot be read: %(reason)s") % {"file": name, "reason": error}) from error
        if len(raw) > limit:
            raise Refused(_too_large(name))
        self.left -= len(raw)
        return raw


def _too_large(name: str) -> str:
    return _("%(file)s is larger than an export of a workspace can be; nothing more was read.") % {"file": name}


def _json(files: _Folder | _Zip, name: str) -> list[dict[str, Any]]:
    """A JSON list of objects; anything else is refused with the place."""
    try:
        found = json.loads(files.read(name))
    except RecursionError as error:
        raise Refused(_("%(file)s is not valid JSON: %(reason)s") % {"file": name, "reason": error}) from error
    except ValueError as error:
        raise Refused(_("%(file)s is not valid JSON: %(reason)s") % {"file": name, "reason": error}) from error
    if not isinstance(found, list):
        raise Refused(_("%(file)s does not hold a list, as a Slack export does.") % {"file": name})
    return [item for item in found if isinstance(item, dict)]


def read_export(path: Path, *, with_direct: bool = False) -> Export:
    """Read an export. Raises Refused with a sentence, and OSError where there is nothing to read."""
    files: _Folder | _Zip = _Folder(path) if path.is_dir() else _Zip(path)
    names = files.names()
    roots = [PurePosixPath(n).parent for n in names if PurePosixPath(n).name == "users.json"]
    if not roots:
        raise Refused(_("There is no users.json: this is not a Slack export."))
    root = min(roots, key=lambda r: len(r.parts))  # an export is often zipped with its folder
    present = {PurePosixPath(n).relative_to(root).as_posix(): n for n in names if PurePosixPath(n).is_relative_to(root)}
    export = Export({u.id: u for item in _json(files, present["users.json"]) if (u := _user(item)) is not None})
    by_folder: dict[str, list[str]] = {}
    for short, name in present.items():
        parts = PurePosixPath(short).parts
        if len(parts) == 2 and DAY_FILE.fullmatch(parts[1]):
            by_folder.setdefault(parts[0], []).append(name)
    for listing in ("channels.json", "groups.json", "dms.json", "mpims.json"):
        if listing not in present:
            continue
        direct = listing in ("dms.json", "mpims.json")
        if direct and not with_direct:
            continue
        for conversation in _json(files, present[listing]):
            # Channels lie in folders of their names, direct messages in folders of their ids.
            folder = str(conversation.get("id" if listing == "dms.json" else "name", ""))
            members = [m for m in conversation.get("members") or () if isinstance(m, str) and m in export.users] if direct else []
            _conversation(export, files, by_folder.get(folder, []), members)
    return export


def _user(item: dict[str, Any]) -> User | None:
    """A person; None for bots and for those who were deleted."""
    profile = item.get("profile") if isinstance(item.get("profile"), dict) else {}
    assert isinstance(profile, dict)
    key = item.get("id")
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST_ID or item.get("deleted") or item.get("is_bot") or key == "USLACKBOT":
        return None
    names = (profile.get("real_name"), item.get("real_name"), profile.get("display_name"), item.get("name"))
    return User(key, _clean(next((n for n in names if n), key)), _clean(profile.get("email") or ""))


def _clean(text: object) -> str:
    """Text that every database takes: JSON can carry halves of characters and zeros."""
    return str(text).encode("utf-8", "ignore").decode().replace("\x00", "").strip()


def _conversation(export: Export, files: _Folder | _Zip, names: list[str], members: list[str]) -> None:
    """Add the rows of one channel or direct conversation, day by day in order, so that a thread's first message comes before its replies."""
    authors: dict[str, str] = {}
    for name in sorted(names):
        for message in _json(files, name):
            if message.get("type", "message") != "message" or message.get("subtype") not in SPEECH:
                continue
            export.messages += 1
            author = message.get("user")
            if not isinstance(author, str) or author not in export.users or message.get("bot_id"):
                export.skipped += 1
                continue
            try:
                at = float(message["ts"])
            except (KeyError, TypeError, ValueError):
                export.skipped += 1
                continue
            authors[str(message["ts"])] = author
            export.rows.extend(_rows(export, message, author, at, authors, members))


def _rows(export: Export, message: dict[str, Any], author: str, at: float, authors: dict[str, str], members: list[str]) -> Iterator[Row]:
    """The interactions of one message."""
    began = None
    thread = message.get("thread_ts")
    if thread is not None and str(thread) != str(message["ts"]):
        began = message.get("parent_user_id") or authors.get(str(thread))
        if isinstance(began, str) and began in export.users and began != author:
            yield author, began, at, "reply", 1.0
    others = [m for m in members if m != author]
    for other in others:
        yield author, other, at, "message", 1.0 / len(others)
    if not others:
        text = message.get("text")
        for named in dict.fromkeys(MENTION.findall(text)) if isinstance(text, str) else ():
            if named in export.users and named not in (author, began):
                yield author, named, at, "message", 1.0
    for reaction in message.get("reactions") or ():
        who = reaction.get("users") if isinstance(reaction, dict) else None
        for reader in who if isinstance(who, list) else ():
            if isinstance(reader, str) and reader in export.users and reader != author:
                yield reader, author, at, "thanks", 1.0
