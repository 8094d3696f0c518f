"""The house as an app: what its manifest says, its picture, the words of the service worker."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from drittort.core import pocket
from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.files import storage
from drittort.core.files.models import StoredFile
from drittort.home.phone.models import PhoneIcon
from drittort.home.today.models import Composition
from drittort.members.models import Member
from drittort.spaces.models import Space
from drittort.web import icons
from drittort.web.colours import BASE, MET, accent, to_hex

WORKER = Path(__file__).with_name("worker.js")
SHOWN = ("image/jpeg", "image/png", "image/webp", "image/gif")
SHORT = 12
"""How much of a name a start screen shows (W3C advises no more)."""


def hue_of(space: Space) -> int:
    """The hue that a house wears."""
    return BASE if space.hue is None else space.hue


def icon_of(space: Space) -> StoredFile | None:
    """A house's own picture, where it has one."""
    row = PhoneIcon.objects.select_related("file").filter(space=space).first()
    return row.file if row is not None else None


def icon_paths(space: Space) -> list[tuple[str, str, str]]:
    """The pictures of a house for start screens: address, size, and whether a phone may cut it. One query."""
    own, found = icon_of(space), []
    for size in icons.SIZES:
        for purpose in ("any", "maskable"):
            path = (
                address("home:phone_icon", space.slug, own.token, purpose, size)
                if own is not None
                else address("web:sign", hue_of(space), purpose, size)
            )
            found.append((path, f"{size}x{size}", purpose))
    return found


def icon(slug: str, token: str, purpose: str, size: int) -> bytes:
    """A house's own picture as PNG, by its random name alone: phones fetch it without a session. Raises NotFound."""
    row = PhoneIcon.objects.select_related("file", "space").filter(file__token=token, space__slug=slug).first()
    if row is None or size not in icons.SIZES or purpose not in ("any", "maskable"):
        raise NotFound
    try:
        content = storage.path_of(row.file, "m").read_bytes()
    except FileNotFoundError as error:
        raise NotFound from error
    return icons.fitted(content, hue_of(row.space), size, cut=purpose == "maskable")


def manifest(member: Member) -> dict[str, Any]:
    """The manifest of a house (W3C Web Application Manifest) in the reader's language."""
    space = member.space

    def at(name: str) -> str:
        return address(name, space.slug)

    home = at("home:today")
    return {
        "id": home,
        "name": space.name,
        "short_name": space.name if len(space.name) <= SHORT else space.name.split()[0][:SHORT],
        "lang": get_language() or "de",
        "dir": "ltr",
        "start_url": home,
        "scope": "/",
        "display": "standalone",
        "theme_color": to_hex(accent(hue_of(space)).light["door-fill"]),
        "background_color": to_hex(MET["paper"][0]),
        "icons": [{"src": path, "sizes": size, "type": "image/png", "purpose": purpose} for path, size, purpose in icon_paths(space)],
        "shortcuts": [
            {"name": label, "url": at(name)}
            for name, label in (
                ("connect:new_need", _("Look for something")),
                ("inspire:calendar_week", _("My week")),
                ("home:tickets", _("My tickets")),
                ("talk:conversations", _("Messages")),
            )
        ],
        "share_target": {
            "action": at("home:take_share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"title": "title", "text": "text", "url": "url", "files": [{"name": "along", "accept": list(SHOWN)}]},
        },
    }


def begun(member: Member, text: str) -> str:
    """Shared words below what somebody had begun to write on the first page, so that neither is lost."""
    kept = Composition.objects.filter(member=member).values_list("text", flat=True).first() or ""
    return kept if text in kept else "\n\n".join(part for part in (kept, text) if part)


@lru_cache(maxsize=1)
def worker() -> str:
    """The service worker with its words in both languages, what it needs to show a page, and a version made of all that."""
    words = {}
    for language in ("de", "en"):
        with override(language):
            words[language] = {
                "stand": _("As of %(moment)s, offline") % {"moment": "{moment}"},
                "nothing": _("Nothing yet. What you open while you are connected stands here the next time."),
            }
    told = {
        "words": words,
        "shell": [
            *(f"{address('home:offline')}?language={language}" for language in ("de", "en")),
            *(
                static(name)
                for name in (
                    "dist/house.css", "dist/main.js", "dist/talk.js", "dist/theme.js", "dist/rooms/events.css", "dist/vollkorn-latin-wght-normal.woff2",
                    "dist/source-sans-3-latin-wght-normal.woff2", "web/icons.svg", "web/mark.svg",
                )
            ),
        ],
        "ahead": [address(name, "HOUSE") for name in pocket.PAGES],
        "share": address("home:take_share", "HOUSE"),
        "signIn": address("members:sign_in"),
        "signOut": address("members:sign_out"),
    }  # fmt: skip
    code = WORKER.read_text()
    version = hashlib.sha256((code + json.dumps(told)).encode()).hexdigest()[:12]
    return f"const TOLD = {json.dumps({**told, 'version': version}, ensure_ascii=False)};\n{code}"
