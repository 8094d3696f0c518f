"""Reading how a page of the web introduces itself: Open Graph words, else its title and description. Words only; nothing of its markup stays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

CHARSET = re.compile(rb"""<meta[^>]+charset=["']?([\w-]{3,20})""", re.IGNORECASE)
READ = re.compile(r"utf-?(8|16)|us-ascii|latin-?1|iso-8859-\d{1,2}|windows-125\d", re.IGNORECASE)
"""Ways of writing that we read; Python knows others, some of which are none of a page and fail in ways of their own."""
SAID = {
    "og:title": "title", "twitter:title": "title", "og:description": "text", "description": "text", "twitter:description": "text",
    "og:site_name": "site", "og:image": "picture", "og:image:url": "picture", "twitter:image": "picture",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Introduction:
    """The words of a page, and the address of its picture as it stands there."""

    title: str
    text: str
    site: str
    picture: str


class Head(HTMLParser):
    """Reads the head of a page and stops listening at its body."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.told: dict[str, str] = {}
        self.title, self.in_title, self.over = "", False, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self.over = True
        if self.over:
            return
        self.in_title = tag == "title" and not self.title
        if tag == "meta":
            held = dict(attrs)
            name = SAID.get((held.get("property") or held.get("name") or "").lower())
            if name:
                self.told.setdefault(name, held.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        self.in_title = False

    def handle_data(self, data: str) -> None:
        if self.in_title and not self.over:
            self.title += data


def introduction(content: bytes, charset: str = "") -> Introduction:
    """What a page says of itself; empty words where it says nothing. Never raises, whatever the bytes."""
    named = CHARSET.search(content[:4096])
    for code in (charset, named[1].decode("ascii") if named else "", "utf-8"):
        try:
            page = content.decode(code, "replace") if READ.fullmatch(code) else ""
        except LookupError:
            continue
        if page:
            break
    head = Head()
    head.feed(page)
    told = {name: clean(words) for name, words in head.told.items()}
    return Introduction(
        (told.get("title") or clean(head.title))[:200],
        told.get("text", "")[:400],
        told.get("site", "")[:100],
        head.told.get("picture", "").strip(),
    )


def clean(words: str) -> str:
    """Words on one line, without anything that is not seen or turns the direction of what follows."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else "" for c in words).split())
